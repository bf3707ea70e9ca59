"""What mandates add to the page of a measure, and what one can do with a mandate."""

from dataclasses import dataclass

from sqlmodel import Session

from app.items.models import Item
from app.items.parts import Part
from app.mandates.commands import AMEND_INSTEAD, MEASURE_ENDED, OPEN, STILL_OPEN
from app.mandates.deciding import deciding_subject
from app.mandates.gate import gate_checklist
from app.mandates.models import Mandate
from app.mandates.queries import MandateCard, mandates_of
from app.process.actor import Actor
from app.process.gates import OF_THE_PACKAGE, Checked
from app.process.paths import IN_FORCE
from app.process.rules import WRONG_OFFICE, objections
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Office, State
from app.web.requests import Request

GATE_NOT_MET = N_("Gate 1 is not met yet. The list says what is missing.")
PROJECT_OFFICES = (Office.ADMINISTRATION, Office.TEAM)
DECIDING_OFFICES = (Office.BODY, Office.CDO)

Reasons = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """What is offered on a mandate's page: None is not offered, else the reasons why not."""

    edit: Reasons | None = None
    submit: Reasons | None = None
    decide: Reasons | None = None
    amend: Reasons | None = None


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """Where a measure stands on its way to a mandate."""

    reference: str
    current: MandateCard | None
    in_force: MandateCard | None
    checks: tuple[Checked, ...]
    prepare: Reasons | None

    @property
    def ready(self) -> bool:
        """Whether only what the package itself names is still missing."""
        unmet = {line.name for line in self.checks if not line.met}
        return unmet <= {condition.name for condition in OF_THE_PACKAGE}


def measure_part(request: Request, item: Item) -> Part | None:
    """The mandate of a measure, or what is still missing for one."""
    if item.kind is not Kind.MEASURE:
        return None
    cards = mandates_of(request.db, item.id, request.language)
    current = cards[0] if cards else None
    in_force = next((card for card in cards if card.state in IN_FORCE), None)
    checks: tuple[Checked, ...] = ()
    if in_force is None and not (current and current.state is State.SUBMITTED):
        prepared = current if current and current.state is State.PREPARED else None
        package = request.db.get(Mandate, prepared.id) if prepared else None
        checks = gate_checklist(request.db, item.id, package)
    value = MeasurePart(item.reference, current, in_force, checks, _prepare(request, item, cards))
    return Part("main", "mandates/_measure.html", value)


def acts_on(session: Session, actor: Actor, item: Item, checks: tuple[Checked, ...]) -> Acts:
    """The next acts on a mandate for people who hold such an office."""
    if item.state is State.SUBMITTED and _holds(actor, DECIDING_OFFICES):
        subject = deciding_subject(session, item)
        return Acts(decide=objections(Action.DECIDE_MANDATE, actor, subject=subject))
    if not _holds(actor, PROJECT_OFFICES):
        return Acts()
    if item.state is State.PREPARED:
        edit = objections(Action.PREPARE_MANDATE, actor, subject=item.subject())
        submit = objections(Action.SUBMIT_MANDATE, actor, subject=item.subject())
        unmet = () if all(line.met for line in checks) else (GATE_NOT_MET,)
        return Acts(edit, submit + unmet)
    if item.state in IN_FORCE:
        states = {card.state for card in mandates_of(session, item.measure_id or 0, "")}
        open_already = (STILL_OPEN,) if states & OPEN else ()
        amend = objections(Action.AMEND_MANDATE, actor, subject=item.subject())
        return Acts(amend=amend + open_already)
    return Acts()


def _prepare(request: Request, item: Item, cards: list[MandateCard]) -> Reasons | None:
    """Why no package can be begun; None when it is not offered to this person."""
    reasons = objections(Action.PREPARE_MANDATE, request.actor, subject=item.subject())
    states = {card.state for card in cards}
    if WRONG_OFFICE in reasons or not request.actor.signed_in or states & OPEN:
        return None
    if item.state is State.ENDED:
        return (*reasons, MEASURE_ENDED)
    return (*reasons, AMEND_INSTEAD) if states & IN_FORCE else reasons


def _holds(actor: Actor, offices: tuple[Office, ...]) -> bool:
    return any(actor.holds(office) for office in offices)
