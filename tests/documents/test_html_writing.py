"""The web page: whole, accessible, alone, and marked where findings stand."""

import re

import pytest
from lxml import html as lxml_html

from gongkai.documents.html.writing import write, write_checked
from gongkai.documents.layout import sheets
from gongkai.report.reading import Report
from tests.documents.sample import findings, sample, sample_2019


def page(data: bytes) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(data.decode())


def test_it_works() -> None:
    root = page(write(sample()))
    assert root.get("lang") == "zh-CN"
    assert root.findtext(".//title") == sample().title
    assert [t.get("id") for t in root.iter("table")] == ["table-2", "table-3", "table-4"]


@pytest.mark.parametrize("report", [sample(), sample_2019()], ids=["2021", "2019"])
@pytest.mark.parametrize("style", ["page", "wps"])
def test_every_cell_is_there_in_order(report: Report, style: str) -> None:
    tables = page(write(report, style=style)).iter("table")
    for table, sheet in zip(tables, sheets(report), strict=True):
        shown = [
            (cell.text_content().strip("\xa0\n"), int(cell.get("rowspan", "1")), int(cell.get("colspan", "1")))
            for cell in table.iter("td", "th")
        ]
        assert shown == [(slot.text, slot.rowspan, slot.colspan) for slot in sheet.slots()]


def test_it_loads_and_runs_nothing() -> None:
    text = write_checked(sample(), findings(sample())).decode()
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|https?://|\son\w+=", text)


def test_every_value_names_its_heads() -> None:
    root = page(write(sample()))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for cell in root.iter("td"):
        heads = (cell.get("headers") or "").split()
        assert len(heads) >= 2 or cell.getparent().getparent().getparent().get("id") == "table-4"
        assert heads
        assert set(heads) <= set(ids)
    assert all(th.get("scope") for th in root.iter("th"))


def test_a_value_is_under_the_heads_a_reader_sees() -> None:
    root = page(write(sample()))
    words = {e.get("id"): e.text_content() for e in root.iter("th")}
    count = next(td for td in root.iter("td") if td.text_content() == "1,234")
    assert [words[h] for h in count.get("headers").split()] == [
        "申请人情况",
        "总计",
        "一、本年新收政府信息公开申请数量",
    ]
    charge = next(td for td in root.iter("td") if td.text_content() == "40.51")
    assert [words[h] for h in charge.get("headers").split()] == [
        "第二十条第（八）项",
        "本年收费金额（单位：万元）",
        "行政事业性收费",
    ]


def test_tables_scroll_in_a_named_region_that_keys_reach() -> None:
    root = page(write(sample()))
    regions = root.xpath("//div[@role='region']")
    assert [r.get("tabindex") for r in regions] == ["0"] * 3
    for region in regions:
        name = root.xpath("//h2[@id=$key]", key=region.get("aria-labelledby"))
        assert len(name) == 1


def test_text_of_the_report_is_never_markup() -> None:
    report = Report("<b>局</b>", 2023, "2021", sample().cells, "<script>alert(1)</script>年度报告")
    text = write(report).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_marks_stand_in_place_and_link_both_ways() -> None:
    root = page(write_checked(sample(), findings(sample())))
    ids = {e.get("id") for e in root.iter() if e.get("id")}
    links = [a.get("href") for a in root.iter("a")]
    assert len(links) == 2 * len(findings(sample()))
    assert all(link.removeprefix("#") in ids for link in links)
    marked = [m.text_content() for m in root.iter("mark")]
    assert "1,234" in marked
    assert marked[0] == sample().title
    assert "按" in marked
    assert "规定时限" in marked
    assert "更新" in marked


def test_severity_is_said_in_words_and_signs_not_by_colour_alone() -> None:
    root = page(write_checked(sample(), findings(sample())))
    assert root.findtext(".//aside/h2") == "核对结果：错误 4 处，疑问 4 处"
    first = root.find(".//aside//span")
    assert first is not None
    assert first.text_content() == "✖ 错误 X-0"
    places = [a for a in root.iter("a") if "ref" in (a.get("class") or "")]
    assert all(a.get("aria-label") and a.get("data-sign") for a in places)


def test_marks_add_no_word_to_the_report() -> None:
    plain = page(write(sample())).find(".//article")
    checked = page(write_checked(sample(), findings(sample()))).find(".//article")
    assert plain is not None
    assert checked is not None
    assert plain.text_content() == checked.text_content()


def test_the_wps_page_has_no_head_cells_and_a_paragraph_in_every_cell() -> None:
    root = page(write(sample(), style="wps"))
    assert not list(root.iter("th"))
    assert all(td.find("p") is not None and td.get("width") and td.get("style") for td in root.iter("td"))


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="style"):
        write(sample(), style="word")
