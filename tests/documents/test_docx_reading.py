"""Word documents become paragraphs and grids in printed order."""

import pytest

from gongkai.documents.blocks import Grid, Paragraph, Unreadable
from gongkai.documents.docx import blocks, reading
from tests.documents.word import BEGINS, CONTINUES, STRICT, docx, p, relations, span, tbl, tc, tr, xml, zipped
from tests.paths import SHARED

TEMPLATE = SHARED / "reports" / "files" / "政务公开年报模版.docx"


def paragraphs(data: bytes) -> list[str]:
    return [b.number + b.text for b in blocks(data).blocks if isinstance(b, Paragraph)]


def grids(data: bytes) -> list[list[list[str]]]:
    return [b.texts() for b in blocks(data).blocks if isinstance(b, Grid)]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_it_works() -> None:
    document = blocks(docx(p("一、总体情况") + tbl(tr(tc("规章"), tc("3")), tr(tc("规范性文件"), tc("0"))) + p("完")))
    first, table, last = document.blocks
    assert (first, last) == (Paragraph("一、总体情况"), Paragraph("完"))
    assert isinstance(table, Grid)
    assert table.texts() == [["规章", "3"], ["规范性文件", "0"]]
    assert document.format == "docx"
    assert document.warnings == []


def test_merged_cells_fill_their_slots_with_one_object() -> None:
    rows = (
        tr(tc("信息内容", BEGINS), tc("件数", span(2))),
        tr(tc("", CONTINUES), tc("制发"), tc("废止")),
    )
    (grid,) = (b for b in blocks(docx(tbl(*rows))).blocks if isinstance(b, Grid))
    assert grid.texts() == [["信息内容", "件数", "件数"], ["信息内容", "制发", "废止"]]
    corner, head = grid.rows[0][0], grid.rows[0][1]
    assert corner is grid.rows[1][0]
    assert corner is not None and head is not None
    assert (corner.rowspan, corner.colspan) == (2, 1)
    assert (head.row, head.column, head.rowspan, head.colspan) == (0, 1, 1, 2)


def test_a_new_merge_right_below_another_is_another_cell() -> None:
    rows = (tr(tc("甲", BEGINS), tc("1")), tr(tc("乙", BEGINS), tc("2")), tr(tc("", CONTINUES), tc("3")))
    assert grids(docx(tbl(*rows))) == [[["甲", "1"], ["乙", "2"], ["乙", "3"]]]


def test_a_continued_merge_without_a_beginning_stands_for_itself() -> None:
    assert grids(docx(tbl(tr(tc("甲", CONTINUES), tc("1"))))) == [[["甲", "1"]]]


def test_old_horizontal_merge() -> None:
    row = tr(tc("合计", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("9"))
    assert grids(docx(tbl(row))) == [[["合计", "合计", "9"]]]


def test_columns_left_out_before_a_row() -> None:
    row = tr(tc("1"), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>')
    assert grids(docx(tbl(tr(tc("a"), tc("b"), tc("c")), row))) == [[["a", "b", "c"], ["", "", "1"]]]


def test_a_column_made_by_rounding_is_taken_out() -> None:
    rows = (tr(tc("复议", span(2)), tc("诉讼", span(2))), tr(tc("1"), tc("2", span(2)), tc("3")))
    assert grids(docx(tbl(*rows, widths=(500, 499, 1, 500)))) == [[["复议", "复议", "诉讼"], ["1", "2", "3"]]]


def test_a_narrow_column_with_a_cell_of_its_own_stays() -> None:
    row = tr(tc("1"), tc("2"), tc("3"))
    assert grids(docx(tbl(row, widths=(500, 1, 500)))) == [[["1", "2", "3"]]]


def test_rows_and_cells_in_content_controls() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = control(tbl(control(tr(control(tc("甲")), f"<w:customXml>{tc('1')}</w:customXml>"))))
    assert grids(docx(body)) == [[["甲", "1"]]]
    assert paragraphs(docx(control(p("", runs=control(run("文"))) + p("末")))) == ["文", "末"]


def test_a_table_in_a_cell_comes_after_the_outer_one() -> None:
    inner = tbl(tr(tc("内1"), tc("内2")))
    outer = tbl(*(tr(tc(f"外{n}", inside=inner if n == 3 else ""), tc(str(n))) for n in range(9)))
    first, second = grids(docx(outer))
    assert first[3] == ["外3", "3"]
    assert second == [["内1", "内2"]]


def test_a_table_that_only_arranges_the_page_is_dissolved() -> None:
    figures = tbl(*(tr(tc("行"), tc(str(n)), tc("0")) for n in range(5)))
    page = tbl(
        tr(f"<w:tc><w:tcPr/>{p('二、主动公开')}{figures}{p('三、申请')}{figures}{p('六、其他')}</w:tc>", tc("旁"))
    )
    found = blocks(docx(page)).blocks
    assert [b.text if isinstance(b, Paragraph) else len(b.rows) for b in found] == [
        "二、主动公开",
        5,
        "三、申请",
        5,
        "六、其他",
        "旁",
    ]


def test_a_frame_around_text_is_text() -> None:
    assert blocks(docx(tbl(tr(tc("一、总体情况"))))).blocks == [Paragraph("一、总体情况")]


def test_lines_of_a_cell_are_kept_apart() -> None:
    cell = f"<w:tc><w:tcPr/>{p('结果')}{p()}{p('维持')}</w:tc>"
    assert grids(docx(tbl(tr(cell, tc("1"))))) == [[["结果\n维持", "1"]]]


def test_tracked_changes_are_accepted_and_said() -> None:
    changed = p(
        "办结",
        runs=f"<w:ins>{run('12')}</w:ins><w:del>{run('9')}<w:r><w:delText>8</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo>",
    )
    document = blocks(docx(changed))
    assert document.blocks == [Paragraph("办结12件")]
    assert [w.code for w in document.warnings] == ["docx-tracked-changes"]


def test_a_deleted_row_is_gone_and_an_inserted_one_stays() -> None:
    rows = (
        tr(tc("甲"), tc("1")),
        tr(tc("乙"), tc("2"), properties="<w:del/>"),
        tr(tc("丙"), tc("3"), properties="<w:ins/>"),
    )
    assert grids(docx(tbl(*rows))) == [[["甲", "1"], ["丙", "3"]]]


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    struck = "<w:rPr><w:del/></w:rPr>"
    assert paragraphs(docx(p("上半", struck) + p("下半") + p("末", struck) + tbl(tr(tc("1"), tc("2"))))) == [
        "上半下半",
        "末",
    ]


def box(text: str) -> str:
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def test_a_text_box_is_read_once() -> None:
    both = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box('框')}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('框')}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert paragraphs(docx(p("前", runs=both) + p("后"))) == ["前", "框", "后"]


def test_a_text_box_only_in_the_fallback_and_an_old_one() -> None:
    old = f"<w:pict><v:textbox>{box('框')}</v:textbox></w:pict>"
    choice = "<mc:Choice Requires='wps'><w:drawing/></mc:Choice>"
    fallback = f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    assert paragraphs(docx(p("前", runs=fallback))) == ["前", "框"]
    assert paragraphs(docx(p("前", runs=f"<w:r>{old}</w:r>"))) == ["前", "框"]


def test_tabs_breaks_and_hyphens() -> None:
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:sym w:char='F0FE'/></w:r>"
    stops = '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>'
    assert paragraphs(docx(p("", stops, signs))) == ["a\tb\nc-"]


def test_field_codes_are_not_text() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    field = mark("begin") + code + run("隐") + mark("separate") + run("5") + mark("end")
    simple = f'<w:fldSimple w:instr="DATE">{run("日")}</w:fldSimple>'
    assert paragraphs(docx(p("第", runs=field + run("页") + simple))) == ["第5页日"]


def test_an_open_field_does_not_swallow_the_rest() -> None:
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert paragraphs(docx(p("前", runs=opened) + p("后"))) == ["前", "后"]


def test_a_comment_inside_the_xml_does_not_cut_the_text() -> None:
    assert paragraphs(docx(p("本年<!-- x -->新收<?x y?>3"))) == ["本年新收3"]


def test_hidden_text_is_left_out() -> None:
    runs = run("藏", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>') + run("样式", '<w:rStyle w:val="h"/>')
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    assert paragraphs(docx(p("见", runs=runs), styles=styles)) == ["见显"]


def level(at: int, form: str, template: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{template}"/></w:lvl>'


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}'
    f"{level(2, 'decimal', '%1.%3', '<w:isLgl/>')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(text: str, at: int = 0, *, of: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


def test_automatic_numbers() -> None:
    body = (
        numbered("总体") + numbered("甲", 1) + numbered("乙", 1) + numbered("主动") + numbered("丙", 1) + numbered("丁", 2)
        + numbered("存在", of=2) + numbered("其他", of=2) + numbered("无", of=0)
    )  # fmt: skip
    assert paragraphs(docx(body, numbering=NUMBERING)) == [
        "一、总体", "（一）甲", "（二）乙", "二、主动", "（一）丙", "2.1丁", "五、存在", "六、其他", "无",
    ]  # fmt: skip
    assert blocks(docx(numbered("总体"), numbering=NUMBERING)).blocks == [Paragraph("总体", "一、")]


def test_automatic_numbers_from_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    named = '<w:pStyle w:val="b"/>'
    off = f'{named}<w:numPr><w:numId w:val="0"/></w:numPr>'
    assert paragraphs(docx(p("甲", named) + p("乙", off) + p("丙", named), numbering=NUMBERING, styles=styles)) == [
        "一、甲", "乙", "二、丙",
    ]  # fmt: skip


def test_automatic_numbers_in_cells_are_part_of_the_text() -> None:
    cell = f"<w:tc><w:tcPr/>{numbered('予以公开', 1)}</w:tc>"
    assert grids(docx(tbl(tr(cell, tc("3"))), numbering=NUMBERING)) == [[["（一）予以公开", "3"]]]


def test_bullets_print_nothing() -> None:
    bullets = f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "")}</w:abstractNum>'
    bullets += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    assert paragraphs(docx(numbered("甲"), numbering=bullets)) == ["甲"]


def test_a_strict_document() -> None:
    assert grids(docx(tbl(tr(tc("甲", span(2))), tr(tc("1"), tc("2"))), namespace=STRICT)) == [
        [["甲", "甲"], ["1", "2"]]
    ]


def test_the_main_part_under_another_name() -> None:
    main = xml(f"<w:body>{p('文')}</w:body>")
    data = zipped({"_rels/.rels": relations("/word/document2.xml"), "word/document2.xml": main})
    assert paragraphs(data) == ["文"]


def test_the_title_of_the_properties_is_a_hint() -> None:
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>2023年度报告</dc:title></p>'
    main = xml(f"<w:body>{p('文')}</w:body>")
    assert blocks(zipped({"word/document.xml": main, "docProps/core.xml": core})).title == "2023年度报告"
    assert blocks(zipped({"word/document.xml": main, "docProps/core.xml": "<p"})).title == ""


def test_an_embedded_file_is_said() -> None:
    assert [w.code for w in blocks(docx("<w:altChunk/>")).warnings] == ["docx-alt-chunk"]


def test_the_short_way_through_a_table_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = f"<w:tc><w:tcPr/>{p('结果')}{p(' ')}{p('维持', runs='<w:r><w:br/><w:t>甲</w:t></w:r>')}</w:tc>"
    link = f"<w:hyperlink>{run('乙')}</w:hyperlink><w:ins>{run('丙')}</w:ins>"
    rows = (
        tr(lines, tc("头", span(2)), tc("合", BEGINS)),
        f"<w:sdt><w:sdtContent>{tr(tc('　'), tc('1'), f'<w:tc>{p(runs=link)}</w:tc>', tc('', CONTINUES))}</w:sdtContent></w:sdt>",
    )
    samples = [docx(p("前") + tbl(*rows, widths=(9, 9, 9, 9)) + p("后"))]
    samples += [TEMPLATE.read_bytes()] if TEMPLATE.exists() else []
    short = [grids(data) for data in samples]
    asked: list[int] = []
    monkeypatch.setattr(reading, "plain_rows", lambda table, *, room: asked.append(room))
    assert [grids(data) for data in samples] == short
    assert asked
    assert short[0] == [[["结果\n维持\n甲", "头", "头", "合"], ["", "1", "乙丙", "合"]]]


@pytest.mark.skipif(not TEMPLATE.exists(), reason="needs ../shared")
def test_the_official_template_gives_three_grids() -> None:
    found = [b for b in blocks(TEMPLATE.read_bytes()).blocks if isinstance(b, Grid)]
    assert [(len(g.rows), {len(row) for row in g.rows}) for g in found] == [(14, {4}), (28, {10}), (4, {15})]
    assert found[1].texts()[2][3:] == [
        "自然人",
        "商业\n企业",
        "科研\n机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert found[0].rows[0][0] is found[0].rows[0][3]


LAUGHS = '<!DOCTYPE a [<!ENTITY l "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1 if n else str()};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("declared", ['encoding="UTF-8"', 'encoding="UTF-16"', 'encoding="UTF-7"'])
def test_entities_are_refused(declared: str) -> None:
    text = f'<?xml version="1.0" {declared}?>{LAUGHS}' + xml(f"<w:body>{p('&l8;')}</w:body>").partition("?>")[2]
    head, rest = text.split("?>", 1)
    raw = f"{head}?>".encode() + rest.encode("utf-7") if "UTF-7" in declared else text.encode(declared[10:-1])
    with pytest.raises(Unreadable):
        blocks(zipped({"word/document.xml": raw}))


def test_an_external_entity_is_refused_and_not_opened(tmp_path: pytest.TempPathFactory) -> None:
    outside = f"{tmp_path}/secret.txt"
    text = xml(f"<w:body>{p('&x;')}</w:body>").replace("?>", f'?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{outside}">]>')
    with pytest.raises(Unreadable, match="实体"):
        blocks(zipped({"word/document.xml": text}))


@pytest.mark.parametrize("cut", [10, 200, -1, -30])
def test_a_truncated_file_is_refused(cut: int) -> None:
    with pytest.raises(Unreadable, match="损坏"):
        blocks(docx(p("文" * 500))[:cut])


def test_broken_xml_is_refused() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        blocks(zipped({"word/document.xml": "<w:document"}))


@pytest.mark.parametrize("parts", [{"a.txt": "x"}, {"word/document.xml": "<a/>"}])
def test_a_zip_without_word_text_is_refused(parts: dict[str, str | bytes]) -> None:
    with pytest.raises(Unreadable, match="没有 Word 正文"):
        blocks(zipped(parts))


def test_pictures_without_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="只有图片"):
        blocks(zipped({"word/document.xml": xml(f"<w:body>{p()}</w:body>"), "word/media/image1.png": b"x"}))


def test_too_many_tables_are_refused() -> None:
    one = tbl(tr(tc("1"), tc("2")))
    assert len(grids(docx(one * 2_000))) == 2_000
    with pytest.raises(Unreadable, match="2000 个"):
        blocks(docx(one * 2_001))


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Unreadable, match="100000 个"):
        blocks(docx(tbl(*[tr(*["<w:tc/>"] * 100)] * 1_001)))


def test_spans_that_blow_up_the_grid_are_refused() -> None:
    with pytest.raises(Unreadable, match="100000 个"):
        blocks(docx(tbl(*[tr(tc("1", span(10**9)), tc("2"))] * 101)))


def test_tables_nested_too_deep_are_refused() -> None:
    def nested(depth: int) -> str:
        inside = ""
        for _ in range(depth):
            inside = tbl(tr(tc("x", inside=inside), tc("y")))
        return inside

    assert blocks(docx(nested(20))).blocks
    with pytest.raises(Unreadable, match="20 层"):
        blocks(docx(nested(21)))


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(Unreadable):
        blocks(docx("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000))
