"""Every write about segments and tags."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.db.clock import now
from app.db.ids import new_id
from app.db.rows import insert_once, remove
from app.items.models import Item
from app.participation.phases import phase_of
from app.process.actor import Actor
from app.process.paths import NO_STEP, advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State, Workplace
from app.record import record
from app.segments.anonymising import erase_identity
from app.segments.cutting import cut_whole, join_segments, take_out
from app.segments.forms import Anonymising, Cutting
from app.segments.models import ItemTag, Segment, SegmentChange, SegmentNote, Tag
from app.segments.people import officers
from app.segments.work import facts_of, place_before, tag_of

NOT_HANDED_IN = N_("Only a statement that was submitted can be cut.")
NOT_ANSWERED = N_("What is done is locked, so the segment needs its answer first.")
NOT_IN_OFFICE = N_("Only somebody who holds the office for this participation can work on it.")
TAGGED = frozenset({Kind.PROBLEM, Kind.COMMENT, Kind.SEGMENT})
NOT_TAGGED = N_("Only contributions and segments carry tags.")


def cut_segment(
    session: Session,
    actor: Actor,
    statement: Item,
    cutting: Cutting,
    *,
    segment: Item | None = None,
) -> list[Item]:
    """Cut a statement into its sections; or cut one of its segments further, or join others to it.

    Every segment keeps the very words. Returns the segments that are new.
    """
    facts = facts_of(session, segment or statement)
    phase = phase_of(session, statement.participation_id)
    permit(Action.CUT_SEGMENT, actor, phase, statement.subject(**facts))
    advance(Kind.SEGMENT, Action.CUT_SEGMENT, segment.state if segment else None)
    if statement.state is not State.SUBMITTED:
        raise Refused(NOT_HANDED_IN)
    if segment is None:
        made = cut_whole(session, actor, statement)
    elif cutting.join:
        made = join_segments(session, actor, segment, cutting.join)
    else:
        made = [take_out(session, actor, statement, segment, chosen=frozenset(cutting.sentence))]
    record(session, actor, Action.CUT_SEGMENT, statement.id, segments=[each.id for each in made])
    return made


def edit_segment(
    session: Session, actor: Actor, item: Item, changes: Mapping[str, Any], *, note: str = ""
) -> list[str]:
    """Move a segment to another workplace, give it to somebody, set its day, leave a note.

    Returns the fields that changed; each leaves a line in the history.
    """
    phase = phase_of(session, item.participation_id)
    permit(Action.EDIT_SEGMENT, actor, phase, item.subject(**facts_of(session, item)))
    advance(item.kind, Action.EDIT_SEGMENT, item.state)
    segment = session.get_one(Segment, item.id)
    changed = [name for name, value in changes.items() if getattr(segment, name) != value]
    _demand_possible(session, item, {name: changes[name] for name in changed})
    for name in changed:
        _change(session, actor, segment, name, value=changes[name])
    if note:
        session.add(SegmentNote(segment_id=item.id, text=note, by_id=actor.id))
    if changed or note:
        session.flush()
        record(session, actor, Action.EDIT_SEGMENT, item.id, fields=changed)
    return changed


def unlock_segment(session: Session, actor: Actor, item: Item) -> None:
    """Open a finished segment again, where it was before; somebody else does it."""
    phase = phase_of(session, item.participation_id)
    permit(Action.UNLOCK_SEGMENT, actor, phase, item.subject(**facts_of(session, item)))
    advance(item.kind, Action.UNLOCK_SEGMENT, item.state)
    segment = session.get_one(Segment, item.id)
    if segment.workplace is not Workplace.DONE:
        raise Refused(NO_STEP)
    _change(session, actor, segment, "workplace", value=place_before(session, item.id))
    session.flush()
    record(session, actor, Action.UNLOCK_SEGMENT, item.id)


def tag_item(session: Session, actor: Actor, item: Item, name: str, *, off: bool = False) -> None:
    """Tag a contribution or a segment, or take the tag off. Twice is once."""
    phase = phase_of(session, item.participation_id)
    permit(Action.TAG_ITEM, actor, phase, item.subject(**facts_of(session, item)))
    if item.kind not in TAGGED:
        raise Refused(NOT_TAGGED)
    tag_id = _tag(session, item.participation_id, name)
    if off:
        changed = remove(session, ItemTag, item_id=item.id, tag_id=tag_id)
    else:
        row = {"item_id": item.id, "tag_id": tag_id, "by_id": actor.id, "at": now()}
        changed = insert_once(session, ItemTag, row)
    if not changed:
        return
    if item.kind is Kind.SEGMENT:
        before, after = (name, "") if off else ("", name)
        _note_change(session, actor, item.id, "tag", before=before, after=after)
        session.flush()
    record(session, actor, Action.TAG_ITEM, item.id, tag=tag_id, off=off)


def anonymise_statement(session: Session, actor: Actor, statement: Item, form: Anonymising) -> None:
    """Erase who made a statement, and the marked passages, from what stands and what stood."""
    phase = phase_of(session, statement.participation_id)
    permit(Action.ANONYMISE_STATEMENT, actor, phase, statement.subject())
    advance(statement.kind, Action.ANONYMISE_STATEMENT, statement.state)
    erase_identity(session, actor, statement, form)
    record(session, actor, Action.ANONYMISE_STATEMENT, statement.id)


def _demand_possible(session: Session, item: Item, changes: Mapping[str, Any]) -> None:
    if changes.get("workplace") is Workplace.DONE and item.state is State.SUBMITTED:
        raise Refused(NOT_ANSWERED)
    assignee = changes.get("assignee_id")
    if assignee and assignee not in {each.id for each in officers(session, item.participation_id)}:
        raise Refused(NOT_IN_OFFICE)


def _change(session: Session, actor: Actor, segment: Segment, field: str, *, value: Any) -> None:
    before = getattr(segment, field)
    words = {"before": str(before or ""), "after": str(value or "")}
    _note_change(session, actor, segment.id, field, **words)
    setattr(segment, field, value)
    session.add(segment)


def _note_change(
    session: Session, actor: Actor, segment_id: int, field: str, *, before: str, after: str
) -> None:
    session.add(
        SegmentChange(
            segment_id=segment_id, field=field, before=before, after=after, by_id=actor.id
        )
    )


def _tag(session: Session, participation_id: int, name: str) -> int:
    """The id of a tag, made when new. A tag is found however it is capitalised."""
    known = tag_of(session, participation_id, name)
    if known is None:
        row = {"id": new_id(), "participation_id": participation_id, "name": name}
        insert_once(session, Tag, row)
        known = tag_of(session, participation_id, name)
    return known or 0
