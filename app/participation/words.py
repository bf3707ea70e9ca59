"""What people do in each phase, and what a concept says, in sentences."""

from app.process.sentences import N_
from app.process.vocabulary import Phase

WHAT_HAPPENS = {
    Phase.COLLECTING: N_("Everybody can contribute, support what others bring and comment."),
    Phase.DELIBERATING: N_(
        "Everybody can support contributions and comment. No new ones are added."
    ),
    Phase.SYNTHESIS: N_(
        "The administration makes topics of the contributions and answers each of them in public."
    ),
    Phase.REQUIREMENTS: N_("Everybody can comment on the requirements that were drawn from it."),
    Phase.STANDING: N_(
        "Everybody can contribute on any day and on any subject, support and comment."
    ),
}
# Every text of the concept: its name, the heading readers see, the question an office answers.
CONCEPT = {
    "title": (N_("Title"), N_("What is it called?")),
    "subject": (N_("What it is about"), N_("What is it about?")),
    "aim": (N_("What is to be reached"), N_("What is to be reached?")),
    "can_decide": (N_("What you can decide"), N_("What can be decided?")),
    "fixed": (N_("What is fixed, and why"), N_("What is fixed, and why?")),
    "authority": (N_("Who answers"), N_("Which authority answers?")),
    "contact": (N_("Contact"), N_("Whom can one ask?")),
    "target_groups": (N_("Whom we want to reach"), N_("Whom do you want to reach?")),
    "silent_groups": (
        N_("Who is often missing"),
        N_("Who is often missing, and how do you invite them?"),
    ),
    "online_formats": (N_("Taking part on-line"), N_("How can one take part on-line?")),
    "offline_formats": (
        N_("Taking part in person, by telephone or on paper"),
        N_("How can one take part in person, by telephone or on paper?"),
    ),
    "languages": (N_("Languages"), N_("In which languages can one take part?")),
    "moderation": (N_("Who moderates"), N_("Who moderates, and for whom do they work?")),
    "dialogue_rules": (N_("Rules of dialogue"), N_("Which rules of dialogue hold?")),
    "budget": (
        N_("Money for this participation"),
        N_("How much money is there for this participation?"),
    ),
    "staff": (N_("Who works on it"), N_("Who works on it, and for how many hours?")),
    "use_of_results": (N_("How the results are used"), N_("How are the results used?")),
    "decided_by": (N_("Who decides in the end"), N_("Who decides in the end?")),
    "evaluation": (
        N_("How it is evaluated"),
        N_("How do you find out whether it went well, and where is that published?"),
    ),
}
FIRST_TEXTS = tuple(CONCEPT)[:5]
LATER_TEXTS = tuple(CONCEPT)[7:]
