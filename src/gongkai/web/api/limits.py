"""How often an address or a token may ask. Counted in each of the server's processes by itself, without the database: a
flood of reading must not make others wait for a writer's lock. What is written is limited exactly (``registration``)."""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings


class Limit:
    """At most ``settings.<setting>`` in a span of ``seconds``, for each who asks."""

    def __init__(self, setting: str, seconds: int) -> None:
        self._setting, self._seconds = setting, seconds
        self._lock, self._span, self._found = Lock(), 0, dict[str, int]()

    def wait(self, who: str, *, count: bool = True) -> int:
        """Count one more (or only look); the seconds to wait when there were too many, else 0."""
        now = int(time.time())
        with self._lock:
            if now // self._seconds != self._span:
                self._span, self._found = now // self._seconds, {}
            number = self._found.get(who, 0) + (1 if count else 0)
            self._found[who] = number
        over = (
            number > int(getattr(settings, self._setting)) if count else number >= int(getattr(settings, self._setting))
        )
        return self._seconds - now % self._seconds if over else 0

    def forget(self) -> None:
        """Start afresh."""
        with self._lock:
            self._found = {}


ADDRESSES = Limit("API_MOST_A_MINUTE", 60)
TOKENS = Limit("API_TOKEN_MOST_A_MINUTE", 60)
WRONG = Limit("API_WRONG_MOST_A_MINUTE", 60)
