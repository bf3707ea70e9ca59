"""What a person fills in to follow something, and to say how often they want to be told."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from app.db.ids import Id
from app.process.vocabulary import Frequency, News


def _with_point(typed: Any) -> Any:
    """Both 52,52 and 52.52 are numbers to people."""
    return (typed.strip().replace(",", ".") or None) if isinstance(typed, str) else typed


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Circle(BaseModel):
    """The surroundings of a place. How wide it may be is a matter of the settings."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    latitude: Latitude
    longitude: Longitude
    radius: int


class CircleForm(BaseModel):
    """What is typed of it: the place by its coordinates, or by a district whose middle it is."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    district: Annotated[Id | None, BeforeValidator(_none_if_blank)] = None
    latitude: Annotated[Latitude | None, BeforeValidator(_with_point)] = None
    longitude: Annotated[Longitude | None, BeforeValidator(_with_point)] = None
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
