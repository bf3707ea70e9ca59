"""Participation codes: printed on paper, good for one phase and one person, kept as hashes only."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from app.accounts.models import PARTICIPATION_CODE, ParticipationCode, Person
from app.db.clock import now
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Group

# No letters that are taken for digits, or for each other, on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
LENGTH, BLOCK = 12, 4
PAGE_SIZE = 30

NOT_VALID = N_("This code is not valid here. Please compare each letter and digit.")
SWITCHED_OFF = N_("This code is switched off at the moment.")
SOMEBODY_ELSES = N_("Somebody else has used this code already.")
ONE_IS_ENOUGH = N_("You have used another code in this phase already.")

_MINE = select(PARTICIPATION_CODE.c.supports).where(
    PARTICIPATION_CODE.c.phase_id == bindparam("phase_id"),
    PARTICIPATION_CODE.c.person_id == bindparam("person_id"),
    PARTICIPATION_CODE.c.active,
)


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code as the administration sees it: by its number, never by its letters."""

    id: int
    number: int
    supports: int
    active: bool
    redeemed_at: datetime | None


def code_hash(phase_id: int, code: str) -> str:
    """What is kept of a code. The same letters mean nothing in another phase."""
    written = "".join(each for each in code.upper().translate(MISREAD) if each in ALPHABET)
    return hashlib.sha256(f"{phase_id}:{written}".encode()).hexdigest()


def new_codes(
    session: Session, actor: Actor, phase_id: int, *, count: int, supports: int
) -> list[tuple[int, str]]:
    """So many fresh codes with their numbers. Nobody can read them a second time."""
    highest = select(func.max(PARTICIPATION_CODE.c.number))
    mine = highest.where(PARTICIPATION_CODE.c.phase_id == phase_id)
    last: int = session.execute(mine).scalar_one() or 0
    made = [(last + at, _fresh()) for at in range(1, count + 1)]
    for number, code in made:
        session.add(
            ParticipationCode(
                code_hash=code_hash(phase_id, code),
                phase_id=phase_id,
                number=number,
                supports=supports,
                made_by=actor.id,
            )
        )
    session.flush()
    return made


def supports_by_code(session: Session, phase_id: int, person_id: int) -> int:
    """How many supports this person's code for the phase is good for; 0 without an active one."""
    key = {"phase_id": phase_id, "person_id": person_id}
    return int(session.execute(_MINE, key).scalar_one_or_none() or 0)


def redeem(session: Session, actor: Actor, phase_id: int, code: str) -> int:
    """Bind a code to whoever enters it; the id of the person who takes part with it.

    A visitor becomes a guest: a person of whom nothing is known but the code. The same code leads
    them back to the same guest from another device.
    """
    found = session.execute(
        select(PARTICIPATION_CODE)
        .where(PARTICIPATION_CODE.c.code_hash == code_hash(phase_id, code))
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise Refused(NOT_VALID)
    if not found.active:
        raise Refused(SWITCHED_OFF)
    if found.person_id is not None:
        return _again(actor, found.person_id, guest=found.guest)
    if actor.signed_in and _has_one(session, phase_id, actor.id):
        raise Refused(ONE_IS_ENOUGH)
    person_id = actor.id or _new_guest(session)
    bound = {"person_id": person_id, "guest": not actor.signed_in, "redeemed_at": now()}
    this = PARTICIPATION_CODE.c.id == found.id
    session.execute(update(PARTICIPATION_CODE).where(this).values(bound))
    return person_id


def codes_of(session: Session, phase_id: int, after: int = 0) -> tuple[Sequence[CodeLine], int]:
    """A page of the codes of a phase by number, and the number after which the next one begins."""
    names = ("id", "number", "supports", "active", "redeemed_at")
    rows = session.execute(
        select(*(PARTICIPATION_CODE.c[name] for name in names))
        .where(PARTICIPATION_CODE.c.phase_id == phase_id, PARTICIPATION_CODE.c.number > after)
        .order_by(PARTICIPATION_CODE.c.number)
        .limit(PAGE_SIZE + 1)
    ).all()
    shown = [CodeLine(*row) for row in rows[:PAGE_SIZE]]
    return shown, shown[-1].number if len(rows) > PAGE_SIZE else 0


def _again(actor: Actor, person_id: int, *, guest: bool) -> int:
    if person_id != actor.id and (actor.signed_in or not guest):
        raise Refused(SOMEBODY_ELSES)
    return person_id


def _has_one(session: Session, phase_id: int, person_id: int) -> bool:
    mine = PARTICIPATION_CODE.c.person_id == person_id
    same_phase = PARTICIPATION_CODE.c.phase_id == phase_id
    return (
        session.execute(select(PARTICIPATION_CODE.c.id).where(mine, same_phase)).first() is not None
    )


def _new_guest(session: Session) -> int:
    guest = Person(group=Group.UNSTATED)
    session.add(guest)
    session.flush()
    return guest.id


def _fresh() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[at : at + BLOCK] for at in range(0, LENGTH, BLOCK))
