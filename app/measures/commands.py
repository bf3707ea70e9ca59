"""Every write about measures."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select, update
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, OfficeGrant
from app.db.clock import now
from app.goals.links import link_action_fields, link_values
from app.goals.models import ACTION_FIELD, VALUE
from app.items.models import ITEM, Item
from app.items.search import index_words
from app.items.spine import keep_version, link, new_item, reach, set_state
from app.measures.forms import Appointment, Description, Opening
from app.measures.gates import Case, known, opening_facts, phase_facts
from app.measures.models import LogEntry, Measure, PhaseVisit, TeamMember
from app.measures.queries import words_of
from app.participation.phases import phase_of
from app.process.actor import Actor
from app.process.gates import EXPLORATION_GATE, GATE_0, pass_gate
from app.process.paths import IN_FORCE, MEASURE_PHASES, advance, settle
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, Office, State, Station
from app.record import record

ONE_BY_ONE = N_("A measure goes forward one phase at a time. Back it may go to any earlier one.")
NOT_IN_TEAM = N_("This person is not in the team.")
_NEEDED = {"type", "responsible", "reason"}


def open_measure(
    session: Session, actor: Actor, topics: Sequence[Item], opening: Opening, *, language: str
) -> Item:
    """Open a measure from answered topics; this is gate 0."""
    permit(Action.OPEN_MEASURE, actor)
    for topic in topics:
        phase = phase_of(session, topic.participation_id)
        permit(Action.OPEN_MEASURE, actor, phase, topic.subject())
    case = Case(opening.reason, opening.values, opening.action_fields)
    pass_gate(GATE_0, opening_facts(session, topics, case))
    item = new_item(
        session,
        actor,
        Kind.MEASURE,
        advance(Kind.MEASURE, Action.OPEN_MEASURE, None),
        title=opening.title,
        language=language,
        participation_id=topics[0].participation_id,
    )
    item.measure_id = item.id
    session.add(Measure(id=item.id, **opening.model_dump(include=_NEEDED)))
    session.flush()
    _write(session, item, opening)
    for topic in topics:
        link(session, actor, topic.id, item.id, how=Link.ORIGIN_OF)
    _visit(session, actor, item, opening.reason)
    record(session, actor, Action.OPEN_MEASURE, item.id, topics=[topic.id for topic in topics])
    return item


def describe_measure(session: Session, actor: Actor, item: Item, description: Description) -> None:
    """Write on the description; every version before is kept and can be compared."""
    permit(Action.DESCRIBE_MEASURE, actor, subject=item.subject())
    advance(item.kind, Action.DESCRIBE_MEASURE, item.state)
    keep_version(session, actor, item, words_of(session, item))
    _write(session, item, description)
    record(session, actor, Action.DESCRIBE_MEASURE, item.id)


def appoint_measure(
    session: Session, actor: Actor, item: Item, person_id: int, *, appointment: Appointment | None
) -> None:
    """Appoint somebody to the team, change their role, or with None let them leave it.

    Members of the team hold its office for this measure, as long as they are in it.
    """
    permit(Action.APPOINT_MEASURE, actor, subject=item.subject())
    advance(item.kind, Action.APPOINT_MEASURE, item.state)
    member = session.get(TeamMember, (item.id, person_id))
    if appointment is None:
        if member is None:
            raise Refused(NOT_IN_TEAM)
        session.delete(member)
        _end_office(session, item, person_id)
    else:
        member = member or TeamMember(measure_id=item.id, person_id=person_id, role="")
        member.role, member.contact = appointment.role, appointment.contact
        session.add(member)
        _grant_office(session, actor, item, person_id)
    session.flush()
    left = appointment is None
    record(session, actor, Action.APPOINT_MEASURE, item.id, person=person_id, left=left)


def log_measure(session: Session, actor: Actor, item: Item, text: str) -> LogEntry:
    """Write an entry into the public logbook."""
    permit(Action.LOG_MEASURE, actor, subject=item.subject())
    advance(item.kind, Action.LOG_MEASURE, item.state)
    entry = LogEntry(measure_id=item.id, author_id=actor.id, text=text)
    session.add(entry)
    session.flush()
    record(session, actor, Action.LOG_MEASURE, item.id, entry=entry.id)
    return entry


def move_measure(session: Session, actor: Actor, item: Item, to: State, *, reason: str) -> None:
    """Go into the next phase, or back to an earlier one. Nothing is explored without a mandate."""
    permit(Action.MOVE_MEASURE, actor, subject=item.subject())
    before = item.state
    after = settle(Action.MOVE_MEASURE, before, to)
    if MEASURE_PHASES.index(after) > MEASURE_PHASES.index(before) + 1:
        raise Refused(ONE_BY_ONE)
    if after is not State.PREPROCESS:
        pass_gate(EXPLORATION_GATE, phase_facts(session, item.id))
    set_state(session, item, after)
    _visit(session, actor, item, reason)
    if after is State.TRIAL:
        _reach_trial(session, item)
    record(session, actor, Action.MOVE_MEASURE, item.id, before=before, after=after)


def end_measure(session: Session, actor: Actor, item: Item, reason: str) -> None:
    """End a measure in whatever phase it is; the reason is public."""
    permit(Action.END_MEASURE, actor, subject=item.subject())
    set_state(session, item, advance(item.kind, Action.END_MEASURE, item.state))
    _visit(session, actor, item, reason)
    record(session, actor, Action.END_MEASURE, item.id)


def _write(session: Session, item: Item, words: Opening | Description) -> None:
    measure = session.get_one(Measure, item.id)
    item.title = words.title
    for name, value in words.model_dump(include=set(Measure.model_fields)).items():
        setattr(measure, name, value)
    link_values(session, item.id, known(session, VALUE, words.values))
    link_action_fields(session, item.id, known(session, ACTION_FIELD, words.action_fields))
    session.add_all([item, measure])
    session.flush()
    index_words(session, item.id, f"{item.title} {measure.short} {measure.aim}")


def _visit(session: Session, actor: Actor, item: Item, reason: str) -> None:
    visit = PhaseVisit(measure_id=item.id, state=item.state, reason=reason, by_id=actor.id)
    session.add(visit)
    session.flush()


def _reach_trial(session: Session, item: Item) -> None:
    """The measure, its mandates in force, and all that led to them reach the trial."""
    mandates = select(ITEM.c.id).where(
        ITEM.c.measure_id == item.id, ITEM.c.kind == Kind.MANDATE, ITEM.c.state.in_(IN_FORCE)
    )
    for each in (item.id, *session.execute(mandates).scalars().all()):
        reach(session, each, Station.TRIAL)


def _grant_office(session: Session, actor: Actor, item: Item, person_id: int) -> None:
    held = select(OFFICE_GRANT.c.id).where(*_team_office(item, person_id))
    if session.execute(held).first() is None:
        session.add(
            OfficeGrant(
                person_id=person_id, office=Office.TEAM, scope_id=item.id, granted_by=actor.id
            )
        )


def _end_office(session: Session, item: Item, person_id: int) -> None:
    ended = update(OFFICE_GRANT).where(*_team_office(item, person_id)).values(ends_at=now())
    session.execute(ended)


def _team_office(item: Item, person_id: int) -> tuple[ColumnElement[bool], ...]:
    """That a person's grant of the office of this team stands."""
    return (
        OFFICE_GRANT.c.person_id == person_id,
        OFFICE_GRANT.c.office == Office.TEAM,
        OFFICE_GRANT.c.scope_id == item.id,
        or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > now()),
    )
