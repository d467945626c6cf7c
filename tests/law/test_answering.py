"""How long the organ has to answer: by course, procedure and the day the copy came in."""

from datetime import date

import pytest

from gongkai.law.answering import ANSWER_TERMS, answer_due, answer_term, key_of
from gongkai.workdays import CalendarEnds, calendar


@pytest.mark.parametrize(
    ("course", "summary", "received", "due"),
    [
        ("reconsideration", False, date(2026, 3, 2), date(2026, 3, 16)),  # 周一，十个工作日
        ("reconsideration", True, date(2026, 3, 2), date(2026, 3, 9)),  # 周一，五个工作日
        ("reconsideration", False, date(2023, 3, 6), date(2023, 3, 16)),  # 修订前：十日
        ("direct_suit", False, date(2026, 3, 2), date(2026, 3, 17)),  # 十五日
        ("suit_after_reconsideration", True, date(2026, 3, 6), date(2026, 3, 23)),  # 第十五日是周六，顺延
    ],
)
def test_it_works(course: str, summary: bool, received: date, due: date) -> None:
    term = answer_term(key_of(course, summary=summary), received)
    assert term is not None
    assert answer_due(term, received, calendar()).day == due


def test_before_the_first_term_there_is_none() -> None:
    assert answer_term("answer_reconsideration_summary", date(2023, 12, 31)) is None


def test_past_the_calendar_nothing_is_said() -> None:
    with pytest.raises(CalendarEnds):
        answer_due(ANSWER_TERMS[-1], date(2099, 12, 30), calendar())


def test_every_term_cites_its_article_and_says_that_it_was_not_read() -> None:
    assert all(t.law.place and t.unverified for t in ANSWER_TERMS)
