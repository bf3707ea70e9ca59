"""Checking on the database at hand what must always be true (invariants.sql, and the seals)."""

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from app.record.proofs import first_broken_seal

FILE = Path(__file__).with_suffix(".sql")
_RULE = re.compile(r"^-- (.+)\n((?:(?!--).+\n)+)", re.MULTILINE)


class Invariant(NamedTuple):
    """A rule and the statement that finds what breaks it."""

    name: str
    broken: str


def invariants() -> list[Invariant]:
    """The rules of the file, in its order."""
    return [
        Invariant(name, statement.strip().rstrip(";"))
        for name, statement in _RULE.findall(FILE.read_text())
    ]


def first_broken(session: Session) -> str:
    """The first rule that does not hold, with a row that breaks it; empty when all hold."""
    for invariant in invariants():
        row = session.execute(text(f"{invariant.broken} LIMIT 1")).first()
        if row is not None:
            return f"Broken: {invariant.name} (row {row[0]})."
    if seal := first_broken_seal(session):
        return f"Broken: the record is as it was written (seal {seal})."
    return ""
