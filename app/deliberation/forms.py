"""What a person fills in to say something about an item, and an office about a phase."""

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from app.accounts.forms import Email
from app.process.sentences import N_
from app.process.vocabulary import Assurance, Eligibility, Mark, Stance

LEAST = 2
MOST = 4000
MOST_CODES = 2000

NOTHING_TO_COUNT = N_("Supports are switched off, so please leave their number empty.")


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=LEAST, max_length=MOST)]
Sure = Annotated[Assurance | None, BeforeValidator(_none_if_blank)]
Number = Annotated[int, Field(ge=1, le=1000)]
NumberOrNone = Annotated[Number | None, BeforeValidator(_none_if_blank)]


class CommentText(BaseModel):
    """A comment: for it, against it, or a remark."""

    stance: Stance
    text: Said


class ReplyText(BaseModel):
    """A reply to a comment, which may take a side as well."""

    stance: Stance = Stance.NEUTRAL
    text: Said


class Marking(BaseModel):
    """Whether a comment helps."""

    mark: Mark


class SupportByMail(BaseModel):
    """Where the link that counts a support is sent."""

    email: Email


class PhaseSettings(BaseModel):
    """Who may take part in a phase, and in what. A box that is not ticked is not sent."""

    eligibility: Eligibility
    assurance: Sure = None
    supporting: bool = False
    supports_each: NumberOrNone = None
    commenting: bool = False
    results_hidden: bool = False

    @field_validator("supports_each")
    @classmethod
    def _only_what_is_counted(cls, number: int | None, typed: ValidationInfo) -> int | None:
        if number is not None and not typed.data.get("supporting"):
            raise ValueError(NOTHING_TO_COUNT)
        return number


class CodeBatch(BaseModel):
    """How many codes are made, and for how many supports each is good."""

    count: Annotated[int, Field(ge=1, le=MOST_CODES)]
    supports: Number


class EnteredCode(BaseModel):
    """A participation code as somebody types it from paper."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
