"""What the running platform does by itself: sends mail that waits, counts the clocks again when a day begins, and reminds
once every morning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from gongkai.web.applications import outbox, recompute, reminders

MORNING = 8  # o'clock, local time


@dataclass(frozen=True, slots=True)
class Done:
    """What earlier rounds did already: the last day whose clocks were counted, the last day people were reminded."""

    counted: date | None = None
    reminded: date | None = None


def make(now: datetime, *, done: Done, mornings: Sequence[Callable[[date], object]] = ()) -> Done:
    """One round at a moment; gives what is done after it. A platform that is started counts and reminds at once.

    ``mornings`` is what else is done once a morning, for a day; each must bear being done again.
    """
    outbox.flush()
    local = timezone.localtime(now)
    if done.counted != local.date():
        recompute.new_day(local.date())
        done = replace(done, counted=local.date())
    if done.reminded != local.date() and local.hour >= MORNING:
        reminders.run(local.date())
        for also in mornings:
            also(local.date())
        done = replace(done, reminded=local.date())
    return done
