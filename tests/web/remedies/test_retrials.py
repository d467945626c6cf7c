"""A case tried again: counted anew in a later year, once within a year, refused where it cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.remedies import RESULT, BadRemedy
from gongkai.report.cells import Address
from gongkai.web.remedies import operations, queries
from gongkai.web.remedies.models import Remedy
from gongkai.web.remedies.operations import Entry
from gongkai.workdays import calendar
from tests.web.conftest import TODAY, City
from tests.web.remedies.contests import entered, went_on


def judged(city: City, *, year: int, result: str = "claims_dismissed") -> Remedy:
    """A suit accepted and judged in a year."""
    accepted = Entry("accepted", date(year, 3, 2))
    suit = entered(city, accepted, course="direct_suit", case_number="（2026）鲁01行初1号", filed_on=None)
    return went_on(city, suit, "ended", date(year, 9, 1), result)


def counts_of(city: City, year: int) -> dict[str, int]:
    tally = queries.table_4(city.justice, year)
    return {key: n for key in (*RESULT, "total") if (n := int(tally.value(Address(4, "direct_suit", key))))}


def test_a_retrial_in_a_later_year_is_counted_anew(city: City) -> None:
    suit = went_on(city, judged(city, year=2023), "retried", date(2025, 5, 6))
    assert (suit.retried_on, suit.ended_on, suit.result.key) == (date(2025, 5, 6), None, "pending")
    assert counts_of(city, 2025) == {"pending": 1, "total": 1}
    went_on(city, suit, "ended", date(2026, 2, 3), "annulled")
    # What the report of 2023 counted stays; 2024 knows nothing of the case.
    assert [counts_of(city, year) for year in range(2022, 2028)] == [
        {},
        {"upheld": 1, "total": 1},
        {},
        {"pending": 1, "total": 1},
        {"corrected": 1, "total": 1},
        {},
    ]
    assert queries.in_cell([city.justice.pk], 2026, "direct_suit", "corrected") == {suit.pk}


def test_a_retrial_within_the_year_stands_in_one_column(city: City) -> None:
    suit = went_on(city, judged(city, year=2025), "retried", date(2025, 11, 3))
    assert counts_of(city, 2025) == {"pending": 1, "total": 1}
    went_on(city, suit, "ended", date(2025, 12, 20), "annulled")
    assert counts_of(city, 2025) == {"corrected": 1, "total": 1}


def test_a_second_retrial_and_an_appeal_after_it(city: City) -> None:
    suit = judged(city, year=2022)
    for kind, on, how in (
        ("retried", date(2023, 1, 9), ""),
        ("ended", date(2023, 6, 1), "annulled"),
        ("appealed", date(2023, 6, 8), ""),
        ("ended", date(2023, 8, 1), "claims_dismissed"),
        ("retried", date(2025, 1, 9), ""),
        ("ended", date(2025, 3, 1), "annulled"),
    ):
        suit = went_on(city, suit, kind, on, how)
    assert [next(iter(counts_of(city, year)), "") for year in range(2021, 2027)] == [
        "", "upheld", "upheld", "", "corrected", "",
    ]  # fmt: skip


def test_facts_of_retrials_take_one_more_query(city: City) -> None:
    went_on(city, judged(city, year=2023), "retried", date(2025, 5, 6))
    with CaptureQueriesContext(connection) as asked:
        queries.facts(city.justice, until=TODAY)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("course", "on", "says"),
    [
        ("reconsideration", date(2026, 4, 1), "行政复议没有再审"),
        ("direct_suit", date(2026, 4, 1), "还没有审结"),
    ],
)
def test_a_retrial_that_cannot_be_is_refused(city: City, course: str, on: date, says: str) -> None:
    with pytest.raises(BadRemedy, match=says):
        went_on(city, entered(city, course=course), "retried", on)


def test_a_retrial_before_the_judgment_is_refused(city: City) -> None:
    with pytest.raises(BadRemedy, match="还没有审结"):
        went_on(city, judged(city, year=2025), "retried", date(2025, 8, 1))


def test_a_withdrawn_retrial_leaves_the_judgment(city: City) -> None:
    suit = went_on(city, judged(city, year=2023), "retried", date(2025, 5, 6))
    event = suit.events.get(kind="retried")
    back = operations.correct(
        event, None, why="只是申请再审", version=suit.version, viewer=city.viewer("clerk"), calendar=calendar()
    )
    assert (back.retried_on, back.ended_on) == (None, date(2023, 9, 1))
    assert counts_of(city, 2025) == {}


def test_an_appeal_in_the_next_year_leaves_the_judgment_where_it_was_counted(city: City) -> None:
    """The report of the year may have been filed between the two; it must not come out otherwise when it is counted again."""
    suit = judged(city, year=2024)
    assert counts_of(city, 2024) == {"upheld": 1, "total": 1}
    suit = went_on(city, suit, "appealed", date(2025, 1, 22))
    assert [counts_of(city, year) for year in (2024, 2025)] == [{"upheld": 1, "total": 1}, {"pending": 1, "total": 1}]
    went_on(city, suit, "ended", date(2025, 6, 5), "annulled")
    assert [counts_of(city, year) for year in (2024, 2025, 2026)] == [
        {"upheld": 1, "total": 1}, {"corrected": 1, "total": 1}, {},
    ]  # fmt: skip


def test_an_appeal_within_the_year_stands_in_one_column(city: City) -> None:
    went_on(city, judged(city, year=2025), "appealed", date(2025, 9, 12))
    assert counts_of(city, 2025) == {"pending": 1, "total": 1}
