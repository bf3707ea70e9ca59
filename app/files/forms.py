"""What is said of a file."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

MOST_IN_ALT = 300

Alt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_IN_ALT)]
NeededAlt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MOST_IN_ALT)
]


class Upload(BaseModel):
    """What comes along with a file: what the picture shows, for those who do not see it."""

    alt: Alt = ""


class Description(BaseModel):
    alt: NeededAlt
