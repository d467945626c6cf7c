"""For any history of cases, table 4 of one year continues in the next."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.remedies import COURSES, DISPOSALS, RESULT
from gongkai.report.cells import Address
from gongkai.web.remedies import queries
from gongkai.web.remedies.models import Remedy
from gongkai.web.remedies.operations import Entry
from tests.web.conftest import City
from tests.web.remedies.contests import entered, went_on

FIRST, LAST = 2022, 2025
COURSE_KEYS = [c.key for c in COURSES]


class History(NamedTuple):
    """A case: its course, day of acceptance, days until its ends, the results; for suits each end but the last is appealed,
    or the case is retried."""

    course: str
    accepted: date
    waits: list[int]
    results: list[str]
    ours: bool
    voided: bool
    again: list[str]


@st.composite
def histories(draw: st.DrawFn) -> History:
    course = draw(st.sampled_from(COURSE_KEYS))
    waits = draw(st.lists(st.integers(0, 500), max_size=1 if course == "reconsideration" else 3))
    usable = [d.key for d in DISPOSALS if course in d.courses]
    results = [draw(st.sampled_from(usable)) for _ in waits]
    accepted = draw(st.dates(date(FIRST, 1, 1), date(LAST, 12, 31)))
    again = [draw(st.sampled_from(["appealed", "retried"])) for _ in waits]
    return History(course, accepted, waits, results, draw(st.booleans()), draw(st.integers(0, 9)) == 0, again)


def days_of(history: History) -> list[tuple[str, date, str]]:
    """What happens after the acceptance, in order: kind, day, result."""
    found, day = [], history.accepted
    for at, (wait, result) in enumerate(zip(history.waits, history.results, strict=True)):
        if at:
            gap = wait // 2 if history.again[at] == "retried" else 0
            found.append((history.again[at], day + timedelta(days=gap), ""))
        day += timedelta(days=wait + at)
        found.append(("ended", day, result))
    return found


def stretches(history: History) -> list[tuple[int, int | None]]:
    """The years each stretch of a case begins and ends in, told from the days alone: an appeal or a retrial in a later
    year than the end before it begins another."""
    found: list[tuple[int, int | None]] = [(history.accepted.year, None)]
    for kind, day, _ in days_of(history):
        since, ended = found[-1]
        if kind != "ended" and ended is not None and ended < day.year:
            found.append((day.year, None))
        else:
            found[-1] = (since, day.year if kind == "ended" else None)
    return found


def kept(city: City, history: History, number: int) -> Remedy:
    """The history entered as a clerk would, step by step."""
    where = (city.justice.name, "青澜市人民政府") if history.ours else ("青澜市人民政府",)
    today = date(2031, 12, 31)
    accepted = Entry("accepted", history.accepted)
    remedy = entered(
        city, accepted, on=today, course=history.course, filed_on=None, defendants=where, case_number=f"第{number}号"
    )
    for kind, day, result in days_of(history):
        remedy = went_on(city, remedy, kind, day, result, today=today)
    return went_on(city, remedy, "voided", today, today=today, note="重复") if history.voided else remedy


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(histories(), max_size=6))
@pytest.mark.django_db
def test_what_is_pending_at_the_end_of_a_year_stands_in_the_next(city: City, cases: list[History]) -> None:
    with transaction.atomic():
        made = [kept(city, h, n) for n, h in enumerate(cases)]
        mine = {
            f"remedy/{r.pk}": (r.course, stretches(h))
            for r, h in zip(made, cases, strict=True)
            if r.counted and not r.voided_on
        }
        tallies = {year: queries.table_4(city.justice, year) for year in range(FIRST, LAST + 6)}
        decided: Counter[str] = Counter()
        for year, tally in tallies.items():
            for course in COURSE_KEYS:
                parts = [tally.records[Address(4, course, key)] for key in RESULT]
                total = [c.record for c in tally.records[Address(4, course, "total")]]
                assert sum(map(len, parts)) == len(total) == len(set(total))
                began = {k for k, (own, all_) in mine.items() if own == course and any(s == year for s, _ in all_)}
                before = tallies[year - 1].records[Address(4, course, "pending")] if year > FIRST else ()
                assert set(total) == began | {c.record for c in before}
                decided.update(c.record for part in parts[:3] for c in part)
        assert decided == Counter({k: n for k, (_, all_) in mine.items() if (n := sum(e is not None for _, e in all_))})
        transaction.set_rollback(True)
