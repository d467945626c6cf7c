"""Plain text in its three shapes."""

import pytest

from gongkai.documents.text.writing import STYLES, write
from tests.documents.sample import sample


def test_it_works() -> None:
    text = write(sample()).decode()
    assert text.startswith("云山县司法局2023年政府信息公开工作年度报告\n本报告由")
    assert "\n\t行政许可\n\t0\n\n" in text


def test_lines_leave_merged_and_blank_cells_empty() -> None:
    lines = write(sample(), style="lines").decode().split("\n")
    at = lines.index("\t（一）予以公开")
    assert lines[at - 1 : at + 9] == ["\t三、本年度办理结果", "\t（一）予以公开", "\t0", "\t", *["\t0"] * 5, ""]
    assert lines[at + 9 : at + 11] == ["\t", "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]


def test_pipes_keep_every_row_as_wide_as_the_table() -> None:
    lines = [line for line in write(sample(), style="pipes").decode().split("\n") if line.startswith("|")]
    widths = [line.replace("\\|", "").count("|") - 1 for line in lines]
    assert sorted(set(widths)) == [4, 10, 15]
    assert "见附件\\|一" in "".join(lines)
    assert lines[1] == "| --- | --- | --- | --- |"


def test_flat_has_nothing_between_cells() -> None:
    text = write(sample(), style="flat").decode()
    assert "规章000行政规范性文件69366500" in text
    assert "（一）予以公开000000（二）" in text


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_every_section(style: str) -> None:
    text = write(sample(), style=style).decode()
    assert all(words in text for words in ("一、总体情况", "六、其他需要报告的事项", "更新不够及时"))


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="style"):
        write(sample(), style="table")
