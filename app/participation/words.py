"""What people do in each phase, in a sentence."""

from app.process.sentences import N_
from app.process.vocabulary import Phase

WHAT_HAPPENS = {
    Phase.COLLECTING: N_("Everybody can describe a problem, support those of others and comment."),
    Phase.DELIBERATING: N_("Everybody can support problems and comment. No new ones are added."),
    Phase.SYNTHESIS: N_(
        "The administration makes topics of the contributions and answers each of them in public."
    ),
    Phase.REQUIREMENTS: N_("Everybody can comment on the requirements that were drawn from it."),
}
