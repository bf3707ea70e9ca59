"""Cutting statements into segments: called by the commands, inside their transaction."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, LINK, Item
from app.items.search import index_words
from app.items.spine import link, new_item, set_state, unlink
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, State, Workplace
from app.segments.models import ITEM_TAG, SEGMENT, ItemTag, Segment, SegmentChange
from app.segments.passages import opening_of, taken_apart
from app.statements.models import SECTION, SECTION_POSITION, Statement

CUT_ALREADY = N_("This statement has been cut already. Cut its segments further, or join them.")
NOTHING_TO_CUT = N_("This statement has no words that could be answered.")
SOMETHING_STAYS = N_("Choose at least one sentence, and leave at least one.")
NOT_JOINED = N_("Only segments of the same statement that are not answered yet can be joined.")
AT_THE_END = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a statement that belong together. Without a section they are general remarks."""

    section_id: int | None
    place: int
    text: str


def pieces_of(session: Session, statement_id: int) -> list[Piece]:
    """What a statement is cut into: the words on each section, then the remarks."""
    remarks = session.get_one(Statement, statement_id).remarks.strip()
    last = [Piece(None, AT_THE_END, remarks)] if remarks else []
    return [*_on_sections(session, statement_id), *last]


def cut_whole(session: Session, actor: Actor, statement: Item) -> list[Item]:
    """One segment for each section that the statement says something about, and the remarks."""
    is_cut = select(SEGMENT.c.id).where(SEGMENT.c.statement_id == statement.id)
    if session.execute(is_cut.limit(1)).first():
        raise Refused(CUT_ALREADY)
    pieces = pieces_of(session, statement.id)
    if not pieces:
        raise Refused(NOTHING_TO_CUT)
    return [_make(session, actor, statement, piece) for piece in pieces]


def take_out(
    session: Session, actor: Actor, statement: Item, item: Item, *, chosen: Collection[int]
) -> Item:
    """Let the chosen sentences be a segment of their own; the rest stays where it was."""
    segment = session.get_one(Segment, item.id)
    inside, outside = taken_apart(segment.text, chosen)
    if not inside or not outside:
        raise Refused(SOMETHING_STAYS)
    _reword(session, actor, item, outside)
    made = _make(session, actor, statement, Piece(segment.section_id, segment.place, inside))
    fresh = session.get_one(Segment, made.id)
    fresh.assignee_id, fresh.due_on = segment.assignee_id, segment.due_on
    fresh.workplace = segment.workplace
    session.add(fresh)
    _carry_tags(session, [item.id], made.id)
    return made


def join_segments(
    session: Session, actor: Actor, item: Item, references: Sequence[str]
) -> list[Item]:
    """Join other segments of the same statement to this one. Nothing new comes of it."""
    keeper = session.get_one(Segment, item.id)
    joined = _to_join(session, keeper, {each.upper() for each in references} - {item.reference})
    texts = [keeper.text, *(session.get_one(Segment, each.id).text for each in joined)]
    _reword(session, actor, item, "\n\n".join(texts))
    for each in joined:
        state = advance(Kind.SEGMENT, Action.CUT_SEGMENT, each.state, State.MERGED)
        set_state(session, each, state)
        _leave_topics(session, actor, each.id)
        link(session, actor, each.id, item.id, how=Link.MERGED_INTO)
    _carry_tags(session, [each.id for each in joined], item.id)
    return []


def _on_sections(session: Session, statement_id: int) -> Iterator[Piece]:
    rows = session.execute(
        select(SECTION.c.id, SECTION.c.place, SECTION_POSITION.c.reason, SECTION_POSITION.c.wording)
        .join(SECTION, SECTION.c.id == SECTION_POSITION.c.section_id)
        .where(SECTION_POSITION.c.statement_id == statement_id)
        .order_by(SECTION.c.place)
    )
    for section_id, place, *words in rows:
        if text := "\n\n".join(each.strip() for each in words if each.strip()):
            yield Piece(section_id, place, text)


def _make(session: Session, actor: Actor, statement: Item, piece: Piece) -> Item:
    item = new_item(
        session,
        actor,
        Kind.SEGMENT,
        advance(Kind.SEGMENT, Action.CUT_SEGMENT, None),
        title=opening_of(piece.text),
        language=statement.language,
        participation_id=statement.participation_id,
        organisation_id=statement.organisation_id,
        author_group=statement.author_group,
    )
    row = Segment(
        id=item.id,
        statement_id=statement.id,
        section_id=piece.section_id,
        place=piece.place,
        text=piece.text,
    )
    session.add(row)
    session.flush()
    index_words(session, item.id, piece.text)
    link(session, actor, statement.id, item.id, how=Link.CUT_INTO)
    return item


def _reword(session: Session, actor: Actor, item: Item, text: str) -> None:
    segment = session.get_one(Segment, item.id)
    session.add(
        SegmentChange(
            segment_id=item.id, field="text", before=segment.text, after=text, by_id=actor.id
        )
    )
    segment.text, item.title = text, opening_of(text)
    item.version += 1
    session.add_all([segment, item])
    session.flush()
    index_words(session, item.id, text)


def _to_join(session: Session, keeper: Segment, references: set[str]) -> list[Item]:
    found = session.execute(
        select(Item)
        .join(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .where(
            SEGMENT.c.statement_id == keeper.statement_id,
            SEGMENT.c.workplace != Workplace.DONE,
            ITEM.c.reference.in_(references),
            ITEM.c.state == State.SUBMITTED,
        )
        .order_by(SEGMENT.c.place, SEGMENT.c.id)
        .with_for_update()
    )
    joined = list(found.scalars())
    if not joined or len(joined) < len(references):
        raise Refused(NOT_JOINED)
    return joined


def _leave_topics(session: Session, actor: Actor, segment_id: int) -> None:
    topics = select(LINK.c.to_id).where(LINK.c.from_id == segment_id, LINK.c.how == Link.PART_OF)
    for topic_id in session.execute(topics.distinct()).scalars().all():
        unlink(session, actor, segment_id, topic_id, how=Link.PART_OF)


def _carry_tags(session: Session, from_ids: Sequence[int], to_id: int) -> None:
    """What comes out of tagged segments carries their tags."""
    carried = select(ITEM_TAG.c.tag_id, ITEM_TAG.c.by_id).where(ITEM_TAG.c.item_id.in_(from_ids))
    present = set(
        session.execute(select(ITEM_TAG.c.tag_id).where(ITEM_TAG.c.item_id == to_id)).scalars()
    )
    for tag_id, by_id in session.execute(carried).all():
        if tag_id not in present:
            present.add(tag_id)
            session.add(ItemTag(item_id=to_id, tag_id=tag_id, by_id=by_id))
    session.flush()
