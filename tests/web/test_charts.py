"""Bars and their values stay within the picture."""

from decimal import Decimal

import pytest

from gongkai.web.charts import chart


def test_it_works() -> None:
    drawn = chart("结果", [("予以公开", 4, "a"), ("部分公开", 1, "b")])
    assert [bar.length for bar in drawn.bars] == [drawn.bars[0].length, round(drawn.bars[0].length / 4, 1)]
    assert drawn.label == "结果：予以公开 4 件；部分公开 1 件"


def test_long_words_are_cut_beside_the_bar_and_whole_in_the_table() -> None:
    (bar,) = chart("栏目", [("部门会议、部门文件和公告", 11, "a")]).bars
    assert (bar.words, bar.short) == ("部门会议、部门文件和公告", "部门会议、部门文…")


def test_money_has_its_own_unit_and_its_cents() -> None:
    drawn = chart("收费", [("2022 年", Decimal("39.2"), "a"), ("2023 年", Decimal("40.51"), "a")], unit="万元")
    assert drawn.label == "收费：2022 年 39.2 万元；2023 年 40.51 万元"
    assert all(bar.end + 9.5 * len(str(bar.value)) <= drawn.width for bar in drawn.bars)


@pytest.mark.parametrize("most", [0, 7, 1085, 10854, 1085432])
def test_the_longest_value_has_room(most: int) -> None:
    drawn = chart("结果", [("予以公开", most, "a")])
    (bar,) = drawn.bars
    assert bar.end + 9.5 * len(str(most)) <= drawn.width
