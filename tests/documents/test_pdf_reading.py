"""Reading PDF: tables by their lines over pages, paragraphs, what other programs print, refusals."""

import random
from pathlib import Path

import pytest

from gongkai.documents import ocr, read, write
from gongkai.documents.blocks import Grid, Paragraph, Unreadable
from gongkai.documents.pdf import blocks
from gongkai.documents.pdf.chars import clean
from gongkai.report.reading import Report
from tests.documents import papers
from tests.documents.papers import typeset
from tests.paths import SHARED

HEADER = "[信息内容], [制发], [废止], [有效],"


def grids(data: bytes) -> list[list[list[str]]]:
    return [b.texts() for b in blocks(data).blocks if isinstance(b, Grid)]


def texts(data: bytes) -> list[str]:
    return [b.text for b in blocks(data).blocks if isinstance(b, Paragraph)]


def wrong(report: Report, data: bytes) -> dict[object, object]:
    found = read(data, name="年报.pdf").report
    return {a: (c.value, found.cells[a].value) for a, c in report.cells.items() if found.cells[a] != c}


def test_it_works() -> None:
    data = typeset(f"= 一、总体情况\n全年公开信息1136条。\n#table(columns: 4, {HEADER} [规章], [0], [12], [345])\n完。")
    document = blocks(data)
    assert (document.format, document.pages, document.flow, document.warnings) == ("pdf", 1, False, [])
    assert [type(b) for b in document.blocks] == [Paragraph, Paragraph, Grid, Paragraph]
    assert texts(data) == ["一、总体情况", "全年公开信息1136条。", "完。"]
    assert grids(data) == [[["信息内容", "制发", "废止", "有效"], ["规章", "0", "12", "345"]]]


def test_spans_are_kept() -> None:
    source = """#table(columns: 3, table.cell(rowspan: 2)[三、本年度], [甲], [1],
      [乙], [22], table.cell(colspan: 2)[（七）总计], [23])"""
    (grid,) = [b for b in blocks(typeset(source)).blocks if isinstance(b, Grid)]
    assert grid.texts() == [["三、本年度", "甲", "1"], ["三、本年度", "乙", "22"], ["（七）总计", "（七）总计", "23"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert [(c.row, c.column, c.rowspan, c.colspan) for c in (grid.rows[0][0], grid.rows[2][0]) if c] == [
        (0, 0, 2, 1),
        (2, 0, 1, 2),
    ]


def test_a_label_that_runs_down_stands_in_its_own_cell() -> None:
    source = """#table(columns: (1.6em, 8em, 3em), table.cell(rowspan: 4)[三 \\ 、 \\ 办 \\ 理 \\ 结 \\ 果],
      [予以公开], [1], [部分公开], [2], [不予公开], [3], [无法提供], [4])"""
    (grid,) = grids(typeset(source))
    assert [row[1:] for row in grid] == [["予以公开", "1"], ["部分公开", "2"], ["不予公开", "3"], ["无法提供", "4"]]
    assert grid[0][0].replace("\n", "") == "三、办理结果"


def test_a_table_over_pages_is_one_and_page_numbers_are_left_out() -> None:
    rows = "".join(f"[第{i}行办理结果], [{i}], [{i * 7}]," for i in range(90))
    data = typeset(f'#set page(numbering: "— 1 —")\n前文。\n#table(columns: 3, {rows})\n后文。')
    (grid,) = grids(data)
    assert grid == [[f"第{i}行办理结果", str(i), str(i * 7)] for i in range(90)]
    assert texts(data) == ["前文。", "后文。"]
    assert blocks(data).pages == 3


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    rows = "".join(f"[第{i}行], [{i}], [0]," for i in range(33))
    long = "申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请" * 3
    data = typeset(f"#table(columns: (9em, 3em, 3em), inset: 6.2pt, {rows} [{long}], [5], [6], [末行], [7], [8])")
    (grid,) = grids(data)
    assert [row[1:] for row in grid[-2:]] == [["5", "6"], ["7", "8"]]
    assert grid[-2][0].replace("\n", "") == long


def test_paragraphs_are_joined_over_lines_and_pages() -> None:
    one = "本机关认真落实条例，主动公开政府信息1136条，全年收到申请21件，" * 9 + "均按期答复。"
    data = typeset("\n\n".join([one, "（一）标题。", one, one, one, one]) + "\n= 二、标题\n" + one)
    assert texts(data) == [one, "（一）标题。", one, one, one, one, "二、标题", one]


@pytest.mark.parametrize("stroke", ['(dash: "dashed", thickness: 0.5pt)', "2.5pt", "0.1pt", '(dash: "dotted")'])
def test_lines_of_every_kind_make_cells(stroke: str) -> None:
    (grid,) = grids(typeset(f"#table(columns: 4, stroke: {stroke}, {HEADER} [规章], [0], [1], [2])"))
    assert grid[1] == ["规章", "0", "1", "2"]


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    source = "#table(columns: 4, stroke: (x, y) => (left: if x > 0 { 0.5pt }, top: 0.5pt, bottom: 0.5pt), " + HEADER
    (grid,) = grids(typeset(source + "[规章], [0], [1], [2])"))
    assert grid[1] == ["规章", "0", "1", "2"]


def test_a_table_without_lines_is_told_by_its_columns() -> None:
    rows = "".join(f"[第{i}项结果], [{i}], [], [{i * 11}], [0]," if i == 3 else
                   f"[第{i}项结果], [{i}], [5], [{i * 11}], [0]," for i in range(8))  # fmt: skip
    document = blocks(typeset(f"说明文字。\n#table(columns: (12em, 4em, 4em, 4em, 4em), stroke: none, {rows})"))
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert grid.texts()[2:5] == [["第2项结果", "2", "5", "22", "0"], ["第3项结果", "3", "", "33", "0"],
                                 ["第4项结果", "4", "5", "44", "0"]]  # fmt: skip


def test_text_without_any_table_is_flow_with_values_apart() -> None:
    document = blocks(typeset("规章#h(3em)0#h(3em)5#h(3em)12\n\n行政许可#h(3em)550"))
    assert document.flow
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["规章 0 5 12", "行政许可 550"]


def test_two_tables_side_by_side_are_two() -> None:
    rows = "".join(f"[第{i}行], [{{}}{i}]," for i in range(4))
    side = "#table(columns: 2, {})"
    data = typeset(
        "#set page(flipped: true)\n#grid(columns: (1fr, 1fr), column-gutter: 2cm, [2022年\\ "
        + side.format(rows.format(*"1111")) + "], [2023年\\ " + side.format(rows.format(*"2222")) + "])"
    )  # fmt: skip
    left, right = grids(data)
    assert [row[1] for row in left] == ["10", "11", "12", "13"]
    assert [row[1] for row in right] == ["20", "21", "22", "23"]
    assert texts(data) == ["2022年", "2023年"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_turned_by_their_mark_or_by_drawing_read_the_same(degrees: int) -> None:
    table = f"#table(columns: 4, {HEADER} [规章], [0], [1], [2])"
    plain = grids(typeset(table))
    assert grids(papers.turned(typeset(table), degrees)) == plain
    assert grids(typeset(f"#rotate({degrees}deg, reflow: true)[{table}]")) == plain


def test_radicals_become_characters_and_nothing_else_changes() -> None:
    assert clean("⼀、⾏政许可（㎡）％１") == "一、行政许可（㎡）％１"
    assert clean("⻓⻢⺠") == "长马民"


@pytest.mark.parametrize("make", [papers.by_soffice, papers.by_chromium], ids=["libreoffice", "chromium"])
def test_what_other_programs_print_reads_exactly(make: object, tmp_path: Path) -> None:
    report = papers.full()
    assert callable(make)
    assert wrong(report, make(report, tmp_path)) == {}


def test_what_we_print_reads_exactly() -> None:
    report = papers.full(2)
    assert wrong(report, write(report, format="pdf")) == {}


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_real_report_has_its_tables_stitched() -> None:
    path = next((SHARED / "reports" / "files").glob("*.pdf"))
    two, three, four = grids(path.read_bytes())
    assert [(len(t), len(t[0])) for t in (two, three, four)] == [(14, 4), (26, 10), (4, 15)]
    assert two[-1][1] == "7730.28"
    assert three[5][0].replace("\n", "") == "三、本年度办理结果"
    assert three[17][0] == "", "the label is not printed again after the page break"
    assert four[-1] == ["10", "1", *"00000000", "5", *"0000"]
    assert not any(t.strip("-— ").isdigit() for t in texts(path.read_bytes()))


def test_encrypted_is_refused() -> None:
    pages = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"]  # fmt: skip
    lock = "<0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF>"
    trailer = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {lock} /U {lock} /P -4 >> /ID [<00> <00>]"
    with pytest.raises(Unreadable, match="密码"):
        blocks(papers.by_hand(pages, trailer))


def test_truncated_is_refused() -> None:
    data = typeset("正文。" * 3000)
    with pytest.raises(Unreadable, match="不完整"):
        blocks(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", b"%PDF-1.7\n" + b"x" * 500 + b"startxref\n9\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        blocks(data)


def test_pages_in_a_circle_end() -> None:
    circle = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"]
    with pytest.raises(Unreadable):
        blocks(papers.by_hand(circle))


def test_too_many_pages_are_refused() -> None:
    kids = " ".join("3 0 R" for _ in range(501))
    many = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count 501 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"]  # fmt: skip
    with pytest.raises(Unreadable, match="500 页"):
        blocks(papers.by_hand(many))


def with_a_scan(*, text: bool) -> bytes:
    """A PDF of a page that is a picture, and one with text."""
    image = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    draw, write_ = "q 595 0 0 842 0 0 cm /I Do Q", "BT /F 12 Tf 90 700 Td (Annual report of 2023) Tj ET"
    page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
    kids = "[3 0 R 6 0 R]" if text else "[3 0 R]"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return papers.by_hand(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids {kids} /Count {2 if text else 1} >>",
            f"<< {page} /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            f"<< /Length {len(draw)} >>\nstream\n{draw}\nendstream",
            f"{image}\nstream\n0\nendstream",
            f"<< {page} /Contents 7 0 R /Resources << /Font << /F {font} >> >> >>",
            f"<< /Length {len(write_)} >>\nstream\n{write_}\nendstream",
        ]
    )


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(Unreadable, match=r"gongkai\[ocr\]"):
        blocks(with_a_scan(text=False))


def test_a_scanned_page_among_others_is_left_out_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    document = blocks(with_a_scan(text=True))
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["Annual report of 2023"]
    (warning,) = document.warnings
    assert warning.code == "not_read" and "第 1 页" in warning.message


def test_damage_never_ends_in_another_error() -> None:
    data = typeset(f"#table(columns: 4, {HEADER} [规章], [0], [1], [2])")
    chance = random.Random(5)
    survived = 0
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            blocks(bytes(broken))
            survived += 1
        except Unreadable:
            pass
    assert survived, "some damage is harmless, so the reading itself was reached"


def test_a_heading_below_a_title_that_fills_the_widest_line_stays_a_paragraph() -> None:
    title, heading = "某某市司法局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"
    found = blocks(typeset(f"#set text(size: 12pt)\n\n{title}\n\n{heading}\n\n三、收到和处理政府信息公开申请情况\n"))
    assert [b.text for b in found.blocks if isinstance(b, Paragraph)][:2] == [title, heading]
