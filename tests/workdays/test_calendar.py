"""Working days: the plain sums, the edges, every day of eight years against an independent calendar."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.workdays import BadNotice, CalendarEnds, DayKind, calendar, shipped
from gongkai.workdays.notices import read_notice, statutory

CALENDAR = calendar()
DAYS = st.dates(date(2019, 1, 1), date(2034, 6, 30))


def test_it_works() -> None:
    assert CALENDAR.add(date(2024, 4, 22), 20) == date(2024, 5, 21)
    assert CALENDAR.count(date(2024, 4, 22), date(2024, 5, 21)) == 20
    assert not CALENDAR.due(date(2024, 4, 22), 20).provisional


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_an_independent_calendar(year: int) -> None:
    for day, kind in CALENDAR.days_of(year):
        assert kind.counts == chinese_calendar.is_workday(day), day


def test_a_make_up_day_counts_and_says_so() -> None:
    assert CALENDAR.kind(date(2026, 9, 20)) is DayKind.MAKE_UP
    assert "国办发明电〔2025〕7号" in str(CALENDAR.law(date(2026, 9, 20)))


def test_a_term_ending_on_a_rest_day_rolls_forward() -> None:
    assert CALENDAR.roll(date(2026, 10, 3)) == date(2026, 10, 8)
    assert CALENDAR.roll(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_year_without_notice_is_provisional_and_named() -> None:
    due = CALENDAR.due(date(2026, 12, 15), 20)
    assert due.provisional
    assert due.years == (2027,)
    assert {d.day for d in statutory(2027)} >= {date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 8), date(2027, 10, 3)}


def test_adding_the_notice_makes_it_certain(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'year = 2027\nnumber = "试〔2026〕1号"\nissued_on = 2026-11-30\n'
        '[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-05\nwork = [2027-01-09]\n',
        encoding="utf-8",
    )
    announced = calendar(tmp_path)
    due = announced.due(date(2026, 12, 15), 20)
    assert not due.provisional
    assert due.day != CALENDAR.due(date(2026, 12, 15), 20).day


def test_every_notice_has_number_and_date() -> None:
    assert [n.year for n in shipped()] == list(range(2019, 2027))
    assert all(n.source.number.startswith("国办发明电") and n.source.issued_on for n in shipped())


def test_outside_the_calendar_is_said() -> None:
    with pytest.raises(CalendarEnds, match="不在日历范围内"):
        CALENDAR.add(date(2018, 12, 31), 1)
    with pytest.raises(CalendarEnds, match="补充放假通知"):
        CALENDAR.add(date(2035, 12, 20), 40)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("year = ", "TOML"),
        ("year = 2027\n", "缺少项目"),
        (
            'year = 2027\nnumber="a"\nissued_on=2026-11-01\n[[holiday]]\nname="元旦"\nfrom=2027-01-03\nto=2027-01-01\n',
            "起止日期",
        ),
        (
            'year = 2027\nnumber="a"\nissued_on=2026-11-01\n[[holiday]]\nname="元旦"\nfrom=2027-01-01\nto=2027-01-01\n'
            "work=[2027-01-04]\n",
            "本来就是工作日",
        ),
        (
            'year = 2027\nnumber="a"\nissued_on=2026-11-01\n[[holiday]]\nname="元旦"\nfrom=2030-01-01\nto=2030-01-01\n',
            "不在 2027 年前后",
        ),
    ],
)
def test_a_wrong_notice_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadNotice, match=says):
        read_notice(text, name="2027.toml")


@given(DAYS, st.integers(1, 120))
def test_adding_and_counting_are_inverse(day: date, n: int) -> None:
    due = CALENDAR.add(day, n)
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.count(day, due) == n
    assert CALENDAR.working_days(day, due)[-1] == due


@given(DAYS, st.integers(1, 60))
def test_adding_is_the_plain_loop(day: date, n: int) -> None:
    at, left = day, n
    while left:
        at += timedelta(days=1)
        left -= CALENDAR.is_working_day(at)
    assert CALENDAR.add(day, n) == at
