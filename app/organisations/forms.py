"""What a person fills in about an organisation, and an operator about an office."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from app.accounts.forms import Day, Email, plain_name
from app.process.sentences import N_
from app.process.vocabulary import Group, Office

DECLARE_GROUP = N_("Please choose one of these.")


def _declared(group: Group) -> Group:
    if group is Group.UNSTATED:
        raise ValueError(DECLARE_GROUP)
    return group


class Registration(BaseModel):
    """An organisation as it presents itself."""

    name: Annotated[
        str, AfterValidator(plain_name), StringConstraints(min_length=3, max_length=120)
    ]
    group: Annotated[Group, AfterValidator(_declared)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class Grant(BaseModel):
    """Who is entrusted with which office, where and until when."""

    email: Email
    office: Office
    scope: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    until: Day = None
