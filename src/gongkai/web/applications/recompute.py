"""A new holiday notice: which open cases it moves, writing it down, and counting those cases again in the background."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from gongkai.law.clock import reply_due
from gongkai.web.applications.ledgers import ledger_of, refresh, the_calendar, the_rules
from gongkai.web.applications.models import Application
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds, WorkingCalendar, calendar
from gongkai.workdays.notices import BadNotice, Notice, read_notice


@dataclass(frozen=True, slots=True)
class Moved:
    """An open case whose last day moves: from, to; None while the clock waits."""

    application: Application
    old: date | None
    new: date | None


def folder() -> Path:
    """Where the notices added by an administrator lie."""
    return Path(settings.HOME) / "notices"


def with_notice(text: str) -> tuple[Notice, WorkingCalendar]:
    """A notice and the calendar as it would be with it. Raises BadNotice with one Chinese sentence."""
    notice = read_notice(text, name="所填内容")
    if not 2008 <= notice.year <= timezone.localdate().year + 2:
        raise BadNotice(f"年份 {notice.year} 不合理，请核对通知的标题。")
    with tempfile.TemporaryDirectory() as trial:
        for path in folder().glob("*.toml") if folder().is_dir() else ():
            (Path(trial) / path.name).write_bytes(path.read_bytes())
        (Path(trial) / f"{notice.year}.toml").write_text(text, encoding="utf-8")
        return notice, calendar.__wrapped__(Path(trial))


def open_cases() -> QuerySet[Application]:
    """The cases whose clock has begun and not ended."""
    rows = Application.objects.filter(ended_on=None).exclude(received_on=None)
    return rows.select_related("organ").prefetch_related("events").order_by("pk")


def preview(text: str) -> list[Moved]:
    """The open cases that a notice would move. Nothing is changed. Raises BadNotice."""
    _, working = with_notice(text)
    return list(_moved(working))


def _moved(working: WorkingCalendar) -> Iterator[Moved]:
    rules = the_rules()
    for application in open_cases().iterator(chunk_size=500):
        due = reply_due(ledger_of(application.events.all()), working, rules=rules)
        new = due.day if due else None
        if new != application.reply_due or bool(due and due.provisional) != application.provisional:
            yield Moved(application, application.reply_due, new)


def confirm(text: str, *, reason: str, viewer: Viewer) -> Notice:
    """Put a notice into force: the file is written whole or not at all, the log says who and why, and the open cases are
    counted again in the background.

    Raises BadNotice, ValueError without a reason, PermissionDenied for others than the system administrator.
    """
    demand(viewer, Role.SYSTEM_ADMINISTRATOR)
    if not reason.strip():
        raise ValueError("请写明依据的通知或者更正的原因。")
    notice, _ = with_notice(text)
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{notice.year}.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    with transaction.atomic():
        log.append(
            "calendar_changed",
            f"启用 {notice.year} 年放假安排（{notice.source.number}）：{reason.strip()[:200]}",
            organ=None,
            viewer=viewer,
            payload={"before": before, "after": text},
        )
        _write(path, text)
        begin()
    return notice


def begin() -> None:
    """Have the open cases counted again in the background, once the caller's transaction stands."""
    _note(Progress(total=open_cases().count()))
    transaction.on_commit(count_again.enqueue)


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


@dataclass
class Progress:
    """How far counting again has come."""

    total: int
    done: int = 0
    moved: int = 0
    finished: bool = False

    @property
    def percent(self) -> int:
        """Of all cases, 0 to 100."""
        return 100 if self.finished or not self.total else self.done * 100 // self.total


def progress() -> Progress | None:
    """How far the last counting has come, or None when there was none."""
    try:
        return Progress(**json.loads(_progress_path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _progress_path() -> Path:
    return Path(settings.HOME) / "recompute.json"


def _note(state: Progress) -> None:
    _write(_progress_path(), json.dumps(asdict(state)))


@task()
def count_again() -> int:
    """Count every open case again by the calendar in force; gives how many moved. Can be repeated at will."""
    working, today = the_calendar(), timezone.localdate()
    keys = list(open_cases().values_list("pk", flat=True))
    state = Progress(total=len(keys))
    with dated.remembered():
        for number, pk in enumerate(keys, start=1):
            state.moved += _count_one(pk, working, today)
            state.done = number
            if number % 100 == 0:
                _note(state)
    state.finished = True
    _note(state)
    return state.moved


@transaction.atomic
def _count_one(pk: int, working: WorkingCalendar, today: date) -> bool:
    application = Application.objects.select_for_update(of=("self",)).select_related("organ").get(pk=pk)
    old = (application.reply_due, application.provisional)
    refresh(application, ledger_of(application.events.all()), working, on=today)
    if (application.reply_due, application.provisional) == old:
        return False
    application.save(update_fields=["stage", "received_on", "reply_due", "provisional", "stopped_since", "ended_on"])
    words = f"日历或者设定调整，答复期限由 {old[0] or '停止计算'} 变为 {application.reply_due or '停止计算'}"
    after = (application.reply_due, application.provisional)
    moved = {"before": _payload(*old), "after": _payload(*after)}
    log.append("recomputed", words, organ=application.organ, subject=application, payload=moved)
    return True


def _payload(due: date | None, provisional: bool) -> dict[str, object]:
    return {"reply_due": str(due) if due else None, "provisional": provisional}


# Fields of a case that a day by itself can change: a consultation's term runs out and the clock goes on.
_BY_THE_DAY = ("stage", "reply_due", "provisional", "stopped_since")


def new_day(on: date) -> int:
    """Count again, for a day, the open cases whose clock stands still or that are consulting; how many changed.

    A consulted party's silence needs no event: the clock goes on by itself once the term is over (条例第三十二条、第三十三
    条第三款). Repeating it changes nothing.
    """
    working = the_calendar()
    rows = Application.objects.filter(ended_on=None).exclude(received_on=None)
    asleep = rows.filter(Q(stage="consulting") | ~Q(stopped_since=None))
    with dated.remembered():
        return sum(_count_for(pk, working, on) for pk in list(asleep.values_list("pk", flat=True)))


@transaction.atomic
def _count_for(pk: int, working: WorkingCalendar, on: date) -> bool:
    application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
    before = [getattr(application, name) for name in _BY_THE_DAY]
    try:
        refresh(application, ledger_of(application.events.all()), working, on=on)
    except CalendarEnds:
        return False
    if [getattr(application, name) for name in _BY_THE_DAY] == before:
        return False
    application.save(update_fields=list(_BY_THE_DAY))
    return True
