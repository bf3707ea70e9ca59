"""Identifiers known before saving: 53 bits, growing with time, exact in JavaScript."""

import secrets
import threading
import time
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import BigInteger, Integer

# rowid on SQLite, bigint on PostgreSQL
ID_COLUMN: Any = BigInteger().with_variant(Integer, "sqlite")

# An identifier as a form brings it. A larger number is none, and no database could look for it.
Id = Annotated[int, Field(ge=0, le=2**53 - 1)]

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01
_RANDOM_BITS = 14
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A fresh identifier: milliseconds since 2026, then random bits; never twice in a process."""
    global _last  # noqa: PLW0603
    milliseconds = int(time.time() * 1000) - _EPOCH_MS
    candidate = (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = candidate if candidate > _last else _last + 1
        return _last
