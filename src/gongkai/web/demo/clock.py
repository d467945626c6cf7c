"""A history needs its own time: what is built for a past day is recorded as of that day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Within the block ``timezone.now()`` gives a moment (aware). Only while a demonstration is built, in one thread."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


class Day:
    """Moments within office hours, each a little after the one before, never in the future."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=timezone.get_default_timezone())

    def next(self, day: date) -> datetime:
        """A moment on a day, after every moment given before."""
        opening = datetime.combine(day, time(9, 0), tzinfo=timezone.get_default_timezone())
        moment = max(opening, self._last + timedelta(minutes=3))
        self._last = max(self._last, min(moment, timezone.now()))
        return self._last.astimezone(UTC)  # as timezone.now() gives it: the log covers the moment as written
