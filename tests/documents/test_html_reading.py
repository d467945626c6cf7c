"""Pages as they are saved from sites: every cell where a browser shows it, the text in order, little around it."""

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.html import blocks

TABLE = "<table><tr><td>行政许可</td><td>3</td></tr></table>"
GRID = [["行政许可", "3"]]


def read(page: str) -> Document:
    return blocks(page.encode())


def shown(page: str) -> list[object]:
    """Paragraphs as texts (an automatic number in front), tables as rows of texts."""
    return [b.number + b.text if isinstance(b, Paragraph) else b.texts() for b in read(page).blocks]


def only_grid(page: str) -> Grid:
    (grid,) = (b for b in read(page).blocks if isinstance(b, Grid))
    return grid


def test_it_works() -> None:
    page = f"<html><body><h1>年度报告</h1><p>一、总体情况</p><p>说明。</p>{TABLE}<p>续</p></body></html>"
    assert shown(page) == ["年度报告", "一、总体情况", "说明。", GRID, "续"]
    assert read(page).flow is False


def test_spans_share_one_cell() -> None:
    grid = only_grid("<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2</table>")
    assert grid.texts() == [["甲", "乙", "乙"], ["甲", "1", "2"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[0][1] is grid.rows[0][2]


WPS_CELL = (
    '<td width="60" {0} style="width:60.3pt;padding:0pt 5.4pt;border-top:none;mso-border-top-alt:0.5pt solid">'
    '<p class=MsoNormal align=center style="line-height:18pt"><span style="mso-spacerun:\'yes\';font-family:宋体">'
    '<font face="宋体">{1}</font></span><span style="font-size:10.5pt"><o:p></o:p></span></p></td>'
)


def test_word_markup() -> None:
    rows = [
        [("rowspan=2", "第二十条&nbsp;"), ("", "规章&nbsp;&nbsp;"), ("", "0")],
        [("", "行政规范\n性文件"), ("", "&nbsp;１&nbsp;")],
    ]
    body = "".join("<tr>" + "".join(WPS_CELL.format(*c) for c in row) + "</tr>" for row in rows)
    page = (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        "<?xml:namespace prefix=o />"
        f"<p>前<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p><table border=1><tbody>{body}</tbody></table>"
    )
    assert shown(page) == ["前", [["第二十条", "规章", "0"], ["第二十条", "行政规范性文件", "１"]]]


def test_lines_in_a_cell_are_kept_and_wrapped_source_is_joined() -> None:
    page = "<table><tr><td><p>申</p>\n<p>请</p><td>结果<br>维持<td>政府\n  信息 2\n 件</table>"
    assert only_grid(page).texts() == [["申\n请", "结果\n维持", "政府信息 2 件"]]


def test_breaks_divide_paragraphs() -> None:
    assert shown(f"<div>一<br>二<div>三</div>四 <b>粗</b>体</div><pre>五\n六</pre>{TABLE}") == [
        *("一", "二", "三", "四 粗体", "五", "六"),
        GRID,
    ]


def test_numbers_of_a_list_are_kept_beside_the_text() -> None:
    assert shown(f"<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>{TABLE}") == ["3.甲", "4.乙", "丙", GRID]


def test_tables_that_lay_out_the_page_become_running_text() -> None:
    page = (
        "<table><tr><td>栏目</td><td><table><tr><td><p>一、总体情况</p><p>说明</p>"
        f"{TABLE}<p>三、收到</p>{TABLE}</td></tr></table></td></tr></table>"
    )
    assert shown(page) == ["栏目", "一、总体情况", "说明", GRID, "三、收到", GRID]


def test_an_article_in_a_cell_is_no_data() -> None:
    article = "".join(f"<p>第{n}段{'文' * 60}。</p>" for n in range(40))
    found = shown(f"<table><tr><td>栏目</td><td>{article}</td></tr></table>")
    assert len(found) == 41


def test_a_small_table_inside_a_cell_of_data_stays_in_its_cell() -> None:
    rows = "".join(f"<tr><td>行政许可{n}<td>{n}" for n in range(5))
    inner = "<table><tr><td>一<td>二</table>"
    assert only_grid(f"<table>{rows}<tr><td>{inner}<td>9</table>").texts()[-1] == ["一\n二", "9"]


def test_text_in_full_width_rows_stands_between_the_tables() -> None:
    page = (
        f"<table><tr><td colspan=2>一、总体情况</td></tr><tr><td colspan=2>{'文' * 50}</td></tr>"
        "<tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>规章<td>3</tr></table>"
    )
    assert shown(page) == ["一、总体情况", "文" * 50, [["第二十条第（一）项"] * 2, ["规章", "3"]]]


STRINGS = [
    r'<script>var c="<p>\u4e00、总体情况<\/p><table class=\"a\"><tr><td>行政许可<\/td>\n<td>3<\/td><\/tr><\/table>";</script>',
    "<script>// it's\nvar h='';\nh += '<p>一、总体情况</p><table><tr><td>行政许可</td>';\nh += '<td>3</td></tr></table>';</script>",
    "<script>document.write('<p>一、总体情况</p><table><tr>');document.write(\"<td>行政许可<td>3</table>\");</script>",
    "<script>var t=`<p>一、总体情况</p>\n<table><tr><td>行政许可<td>3</table>`</script>",
    r'<script type="application/json">{"a":"b","content":"\u003cp\u003e一、总体情况\u003ctable\u003e\u003ctr\u003e\u003ctd\u003e行政许可\u003ctd\u003e3"}</script>',
    '<script>x=unescape("%3Cp%3E%u4e00、总体情况%3Ctable%3E%3Ctr%3E%3Ctd%3E%u884c%u653f%u8bb8%u53ef%3Ctd%3E3")</script>',
    "<textarea style='display:none'>&lt;p&gt;一、总体情况&lt;table>&lt;tr>&lt;td>行政许可&lt;td>3&lt;/table></textarea>",
    '<input type=hidden value="&lt;p&gt;一、总体情况&lt;table&gt;&lt;tr&gt;&lt;td&gt;行政许可&lt;td&gt;3&lt;/table&gt;">',
]


@pytest.mark.parametrize("string", STRINGS)
def test_a_table_in_a_string_is_read_where_it_stands(string: str) -> None:
    page = f"<html><head><script>var a='table';</script></head><body><p>题目</p>{string}<p>页脚</p></body></html>"
    assert shown(page) == ["题目", "一、总体情况", GRID, "页脚"]


def test_a_string_is_left_alone_when_the_page_shows_its_tables() -> None:
    assert shown(f"<body>{STRINGS[0]}{TABLE}</body>") == [GRID]


def test_what_nobody_sees_is_left_out() -> None:
    page = (
        "<nav>导航</nav><header>站名</header><style>p{}</style><noscript>开启</noscript><select><option>2023</select>"
        "<button>分享</button><div hidden>甲</div><p style='DISPLAY: none'>乙</p><input type=hidden value=丙>"
        "<table><tr><td>行政许可<td style='display:none'>丁<td><input value=3></table><footer>版权</footer>"
    )
    assert shown(page) == [GRID]


def test_a_report_inside_an_unclosed_frame_is_not_lost() -> None:
    assert shown(f"<header><p>一、总体情况</p>{TABLE}") == ["一、总体情况", GRID]
    assert shown(f"<div style='display:none'>{TABLE}</div>") == [GRID]


AROUND = "<div>当前位置：首页</div>{}<div>分享到</div><p>附件下载</p>"
INSIDE = f"<p>一、总体情况</p><p>说明</p><p>三、收到和处理政府信息公开申请情况</p>{TABLE}"


@pytest.mark.parametrize("opening", ['div id="zoom"', 'div class="a TRS_Editor"', "article", 'div id="UCAP-CONTENT"'])
def test_the_main_container_is_preferred(opening: str) -> None:
    page = AROUND.format(f"<div class=content><h1>题目</h1><{opening}>{INSIDE}</{opening.split(maxsplit=1)[0]}></div>")
    assert shown(page) == ["一、总体情况", "说明", "三、收到和处理政府信息公开申请情况", GRID]


def test_a_container_without_all_of_the_report_is_not() -> None:
    page = AROUND.format(f"<p>一、总体情况</p><div id=zoom>{TABLE}</div>{TABLE}")
    assert shown(page) == ["当前位置：首页", "一、总体情况", GRID, GRID, "分享到", "附件下载"]


def test_title_and_day_from_the_fields_of_the_site() -> None:
    page = "<meta name=ArticleTitle content='某局2023年度报告'><meta name=PubDate content='2024-01-9 10:00'><title>站</title>"
    found = read(page + TABLE)
    assert (found.title, found.published) == ("某局2023年度报告", "2024-01-09")


def test_title_and_day_from_what_is_visible() -> None:
    found = read(
        f"<title>某市人民政府</title><h1>某局2023年度报告</h1><span>发布日期：</span><i>2024年1月30日</i>{TABLE}"
    )
    assert (found.title, found.published) == ("某局2023年度报告", "2024-01-30")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("label", ["", "<meta charset=gb2312>", "<meta charset=utf-8>"])
def test_encodings(codec: str, label: str) -> None:
    document = blocks(f"{label}<p>朱镕、陈喆</p>{TABLE}".encode(codec))
    assert [b for b in document.blocks if isinstance(b, Paragraph)] == [Paragraph("朱镕、陈喆")]


def test_a_page_whose_table_was_flattened_is_running_text() -> None:
    assert read("<p>本年新收政府信息公开申请数量3000003</p>").flow is True


def test_marks_in_the_page_do_no_harm() -> None:
    assert shown(f"<p>\ufdd1999\ufdd0</p>&#xfdd1;7&#xfdd0;{TABLE}") == ["999", "7", GRID]


@pytest.mark.parametrize("character", ["\x01", "&#1;", "&#0;", "&#xFFFF;", "&#xD800;", "\x0b", "\uffff"])
def test_characters_that_no_text_may_hold_do_no_harm(character: str) -> None:
    assert shown(f"<p>甲{character}<br>乙</p><input value='{character}'>{TABLE}")[-1] == GRID


def test_absurd_spans_are_cut_to_the_table() -> None:
    grid = only_grid("<table><tr><td rowspan=65000>甲<td colspan=1000>乙<td>丙<tr><td>1<td>2</table>")
    assert grid.texts() == [["甲", "乙", "乙", "丙"], ["甲", "1", "2"]]
    assert only_grid("<table><tr><td rowspan=x>甲<td colspan=-2>乙</table>").texts() == [["甲", "乙"]]


def test_a_span_ends_with_its_group_of_rows() -> None:
    page = "<table><tbody><tr><td rowspan=5>甲<td>1</tbody><tbody><tr><td rowspan=0>乙<td>2<tr><td>3</table>"
    assert only_grid(page).texts() == [["甲", "1"], ["乙", "2"], ["乙", "3"]]


def attacks() -> Iterator[str]:
    yield "<div>" * 10_000 + "x"
    yield "<table><tr><td>" * 3_000 + "x"
    yield "<table><tr><td>1<td>2</table>" * 2_001
    yield "<table><tr>" + "<td>1" * 100_001
    yield "<table>" + "<tr>" * 100_001 + "<td>1</table>"
    yield "<table>" + ("<tr>" + "<td rowspan=900 colspan=60>1" * 2) * 900 + "</table>"
    yield ("<table><tr><td rowspan=300 colspan=60>1<td rowspan=300 colspan=60>2" + "<tr>" * 299 + "</table>") * 20
    yield "<script>" + "x" * 11_000_000


@pytest.mark.parametrize("page", list(attacks()), ids=lambda p: p[:30])
def test_pages_made_to_exhaust_are_refused(page: str) -> None:
    with pytest.raises(Unreadable):
        read(page)


@pytest.mark.parametrize(
    "script", ["/*" * 200_000, '\\"' * 200_000, "`'\"" * 200_000, "'\n" * 200_000, "a+(" * 200_000]
)
def test_strings_made_to_loop_end_soon(script: str) -> None:
    assert shown(f"<p>文</p><script>'<table>'{script}</script>") == ["文"]


@pytest.mark.parametrize("page", ["", "  ", "<html></html>", "<!-- x -->", "<script>var a</script>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(Unreadable, match="没有文字"):
        read(page)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    """A rectangle cut at random into merged cells: the text of every slot, and the page."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    texts = [[""] * width for _ in range(height)]
    page = ["<table>"]
    wrap = draw(
        st.sampled_from(["{}", "<p>{}</p>", "<p><span>{}</span>&nbsp;<o:p></o:p></p>", "\n<div>\n{}\n</div>\n"])
    )
    number = 0
    for r in range(height):
        page.append("<tr>")
        for c in range(width):
            if texts[r][c]:
                continue
            free = next((k for k in range(c, width) if texts[r][k]), width) - c
            across, down = draw(st.integers(1, free)), draw(st.integers(1, height - r))
            number += 1
            for rr in range(r, r + down):
                texts[rr][c : c + across] = [f"文{number}"] * across
            page.append(f"<td rowspan={down} colspan={across}>{wrap.format(f'文{number}')}</td>")
        page.append("</tr>")
    return texts, "".join(page) + "</table>"


@given(layouts())
def test_any_merged_layout_comes_back(layout: tuple[list[list[str]], str]) -> None:
    texts, page = layout
    if page.count("<tr><td") and all(len(set(row)) == 1 for row in texts):
        return  # one column: running text
    assert only_grid(page).texts() == texts


@given(st.binary(max_size=300), st.integers(0, 200))
def test_nothing_but_unreadable_escapes(noise: bytes, at: int) -> None:
    page = f"<title>年报</title><table><tr><td rowspan=2>行政许可<td>3</table>{STRINGS[0]}".encode()
    with contextlib.suppress(Unreadable):
        blocks(page[:at] + noise + page[at:])
