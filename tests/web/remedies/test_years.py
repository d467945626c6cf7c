"""For any history of cases, table 4 of one year continues in the next."""

from __future__ import annotations

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
    """A case: its course, day of acceptance, days until its ends, the results; for suits each end but the last is appealed."""

    course: str
    accepted: date
    waits: list[int]
    results: list[str]
    ours: bool
    voided: bool


@st.composite
def histories(draw: st.DrawFn) -> History:
    course = draw(st.sampled_from(COURSE_KEYS))
    waits = draw(st.lists(st.integers(0, 500), max_size=1 if course == "reconsideration" else 2))
    usable = [d.key for d in DISPOSALS if course in d.courses]
    results = [draw(st.sampled_from(usable)) for _ in waits]
    accepted = draw(st.dates(date(FIRST, 1, 1), date(LAST, 12, 31)))
    return History(course, accepted, waits, results, draw(st.booleans()), draw(st.integers(0, 9)) == 0)


def kept(city: City, history: History, number: int) -> Remedy:
    """The history entered as a clerk would, step by step."""
    where = (city.justice.name, "青澜市人民政府") if history.ours else ("青澜市人民政府",)
    today = date(2027, 12, 31)
    accepted = Entry("accepted", history.accepted)
    remedy = entered(
        city, accepted, on=today, course=history.course, filed_on=None, defendants=where, case_number=f"第{number}号"
    )
    day = history.accepted
    for at, (wait, result) in enumerate(zip(history.waits, history.results, strict=True)):
        if at:
            remedy = went_on(city, remedy, "appealed", day, today=today)
        day += timedelta(days=wait + at)
        remedy = went_on(city, remedy, "ended", day, result, today=today)
    return went_on(city, remedy, "voided", today, today=today, note="重复") if history.voided else remedy


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(histories(), max_size=6))
@pytest.mark.django_db
def test_what_is_pending_at_the_end_of_a_year_stands_in_the_next(city: City, cases: list[History]) -> None:
    with transaction.atomic():
        made = [kept(city, h, n) for n, h in enumerate(cases)]
        mine = {f"remedy/{r.pk}": r for r in made if r.counted and not r.voided_on}
        tallies = {year: queries.table_4(city.justice, year) for year in range(FIRST, LAST + 4)}
        seen: set[str] = set()
        for year, tally in tallies.items():
            for course in COURSE_KEYS:
                parts = [tally.records[Address(4, course, key)] for key in RESULT]
                total = {c.record for c in tally.records[Address(4, course, "total")]}
                assert sum(map(len, parts)) == len(total)
                began = {
                    k for k, r in mine.items() if r.course == course and r.accepted_on and r.accepted_on.year == year
                }
                before = tallies[year - 1].records[Address(4, course, "pending")] if year > FIRST else ()
                assert total == began | {c.record for c in before}
                decided = {c.record for part in parts[:3] for c in part}
                assert not decided & seen  # each is decided once
                seen |= decided
        assert seen == {k for k, r in mine.items() if r.ended_on and r.ended_on.year <= LAST + 3}
        transaction.set_rollback(True)
