"""信息处理费: the tiers of articles 4 and 5, and which amounts they can give."""

from datetime import date
from decimal import Decimal
from itertools import accumulate, islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.deadlines import RULES
from gongkai.law.fees import (
    BY_ITEM,
    BY_PAGE,
    METHODS,
    MOST,
    PAGE_UNITS,
    BadFee,
    by_item,
    by_page,
    fee_of,
    fee_sum,
    fees_by_month,
    notice_due,
    page_unit,
    payment_due,
    possible,
    tiers,
)
from gongkai.workdays import calendar

CALENDAR = calendar()


def test_it_works() -> None:
    assert by_page(119) == 70 * 10 + 19 * 20


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (57, 270), (68, 380), (72, 420), (100, 700), (105, 800), (109, 880), (119, 1080),
     (200, 2700), (201, 2740)],
)  # fmt: skip
def test_pages(pages: int, yuan: int) -> None:
    assert by_page(pages) == yuan


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (25, 1500), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (51, 7400)],
)
def test_items(items: int, yuan: int) -> None:
    assert by_item(items) == yuan


@pytest.mark.parametrize("count", [by_item, by_page])
def test_a_negative_number_is_refused(count) -> None:
    with pytest.raises(ValueError, match="-1"):
        count(-1)


def test_tiers_follow_each_other_and_cite() -> None:
    for table in (BY_ITEM, BY_PAGE):
        assert all(b.first == (a.last or 0) + 1 and b.price > a.price for a, b in pairwise(table))
        assert table[-1].last is None
        assert all(t.law.place for t in table)


@given(st.integers(0, 2000))
def test_what_a_tier_gives_is_possible(pages: int) -> None:
    assert possible(by_page(pages), applications=1)
    assert possible(by_item(pages % 200))


@given(st.integers(0, 20_000))
def test_what_one_application_can_owe(yuan: int) -> None:
    reachable = {by_page(p) for p in range(700)}
    assert possible(Decimal(yuan), applications=1) == (yuan in reachable or yuan % 100 == 0)


@pytest.mark.parametrize("yuan", ["-10", "255", "270.5", "1081"])
def test_an_amount_no_tier_gives(yuan: str) -> None:
    assert not possible(Decimal(yuan))


def test_a_sum_of_several_may_be_any_multiple_of_ten() -> None:
    assert not possible(Decimal(710), applications=1)
    assert possible(Decimal(710), applications=2)
    assert possible(Decimal(710))


# The sum


def test_the_sum_is_visible() -> None:
    fee = fee_of(pages=119)
    assert str(fee) == "70×10 + 19×20 = 1080"
    assert [(line.first, line.last, line.units) for line in fee.lines] == [(1, 30, 30), (31, 100, 70), (101, 119, 19)]
    assert fee.total == Decimal(1080)
    assert isinstance(fee.total, Decimal)
    assert str(fee.lines[0].law) == "《政府信息公开信息处理费管理办法》第五条"


def test_further_blocks_are_tiers_of_their_own() -> None:
    found = list(islice(tiers("item"), 6))
    assert [(t.first, t.last, int(t.price)) for t in found] == [
        (1, 10, 0), (11, 30, 100), (31, 40, 200), (41, 50, 300), (51, 60, 400), (61, 70, 500),
    ]  # fmt: skip


def test_every_row_cites() -> None:
    assert all(row.law.place for row in (*METHODS, *PAGE_UNITS))


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"items": 3, "pages": 3}, "不得重复计算"),
        ({}, "请填写件数"),
        ({"items": -1}, "件数不能为负"),
        ({"pages": -1}, "页数不能为负"),
        ({"items": MOST["item"] + 1}, "件数 10001 不合理"),
        ({"pages": 10**12}, "核对是否多输入了位数"),
        ({"pages": True}, "页数应为整数"),
        ({"pages": 1.5}, "页数应为整数"),
        ({"pages": "119"}, "页数应为整数"),
        ({"items": 1, "earlier": -2}, "件数不能为负"),
        ({"pages": 40, "earlier": 2}, "不与本月其他申请累计"),
    ],
)
def test_a_count_that_cannot_be_is_refused(counts, says: str) -> None:
    with pytest.raises(BadFee, match=says) as refused:
        fee_of(**counts)
    assert refused.value.law is not None
    assert str(refused.value).endswith("）")


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(BadFee, match="没有「weight」这种计费方式"):
        fee_sum("weight", 1)


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(BadFee, match="先后排列"):
        fees_by_month([(date(2025, 3, 5), 1), (date(2025, 3, 3), 1)])


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_more_never_costs_less(a: int, b: int) -> None:
    low, high = sorted((a, b))
    assert by_item(low) <= by_item(high)
    assert by_page(low) <= by_page(high)


@given(st.integers(0, 600))
def test_each_further_unit_costs_at_least_as_much(n: int) -> None:
    for count in (by_item, by_page):
        assert count(n + 2) - count(n + 1) >= count(n + 1) - count(n)


@given(st.integers(1, 600))
def test_the_price_of_one_unit_counted_the_slow_way(n: int) -> None:
    """Article 4 said again in other words: nothing, 100, then 100 more for every ten begun after thirty."""
    price = 0 if n <= 10 else 100 if n <= 30 else 200 + (n - 31) // 10 * 100
    assert by_item(n) - by_item(n - 1) == price


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_a_month_split_any_way_owes_the_same(parts: list[int]) -> None:
    sums = fees_by_month([(date(2025, 3, 3), part) for part in parts])
    assert sum(s.total for s in sums) == by_item(sum(parts))
    assert [s.earlier for s in sums] == [0, *accumulate(parts)][:-1]


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_lines_cover_each_unit_once(units: int, earlier: int) -> None:
    fee = fee_sum("item", units, earlier=earlier)
    assert sum(line.units for line in fee.lines) == units
    assert all(b.first == a.last + 1 for a, b in pairwise(fee.lines))
    assert fee.total == by_item(earlier + units) - by_item(earlier)


# Settings and days


def test_the_unit_of_a_page_is_a_setting() -> None:
    assert "单面" in page_unit("electronic", date(2025, 1, 1)).words
    assert all(unit.unverified for unit in PAGE_UNITS)
    with pytest.raises(BadFee, match="计页规则"):
        page_unit("paper", date(2020, 12, 31))
    with pytest.raises(BadFee, match="film"):
        page_unit("film", date(2025, 1, 1))


def test_no_fee_before_the_measures() -> None:
    with pytest.raises(BadFee, match="2021-01-01"):
        notice_due(date(2020, 12, 31), CALENDAR)


@given(st.dates(date(2021, 1, 1), date(2026, 6, 30)), st.integers(0, 20))
def test_the_days_are_working_days_after_the_term(on: date, extension: int) -> None:
    due = notice_due(on, CALENDAR, extension=extension)
    assert CALENDAR.is_working_day(due.day)
    assert CALENDAR.count(on, due.day) == RULES[-1].reply + extension
    assert CALENDAR.count(on, payment_due(on, CALENDAR).day) == RULES[-1].fee_payment
