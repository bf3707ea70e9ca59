"""What a person fills in to follow something, and to say how often they want to be told."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from app.process.vocabulary import Frequency, News


def _with_point(typed: Any) -> Any:
    """Both 52,52 and 52.52 are numbers to people."""
    return typed.strip().replace(",", ".") if isinstance(typed, str) else typed


Degrees = Annotated[float, BeforeValidator(_with_point)]


class Circle(BaseModel):
    """The surroundings of a place. How wide it may be is a matter of the settings."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    latitude: Annotated[Degrees, Field(ge=-90, le=90)]
    longitude: Annotated[Degrees, Field(ge=-180, le=180)]
    radius: int


class Frequencies(BaseModel):
    """How often one wants mail of each kind of news."""

    own: Frequency
    answer: Frequency
    comment: Frequency
    contribution: Frequency
    phase: Frequency
    reminder: Frequency

    def by_news(self) -> dict[News, Frequency]:
        return {news: getattr(self, news) for news in News}
