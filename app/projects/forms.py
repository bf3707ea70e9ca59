"""What is filled in about a project, a request for participation, a contact point."""

from typing import Annotated, Any, Literal

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
from app.process.vocabulary import ProjectStage, State

WHY_NOT = N_("Please say why there is no participation: everybody can read it.")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]
More = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Chosen = Annotated[int | None, BeforeValidator(_none_if_blank)]


class ProjectForm(BaseModel):
    """An entry of the project list. Participation and measure are named by their references."""

    title: Line
    authority: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)
    ]
    district_id: Chosen = None
    what: Text
    effects: Text
    timing: Line
    stage: ProjectStage
    participates: bool
    why_not: Annotated[More, Field(validate_default=True)] = ""
    participation: Short = ""
    measure: Short = ""

    @field_validator("why_not")
    @classmethod
    def _says_why_not(cls, why_not: str, typed: ValidationInfo) -> str:
        if typed.data.get("participates") is False and len(why_not) < 10:
            raise ValueError(WHY_NOT)
        return why_not


class RequestForm(BaseModel):
    """Why there should be participation, and in what."""

    title: Line
    about: Text
    reason: Text
    project_id: Chosen = None


class DecisionForm(BaseModel):
    """What was decided on a request, with public reasons."""

    result: Literal[State.GRANTED, State.REFUSED]
    decision: Text
    participation: Short = ""


class ContactForm(BaseModel):
    """A contact point, as it is shown."""

    name: Line
    district_id: Chosen = None
    address: Line
    opening: Text
    phone: Short = ""
    email: Annotated[Email | None, BeforeValidator(_none_if_blank)] = None
    languages: Short = ""
    access: More = ""
    closed: bool = False
