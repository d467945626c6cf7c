"""What the running platform does by itself: sends mail that waits, and reminds once every morning."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from gongkai.web.applications import outbox, reminders

MORNING = 8  # o'clock, local time


def make(now: datetime, *, reminded: date | None) -> date | None:
    """One round at a moment. ``reminded`` is the day the last round that reminded belonged to, as this function gave it."""
    outbox.flush()
    local = timezone.localtime(now)
    if local.date() == reminded or local.hour < MORNING:
        return reminded
    reminders.run(local.date())
    return local.date()
