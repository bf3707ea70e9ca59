"""What a moderator chooses and writes when contributions are merged."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.problems.forms import MoreText, Text, Title

AT_MOST = 20


class Choosing(BaseModel):
    """Which contributions are merged, and whose text is the beginning of the new one."""

    reference: Annotated[tuple[str, ...], Field(min_length=2, max_length=AT_MOST)]
    lead: str = ""


class MergedText(BaseModel):
    """The words of the new contribution."""

    title: Title
    what: Text
    affected: MoreText = ""
    everyday: MoreText = ""
    need: MoreText = ""
