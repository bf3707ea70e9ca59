"""What is filled in to open, describe, staff, move and end a measure."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.accounts.forms import Email
from app.db.ids import Id
from app.process.vocabulary import MeasureType, State

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=160)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=160)]
Role = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Entry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]


class Profile(BaseModel):
    """What every measure is called and who answers for it."""

    title: Title
    type: MeasureType
    responsible: Line


class Opening(Profile):
    """A measure to be opened. What gate 0 asks for may be missing here: the gate says so."""

    reason: MoreText = ""
    values: tuple[Id, ...] = ()
    action_fields: tuple[Id, ...] = ()


class OpeningForm(Opening):
    """The same with the references of the topics it comes from."""

    topics: tuple[str, ...] = ()


class Description(Profile):
    """The description of a measure, in its fixed structure."""

    short: MoreText = ""
    plain: MoreText = ""
    challenge: MoreText = ""
    aim: MoreText = ""
    effect: MoreText = ""
    values: tuple[Id, ...] = ()
    action_fields: tuple[Id, ...] = ()


class Appointment(BaseModel):
    """What somebody does in the team; `contact` marks whom one may turn to."""

    role: Role
    contact: bool = False


class AppointmentForm(Appointment):
    """The same with the address of the person."""

    email: Email


class Removal(BaseModel):
    """Somebody leaves the team."""

    person: Id


class LogForm(BaseModel):
    """An entry of the logbook."""

    text: Entry


class Move(BaseModel):
    """Into which phase, and why."""

    to: State
    reason: Reason


class Ending(BaseModel):
    """Why a measure ends."""

    reason: Reason
