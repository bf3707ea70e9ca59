"""What a person fills in about themselves, and an operator about an office."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints

from app.process.sentences import N_
from app.process.vocabulary import Group

_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f<>()\[\],;:\\\"]+@[^@\s.]+(\.[^@\s.]+)*\Z")
NO_ADDRESS = N_("Please write an e-mail address, such as anna@example.org.")


def address_of(text: str) -> str:
    """An e-mail address in the one writing we keep; ValueError when it is none."""
    written = unicodedata.normalize("NFC", text).strip().lower()
    if len(written) > 254 or not written.isprintable() or not _ADDRESS.match(written):
        raise ValueError(NO_ADDRESS)
    return written


def plain_name(text: str) -> str:
    """A name in one line, without characters that are not seen or turn the writing around."""
    seen = "".join(
        each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each)[0] != "C"
    )
    return " ".join(seen.split())


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Email = Annotated[str, StringConstraints(max_length=1000), AfterValidator(address_of)]
Name = Annotated[str, AfterValidator(plain_name), StringConstraints(max_length=80)]
Day = Annotated[date | None, BeforeValidator(_none_if_blank)]


class Address(BaseModel):
    """Where a sign-in link is sent."""

    email: Email


class Profile(BaseModel):
    """How a person is shown, and the group they say they belong to."""

    name: Name = ""
    group: Group = Group.UNSTATED
    language: str = ""


class Consenting(BaseModel):
    """A box that is ticked, or not."""

    agree: bool = False
