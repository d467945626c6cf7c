"""Between the rows of events and the ledger of the law, in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.law.clock import due_of, standing, stopped_since
from gongkai.law.deadlines import RULES, Rules, rules_on
from gongkai.law.events import Event, Ledger
from gongkai.law.fees import PAGE_UNITS, PageUnit
from gongkai.law.remedies import TERMS, Term
from gongkai.law.stages import Stage, stage_of
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.web.organs import dated
from gongkai.web.organs.models import Setting
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


def the_rules() -> tuple[Rules, ...]:
    """The terms of the law with the figures an administrator set: what every function of the law takes as ``rules``."""
    return rules_with(dated.entries())


def rules_with(entries: Sequence[Setting]) -> tuple[Rules, ...]:
    """The terms of the law with these entries, one row for each day from which something changes."""
    own = [e for e in entries if e.key in Rules.__slots__]
    if not own:
        return RULES
    days = sorted({r.since for r in RULES} | {e.since for e in own})
    return tuple(replace(rules_on(day), since=day, **_figures(own, day)) for day in days)


def _figures(entries: Sequence[Setting], day: date) -> dict[str, Any]:
    found = {key: dated.entry_on(key, day, entries) for key in {e.key for e in entries}}
    return {key: entry.value for key, entry in found.items() if entry is not None}


def the_terms() -> tuple[Term, ...]:
    """The terms of the remedies with those an administrator set, the later ones last."""
    usual = {t.key: t for t in TERMS}
    own = [e for e in dated.entries() if e.key in usual]
    return (*TERMS, *(_term(usual[e.key], e) for e in own))


def _term(usual: Term, entry: Setting) -> Term:
    words = dated.SETTING[entry.key].said(entry.value).replace(" ", "")
    size = {"days": entry.value} if usual.days else {"months": entry.value}
    return replace(usual, words=words, since=entry.since, until=None, **size)


def the_page_units() -> tuple[PageUnit, ...]:
    """What a page is, with what an administrator set, the later rows last."""
    usual = {f"page_{u.carrier}": u for u in PAGE_UNITS}
    own = [e for e in dated.entries() if e.key in usual]
    return (*PAGE_UNITS, *(replace(usual[e.key], words=e.value, since=e.since) for e in own))


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
    rules = the_rules()
    state = standing(ledger, working, rules=rules)
    due = due_of(state, working)
    application.stage = stage_of(ledger, working, on=on, rules=rules).name.lower()
    application.received_on = state.base.on if state.base.kind == "received" else ledger.events[0].on
    application.reply_due = due.day if due else None
    application.provisional = bool(due and due.provisional)
    application.stopped_since = stopped_since(ledger, working, on=on, rules=rules)
    application.ended_on = state.ended.on if state.ended else None
    application.reopened = any(e.kind == "reopened" for e in ledger.events)
