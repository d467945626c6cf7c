"""Due dates: a million of them beside numpy's business days, open cases after a new notice, reasons day by day, letters."""

import random
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy
import yaml

from bench.timing import QUICK, Line, best, report
from gongkai.documents import letters
from gongkai.law.clock import reply_due
from gongkai.law.events import Event, Ledger
from gongkai.law.explain import explain
from gongkai.sources import HOLIDAYS
from gongkai.workdays import DayKind, DayOff, WorkingCalendar, calendar

DATES = 100_000 if QUICK else 1_000_000
OPEN = 10_000 if QUICK else 100_000
PLAIN = 10.0  # microseconds
CASES = Path(__file__).resolve().parents[1] / "cases"
CALENDAR = calendar()
FIRST, LAST = date(2019, 1, 1), date(2026, 9, 30)
LETTERS = ("extension_notice", "granted", "third_party")


def receipts(count: int, first: date, last: date, seed: int = 1) -> list[date]:
    """So many days between two, working days or not."""
    source = random.Random(seed)
    return [date.fromordinal(source.randint(first.toordinal(), last.toordinal())) for _ in range(count)]


def numpy_calendar() -> Any:
    """Our calendar as numpy wants it: every weekday a business day, every day off a holiday."""
    off = [d for year in range(2019, 2028) for d, kind in CALENDAR.days_of(year) if not kind.counts]
    return numpy.busdaycalendar(weekmask="1111111", holidays=numpy.array(off, dtype="datetime64[D]"))


def due_dates() -> list[Line]:
    """The same dates first, then the time: one at a time, and as one array, which only numpy can."""
    days, theirs = receipts(DATES, FIRST, LAST), numpy_calendar()
    array = numpy.array(days, dtype="datetime64[D]")
    few = days[:2000]

    def ours() -> list[date]:
        return list(map(CALENDAR.add, days, repeat(20)))

    def whole() -> Any:
        return numpy.busday_offset(array, 20, roll="backward", busdaycal=theirs)

    def singly() -> list[Any]:
        return [numpy.busday_offset(day, 20, roll="backward", busdaycal=theirs) for day in few]

    if ours() != whole().tolist():
        raise SystemExit("our due dates and numpy's differ")
    own, all_at_once, one_by_one = best(ours, whole, singly)
    each, single = own / len(days) * 1e6, one_by_one / len(few) * 1e6
    return [
        Line(f"{len(days):,} 个到期日", f"{own:.2f} 秒，每个 {each:.2f} µs（与 numpy 逐一相同）"),
        Line("同上，对照 numpy 逐个调用", f"{single:.2f} µs 一个，是本程序的 {single / each:.1f} 倍"),
        Line("同上，对照 numpy 整列一次算完", f"{all_at_once:.2f} 秒，本程序是它的 {own / all_at_once:.1f} 倍"),
    ]


def ledgers(count: int) -> list[Ledger]:
    """Open cases of the last months of 2026: six of ten plain, the others supplemented, consulting, extended."""
    source = random.Random(2)
    return [
        _ledger(received, source.randrange(10)) for received in receipts(count, date(2026, 10, 8), date(2026, 12, 31))
    ]


def _ledger(on: date, turn: int) -> Ledger:
    def after(days: int) -> date:
        return on + timedelta(days=days)

    events = [Event("received", on)]
    if turn in (6, 9):
        events += [Event("supplement_asked", after(2), days=10), Event("supplement_received", after(6))]
    if turn in (7, 9):
        events += [Event("opinion_requested", after(8), party="甲"), Event("opinion_delivered", after(10), party="甲")]
        events += [Event("opinion_received", after(15), party="甲")] if turn == 7 else []
    if turn == 8:
        events.append(Event("extended", after(16), days=20))
    return Ledger.of(events)


def announced() -> WorkingCalendar:
    """The calendar after an invented notice for 2027: bridges at the Spring Festival, paid for by two make-up days."""
    spring = [date(2027, 2, 5) + timedelta(days=n) for n in range(9)]
    work = [date(2027, 1, 31), date(2027, 2, 20)]
    law = HOLIDAYS.part("")
    more = [DayOff(d, DayKind.HOLIDAY, "春节", law) for d in spring] + [
        DayOff(d, DayKind.MAKE_UP, "春节", law) for d in work
    ]
    changed = {off.day for off in more}
    kept = [off for off in CALENDAR.exceptions.values() if off.day not in changed]
    return WorkingCalendar(
        first=CALENDAR.first.year,
        last=CALENDAR.last.year,
        days_off=[*kept, *more],
        announced={*CALENDAR.announced, 2027},
    )


def cases() -> list[Line]:
    """Every open case again after the notice; one plain case, one with everything; the reasons day by day."""
    open_cases, later = ledgers(OPEN), announced()
    plain, consulted = (next(x for x in open_cases if len(x.events) == n) for n in (1, 4))
    again, simple, busy, reasons = best(
        lambda: [reply_due(ledger, later) for ledger in open_cases],
        lambda: reply_due(plain, CALENDAR),
        lambda: reply_due(consulted, CALENDAR),
        lambda: [explain(ledger, CALENDAR) for ledger in open_cases[:100]],
    )
    before = [reply_due(ledger, CALENDAR) for ledger in open_cases]
    after = [reply_due(ledger, later) for ledger in open_cases]
    moved = sum(a is not None and b is not None and a.day != b.day for a, b in zip(before, after, strict=True))
    settled = sum(
        a is not None and b is not None and a.provisional > b.provisional for a, b in zip(before, after, strict=True)
    )
    if not moved or not settled:
        raise SystemExit("the invented notice moved nothing: the claim would be empty")
    return [
        Line(
            f"日历变更后重算 {OPEN:,} 件在办申请",
            f"{again:.2f} 秒，每秒 {OPEN / again:,.0f} 件；{moved:,} 件到期日变动，{settled:,} 件由暂定转为确定",
        ),
        Line("一件申请的答复到期日", f"{simple * 1e6:.1f} µs", f"≤ {PLAIN:g} µs", simple * 1e6 <= PLAIN),
        Line("同上，征求过意见", f"{busy * 1e6:.1f} µs"),
        Line("逐日说明一件申请", f"{reasons / 100 * 1e6:.0f} µs"),
    ]


def worked_letters() -> list[letters.Paper]:
    """Three letters from the worked cases, filled."""
    found = {}
    for path in sorted((CASES / "letters").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["例"]:
            if "拒绝" not in case:
                found.setdefault(case["letter"], case["要素"])
    return [letters.prepare(key, found[key]) for key in LETTERS]


def written() -> list[Line]:
    """A letter as Word and as PDF."""
    papers = worked_letters()
    word, paper = best(lambda: [letters.docx.write(p) for p in papers], lambda: [letters.pdf.write(p) for p in papers])
    return [
        Line("一件文书写成 Word", f"{word / len(papers) * 1000:.1f} ms"),
        Line("一件文书写成 PDF", f"{paper / len(papers) * 1000:.1f} ms"),
    ]


def main() -> None:
    """Time the three parts."""
    report([*due_dates(), *cases(), *written()])


if __name__ == "__main__":
    main()
