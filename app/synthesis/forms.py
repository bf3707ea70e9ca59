"""What the administration fills in when it makes topics and answers them."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.process.vocabulary import Verdict
from app.segments.forms import TagName

LEAST_REASON = 20

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=160)]
Digest = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=6000)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=LEAST_REASON, max_length=6000)
]


class TopicText(BaseModel):
    """What several contributions say."""

    title: Title
    digest: Digest


class TopicForm(TopicText):
    """A new topic, with the references of the contributions it is made of."""

    contributions: tuple[str, ...] = ()


class Chosen(BaseModel):
    """The contributions chosen at the workbench, and the topic they are put into."""

    topic: Annotated[str, StringConstraints(min_length=1)]
    contributions: Annotated[tuple[str, ...], Field(min_length=1)]


class TagChosen(BaseModel):
    """The contributions and segments chosen at the workbench, and a tag for them."""

    tag: TagName
    contributions: Annotated[tuple[str, ...], Field(min_length=1)]


class Sorting(BaseModel):
    """References of contributions that come into a topic, and of those that leave it."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class AnswerForm(BaseModel):
    """An answer, always with its reason."""

    verdict: Verdict
    reason: Reason
