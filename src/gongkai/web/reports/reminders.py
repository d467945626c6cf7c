"""Reminding the office of an organ that last year's report is not published: on set days before the last day, every
seventh day after it, and when the office of the government above asks for it (条例第四十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gongkai.web.applications import outbox
from gongkai.web.applications.models import Mailing
from gongkai.web.applications.reminders import staff_of
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ, Person
from gongkai.web.reports import filing
from gongkai.web.reports.filing import Stage, Standing
from gongkai.web.reports.models import Edition, FilingReminder
from gongkai.web.review import log

AGAIN = 7  # days between two reminders of a report that is late
_WORK = {Stage.NOT_BEGUN: "还没有开始编制", Stage.WRITING: "正在编制", Stage.REVIEW: "正在审核"}


def words(standing: Standing) -> str:
    """What is said of a report that is not published."""
    until = standing.until
    last = f"{until.year}年{until.month}月{until.day}日"
    if standing.left < 0:
        when = f"已经过了 {last}，逾期 {-standing.left} 天"
    elif standing.left == 0:
        when = f"今天（{last}）是最后一天"
    else:
        when = f"应在 {last}以前公开，还有 {standing.left} 天"
    return f"{standing.organ.short_name} {standing.year} 年度报告{_WORK[standing.work]}，{when}。"


def run(on: date) -> int:
    """Tell the offices of all organs whose report of last year is not published, when it is a day for it; how many people
    were told. Once for each organ, year, person and day, however often it runs."""
    days, year = dated.value("report_reminder_days", on), on.year - 1

    def is_a_day(left: int) -> bool:
        return left in days or (left < 0 and -left % AGAIN == 0)

    if not any(is_a_day((until - on).days) for until in filing.due_days(year)):
        return 0
    rows = filing.owing(Organ.objects.filter(active=True).order_by("pk"), year, on=on)
    with transaction.atomic():
        return _tell([s for s in _unpublished(rows) if is_a_day(s.left)], on)


def urge(organs: Iterable[int], year: int, *, viewer: Viewer) -> int:
    """Remind organs overseen (their keys) at the viewer's wish; how many people were told, 0 when they were told that day
    already. Raises PermissionDenied for whoever oversees none, ValueError when nothing is left to remind of."""
    chosen, rows = set(organs), _unpublished(filing.standings(viewer, year))
    named = [s for s in rows if s.organ.pk in chosen]
    if not named:
        raise ValueError("没有可以提醒的机关：请勾选还没有公开报告的机关。")
    with transaction.atomic():
        told = _tell(named, viewer.on, by=viewer.person)
        for standing in named:
            log.append("report_urged", f"提醒公开：{words(standing)}", organ=standing.organ, viewer=viewer)
    return told


def _unpublished(rows: Iterable[Standing]) -> list[Standing]:
    return [s for s in rows if s.owed]


def _tell(rows: list[Standing], on: date, by: Person | None = None) -> int:
    staff, fresh = staff_of({s.organ.pk for s in rows}, on), dict[Person, list[str]]()
    for standing in rows:
        for person in staff.office(standing.organ.pk):
            if _remember(person, standing, on, by):
                fresh.setdefault(person, []).append(words(standing))
    for person, lines in fresh.items():
        _mail(person, lines, on)
    return len(fresh)


def _remember(person: Person, standing: Standing, on: date, by: Person | None) -> bool:
    _, made = FilingReminder.objects.get_or_create(
        person=person,
        organ=standing.organ,
        year=standing.year,
        on=on,
        defaults={"words": words(standing), "urgent": standing.left <= 0, "by": by},
    )
    return made


def _mail(person: Person, lines: list[str], on: date) -> None:
    if not person.email:
        return
    said = "\n".join(f"· {line}" for line in lines)
    outbox.post(
        purpose=Mailing.Purpose.REMINDER,
        to=person.email,
        subject=f"政府信息公开工作年度报告提醒（{on}）",
        body=f"{person}：\n\n{said}\n\n依据：{filing.LAW}。请登录办公台办理。",
        by=person,
    )


def unread(viewer: Viewer) -> QuerySet[FilingReminder]:
    """The viewer's unread reminders of reports that are still not published, the newest of each organ and year."""
    published = Edition.objects.filter(report__organ=OuterRef("organ"), report__year=OuterRef("year"))
    rows = visible(viewer, FilingReminder).filter(read_at=None).exclude(Exists(published))
    later = FilingReminder.objects.filter(
        person=OuterRef("person"), organ=OuterRef("organ"), year=OuterRef("year"), on__gt=OuterRef("on")
    )
    return rows.exclude(Exists(later)).select_related("organ", "by")


def read(viewer: Viewer, *, pks: Iterable[int] | None = None) -> int:
    """Mark reminders, and the older ones of the same organ and year, as read (all, without ``pks``); how many."""
    rows = visible(viewer, FilingReminder).filter(read_at=None)
    if pks is not None:
        chosen = FilingReminder.objects.filter(pk__in=list(pks), organ=OuterRef("organ"), year=OuterRef("year"))
        rows = rows.filter(Exists(chosen.filter(person=OuterRef("person"), on__gte=OuterRef("on"))))
    return rows.update(read_at=timezone.now())
