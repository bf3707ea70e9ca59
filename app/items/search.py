"""One search index over all items: FTS5 on SQLite, tsvector on PostgreSQL, one function."""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import DDL, ColumnElement, Integer, column, event, select, text
from sqlmodel import Session

from app.items.models import ITEM

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE item_search USING fts5("
        "words, tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ],
    "postgresql": [
        "CREATE TABLE item_search (rowid bigint PRIMARY KEY, words text NOT NULL, vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED)",
        "CREATE INDEX item_search_vector ON item_search USING gin (vector)",
    ],
}
_WORD = re.compile(r"\w+")
_FOUND = {
    "sqlite": "SELECT rowid AS id, -bm25(item_search) AS rank FROM item_search "
    "WHERE item_search MATCH :query ORDER BY rank DESC LIMIT :most",
    "postgresql": "SELECT rowid AS id, ts_rank(vector, to_tsquery('simple', :query)) AS rank "
    "FROM item_search WHERE vector @@ to_tsquery('simple', :query) ORDER BY rank DESC LIMIT :most",
}
FOUND_AT_MOST = 1000

for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(ITEM, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


def normalised(words: str) -> list[str]:
    """The words, without capitals and accents: 'Straße Über' gives ['strasse', 'uber'].

    The Turkish I has no capital of its own once case is folded, so that all of its forms are one.
    """
    plain = unicodedata.normalize("NFKD", words.casefold()).replace("ı", "i")
    return _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)))


def index_words(session: Session, item_id: int, words: str) -> None:
    """Let the item be found by these words, and only these."""
    session.execute(text("DELETE FROM item_search WHERE rowid = :id"), {"id": item_id})
    session.execute(
        text("INSERT INTO item_search (rowid, words) VALUES (:id, :words)"),
        {"id": item_id, "words": " ".join(normalised(words))},
    )


def index_new(session: Session, words: Mapping[int, str]) -> None:
    """Let many new items be found by their words, given by id."""
    rows = [{"id": item, "words": " ".join(normalised(each))} for item, each in words.items()]
    session.execute(text("INSERT INTO item_search (rowid, words) VALUES (:id, :words)"), rows)


def matching(session: Session, words: str) -> ColumnElement[bool]:
    """The predicate on ITEM: every word, or the beginning of one, is in the item."""
    return ITEM.c.id.in_(_found(session, normalised(words), every=True))


def similar_ids(session: Session, words: str, most: int) -> list[int]:
    """Items that share words, the most alike first. Short words say nothing and are left out."""
    telling = [word for word in normalised(words) if len(word) > 3]
    if not telling:
        return []
    dialect = session.get_bind().dialect.name
    rows = session.execute(
        text(_FOUND[dialect]), {"query": _query(dialect, telling, every=False), "most": most}
    )
    return [row.id for row in rows]


def _found(session: Session, words: list[str], *, every: bool) -> ColumnElement[int]:
    dialect = session.get_bind().dialect.name
    query = _query(dialect, words, every=every) if words else '""' if dialect == "sqlite" else ""
    found = (
        text(_FOUND[dialect])
        .bindparams(query=query, most=FOUND_AT_MOST)
        .columns(column("id", Integer), column("rank"))
        .subquery()
    )
    return select(found.c.id).scalar_subquery()


def _query(dialect: str, words: list[str], *, every: bool) -> str:
    if dialect == "sqlite":
        return (" AND " if every else " OR ").join(f'"{word}"*' for word in words)
    return (" & " if every else " | ").join(f"{word}:*" for word in words)
