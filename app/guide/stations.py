"""The nine stations in plain words. Who acts in them is not written here: the rules say it."""

from dataclasses import dataclass

from app.guide.law import offices_for
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Office, Station


@dataclass(frozen=True, slots=True)
class StationText:
    """A station: what happens in one sentence, what more there is to know, what you can do.

    `kind` is the item that stands for it, `acts` what is done here, `gate` the one at its end.
    """

    station: Station
    short: str
    more: str
    yours: str
    acts: tuple[Action, ...] = ()
    kind: Kind | None = None
    gate: str = ""

    @property
    def who(self) -> tuple[Office, ...]:
        return offices_for(self.acts)


STATIONS = (
    StationText(
        Station.PROBLEM,
        N_("Somebody says what does not work in the city. Others support it and comment."),
        N_(
            "Moderation reads each problem before it is public. It looks at the rules only, never "
            "at the opinion. Whoever supports a problem says which part of society they belong to, "
            "so that everybody sees who has been heard and who has not."
        ),
        N_("Contribute something, support what others bring, write what speaks for or against it."),
        (Action.SUBMIT_PROBLEM, Action.PUBLISH_ITEM, Action.SUPPORT_ITEM, Action.WRITE_COMMENT),
        Kind.PROBLEM,
    ),
    StationText(
        Station.TOPIC,
        N_("The administration brings together what belongs together and writes what it read."),
        N_(
            "A topic names every contribution it is made of, so nobody's sentence is lost in a "
            "summary. How the summary was changed stays readable."
        ),
        N_("Look whether your sentence is in the right topic, and whether it is told as you said."),
        (Action.MAKE_TOPIC, Action.EDIT_TOPIC, Action.SORT_TOPIC),
        Kind.TOPIC,
    ),
    StationText(
        Station.ANSWER,
        N_("Every topic gets an answer by a day that was named before, always with the reason."),
        N_(
            "A synthesis cannot be closed as long as a topic or a published contribution has no "
            "answer. How many answers are owed, and how late they are, stands on the start page."
        ),
        N_("Read the answer and its reason. Everybody who took part is told by mail."),
        (Action.ANSWER_ITEM, Action.CLOSE_PHASE),
        Kind.ANSWER,
        "gate_0",
    ),
    StationText(
        Station.REQUIREMENT,
        N_("Topics that are taken up become a measure. What it has to do is written down."),
        N_(
            "Each requirement names the sentences it comes from, how much it binds, and how one "
            "can test it. It is discussed in public before it is approved."
        ),
        N_("Comment on each requirement while this is open."),
        (
            Action.OPEN_MEASURE,
            Action.MAKE_REQUIREMENT,
            Action.WRITE_COMMENT,
            Action.APPROVE_REQUIREMENT,
        ),
        Kind.REQUIREMENT,
        "approval",
    ),
    StationText(
        Station.PLAN,
        N_("A project plan says who does what, until when, at what cost, and which risk there is."),
        N_(
            "Every version that was published stays, and any two can be compared. Each approved "
            "requirement is covered by a piece of the work."
        ),
        N_("Check whether what you asked for is in the plan."),
        (Action.DRAFT_PLAN, Action.PUBLISH_PLAN),
        Kind.PLAN,
        "gate_1",
    ),
    StationText(
        Station.MANDATE,
        N_(
            "A political body decides: who carries it out, with which money, under what conditions."
        ),
        N_(
            "What is put to decision is frozen, so that everybody can see later what was decided "
            "on. A decision is never changed; only a new decision can amend it."
        ),
        N_("Read the decision, its reason and the votes."),
        (Action.PREPARE_MANDATE, Action.SUBMIT_MANDATE, Action.DECIDE_MANDATE),
        Kind.MANDATE,
        "exploration",
    ),
    StationText(
        Station.TRIAL,
        N_("The measure is tried on a small scale, so that mistakes stay small."),
        N_(
            "The team writes a public logbook. Going back one phase is normal, and its reason is "
            "public too."
        ),
        N_("Read the logbook of the measure, and write to its contact person."),
        (Action.LOG_MEASURE, Action.MOVE_MEASURE),
        Kind.MEASURE,
    ),
    StationText(
        Station.EFFECT,
        N_("It is measured whether the measure has the effect that was promised."),
        N_("The intended effect was written down before the decision, so that it can be compared."),
        N_("Compare what was intended with what came of it."),
        (Action.MOVE_MEASURE, Action.END_MEASURE),
    ),
    StationText(
        Station.STRATEGY,
        N_("What was learned changes the strategy of the city, and with it what comes next."),
        N_("Each change names what it comes from. The way begins anew."),
        N_("Say what does not work yet."),
    ),
)
