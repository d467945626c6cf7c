"""The calendar: working days as one sorted list, so that adding and counting are look-ups and not loops."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from gongkai.sources import HOLIDAYS, Citation

# What a Monday or a Sunday is without any notice.
_WEEK = HOLIDAYS.part("")


class CalendarEnds(ValueError):
    """A date lies outside the years the calendar knows. The message is a Chinese sentence."""


class DayKind(Enum):
    """What a day is."""

    WORKING = "工作日"
    MAKE_UP = "调休上班"
    WEEKEND = "周末"
    HOLIDAY = "放假"

    @property
    def counts(self) -> bool:
        """Whether the day is a working day."""
        return self in (DayKind.WORKING, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class DayOff:
    """An exception to the week: a day off or a make-up day, the festival it belongs to and the notice that says so."""

    day: date
    kind: DayKind
    name: str
    law: Citation
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A due date. ``provisional`` when the way to it leads through a year whose notice has not been issued; then
    ``years`` names those years."""

    day: date
    provisional: bool = False
    years: tuple[int, ...] = ()


class WorkingCalendar:
    """The working days from the first of January of the first year to the last day of the last year.

    ``days_off`` are the exceptions to Monday to Friday; ``announced`` the years that have a State Council notice. The
    other years in the span are provisional. Immutable: a new notice makes a new calendar.
    """

    def __init__(self, *, first: int, last: int, days_off: Iterable[DayOff], announced: Iterable[int]) -> None:
        self.first, self.last = date(first, 1, 1), date(last, 12, 31)
        self.announced = frozenset(announced)
        self.exceptions: Mapping[date, DayOff] = {d.day: d for d in days_off}
        start, end = self.first.toordinal(), self.last.toordinal()
        self._start = start
        working: list[date] = []
        before: list[int] = []  # before[i] = working days up to and including the i-th day of the span
        for ordinal in range(start, end + 1):
            day = date.fromordinal(ordinal)
            exception = self.exceptions.get(day)
            if exception.kind.counts if exception else day.weekday() < 5:
                working.append(day)
            before.append(len(working))
        self._days, self._before = working, before

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._start
        if not 0 <= index < len(self._before):
            raise CalendarEnds(
                f"{day} 不在日历范围内（{self.first.year} 至 {self.last.year} 年）；请核对日期，或补充该年的放假通知。"
            )
        return index

    def kind(self, day: date) -> DayKind:
        """What a day is. Raises CalendarEnds outside the span."""
        self._index(day)
        exception = self.exceptions.get(day)
        if exception:
            return exception.kind
        return DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND

    def law(self, day: date) -> Citation:
        """The notice, or the general rule, that makes the day what it is."""
        exception = self.exceptions.get(day)
        return exception.law if exception else _WEEK

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts. Raises CalendarEnds outside the span."""
        return self.kind(day).counts

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies in a year without a notice."""
        return day.year not in self.announced

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after a day, which itself does not count (n ≥ 1); n = 0 gives the day or, if it is a day
        off, the next working day. Raises CalendarEnds when the way leads out of the span."""
        if working_days < 0:
            raise ValueError("working days must not be negative")
        at = self._before[self._index(day)] + working_days - 1
        if working_days == 0 and not self.is_working_day(day):
            at += 1
        if at >= len(self._days):
            raise CalendarEnds(
                f"从 {day} 起 {working_days} 个工作日超出日历范围（至 {self.last.year} 年）；请补充放假通知。"
            )
        return self._days[at]

    def due(self, day: date, working_days: int) -> Due:
        """The due date ``working_days`` after a day, and whether it is provisional."""
        found = self.add(day, working_days)
        years = self.unannounced(day, found)
        return Due(found, bool(years), years)

    def unannounced(self, start: date, end: date) -> tuple[int, ...]:
        """The years from one day to another that have no notice yet."""
        first, last = start.year, end.year
        if first == last and first in self.announced:
            return ()
        return tuple(y for y in range(first, last + 1) if y not in self.announced)

    def count(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        return self._before[self._index(end)] - self._before[self._index(start)]

    def working_days(self, start: date, end: date) -> list[date]:
        """The working days after ``start`` up to and including ``end``, in order."""
        return self._days[bisect_right(self._days, start) : bisect_right(self._days, end)]

    def roll(self, day: date) -> date:
        """The day itself, or the next working day when it is a day off: where a term in calendar days ends (民法典 203)."""
        return self.add(day, 0)

    def days_of(self, year: int) -> list[tuple[date, DayKind]]:
        """Every day of a year with its kind."""
        day, days = date(year, 1, 1), []
        while day.year == year:
            days.append((day, self.kind(day)))
            day += timedelta(days=1)
        return days
