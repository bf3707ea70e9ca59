"""What waits, how risky it looks and why, in words."""

from enum import StrEnum

from app.process.sentences import N_
from app.process.vocabulary import Kind

MODERATED = (Kind.PROBLEM, Kind.COMMENT, Kind.THESIS, Kind.REQUEST)


class Waits(StrEnum):
    """Why something waits for a moderator."""

    NEW = "new"
    REPORTED = "reported"
    HIDING = "hiding"
    APPEAL = "appeal"


class Risk(StrEnum):
    """How much the rules have noticed about something. It sorts; it decides nothing."""

    HIGH = "high"
    SOME = "some"
    LOW = "low"


class Signal(StrEnum):
    """What a rule has noticed."""

    NEW_ACCOUNT = "new_account"
    LINKS = "links"
    CAPITALS = "capitals"
    SAME_TEXT = "same_text"
    BLOCKED_WORD = "blocked_word"
    REPORTS = "reports"


class Sort(StrEnum):
    """What stands at the top of the desk."""

    DUE = "due"
    AGE = "age"
    RISK = "risk"


WAITS_WORDS = {
    Waits.NEW: N_("Handed in"),
    Waits.REPORTED: N_("Reported by readers"),
    Waits.HIDING: N_("Hidden, to be confirmed"),
    Waits.APPEAL: N_("Objection of the author"),
}
RISK_WORDS = {
    Risk.HIGH: N_("High risk"),
    Risk.SOME: N_("Some risk"),
    Risk.LOW: N_("Low risk"),
}
SIGNAL_WORDS = {
    Signal.NEW_ACCOUNT: N_("The account is less than a day old."),
    Signal.LINKS: N_("It contains several links."),
    Signal.CAPITALS: N_("Much of it is in capitals or exclamation marks."),
    Signal.SAME_TEXT: N_("The same text was sent before."),
    Signal.BLOCKED_WORD: N_("It contains a word from the list of warnings."),
    Signal.REPORTS: N_("Several readers have reported it."),
}
SORT_WORDS = {
    Sort.DUE: N_("Due first"),
    Sort.AGE: N_("Oldest first"),
    Sort.RISK: N_("Highest risk first"),
}
WEIGHTS = {
    Signal.NEW_ACCOUNT: 20,
    Signal.LINKS: 30,
    Signal.CAPITALS: 20,
    Signal.SAME_TEXT: 40,
    Signal.BLOCKED_WORD: 50,
}
EACH_REPORT = 25
HIGH_FROM, SOME_FROM = 50, 20


def risk_of(score: int) -> Risk:
    """The level of a sum of weights."""
    return Risk.HIGH if score >= HIGH_FROM else Risk.SOME if score >= SOME_FROM else Risk.LOW
