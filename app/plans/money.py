"""Amounts in euros as people type them, in German or English writing, kept as whole cents."""

import re
from typing import Annotated, Any

from babel.numbers import get_decimal_symbol
from pydantic import BeforeValidator, Field

from app.i18n.languages import LANGUAGES
from app.process.sentences import N_

NOT_AN_AMOUNT = N_("Please write an amount in euros, such as 1,200.50 or 1.200,50.")
FILL_IN = N_("Please fill this in.")
MOST_CENTS = 10**13

_CURRENCY = re.compile(r"€|\beuros?\b|\beur\b", re.IGNORECASE)
# Whole euros plain or in groups of three, then perhaps another sign and the cents. Three digits
# after a single sign are always thousands: no amount has thousandths.
_AMOUNT = re.compile(
    r"(?P<euros>\d{1,13}"
    r"|[1-9]\d{0,2}(?:(?P<group>[.,'’ \u00a0\u202f])\d{3})(?:(?P=group)\d{3}){0,3})"
    r"(?:(?P<point>[.,])(?P<cents>\d{1,2}|[-–]{1,2}))?",
    re.ASCII,
)


def cents(typed: str) -> int:
    """Whole cents of a typed amount; a ValueError carries the sentence that says what is wrong."""
    amount = _CURRENCY.sub("", typed).strip()
    if not amount:
        raise ValueError(FILL_IN)
    match = _AMOUNT.fullmatch(amount)
    if match is None or (match["group"] and match["group"] == match["point"]):
        raise ValueError(NOT_AN_AMOUNT)
    euros = int(re.sub(r"\D", "", match["euros"]))
    part = (match["cents"] or "").strip("-–")
    return euros * 100 + int(part.ljust(2, "0") or 0)


def typed_euros(amount: int, language: str) -> str:
    """The amount as somebody of this language would type it, without groups: 1200,50"""
    euros, part = divmod(amount, 100)
    point = get_decimal_symbol(LANGUAGES[language].locale)
    return f"{euros}{point}{part:02}" if part else str(euros)


def _from_typed(value: Any) -> Any:
    return cents(value) if isinstance(value, str) else value


# Text is read as euros, a whole number is cents already.
Cents = Annotated[int, BeforeValidator(_from_typed), Field(ge=0, le=MOST_CENTS)]
