"""Between the rows of events and the ledger of the law, in both directions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.law.clock import due_of, standing, stopped_since
from gongkai.law.events import Event, Ledger
from gongkai.law.stages import Stage, stage_of
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.workdays import WorkingCalendar, calendar


@cache
def _calendar(folder: Path, stamp: int) -> WorkingCalendar:
    # Past the cache of ``calendar`` itself, which knows a folder only by its name and not when a notice changed in it.
    return calendar.__wrapped__(folder if folder.is_dir() else None)


def the_calendar() -> WorkingCalendar:
    """The calendar in force: the shipped notices and those an administrator added, read again when a file changes."""
    folder = Path(settings.HOME) / "notices"
    stamp = max((p.stat().st_mtime_ns for p in folder.glob("*.toml")), default=0) if folder.is_dir() else 0
    return _calendar(folder, stamp)


def event_of(row: ApplicationEvent) -> Event:
    """A row as an event of the law."""
    return Event(row.kind, row.on, days=row.days, party=row.party, channel=row.channel, note=row.note)


def ledger_of(rows: Iterable[ApplicationEvent]) -> Ledger:
    """The ledger of an application's event rows, in their order."""
    return Ledger(tuple(event_of(row) for row in rows))


def refresh(application: Application, ledger: Ledger, working: WorkingCalendar, *, on: date) -> None:
    """Set the fields that lists need from the ledger; the caller saves."""
    if not ledger.events:
        application.stage = Stage.NEW.name.lower()
        return
    state = standing(ledger, working)
    due = due_of(state, working)
    application.stage = stage_of(ledger, working, on=on).name.lower()
    application.received_on = state.base.on if state.base.kind == "received" else ledger.events[0].on
    application.reply_due = due.day if due else None
    application.provisional = bool(due and due.provisional)
    application.stopped_since = stopped_since(ledger, working, on=on)
    application.ended_on = state.ended.on if state.ended else None
