"""Entering a dated setting: looked at first, with what it moves, and in force only once confirmed. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.law.clock import Duty, next_duties
from gongkai.law.deadlines import Rules
from gongkai.web.applications import recompute
from gongkai.web.applications.ledgers import ledger_of, rules_with, the_calendar
from gongkai.web.applications.models import Application
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Role, Setting
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds, WorkingCalendar

AHEAD = timedelta(days=731)
LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Shift:
    """A day of an open case that moves: what is due, from, to; None where nothing is due."""

    application: Application
    words: str
    old: date | None
    new: date | None


def propose(key: str, text: str, *, since: date, on: date) -> Setting:
    """The entry as it would be, not stored. ValueError, one Chinese sentence: a value that cannot be, a day that cannot be,
    or nothing new."""
    row = dated.SETTING[key]
    value = row.read(text)
    last = next((e for e in reversed(dated.entries()) if e.key == key), None)
    first = last.since if last else row.since
    if since < first:
        raise ValueError(f"生效日期不能早于 {first}：那是最近一次设定的起始日，此前的设定已成为历史。")
    if since < on and not row.moves:
        raise ValueError("生效日期不能早于今天：已经过去的日子、已经发出的文书按当时的设定。")
    if since > on + AHEAD:
        raise ValueError(f"生效日期 {since} 太远，最多提前两年设定；请核对年份。")
    standing = dated.entry_on(key, since)
    if (standing.value if standing else row.usual) == value:
        raise ValueError(f"自 {since} 起本来就是“{row.said(value)}”，没有变化。")
    return Setting(key=key, since=since, value=value)


def shifts(proposal: Setting, *, on: date) -> list[Shift]:
    """The days of open cases that a proposal would move, seen on a day. Nothing is changed."""
    if not dated.SETTING[proposal.key].moves:
        return []
    now = rules_with(dated.entries())
    then = rules_with(_with(proposal))
    return list(_shifts(now, then, the_calendar(), on)) if now != then else []


def _with(proposal: Setting) -> list[Setting]:
    """The entries in order, the proposal behind those of the same day."""
    rows = dated.entries()
    return [*(e for e in rows if e.since <= proposal.since), proposal, *(e for e in rows if e.since > proposal.since)]


def _shifts(now: tuple[Rules, ...], then: tuple[Rules, ...], working: WorkingCalendar, on: date) -> Iterator[Shift]:
    for application in recompute.open_cases().iterator(chunk_size=500):
        ledger = ledger_of(application.events.all())
        try:
            old = _days(next_duties(ledger, working, on=on, rules=now))
            new = _days(next_duties(ledger, working, on=on, rules=then))
        except CalendarEnds:
            continue
        for words in dict.fromkeys((*old, *new)):
            if old.get(words) != new.get(words):
                yield Shift(application, words, old.get(words), new.get(words))


def _days(duties: tuple[Duty, ...]) -> dict[str, date]:
    return {f"{d.words}（{d.party}）" if d.party else d.words: d.due.day for d in duties if not d.optional}


@transaction.atomic
def confirm(key: str, text: str, *, since: date, why: str, viewer: Viewer) -> Setting:
    """Put a setting into force; open cases are counted again in the background when their clocks hang on it.

    Raises PermissionDenied for others than the system administrator, KeyError for an unknown setting, ValueError for what
    ``propose`` refuses and for no reason.
    """
    demand(viewer, Role.SYSTEM_ADMINISTRATOR)
    assert viewer.person is not None
    row = dated.SETTING[key]
    entry = propose(key, text, since=since, on=viewer.on)
    if not why.strip():
        raise ValueError("请写明依据的文件或者这样设定的理由。")
    if len(why.strip()) > LONGEST_WHY:
        raise ValueError(f"依据或者理由最多 {LONGEST_WHY} 个字，现在有 {len(why.strip())} 个。")
    before = dated.entry_on(key, since)
    old = {"value": before.value if before else row.usual, "since": str(before.since if before else row.since)}
    entry.why, entry.by, entry.at = why.strip(), viewer.person, timezone.now()
    entry.save(force_insert=True)
    dated.forget()
    said = f"{row.name}：自 {since} 起由“{row.said(old['value'])}”改为“{row.said(entry.value)}”：{entry.why}"
    moved = {"key": key, "before": old, "after": {"value": entry.value, "since": str(since)}}
    log.append("setting_changed", said[:300], organ=None, viewer=viewer, subject=entry, payload=moved)
    if row.moves:
        recompute.begin()
    return entry
