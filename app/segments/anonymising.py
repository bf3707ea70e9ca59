"""Erasing who made a statement, from what stands and from what stood before."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, delete, or_, select, update
from sqlmodel import Session

from app.db.clock import now
from app.db.statements import rewriting
from app.items.models import ITEM, ITEM_VERSION, LINK, Item
from app.items.search import index_words
from app.organisations.models import ORGANISATION
from app.process.actor import Actor
from app.process.vocabulary import Link
from app.segments.forms import Anonymising
from app.segments.models import SEGMENT, SEGMENT_CHANGE, SEGMENT_NOTE
from app.segments.passages import blacked_out
from app.statements.models import CO_SIGNATURE, SECTION_POSITION, STATEMENT, Statement

WHO = frozenset({"represents", "interest", "organisation", "organisations", "cosigned"})


def erase_identity(session: Session, actor: Actor, item: Item, form: Anonymising) -> None:
    """Blank what says who it was, and black out the marked passages wherever they stand."""
    passages = [*_marked(form.passages), *_names(session, item)]
    segments = list(
        session.execute(select(SEGMENT.c.id).where(SEGMENT.c.statement_id == item.id)).scalars()
    )
    _blank(session, actor, item, segments, keep_represents=form.keep_represents)
    mine = STATEMENT.c.id == item.id
    _black_out(session, STATEMENT, mine, ("represents", "remarks"), passages=passages)
    words = ("reason", "wording", "evidence")
    _black_out(
        session,
        SECTION_POSITION,
        SECTION_POSITION.c.statement_id == item.id,
        words,
        passages=passages,
    )
    _black_out(session, SEGMENT, SEGMENT.c.id.in_(segments), ("text",), passages=passages)
    of_segments = SEGMENT_CHANGE.c.segment_id.in_(segments)
    _black_out(session, SEGMENT_CHANGE, of_segments, ("before", "after"), passages=passages)
    _black_out(
        session, SEGMENT_NOTE, SEGMENT_NOTE.c.segment_id.in_(segments), ("text",), passages=passages
    )
    titled = [item.id, *segments, *_answers(session, segments)]
    _black_out(session, ITEM, ITEM.c.id.in_(titled), ("title",), passages=passages)
    _rewrite_history(session, [item.id, *segments], passages, keep=form.keep_represents)
    session.expire_all()
    _index(session, item, segments)


def _marked(typed: str) -> list[str]:
    """One passage a line; a single letter would black out everything."""
    return [line.strip() for line in typed.splitlines() if len(line.strip()) > 1]


def _names(session: Session, item: Item) -> list[str]:
    """The names of the organisations behind a statement."""
    behind = select(CO_SIGNATURE.c.organisation_id).where(CO_SIGNATURE.c.statement_id == item.id)
    mine = or_(ORGANISATION.c.id == item.organisation_id, ORGANISATION.c.id.in_(behind))
    return list(session.execute(select(ORGANISATION.c.name).where(mine)).scalars())


def _blank(
    session: Session, actor: Actor, item: Item, segments: list[int], *, keep_represents: bool
) -> None:
    """Nothing leads to a person or an organisation any more; whoever did this stands for it."""
    statement = session.get_one(Statement, item.id)
    statement.submitted_by = statement.released_by = statement.edited_by = None
    statement.interest = ""
    if not keep_represents:
        statement.represents = ""
    statement.anonymised_at = now()
    item.organisation_id, item.author_id = None, actor.id
    item.version += 1
    session.add_all([statement, item])
    session.flush()
    mine = SECTION_POSITION.c.statement_id == item.id
    session.execute(update(SECTION_POSITION).where(mine).values(saved_by=0))
    session.execute(delete(CO_SIGNATURE).where(CO_SIGNATURE.c.statement_id == item.id))
    session.execute(update(ITEM).where(ITEM.c.id.in_(segments)).values(organisation_id=None))


def _black_out(
    session: Session, table: Table, where: Any, names: Iterable[str], *, passages: list[str]
) -> None:
    columns = [table.c[name] for name in names]
    key = list(table.primary_key.columns)
    for row in session.execute(select(*key, *columns).where(where)).mappings().all():
        clean = {each.name: blacked_out(row[each], passages) for each in columns}
        if any(clean[each.name] != row[each] for each in columns):
            same = [each == row[each] for each in key]
            session.execute(update(table).where(*same).values(**clean))


def _answers(session: Session, segments: list[int]) -> list[int]:
    answers = select(LINK.c.to_id).where(
        LINK.c.from_id.in_(segments), LINK.c.how == Link.ANSWERED_BY
    )
    return list(session.execute(answers).scalars())


def _rewrite_history(session: Session, ids: list[int], passages: list[str], *, keep: bool) -> None:
    rows = session.execute(
        select(ITEM_VERSION.c.item_id, ITEM_VERSION.c.number, ITEM_VERSION.c.fields).where(
            ITEM_VERSION.c.item_id.in_(ids)
        )
    ).all()
    with rewriting(session, ITEM_VERSION):
        for item_id, number, fields in rows:
            this = (ITEM_VERSION.c.item_id == item_id) & (ITEM_VERSION.c.number == number)
            blank = WHO - {"represents"} if keep else WHO
            clean = _cleaned(fields, passages, blank)
            session.execute(update(ITEM_VERSION).where(this).values(fields=clean))


def _cleaned(value: Any, passages: list[str], blank: frozenset[str]) -> Any:
    """The same shape, without what says who it was."""
    if isinstance(value, str):
        return blacked_out(value, passages)
    if isinstance(value, list):
        return [_cleaned(each, passages, blank) for each in value]
    if isinstance(value, dict):
        return {
            name: type(each)() if name in blank and each else _cleaned(each, passages, blank)
            for name, each in value.items()
        }
    return value


def _index(session: Session, item: Item, segments: list[int]) -> None:
    statement = session.get_one(Statement, item.id)
    words = session.execute(
        select(SECTION_POSITION.c.reason, SECTION_POSITION.c.wording).where(
            SECTION_POSITION.c.statement_id == item.id
        )
    )
    said = " ".join(each for row in words for each in row)
    index_words(session, item.id, f"{item.title} {statement.remarks} {said}")
    rows = session.execute(select(SEGMENT.c.id, SEGMENT.c.text).where(SEGMENT.c.id.in_(segments)))
    for segment_id, text in rows.all():
        index_words(session, segment_id, text)
