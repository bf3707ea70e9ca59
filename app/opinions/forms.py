"""What people write and press about theses."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from app.process.vocabulary import Opinion

MOST = 140


class ThesisText(BaseModel):
    """A thesis as it is proposed: one thought, short enough to be answered at a glance."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]


class OpinionForm(BaseModel):
    """The button that was pressed."""

    opinion: Opinion
