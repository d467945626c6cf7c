"""What became of a text, and of the title of a report on a narrow screen."""

from __future__ import annotations

import pytest

from gongkai.web.organs.templatetags.gongkai import parted
from gongkai.web.reports.differences import changes


def test_it_works() -> None:
    assert changes("甲。乙。", "甲。丙。") == [("same", "甲。"), ("gone", "乙。"), ("new", "丙。")]


@pytest.mark.parametrize(
    ("before", "after"), [("", "新的。"), ("旧的。", ""), ("一；二；", "二；一；"), ("同。", "同。")]
)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("青澜市司法局2024年政府信息公开工作年度报告", "青澜市司法局<wbr>2024年政府信息公开<wbr>工作年度报告"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开<wbr>行政复议、行政诉讼情况"),
        ("一、总体情况", "一、总体情况"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_titles_part_at_their_joints_and_are_escaped(words: str, shown: str) -> None:
    assert parted(words) == shown
