"""Word documents: the official layout, the typography, and comments exactly where findings stand."""

import io
import zipfile
from collections.abc import Iterator

import docx
import pytest
from lxml import etree

from gongkai.documents.docx.comments import AUTHOR, words, write_checked
from gongkai.documents.docx.writing import write
from gongkai.documents.layout import sheets
from gongkai.report.reading import Report
from tests.documents.sample import findings, sample, sample_2019, span

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str = "document") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def commented(data: bytes) -> dict[int, str]:
    """The text inside the range of each comment."""
    found: dict[int, str] = {}
    open_: set[int] = set()
    for element in part(data).iter():
        identifier = int(element.get(f"{W}id", "-1"))
        if element.tag == f"{W}commentRangeStart":
            open_.add(identifier)
            found[identifier] = ""
        elif element.tag == f"{W}commentRangeEnd":
            open_.discard(identifier)
        elif element.tag == f"{W}t":
            for at in open_:
                found[at] += element.text or ""
    assert not open_
    return found


def test_it_works() -> None:
    document = docx.Document(io.BytesIO(write(sample())))
    assert [(len(t.rows), len(t.columns)) for t in document.tables] == [(14, 4), (27, 10), (4, 15)]
    assert document.core_properties.title == sample().title


@pytest.mark.parametrize("report", [sample(), sample_2019()], ids=["2021", "2019"])
def test_every_cell_stands_where_the_layout_has_it(report: Report) -> None:
    tables = docx.Document(io.BytesIO(write(report))).tables
    for table, sheet in zip(tables, sheets(report), strict=True):
        shown = [[cell.text for cell in row.cells] for row in table.rows]
        assert shown == [[slot.text for slot in row] for row in sheet.grid()]


def test_the_page_is_that_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(write(sample()))).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert [round(x.mm) for x in (section.page_width, section.page_height) if x] == [210, 297]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", None),
        ("Heading2", "楷体_GB2312", None),
        ("Cell", "宋体", "21"),
    ],
)
def test_chinese_fonts_are_named_for_chinese_text(style: str, font: str, size: str | None) -> None:
    found = part(write(sample()), "styles").find(f"{W}style[@{W}styleId='{style}']/{W}rPr")
    assert found is not None
    fonts = found.find(f"{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}eastAsia") == font
    written = found.find(f"{W}sz")
    assert (written.get(f"{W}val") if written is not None else None) == size


def test_head_rows_repeat_and_no_row_breaks() -> None:
    tables = list(part(write(sample())).iter(f"{W}tbl"))
    assert [len(list(table.iter(f"{W}tblHeader"))) for table in tables] == [0, 3, 3]
    rows = [row for table in tables for row in table.iter(f"{W}tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_table_stays_on_its_page() -> None:
    for table in part(write(sample())).iter(f"{W}tbl"):
        free = [row for row in table.iter(f"{W}tr") if row.find(f".//{W}keepNext") is None]
        assert free == [list(table.iter(f"{W}tr"))[-1]]


def test_page_numbers_stand_on_both_sides() -> None:
    data = write(sample())
    sides = [part(data, name).find(f".//{W}jc") for name in ("footer1", "footer2")]
    assert [side.get(f"{W}val") for side in sides if side is not None] == ["right", "left"]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write(sample()) == write(sample())


def test_a_document_without_findings_has_no_comments() -> None:
    assert write_checked(sample(), []) == write(sample())


def test_every_finding_is_a_comment() -> None:
    found = findings(sample())
    comments = list(docx.Document(io.BytesIO(write_checked(sample(), found))).comments)
    assert [c.comment_id for c in comments] == list(range(len(found)))
    assert {(c.author, c.initials) for c in comments} == {(AUTHOR, AUTHOR)}
    assert comments[0].text == "\n".join(words(found[0]))
    assert "可能的原因：漏填" in comments[0].text


def test_comments_stand_exactly_where_the_findings_are() -> None:
    ranges = commented(write_checked(sample(), findings(sample())))
    assert ranges == {
        0: "1,234",
        1: "1,234",
        2: "按规定时限",
        3: "规定时限更新",
        4: "专栏内容。（二）依申请",
        5: "五、存在的主要问题及改进情况",
        6: "三、收到和处理政府信息公开申请情况",
        7: "".join(sample().title),
    }


def test_comments_change_no_word_of_the_report() -> None:
    plain, checked = write(sample()), write_checked(sample(), findings(sample()))
    assert list(texts(plain)) != []
    assert "".join(texts(plain)) == "".join(texts(checked))


def texts(data: bytes) -> Iterator[str]:
    return (t.text or "" for t in part(data).iter(f"{W}t"))


def test_a_finding_at_the_very_end_of_a_line_closes() -> None:
    report = sample()
    where = span(report, "other_matters", "事项。")
    one = [f.__class__(**{**{k: getattr(f, k) for k in f.__slots__}, "where": where}) for f in findings(report)[:1]]
    assert commented(write_checked(report, one)) == {0: "事项。"}
