"""What people fill in: a consultation, a statement, an invitation, a paper statement."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from app.accounts.forms import address_of, plain_name
from app.db.ids import Id
from app.process.sentences import N_
from app.process.vocabulary import Channel, Group, Position

MOST_SECTIONS = 120
MOST = 10_000
MOST_TEXT = 20_000
NUMBER_AND_TITLE = N_("Every section needs a number and a title.")
SAME_NUMBER = N_("Two sections have the same number.")
NO_SECTIONS = N_("A consultation needs at least one section.")
TOO_MANY_SECTIONS = N_("A consultation has at most 120 sections.")
TOO_LONG = N_("A number has at most 12 characters, a title at most 200, a text at most 20000.")
WRITTEN_LATER = N_(
    "It would have been written after it was filed. Please check both days, or say that they are "
    "right."
)
NOT_YET = N_("This day has not come yet.")
ONE_ORGANISATION = N_("Please choose an organisation, or name a new one.")
NOBODY = N_("Please choose an organisation or write an address.")

_HEADING = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*)[.):]?[ \t]+(?P<title>\S.{0,198})")


class SectionText(BaseModel):
    """A section as it is prepared."""

    number: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    title: Annotated[str, AfterValidator(plain_name)] = ""
    text: Annotated[str, StringConstraints(strip_whitespace=True)] = ""

    @property
    def is_blank(self) -> bool:
        return not (self.number or self.title or self.text)


class ConsultationForm(BaseModel):
    """A consultation with its sections; the lists go in step, one entry for each section."""

    title: Annotated[
        str, AfterValidator(plain_name), StringConstraints(min_length=3, max_length=200)
    ]
    introduction: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_TEXT)] = (
        ""
    )
    verified_only: bool = False
    number: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def sections(self) -> list[SectionText]:
        """The sections that are not blank."""
        lists = (self.number, self.heading, self.text)
        every = [
            SectionText(number=number, title=title, text=text.replace("\r\n", "\n"))
            for number, title, text in zip_longest(*lists, fillvalue="")
        ]
        return [each for each in every if not each.is_blank]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        sections = self.sections
        numbers = [each.number for each in sections]
        for wrong, sentence in (
            (not sections, NO_SECTIONS),
            (len(sections) > MOST_SECTIONS, TOO_MANY_SECTIONS),
            (not all(each.number and each.title for each in sections), NUMBER_AND_TITLE),
            (len(set(numbers)) < len(numbers), SAME_NUMBER),
            (any(_is_long(each) for each in sections), TOO_LONG),
        ):
            if wrong:
                raise ValueError(sentence)
        return self


def _is_long(section: SectionText) -> bool:
    return len(section.number) > 12 or len(section.title) > 200 or len(section.text) > MOST_TEXT


def split_text(pasted: str) -> tuple[str, list[SectionText]]:
    """What stands before the first section, and the sections: "1 Title", a blank line, the text.

    A heading stands alone between blank lines, so that a numbered list inside a text stays there.
    """
    before: list[str] = []
    found: list[tuple[re.Match[str], list[str]]] = []
    for block in re.split(r"\n\s*\n", pasted.replace("\r\n", "\n").strip()):
        heading = _HEADING.fullmatch(block.strip())
        if heading:
            found.append((heading, []))
        else:
            (found[-1][1] if found else before).append(block.strip())
    sections = [
        SectionText(number=each["number"], title=each["title"], text="\n\n".join(texts))
        for each, texts in found
    ]
    return "\n\n".join(before), sections


def _none_if_blank(typed: Any) -> Any:
    return typed or None


def _same_lines(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


Words = Annotated[str, AfterValidator(_same_lines), StringConstraints(max_length=MOST)]
ChosenPosition = Annotated[Position | None, BeforeValidator(_none_if_blank)]


class Answer(BaseModel):
    """How an organisation stands to one section. For a question the position is left out."""

    position: ChosenPosition = None
    reason: Words = ""
    wording: Words = ""
    evidence: Words = ""
    seen: Annotated[int, Field(ge=0)] = 0

    @property
    def is_blank(self) -> bool:
        return self.position is None and not (self.reason or self.wording or self.evidence)


class General(BaseModel):
    """What is said beside the sections."""

    represents: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    interest: Annotated[str, AfterValidator(_same_lines), StringConstraints(max_length=2000)] = ""
    remarks: Words = ""
    seen: Annotated[int, Field(ge=0)] = 0


class Voice(BaseModel):
    """For which of one's organisations one speaks."""

    organisation: Id
    invitation: Annotated[str, StringConstraints(max_length=100)] = ""


def _of_addresses(text: str) -> str:
    for line in _lines(text):
        address_of(line)
    return text


class InvitationForm(BaseModel):
    """Whom to invite: known organisations, and addresses, one on each line."""

    organisation: tuple[Id, ...] = ()
    addresses: Annotated[
        str, AfterValidator(_of_addresses), StringConstraints(max_length=20_000)
    ] = ""

    @property
    def emails(self) -> list[str]:
        """Every address once."""
        return list(dict.fromkeys(map(address_of, _lines(self.addresses))))

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.organisation or self.emails):
            raise ValueError(NOBODY)
        return self


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.replace(",", "\n").split("\n") if line.strip()]


class PaperStatement(BaseModel):
    """A statement that came on paper, as staff enter it; the lists go by the sections."""

    organisation: Annotated[Id | None, BeforeValidator(_none_if_blank)] = None
    name: Annotated[str, AfterValidator(plain_name), StringConstraints(max_length=120)] = ""
    group: Group = Group.UNSTATED
    channel: Channel
    written_on: date
    filed_on: date
    days_are_right: bool = False
    represents: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    interest: Annotated[str, AfterValidator(_same_lines), StringConstraints(max_length=2000)] = ""
    remarks: Words = ""
    position: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def is_out_of_order(self) -> bool:
        """Whether it was written after it was filed, which cannot be."""
        return self.written_on > self.filed_on

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not (self.organisation or self.name):
            raise ValueError(ONE_ORGANISATION)
        return self

    def answers(self) -> list[Answer]:
        """One for each section, in their order."""
        lists = (self.position, self.reason, self.wording, self.evidence)
        return [
            Answer.model_validate(dict(zip(Answer.model_fields, each, strict=False)))
            for each in zip_longest(*lists, fillvalue="")
        ]
