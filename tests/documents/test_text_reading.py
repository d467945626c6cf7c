"""Plain text as sites print it: tabs, pipes, one cell a line, nothing between the cells."""

from gongkai.documents.blocks import Grid, Paragraph
from gongkai.documents.text.reading import blocks_of


def grids(text: str) -> list[list[list[str]]]:
    return [b.texts() for b in blocks_of(text).blocks if isinstance(b, Grid)]


def test_it_works() -> None:
    document = blocks_of("标题\n\t规章\n\t0\n\t1\n\n\t行政许可\n\t408\n二、正文")
    assert [type(b) for b in document.blocks] == [Paragraph, Grid, Paragraph]
    assert grids("标题\n\t规章\n\t0\n\t1\n\n\t行政许可\n\t408\n二、正文") == [[["规章", "0", "1"], ["行政许可", "408"]]]
    assert not document.flow


def test_a_line_with_only_a_tab_is_a_blank_cell() -> None:
    assert grids("\t规章\n\t\n\t0\n") == [[["规章", "", "0"]]]


def test_a_broken_cell_goes_on_in_the_next_line() -> None:
    assert grids("\t结果\n维持\n\t结果纠正\n") == [[["结果\n维持", "结果纠正"]]]


def test_tabs_inside_a_line_make_a_row() -> None:
    assert grids("规章\t0\t0\t2\n行政规范性文件\t1\t\t3") == [
        [["规章", "0", "0", "2"], ["行政规范性文件", "1", "", "3"]]
    ]


def test_pipes_keep_their_blank_cells() -> None:
    assert grids("| 信息内容 | 件数 |\n| --- | --- |\n| 规章 | |\n| 行政许可 | 3 |") == [
        [["信息内容", "件数"], ["规章", ""], ["行政许可", "3"]]
    ]


def test_text_without_any_structure_flows() -> None:
    document = blocks_of("# 年报\n规章000行政规范性文件6051")
    assert document.flow
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["年报", "规章000行政规范性文件6051"]
