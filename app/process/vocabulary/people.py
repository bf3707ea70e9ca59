"""Who takes part, with which office, and how surely they are known."""

from enum import StrEnum


class Group(StrEnum):
    """The part of city society a person says they belong to."""

    CITIZENS = "citizens"
    CIVIL_SOCIETY = "civil_society"
    BUSINESS = "business"
    ACADEMIA = "academia"
    ADMINISTRATION = "administration"
    POLITICS = "politics"
    UNSTATED = "unstated"


DECLARED_GROUPS = tuple(group for group in Group if group is not Group.UNSTATED)


class Office(StrEnum):
    """What a person may be entrusted with. VISITOR and PERSON need no grant.

    An organisation gives its own offices: who writes, who releases, who represents it.
    """

    VISITOR = "visitor"
    PERSON = "person"
    MODERATOR = "moderator"
    ADMINISTRATION = "administration"
    ASSISTANT = "assistant"
    TEAM = "team"
    AUTHOR = "author"
    RELEASER = "releaser"
    REPRESENTATIVE = "representative"
    CDO = "cdo"
    BODY = "body"
    OPERATOR = "operator"


ORGANISATION_OFFICES = (Office.AUTHOR, Office.RELEASER, Office.REPRESENTATIVE)
GRANTED_OFFICES = tuple(
    office
    for office in Office
    if office not in {Office.VISITOR, Office.PERSON, *ORGANISATION_OFFICES}
)


class Eligibility(StrEnum):
    """Who may take part in a phase."""

    OPEN = "open"
    MAIL = "mail"
    PROVIDER = "provider"
    CODE = "code"


class Assurance(StrEnum):
    """How surely a provider knows a person, as eIDAS has it. In rising order."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"
