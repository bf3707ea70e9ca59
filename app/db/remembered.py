"""Answers kept for a moment, where being two seconds old does no harm: totals, choices."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 2.0
AT_MOST = 500


class Remembered:
    """Keeps what was computed for a key for two seconds, separately for each database."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The answer for `key`, at most two seconds old."""
        until, answer = self._answers.get(key, (0.0, None))
        if until < time.monotonic():
            if len(self._answers) > AT_MOST:
                self._answers.clear()
            answer = compute()
            self._answers[key] = time.monotonic() + SECONDS, answer
        return answer  # type: ignore[no-any-return]
