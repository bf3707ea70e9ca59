"""What a person fills in to say something about an item."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.process.vocabulary import Stance

LEAST = 2
MOST = 4000


class Sort(StrEnum):
    """In which order comments are read."""

    NEWEST = "newest"
    OLDEST = "oldest"


Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=LEAST, max_length=MOST)]


class CommentText(BaseModel):
    """A comment: for it, against it, or a remark."""

    stance: Stance
    text: Said


class ReplyText(BaseModel):
    """A reply to a comment, which may take a side as well."""

    stance: Stance = Stance.NEUTRAL
    text: Said
