"""Text in terminal columns."""

import pytest

from gongkai.cli.layout import cut, hang, pad, width, wrap


def test_it_works() -> None:
    assert wrap("表三「自然人」列：第一项加第二项为 60，第三项加第四项为 59，少 1。", 40) == [
        "表三「自然人」列：第一项加第二项为 60，",
        "第三项加第四项为 59，少 1。",
    ]


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("表3") == 3
    assert width("“表”") == 4
    assert pad("表", 4) == "表  "


@pytest.mark.parametrize("columns", [16, 20, 33, 48, 80])
def test_no_line_is_too_wide_or_begins_with_a_closing_mark(columns: int) -> None:
    text = (
        "区分处理的申请只计入「（二）部分公开」。请查这 6 件是否又计入（三）至（六）的某一项，如是，从该项中减去。" * 3
    )
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert not any(line[0] in "，。、；：？！）」》" for line in lines)
    assert not any(line[-1] in "（「《" for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_latin_words_and_numbers_stay_whole() -> None:
    assert wrap("国办公开办函 2021-30 见 report.docx", 20) == ["国办公开办函 2021-30", "见 report.docx"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_line_breaks_are_kept() -> None:
    assert wrap("一\n\n二", 10) == ["一", "", "二"]


def test_a_long_name_loses_its_middle() -> None:
    assert cut("青澜市自然资源和规划局2024年报.html", 20) == "青澜市自然…年报.html"
    assert width(cut("青澜市自然资源和规划局2024年报.html", 21)) <= 21
    assert cut("短.txt", 20) == "短.txt"


def test_lines_hang_under_their_label() -> None:
    assert hang("依据  ", "甲乙丙丁戊己庚辛壬癸", 24, indent=2) == ["  依据  甲乙丙丁戊己庚辛", "        壬癸"]
