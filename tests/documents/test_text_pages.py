"""What pages leave in a text: numbers, running heads, feet. Real cells stay."""

import pytest

from gongkai.documents import read
from gongkai.documents import text as text_format
from gongkai.documents.text.pages import lines_of
from tests.documents.sample import sample_2019


def test_it_works() -> None:
    assert lines_of("二、主动公开\n—3—\n规章") == ["二、主动公开", "规章"]


@pytest.mark.parametrize(
    "line", ["—3—", "— 3 —", "-3-", " - 12 -", "第 3 页", "第3页 共8页", "第3页/共8页", "Page 3 of 8"]
)
def test_a_page_number_is_dropped(line: str) -> None:
    assert lines_of(f"0\n{line}\n1") == ["0", "1"]


@pytest.mark.parametrize("line", ["3", "-3", "—", "- -", "3/8", "1,234", "（3）", "3.其他", "第3页内容有误", "\t—3—"])
def test_what_may_be_a_cell_stays(line: str) -> None:
    assert lines_of(f"0\n{line}\n1") == ["0", line, "1"]


def test_a_bare_number_below_every_page_counts_the_pages() -> None:
    assert lines_of("文字\n1\n\f规章\n0\n2\n\f") == ["文字", "规章", "0"]
    assert lines_of("文字\n1\n\f规章\n0\n\f") == ["文字", "1", "规章", "0"]


def test_a_series_of_parts_is_dropped_only_when_whole() -> None:
    assert lines_of("甲\n1/2\n乙\n2/2") == ["甲", "乙"]
    assert lines_of("甲\n1/3\n乙\n2/3") == ["甲", "1/3", "乙", "2/3"]


def test_the_head_and_foot_a_browser_prints_are_dropped() -> None:
    page = "11/22/26, 6:47 PM  云山县司法局2023年政府信息公开工作年度报告\n{}\nfile:///report.html  {}/2\n"
    assert lines_of(page.format("甲", 1) + "\f" + page.format("乙", 2)) == ["甲", "乙"]


def test_a_title_on_every_page_stays_once() -> None:
    title = "云山县司法局2023年政府信息公开工作年度报告"
    assert lines_of(f"{title}\n甲\n\f{title}\n乙\n") == [title, "甲", "乙"]


@pytest.mark.parametrize("number", ["—3—", "— 3 —", "第 3 页", "第3页 共8页"])
@pytest.mark.parametrize("style", ["lines", "pipes"])
def test_a_page_number_at_any_line_changes_no_cell(number: str, style: str) -> None:
    report = sample_2019()
    lines = text_format.write(report, style=style).decode().split("\n")
    for at in range(0, len(lines), 7):
        broken = "\n".join([*lines[:at], number, *lines[at:]])
        assert dict(read(broken.encode(), name="年报.txt").report.cells) == dict(report.cells)
