"""Why this date: every day from receipt to the due date, counted or not, and by which article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.clock import Standing, Stop, due_of, standing
from gongkai.law.deadlines import RULES, Rules
from gongkai.law.events import KIND, Event, Ledger
from gongkai.sources import CIVIL_CODE, REGULATIONS, Citation
from gongkai.workdays import WorkingCalendar

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Line:
    """One day: the date, whether it counts and as which day of the term, why, by which article; events of the day;
    ``provisional`` when the year's notice has not been issued."""

    day: date
    counted: bool
    number: int | None
    why: str
    law: Citation
    events: tuple[Event, ...] = ()
    provisional: bool = False

    @property
    def weekday(self) -> str:
        """The day of the week, 周一 to 周日."""
        return WEEKDAYS[self.day.weekday()]


def explain(
    ledger: Ledger, calendar: WorkingCalendar, *, until: date | None = None, rules: Sequence[Rules] = RULES
) -> tuple[Line, ...]:
    """Every day from receipt to the due date. The last counted line carries the term's number and is the due date; only
    where a consultation began on that very day do days follow that do not count.

    While the clock waits, or stands still without a known end, the days run to ``until`` (default: the last event).
    """
    state = standing(ledger, calendar, rules=rules)
    due = due_of(state, calendar)
    last = due.day if due else max(until or date.min, ledger.events[-1].on)
    if state.ended is not None and until is not None:
        last = min(last, max(until, state.ended.on))
    return tuple(_lines(ledger, state, calendar, last))


def _lines(ledger: Ledger, state: Standing, calendar: WorkingCalendar, last: date) -> Iterator[Line]:
    events: dict[date, list[Event]] = {}
    for event in ledger:
        events.setdefault(event.on, []).append(event)
    day, number = ledger.events[0].on, 0
    while day <= last:
        why, law, counts = _reason(day, ledger, state, calendar)
        number += counts
        yield Line(
            day, counts, number if counts else None, why, law, tuple(events.get(day, ())), calendar.is_provisional(day)
        )
        day += timedelta(days=1)


def _reason(day: date, ledger: Ledger, state: Standing, calendar: WorkingCalendar) -> tuple[str, Citation, bool]:
    """Why a day counts or does not: the first rule that takes it out, else the rule that counts it."""
    base = state.base
    if day < base.on:
        return _before(day, ledger, base)
    if day == base.on:
        return f"{KIND[base.kind].words}当日不计入", CIVIL_CODE.art(201), False
    if state.waits is not None and day > state.waits.on:
        words = "等待申请人补正" if state.waits.kind == "supplement_asked" else "等待申请人缴费"
        return f"{words}，答复期限不计算", KIND[state.waits.kind].law, False
    kind = calendar.kind(day)
    if not kind.counts:
        exception = calendar.exceptions.get(day)
        return (f"{exception.name}放假" if exception else "周末"), calendar.law(day), False
    stop = _stopping(day, state.stops)
    if stop is not None:
        party = f"（{stop.party}）" if stop.party else ""
        return f"{stop.words}{party}期间不计算", stop.law, False
    words = "工作日" if kind.value == "工作日" else "调休上班，算工作日"
    return words, calendar.law(day) if words != "工作日" else state.rules.law, True


def _before(day: date, ledger: Ledger, base: Event) -> tuple[str, Citation, bool]:
    """A day before the clock was started (again)."""
    asked = ledger.last("supplement_asked")
    if base.kind == "supplement_received" and asked is not None:
        words = "等待申请人补正" if day > asked.on else "补正后期限重新计算，此前不计"
        return words, REGULATIONS.art(30), False
    return f"{KIND[base.kind].words}后期限重新计算，此前不计", KIND[base.kind].law, False


def _stopping(day: date, stops: Sequence[Stop]) -> Stop | None:
    for stop in stops:
        if stop.start < day and (stop.end is None or day <= stop.end):
            return stop
    return None
