"""Counts that are kept with each opinion, so that no page has to count."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.db.rows import add_to
from app.opinions.models import THESIS_GROUP, Thesis
from app.process.vocabulary import Group, Opinion

COLUMN = {Opinion.AGREE: "agree", Opinion.DISAGREE: "disagree", Opinion.PASS: "passed"}


def count(session: Session, thesis_id: int, group: Group, opinion: Opinion, *, by: int) -> None:
    """One more, or one less, in the whole and in the group."""
    column = COLUMN[opinion]
    add_to(session, Thesis, thesis_id, **{column: by})
    row = {"thesis_id": thesis_id, "group": group, "agree": 0, "disagree": 0, "passed": 0}
    session.execute(_added(session.get_bind().dialect.name, column), row | {column: by, "more": by})


@cache
def _added(dialect: str, column: str) -> Any:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(THESIS_GROUP)
    counted = THESIS_GROUP.c[column]
    return insert.on_conflict_do_update(
        index_elements=["thesis_id", "group"],
        set_={column: counted + bindparam("more", type_=counted.type)},
    )
