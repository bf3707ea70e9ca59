"""What the team and the administration fill in about a requirement."""

import re
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.process.vocabulary import Priority, RequirementKind

MOST = 4000
_BETWEEN_REFERENCES = re.compile(r"[\s,;]+")

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=160)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)]


class RequirementText(BaseModel):
    """The words of a requirement, and the references of what it comes from.

    `origins` are those that were ticked, `further` those that were typed.
    """

    title: Title
    text: Text
    kind: RequirementKind
    priority: Priority
    acceptance: Text
    origins: tuple[str, ...] = ()
    further: MoreText = ""

    @property
    def references(self) -> list[str]:
        """Every reference once, in the writing of the spine."""
        typed = _BETWEEN_REFERENCES.split(self.further.upper())
        return [each for each in dict.fromkeys([*self.origins, *typed]) if each]


class DiscussionResult(BaseModel):
    """What came of the public discussion."""

    result: Text


class Approval(BaseModel):
    """Why it is approved; may be left open."""

    grounds: MoreText = ""


class Dropping(BaseModel):
    """Why it is dropped."""

    reason: Text
