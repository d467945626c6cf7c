"""A year of working days for the terminal: twelve months, days off and make-up days marked also without colour."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import click

from gongkai.cli.layout import pad, width
from gongkai.workdays import DayKind, DayOff, WorkingCalendar

MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
WEEK = "一二三四五六日"
ACROSS, GAP = 21, 3
MARK = {DayKind.HOLIDAY: "*", DayKind.MAKE_UP: "+"}


@dataclass(frozen=True)
class Holiday:
    """A festival of the year: its days off that follow each other, and its make-up days."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...]


def working_days(calendar: WorkingCalendar, year: int) -> list[int]:
    """The number of working days in each month."""
    counts = [0] * 12
    for day, kind in calendar.days_of(year):
        counts[day.month - 1] += kind.counts
    return counts


def holidays(calendar: WorkingCalendar, year: int) -> list[Holiday]:
    """The festivals of a year in order, with the days that fall into it. Days off of one festival that are apart (a notice
    amended later) are told together."""
    found: dict[str, list[DayOff]] = {}
    for day in sorted(d for d in calendar.exceptions if d.year == year):
        found.setdefault(calendar.exceptions[day].name, []).append(calendar.exceptions[day])
    return [
        Holiday(
            name,
            tuple(d.day for d in days if d.kind is DayKind.HOLIDAY),
            tuple(d.day for d in days if d.kind is DayKind.MAKE_UP),
        )
        for name, days in found.items()
    ]


def holiday_words(holiday: Holiday) -> str:
    """A festival in words: which days are off, which are made up for."""
    parts = []
    if holiday.off:
        spans = "、".join(_span(run) for run in _runs(holiday.off))
        parts.append(f"{spans}放假，共 {len(holiday.off)} 天")
    if holiday.work:
        parts.append("、".join(_named(day) for day in holiday.work) + "上班")
    return "；".join(parts)


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if run and day - run[-1] != timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _span(run: Sequence[date]) -> str:
    if len(run) == 1:
        return _named(run[0])
    last = f"{run[-1].day}日" if run[-1].month == run[0].month else f"{run[-1].month}月{run[-1].day}日"
    return f"{_named(run[0])}至{last}（周{WEEK[run[-1].weekday()]}）"


def _named(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEK[day.weekday()]}）"


def drawn(calendar: WorkingCalendar, year: int, columns: int) -> Iterator[str]:
    """The months side by side, as many as fit."""
    counts = working_days(calendar, year)
    abreast = 4 if columns >= 4 * ACROSS + 3 * GAP else 3 if columns >= 3 * ACROSS + 2 * GAP else 2
    for first in range(1, 13, abreast):
        months = [list(_month(calendar, year, m, counts[m - 1])) for m in range(first, first + abreast)]
        for at in range(max(map(len, months))):
            row = [month[at] if at < len(month) else "" for month in months]
            yield (" " * GAP).join(_filled(cell) for cell in row).rstrip()
        yield ""


def _filled(cell: str) -> str:
    return pad(cell, ACROSS + len(cell) - len(click.unstyle(cell)))


def _month(calendar: WorkingCalendar, year: int, month: int, count: int) -> Iterator[str]:
    tail = f"{count} 个工作日"
    yield click.style(pad(MONTHS[month - 1], ACROSS - width(tail)), bold=True) + click.style(tail, dim=True)
    yield click.style(" ".join(WEEK), dim=True)
    for week in Calendar().monthdatescalendar(year, month):
        yield "".join(_cell(calendar, day) if day.month == month else "   " for day in week).rstrip(" ")


def _cell(calendar: WorkingCalendar, day: date) -> str:
    kind = calendar.kind(day)
    text = f"{day.day:>2}{MARK.get(kind, ' ')}"
    if kind is DayKind.HOLIDAY:
        return click.style(text, fg="red")
    if kind is DayKind.MAKE_UP:
        return click.style(text, fg="green", bold=True)
    return click.style(text, dim=True) if kind is DayKind.WEEKEND else text
