"""What somebody is told to look at, and that it stops nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.web.remedies import cautions
from gongkai.web.remedies.models import Remedy
from gongkai.web.remedies.operations import Entry
from gongkai.workdays import calendar
from tests.web.conftest import TODAY, City
from tests.web.remedies.contests import entered, went_on


def told(remedy: Remedy, *, on: date = TODAY) -> dict[str, str]:
    return {c.key: c.words for c in cautions.of(remedy, calendar(), on=on)}


def test_it_works(city: City) -> None:
    answered = went_on(city, entered(city), "answered", date(2026, 3, 12))
    assert told(answered) == {}


@pytest.mark.parametrize(
    ("outcome", "replied", "warned"),
    [
        ("state_secret", date(2024, 1, 2), True),
        ("state_secret", date(2023, 12, 29), False),
        ("partially_granted", date(2025, 6, 3), True),
        ("not_held", date(2025, 6, 3), False),
        ("", None, False),
    ],
)
def test_a_suit_where_reconsideration_comes_first(city: City, outcome: str, replied: date | None, warned: bool) -> None:
    suit = entered(city, course="direct_suit", outcome=outcome, replied_on=replied)
    assert ("reconsideration_first" in told(suit)) is warned
    assert suit.counted  # the court accepted it: it counts all the same


@pytest.mark.parametrize(
    ("course", "more", "asked"),
    [
        ("direct_suit", {}, True),
        ("direct_suit", {"filed_on": None}, True),
        ("direct_suit", {"outcome": "not_held", "replied_on": date(2026, 2, 2)}, False),
        ("suit_after_reconsideration", {}, False),
        ("reconsideration", {}, False),
    ],
)
def test_a_suit_over_silence_is_asked_about(city: City, course: str, more: dict[str, Any], asked: bool) -> None:
    assert ("silence_first" in told(entered(city, course=course, **more))) is asked


@pytest.mark.parametrize(
    ("more", "ended", "asked"),
    [
        ({}, date(2026, 3, 16), True),
        ({}, date(2026, 4, 2), False),
        ({"application_number": "2026002"}, date(2026, 3, 16), False),
        ({"application_number": ""}, date(2026, 3, 16), False),
        ({"course": "suit_after_reconsideration"}, date(2026, 3, 16), False),
    ],
)
def test_a_direct_suit_after_the_reconsideration_of_its_application(
    city: City, more: dict[str, Any], ended: date, asked: bool
) -> None:
    first = went_on(city, entered(city, application_number="2026001"), "ended", ended, "maintained")
    given: dict[str, Any] = {"course": "direct_suit", "application_number": "2026001", "case_number": "1"}
    suit = entered(city, Entry("accepted", date(2026, 4, 13)), **{**given, "filed_on": date(2026, 4, 1), **more})
    assert ("reconsidered_before" in told(suit)) is asked
    if asked:
        assert "青政复〔2026〕12号" in told(suit)["reconsidered_before"]
        went_on(city, first, "voided", TODAY, note="重复登记")
        assert "reconsidered_before" not in told(suit)


def test_silence_before_2024_is_not_asked_about(city: City) -> None:
    old = Entry("accepted", date(2023, 12, 28))
    assert "silence_first" not in told(entered(city, old, course="direct_suit", filed_on=date(2023, 12, 20)))


def test_a_case_brought_after_its_term(city: City) -> None:
    given: dict[str, Any] = {"replied_on": date(2025, 12, 1), "known_on": date(2025, 12, 1), "outcome": "not_held"}
    late = entered(city, **given, filed_on=date(2026, 2, 3))
    assert "2026-01-30" in told(late)["term_passed"]  # sixty days after Monday 2025-12-01
    in_time = entered(city, **given, filed_on=date(2026, 1, 30), case_number="2")
    assert "term_passed" not in told(in_time)


def test_a_suit_counts_its_term_from_the_reconsideration(city: City) -> None:
    first = went_on(city, entered(city), "ended", date(2026, 3, 16), "maintained")
    first = went_on(city, first, "served", date(2026, 3, 17))
    given: dict[str, Any] = {"course": "suit_after_reconsideration", "before": first}
    accepted = Entry("accepted", date(2026, 4, 13))
    late = entered(city, accepted, **given, filed_on=date(2026, 4, 2), case_number="1")
    assert "2026-04-01" in told(late)["term_passed"]
    in_time = entered(city, accepted, **given, filed_on=date(2026, 4, 1), case_number="3")
    assert "term_passed" not in told(in_time)
    alone = entered(city, course="suit_after_reconsideration", case_number="2")
    assert "no_reconsideration" in told(alone)


@pytest.mark.parametrize(
    ("ended", "asked"), [(None, True), (date(2026, 4, 2), True), (date(2026, 4, 1), False), (date(2026, 3, 16), False)]
)
def test_a_suit_brought_before_its_reconsideration_ended(city: City, ended: date | None, asked: bool) -> None:
    first = entered(city)
    if ended:
        first = went_on(city, first, "ended", ended, "maintained")
    given: dict[str, Any] = {"course": "suit_after_reconsideration", "before": first, "filed_on": date(2026, 4, 1)}
    suit = entered(city, Entry("accepted", date(2026, 4, 13)), **given, case_number="1")
    assert ("reconsideration_open" in told(suit)) is asked


def test_our_own_answer(city: City) -> None:
    remedy = entered(city)
    assert "answer_soon" in told(remedy, on=date(2026, 3, 12))
    assert "answer_late" not in told(remedy, on=date(2026, 3, 16))
    assert "answer_late" in told(remedy, on=date(2026, 3, 17))
    assert "answered_late" in told(went_on(city, remedy, "answered", date(2026, 3, 18)))


def test_what_is_missing(city: City) -> None:
    bare = entered(city, Entry("received", date(2026, 4, 17)), case_number="")
    assert {"not_accepted", "no_number"} <= set(told(bare))
    refused = went_on(city, bare, "ended", date(2026, 4, 20), "application_rejected")
    assert "不计入年报" in told(refused)["not_accepted"]
    office = city.organs["市政府办公室"]
    other = entered(city, role="office", organ=office, defendants=(city.justice.name, office.name))
    assert "青澜市司法局" in told(other)["not_counted"]


def test_a_voided_case_is_left_in_peace(city: City) -> None:
    assert told(went_on(city, entered(city), "voided", TODAY, note="重复登记")) == {}


def test_a_year_without_a_calendar_is_told(city: City) -> None:
    """The last day to answer is not guessed where the calendar does not know its year, nor passed over."""
    day = date(2016, 1, 6)
    remedy = entered(city, Entry("accepted", day), Entry("received", day), filed_on=None)
    assert remedy.answer_due is None
    assert "不在日历范围内" in told(remedy)["answer_unknown"]
    assert "answer_unknown" not in told(went_on(city, remedy, "answered", date(2016, 1, 15)))
