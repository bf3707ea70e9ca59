"""The public name of an item: letter of its kind, year, number, check character."""

import random
import re

from app.process.vocabulary import Kind

LETTERS = {
    Kind.PARTICIPATION: "B",
    Kind.PROBLEM: "A",
    Kind.COMMENT: "K",
    Kind.THESIS: "H",
    Kind.PRIORITISATION: "W",
    Kind.CONSULTATION: "C",
    Kind.STATEMENT: "S",
    Kind.SEGMENT: "G",
    Kind.REQUEST: "E",
    Kind.TOPIC: "T",
    Kind.ANSWER: "R",
    Kind.MEASURE: "M",
    Kind.REQUIREMENT: "N",
    Kind.PLAN: "P",
    Kind.MANDATE: "D",
}
# No letters that are taken for digits.
_CHECKS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BARE = re.compile(r"([A-Z])([0-9]{4})([0-9]{5,})([0-9A-Z])")
_BODY = re.compile(r"[A-Z]-[0-9]{4}-[0-9]{5,}")


def reference(letter: str, year: int, number: int) -> str:
    """For example A-2026-00412-1; the last character finds typing errors."""
    body = f"{letter}-{year}-{number:05d}"
    return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """A weighted sum modulo 31 (a prime): every wrong digit or letter and every swap shows."""
    total = sum(weight * ord(character) for weight, character in enumerate(body, start=2))
    return _CHECKS[total % 31]


def is_reference(text: str) -> bool:
    """Whether it is written like one (a letter O is no zero) and the check character fits."""
    body, _, check = text.rpartition("-")
    return bool(_BODY.fullmatch(body)) and check == check_character(body)


def tidied(text: str) -> str:
    """A reference as somebody typed it, in the writing of the spine: "a2026 004121" is one too."""
    bare = "".join(each for each in text.upper() if each.isascii() and each.isalnum())
    parts = _BARE.fullmatch(bare)
    return "-".join(parts.groups()) if parts else text.strip().upper()


def shuffled() -> int:
    """A place in the random order of lists, given once, so that the order is stable."""
    return random.randrange(1 << 31)
