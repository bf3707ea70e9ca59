"""What a person fills in about an organisation, and an operator about an office."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from app.accounts.forms import Day, Email, plain_name
from app.process.sentences import N_
from app.process.vocabulary import ORGANISATION_OFFICES, Group, Office

DECLARE_GROUP = N_("Please choose one of these.")
NO_WEBSITE = N_("Please write an address of the web, such as https://example.org.")


def _declared(group: Group) -> Group:
    if group is Group.UNSTATED:
        raise ValueError(DECLARE_GROUP)
    return group


def _of_organisations(office: Office) -> Office:
    if office not in ORGANISATION_OFFICES:
        raise ValueError(DECLARE_GROUP)
    return office


def _website(typed: str) -> str:
    """An address of the web in full; empty stays empty."""
    if not typed:
        return ""
    whole = typed if "://" in typed else f"https://{typed}"
    parts = urlsplit(whole)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in whole:
        raise ValueError(NO_WEBSITE)
    return whole


def _number(typed: Any) -> Any:
    """A number as people write it, with dots or spaces between the thousands; None when empty."""
    if isinstance(typed, str):
        return typed.replace(".", "").replace(",", "").replace(" ", "") or None
    return typed


def _line(most: int) -> Any:
    return StringConstraints(strip_whitespace=True, max_length=most)


OrganisationOffice = Annotated[Office, AfterValidator(_of_organisations)]


class Registration(BaseModel):
    """An organisation as it presents itself."""

    name: Annotated[
        str, AfterValidator(plain_name), StringConstraints(min_length=3, max_length=120)
    ]
    group: Annotated[Group, AfterValidator(_declared)]
    text: Annotated[str, _line(2000)] = ""
    represents: Annotated[str, _line(300)] = ""
    represented: Annotated[int | None, Field(ge=0, le=2_000_000_000), BeforeValidator(_number)] = (
        None
    )
    register_number: Annotated[str, AfterValidator(plain_name), _line(80)] = ""
    website: Annotated[str, _line(300), AfterValidator(_website)] = ""


class Joining(BaseModel):
    """What somebody says who asks to belong to an organisation."""

    words: Annotated[str, _line(500)] = ""


class Verification(BaseModel):
    """With what an organisation proved who it is."""

    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class Membership(BaseModel):
    """Which role somebody gets, and until when if they only stand in for somebody."""

    office: OrganisationOffice
    until: Day = None


class MemberCall(BaseModel):
    """Who is asked by mail to join, and with which role."""

    email: Email
    office: OrganisationOffice


class Grant(BaseModel):
    """Who is entrusted with which office, where and until when."""

    email: Email
    office: Office
    scope: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    until: Day = None
