"""What moderators, readers who report and authors who object fill in."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, model_validator

from app.db.ids import Id
from app.process.actor import EVERYWHERE
from app.process.sentences import N_
from app.process.vocabulary import Reason

MOST = 2000
AT_ONCE = 300
SHORTEST_PASSAGE = 3

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)]
NeededWords = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MOST)
]


class Act(StrEnum):
    """What a moderator can do with something that waits."""

    PUBLISH = "publish"
    RETURN = "return"
    HIDE = "hide"
    RESTORE = "restore"
    CONFIRM = "confirm"
    DISMISS = "dismiss"


class Verdict(StrEnum):
    """What becomes of an objection."""

    UPHELD = "upheld"
    REVERSED = "reversed"


class Decision(BaseModel):
    """Some contributions, and what to do with all of them."""

    reference: tuple[str, ...] = Field((), min_length=1, max_length=AT_ONCE, validate_default=True)
    act: Act


class Grounds(BaseModel):
    """Why: from the catalogue, and in words where they help. `canned`: which words were chosen."""

    reason: Reason
    words: Words = ""
    canned: Id = 0


class AdviceGrounds(Grounds):
    """Why a contribution goes back: its author needs words to know what to change."""

    words: NeededWords


GROUNDS: dict[Act, type[Grounds]] = {Act.RETURN: AdviceGrounds, Act.HIDE: Grounds}


class Complaint(BaseModel):
    """What is wrong with something, as a reader sees it."""

    reason: Reason
    words: Words = ""


class Objection(BaseModel):
    """Why an author thinks that moderation was wrong."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]


class AppealDecision(BaseModel):
    """What becomes of an objection, and why."""

    verdict: Verdict
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]


class NoteText(BaseModel):
    """What one moderator tells the others."""

    text: NeededWords


class CannedText(BaseModel):
    """Words to choose from, by language. One is needed; the others fall back on it."""

    reason: Reason
    participation_id: Id = EVERYWHERE
    code: tuple[str, ...] = Field((), max_length=40)
    words: tuple[Words, ...] = Field((), max_length=40)
    retired: bool = False

    @property
    def texts(self) -> dict[str, str]:
        return dict(zip(self.code, self.words, strict=False))

    @model_validator(mode="after")
    def _some_words(self) -> "CannedText":
        if not any(self.texts.values()):
            raise ValueError(N_("Please write the words in at least one language."))
        return self


class Passages(BaseModel):
    """What is to be blacked out: sentences that were picked, and passages, one on each line."""

    picked: tuple[str, ...] = Field((), max_length=200)
    typed: Annotated[str, StringConstraints(max_length=MOST)] = ""

    @property
    def all(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.typed.splitlines())
        enough = (each for each in (*self.picked, *lines) if len(each) >= SHORTEST_PASSAGE)
        return tuple(dict.fromkeys(enough))
