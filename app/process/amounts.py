"""Amounts of money as people type them."""

import re

from app.process.sentences import N_

NOT_AN_AMOUNT = N_("Please write an amount in euros, such as 250000 or 1250.50.")
MOST_CENTS = 10**14
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,' ]?\d{3})*)(?:[.,](\d{1,2}))?")


def cents_of(typed: str) -> int:
    """The cents of 250000, 1.250,50 or 1,250.50 €; three digits after a mark are thousands."""
    text = re.sub(r"[\s\u00a0\u202f]+", " ", typed).strip(" €")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(NOT_AN_AMOUNT)
    euros, cents = match.groups()
    amount = int(re.sub(r"\D", "", euros)) * 100 + int((cents or "0").ljust(2, "0"))
    if amount > MOST_CENTS:
        raise ValueError(NOT_AN_AMOUNT)
    return amount


def typed_amount(cents: int) -> str:
    """Cents as one may type them into a form."""
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)
