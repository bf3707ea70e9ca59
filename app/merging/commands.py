"""Merging contributions into a new one that credits all, undoing it, telling two apart."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from app.db.clock import now
from app.deliberation.models import SUPPORT
from app.goals.links import link_action_fields
from app.goals.models import ITEM_ACTION_FIELD
from app.items.models import LINK, LINK_END, Item
from app.items.search import index_words
from app.items.spine import link, new_item, reach, set_state, unlink
from app.merging.forms import MergedText
from app.merging.models import CO_AUTHOR, LIKE_PAIR
from app.merging.pairs import decide_pairs
from app.merging.queries import sources_of
from app.problems.models import PROBLEM, Problem
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Group, Kind, Link, Station
from app.record import record

TOO_FEW = N_("Please choose at least two contributions.")
OTHER_PLACE = N_("Only contributions of the same participation can be merged.")
OTHER_ANSWER = N_("They have been answered differently, so they cannot be one.")
ANSWERED = N_("It has been answered meanwhile, so the merge stays as it is.")
NOT_MERGED = N_("This was not made by a merge.")
NOT_PUBLISHED = N_("Only what is published can be merged.")
# What a merged contribution has from the one whose text is its beginning, beside the words.
_TAKEN_OVER = ("contribution", "district_id", "place", "latitude", "longitude", "since")


def merge_item(
    session: Session, actor: Actor, sources: Sequence[Item], text: MergedText, *, lead: Item
) -> Item:
    """Make one contribution of several. Its author is that of `lead`; the others are co-authors.

    The sources stay readable, with their comments and supports. Whoever supports one of them
    supports the new one, counted once. Where the sources led, the new one leads.
    """
    _check(sources)
    for source in sources:
        permit(Action.MERGE_ITEM, actor, subject=source.subject())
    item = new_item(
        session,
        actor,
        Kind.PROBLEM,
        advance(Kind.PROBLEM, Action.MERGE_ITEM, None),
        title=text.title,
        language=lead.language,
        participation_id=lead.participation_id,
        author_id=lead.author_id,
        author_group=lead.author_group,
        organisation_id=lead.organisation_id,
        verdict=lead.verdict,
    )
    _write(session, item, text, lead)
    for source in sources:
        set_state(session, source, advance(source.kind, Action.MERGE_ITEM, source.state))
        link(session, actor, source.id, item.id, how=Link.MERGED_INTO)
    ids = [source.id for source in sources]
    _lead_on(session, actor, item, ids)
    _credit(session, item, sources)
    _count_supporters(session, item, sources)
    decide_pairs(session, actor, ids)
    reach(session, item.id, Station(max(source.way for source in sources) or 1))
    record(session, actor, Action.MERGE_ITEM, item.id, sources=ids)
    return item


def unmerge_item(session: Session, actor: Actor, item: Item) -> list[Item]:
    """Undo a merge: the sources are as they were, the new one is withdrawn. Returns the sources."""
    permit(Action.UNMERGE_ITEM, actor, subject=item.subject())
    sources = sources_of(session, item.id)
    if not sources:
        raise Refused(NOT_MERGED)
    if item.verdict is not None and any(each.verdict is not item.verdict for each in sources):
        raise Refused(ANSWERED)
    for source in sources:
        set_state(session, source, advance(source.kind, Action.UNMERGE_ITEM, source.state))
        unlink(session, actor, source.id, item.id, how=Link.MERGED_INTO)
    for to_id, how in _standing_links(session, [item.id]):
        unlink(session, actor, item.id, to_id, how=how)
    set_state(session, item, advance(item.kind, Action.UNMERGE_ITEM, item.state))
    ids = [source.id for source in sources]
    record(session, actor, Action.UNMERGE_ITEM, item.id, sources=ids)
    return sources


def separate_item(session: Session, actor: Actor, one: Item, other: Item) -> None:
    """Say that two contributions look alike and are not the same; they are not suggested again."""
    for each in (one, other):
        permit(Action.SEPARATE_ITEM, actor, subject=each.subject())
    first, second = sorted((one.id, other.id))
    session.execute(
        update(LIKE_PAIR)
        .where(LIKE_PAIR.c.one_id == first, LIKE_PAIR.c.other_id == second)
        .values(decided_at=now(), decided_by=actor.id)
    )
    record(session, actor, Action.SEPARATE_ITEM, first, other=second)


def _check(sources: Sequence[Item]) -> None:
    if len({source.id for source in sources}) < 2:
        raise Refused(TOO_FEW)
    if len({source.participation_id for source in sources}) > 1:
        raise Refused(OTHER_PLACE)
    if len({source.verdict for source in sources}) > 1:
        raise Refused(OTHER_ANSWER)


def _write(session: Session, item: Item, text: MergedText, lead: Item) -> None:
    before = session.get_one(Problem, lead.id)
    taken = {name: getattr(before, name) for name in _TAKEN_OVER}
    words = text.model_dump(exclude={"title"})
    blank = {name: field.default for name, field in Problem.model_fields.items() if name != "id"}
    row = blank | taken | words | {"id": item.id, "saved_at": now(), "submitted_at": now()}
    session.execute(insert(PROBLEM), row)
    index_words(session, item.id, f"{text.title} {text.what} {text.need}")


def _lead_on(session: Session, actor: Actor, item: Item, source_ids: Sequence[int]) -> None:
    for to_id, how in _standing_links(session, source_ids):
        if how is not Link.MERGED_INTO:
            link(session, actor, item.id, to_id, how=how)
    fields = select(ITEM_ACTION_FIELD.c.action_field_id).where(
        ITEM_ACTION_FIELD.c.item_id.in_(source_ids)
    )
    link_action_fields(session, item.id, session.execute(fields.distinct()).scalars().all())


def _standing_links(session: Session, ids: Sequence[int]) -> list[tuple[int, Link]]:
    wanted = (
        select(LINK.c.to_id, LINK.c.how)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.from_id.in_(ids), LINK_END.c.link_id.is_(None))
        .distinct()
    )
    return [(row.to_id, row.how) for row in session.execute(wanted)]


def _credit(session: Session, item: Item, sources: Sequence[Item]) -> None:
    rows = [
        {"item_id": item.id, "source_id": source.id, "person_id": source.author_id}
        for source in sources
    ]
    session.execute(insert(CO_AUTHOR), rows)


def _count_supporters(session: Session, item: Item, sources: Sequence[Item]) -> None:
    """Everybody once, with the group of the first support. Who wrote one of them supports none."""
    wanted = (
        select(SUPPORT.c.person_id, SUPPORT.c.group, SUPPORT.c.at)
        .where(SUPPORT.c.item_id.in_([source.id for source in sources]))
        .order_by(SUPPORT.c.at.desc(), SUPPORT.c.item_id.desc())
    )
    authors = {source.author_id for source in sources}
    first = {row.person_id: row for row in session.execute(wanted)}
    rows: list[dict[str, Any]] = [
        {"item_id": item.id, "person_id": person, "group": row.group, "at": row.at}
        for person, row in first.items()
        if person not in authors
    ]
    if not rows:
        return
    session.execute(insert(SUPPORT), rows)
    item.supporters = len(rows)
    for group in Group:
        setattr(item, f"supporters_{group}", sum(row["group"] is group for row in rows))
    session.add(item)
    session.flush()
