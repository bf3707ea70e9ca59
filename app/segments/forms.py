"""What the administration fills in when it cuts statements and works on segments."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from app.db.ids import Id
from app.process.vocabulary import Workplace

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Passages = Annotated[str, StringConstraints(strip_whitespace=True, max_length=6000)]
_none_when_blank = BeforeValidator(lambda typed: typed if str(typed or "").strip() else None)
Day = Annotated[date | None, _none_when_blank]
Person = Annotated[Id | None, _none_when_blank]
Place = Annotated[Workplace | None, _none_when_blank]


class Cutting(BaseModel):
    """How to cut: the sentences that become a segment of their own, or what is joined.

    With neither, a whole statement is cut into its sections.
    """

    sentence: tuple[Id, ...] = ()
    join: tuple[str, ...] = ()


class SegmentWork(BaseModel):
    """Where a segment is worked on, by whom, until when. Blank means nobody, and no day."""

    workplace: Workplace
    assignee: Person = None
    due_on: Day = None
    note: Note = ""


class ManySegments(BaseModel):
    """The same for many segments at once. What is left blank stays as it is."""

    references: Annotated[tuple[str, ...], Field(min_length=1, validate_default=True)] = ()
    workplace: Place = None
    assignee: Person = None
    due_on: Day = None
    tag: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""


class Tagging(BaseModel):
    """A tag for the items with these references."""

    tag: TagName
    references: Annotated[tuple[str, ...], Field(min_length=1, validate_default=True)] = ()


class Anonymising(BaseModel):
    """What is blacked out, one passage a line, and whether it stays said for whom it speaks."""

    passages: Passages = ""
    keep_represents: bool = False
