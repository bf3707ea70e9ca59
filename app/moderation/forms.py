"""What a moderator fills in: which contributions, what to do with them, and why."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.process.vocabulary import Reason

MOST = 2000


class Act(StrEnum):
    """What a moderator can do with a contribution."""

    PUBLISH = "publish"
    RETURN = "return"
    HIDE = "hide"
    RESTORE = "restore"


class Decision(BaseModel):
    """Some contributions, and what to do with all of them."""

    reference: tuple[str, ...] = Field((), min_length=1, max_length=200, validate_default=True)
    act: Act


class Grounds(BaseModel):
    """Why a contribution is hidden: from the catalogue, and in words where they help."""

    reason: Reason
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)] = ""


class AdviceGrounds(Grounds):
    """Why a contribution goes back: its author needs words to know what to change."""

    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MOST)]


GROUNDS: dict[Act, type[Grounds]] = {Act.RETURN: AdviceGrounds, Act.HIDE: Grounds}
