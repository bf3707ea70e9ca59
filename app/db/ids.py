"""Identifiers known before saving: 53 bits, growing with time, exact in JavaScript."""

import secrets
import threading
import time
from typing import Any

from sqlalchemy import BigInteger, Integer

# rowid on SQLite, bigint on PostgreSQL
ID_COLUMN: Any = BigInteger().with_variant(Integer, "sqlite")

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
