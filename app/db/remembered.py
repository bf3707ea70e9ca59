"""Answers kept for a moment, where being some seconds old does no harm: totals, choices."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 2.0
SHARE = 0.05
AT_MOST = 500


class Remembered:
    """Keeps what was computed for a key for two seconds.

    What took long is kept for longer, so that computing it again takes a twentieth of the time.
    """

    def __init__(self) -> None:
        self._answers: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The answer for `key`, a few seconds old at most."""
        until, answer = self._answers.get(key, (0.0, None))
        began = time.monotonic()
        if until < began:
            if len(self._answers) > AT_MOST:
                self._answers.clear()
            if key in self._answers:  # who asks meanwhile is given the one there is
                self._answers[key] = began + SECONDS, answer
            answer = compute()
            ended = time.monotonic()
            self._answers[key] = ended + max(SECONDS, (ended - began) / SHARE), answer
        return answer  # type: ignore[no-any-return]
