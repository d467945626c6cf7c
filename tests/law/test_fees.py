"""信息处理费: the tiers of articles 4 and 5, and which amounts they can give."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import BY_ITEM, BY_PAGE, by_item, by_page, possible


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
    for tiers in (BY_ITEM, BY_PAGE):
        assert all(b.first == (a.last or 0) + 1 and b.price > a.price for a, b in pairwise(tiers))
        assert tiers[-1].last is None
        assert all(t.law.place for t in tiers)


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
