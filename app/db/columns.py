"""Column types that mean the same on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator, literal_column
from sqlalchemy.dialects.postgresql import JSONB


class _Moment(TypeDecorator[datetime]):
    """A point in time, always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class _WrittenOut(TypeDecorator.Comparator[StrEnum]):
    """Compares with words written into the statement, not bound to it.

    A generic plan of PostgreSQL knows how rare a written word is, and of a bound one it does not.
    """

    def operate(self, op: Any, *others: Any, **options: Any) -> Any:
        return super().operate(op, *map(_written, others), **options)


def _written(other: Any) -> Any:
    if isinstance(other, StrEnum):
        return literal_column(f"'{other.value}'", String)
    if isinstance(other, list | tuple | set | frozenset):
        return [_written(each) for each in other]
    return other


class _Word(TypeDecorator[StrEnum]):
    """A member of one vocabulary, stored as its word."""

    impl = String(32)
    cache_ok = True
    comparator_factory = _WrittenOut

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self._members = {None: None} | {member.value: member for member in vocabulary}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[str | None], StrEnum | None]:
        """A look-up and no function of our own: a list of cards asks it a hundred times."""
        return self._members.__getitem__


MOMENT: Any = _Moment()
DATA: Any = JSON().with_variant(JSONB(), "postgresql")


@cache
def word_column(vocabulary: type[StrEnum]) -> Any:
    """The type of a column that holds a member of `vocabulary`."""
    return _Word(vocabulary)
