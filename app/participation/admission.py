"""Who may take part in a phase: what it asks for, and what of it this person has shown."""

from dataclasses import dataclass

from sqlmodel import Session

from app.accounts.codes import supports_by_code
from app.participation.phases import OpenPhase, phase_now
from app.process.actor import Actor
from app.process.vocabulary import Assurance, Eligibility

_RISING = tuple(Assurance)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a phase asks for: a way to sign in, or how surely one is known."""

    eligibility: Eligibility | None
    assurance: Assurance | None
    met: bool


@dataclass(frozen=True, slots=True)
class Asks:
    """What the phase of a participation asks for. `more`: signing in by mail is not enough."""

    phase: OpenPhase
    demands: tuple[Demand, ...]
    more: bool

    @property
    def missing(self) -> tuple[Demand, ...]:
        return tuple(demand for demand in self.demands if not demand.met)


def asks_of(session: Session, actor: Actor, participation_id: int) -> Asks:
    """What this person finds asked of them in a participation now."""
    return asks_in(session, actor, phase_now(session, participation_id))


def asks_in(session: Session, actor: Actor, phase: OpenPhase) -> Asks:
    """What this person finds asked of them in a phase."""
    return Asks(phase, demands(session, actor, phase), asks_more(phase))


def demands(session: Session, actor: Actor, phase: OpenPhase) -> tuple[Demand, ...]:
    """Everything the phase asks for, met or not."""
    asked = [_way_in(session, actor, phase)] if phase.eligibility is not Eligibility.OPEN else []
    if phase.assurance is not None:
        asked.append(Demand(None, phase.assurance, _is_sure(actor, phase.assurance)))
    return tuple(asked)


def not_eligible(session: Session, actor: Actor, phase: OpenPhase) -> bool:
    """Whether something is missing that signing in by mail does not give.

    It asks the database only where the phase asks for a code.
    """
    usual = phase.assurance is None and phase.eligibility in {Eligibility.OPEN, Eligibility.MAIL}
    if usual:
        return actor.by_code
    return not all(demand.met for demand in demands(session, actor, phase))


def asks_more(phase: OpenPhase) -> bool:
    """Whether signing in by mail is not enough."""
    return phase.assurance is not None or phase.eligibility in {
        Eligibility.PROVIDER,
        Eligibility.CODE,
    }


def _way_in(session: Session, actor: Actor, phase: OpenPhase) -> Demand:
    if phase.eligibility is Eligibility.CODE:
        met = actor.signed_in and bool(supports_by_code(session, phase.id, actor.id))
    elif phase.eligibility is Eligibility.PROVIDER:
        met = bool(actor.provider)
    else:
        met = actor.signed_in and not actor.by_code
    return Demand(phase.eligibility, None, met)


def _is_sure(actor: Actor, asked: Assurance) -> bool:
    known = actor.assurance
    return known is not None and _RISING.index(known) >= _RISING.index(asked)
