"""Recognition of grids and text: labels with slips, drifted headers, collapsed rows, two years, what is no report."""

import pytest

from gongkai.documents.blocks import Document, Grid, GridCell, Paragraph, Unreadable, grid_from_spans
from gongkai.documents.recognise import recognise
from gongkai.documents.recognise.labels import rows_3, words
from gongkai.documents.recognise.title import find_organ, find_title, find_year
from gongkai.report.cells import State
from gongkai.report.checks import check
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import Report, Source

HEAD_3 = [
    [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    [("商业企业", 1, 1), ("科研机构", 1, 1), ("社会公益组织", 1, 1), ("法律服务机构", 1, 1), ("其他", 1, 1)],
]


def grid(rows: list[list[tuple[str, int, int]]]) -> Grid:
    return grid_from_spans([[GridCell(t, rowspan=r, colspan=c) for t, r, c in row] for row in rows])


def table_3(values: dict[str, list[str]] | None = None, labels: dict[str, str] | None = None) -> Grid:
    """The official table with labels in three columns; every row seven cells, ``0`` unless given."""
    values, labels = values or {}, labels or {}
    rows = list(HEAD_3)
    seen: set[str] = set()
    form_rows = FORM_2021.table(3).blocks[0].rows
    for row in form_rows:
        line: list[tuple[str, int, int]] = []
        for group in row.groups:
            if group not in seen:
                seen.add(group)
                line.append((group, sum(group in r.groups for r in form_rows), 1))
        line.append((labels.get(row.key, row.label), 1, 3 - len(row.groups)))
        line.extend((v, 1, 1) for v in values.get(row.key, ["0"] * 7))
        rows.append(line)
    return grid(rows)


def document(*blocks: Paragraph | Grid, title: str = "某某市农业局2023年政府信息公开工作年度报告") -> Document:
    return Document([Paragraph(title), *blocks], "html")


def read(doc: Document) -> Report:
    (report,) = recognise(doc, Source("x", "html", ""))
    return report


def row(report: Report, key: str) -> list[object]:
    return [report.cell(3, key, c.key).value for c in FORM_2021.table(3).blocks[0].columns]


def test_it_works() -> None:
    report = read(
        document(table_3({"new": ["3", "1", "0", "0", "0", "0", "4"], "other": ["0", "0", "0", "0", "0", "2", "2"]}))
    )
    assert (report.organ, report.year, report.form) == ("某某市农业局", 2023, "2021")
    assert row(report, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert row(report, "other") == [0, 0, 0, 0, 0, 2, 2]
    assert report.cell(2, "licence", "decisions").state is State.ABSENT


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("2.其他法律行政止公开", "prohibited_by_law"),
        ("7.属于行政执法案件", "enforcement_file"),
        ("（七）总 计", "total"),
        ("一、本年新收政府信息公开申请数量\xa0", "new"),
        ("5.要求行政机关确认或重新\n出具已获取信息", "reissue"),
        ("４．保护第三方合法权益", "third_party"),
        ("3.补正后申请内容仍不明", "still_unclear"),
    ],
)
def test_labels_with_slips(printed: str, key: str) -> None:
    assert rows_3().find(printed) == key


def test_a_foreign_label_is_no_row() -> None:
    assert rows_3().find("行政许可") is None
    assert rows_3().find("2023") is None
    assert words("（三）不予公开") == "不予公开"


def test_a_slip_in_the_table_still_finds_the_row() -> None:
    values = ["5", "0", "0", "0", "0", "0", "5"]
    report = read(document(table_3({"prohibited_by_law": values}, {"prohibited_by_law": "2.其他法律行政止公开"})))
    assert row(report, "prohibited_by_law")[0] == 5


def test_blank_slash_text_and_zero_are_four_things() -> None:
    report = read(document(table_3({"granted": ["0", "", "/", "约3", "—", "０", "1,234"]})))
    cells = [report.cell(3, "granted", c.key) for c in FORM_2021.table(3).blocks[0].columns]
    assert [c.state for c in cells] == [None, State.BLANK, State.SLASH, State.TEXT, State.SLASH, None, None]
    assert (cells[5].value, cells[6].value, cells[6].raw) == (0, 1234, "1,234")


def test_a_row_in_one_cell_is_solved() -> None:
    g = table_3()
    for line in g.rows:
        if line[0] is not None and line[0].text.startswith("一、"):
            line[3:] = [GridCell("801000081", column=3, colspan=7)]
    report = read(document(g))
    assert row(report, "new") == [80, 1, 0, 0, 0, 0, 81]
    assert report.cell(3, "new", "business").solved


def test_a_missing_cell_is_placed_by_the_header() -> None:
    g = table_3({"new": ["3", "0", "0", "0", "0", "0", "3"]})
    line = next(r for r in g.rows if r[0] is not None and r[0].text.startswith("一、"))
    line[5] = None
    report = read(document(g))
    assert report.cell(3, "new", "research").state is State.ABSENT
    assert report.value(3, "new", "total") == 3


def test_permuted_columns_follow_the_header() -> None:
    g = table_3({"new": ["3", "1", "0", "0", "0", "0", "4"]})
    for line in g.rows:
        line[3], line[9] = line[9], line[3]
        for at, cell in enumerate(line):
            if cell is not None and cell.colspan == 1 and at >= 3:
                cell.column = at
    report = read(document(g))
    assert row(report, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_a_collapsed_row_is_said_and_kept() -> None:
    g = table_3({"supplement_lapsed": ["2", "0", "0", "0", "0", "0", "2"]}, {"supplement_lapsed": "（六）其他处理"})
    g.rows = [
        r
        for r in g.rows
        if not any((c is not None and c.text in ("3.其他",)) or (c is not None and "逾期未按" in c.text) for c in r)
    ]
    for line in g.rows:
        for at, cell in enumerate(line):
            if cell is not None and cell.text == "（六）其他处理" and at == 1:
                line[1] = None
    report = read(document(g))
    assert report.cell(3, "other", "total").state is State.ABSENT
    assert report.value(3, COLLAPSED_OTHER, "natural_person") == 2
    assert "collapsed_other" in [w.code for w in report.warnings]


def test_table_4_with_a_drifted_header() -> None:
    head = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 11)],
        [(w, 2, 1) for w in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
        + [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 6)],
        [(w, 1, 1) for w in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2] + [("", 1, 1)],
        [(str(n), 1, 1) for n in (1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0, 3, 3)],
    ]
    report = read(document(table_3(), grid(head)))
    assert report.value(4, "reconsideration") == 1
    assert report.value(4, "direct_suit") == 2
    assert report.value(4, "suit_after_reconsideration", "pending") == 3


def test_two_years_side_by_side_are_two_reports() -> None:
    doc = Document(
        [
            Paragraph("某某市农业局政府信息公开工作年度报告"),
            Paragraph("2022年度"),
            table_3({"new": ["1", "0", "0", "0", "0", "0", "1"]}),
            Paragraph("2023年度"),
            table_3({"new": ["2", "0", "0", "0", "0", "0", "2"]}),
        ],
        "html",
    )
    first, second = recognise(doc, Source("x", "html", ""))
    assert (first.year, first.value(3, "new")) == (2022, 1)
    assert (second.year, second.value(3, "new")) == (2023, 2)


def test_sections_with_mixed_numbers_and_a_site_around() -> None:
    report = read(
        Document(
            [
                Paragraph("当前位置：首页 > 政府信息公开 > 年报"),
                Paragraph("某某市农业局2023年政府信息公开工作年度报告"),
                Paragraph("发布日期：2024-01-30 来源：农业局"),
                Paragraph("根据条例编制本报告。"),
                Paragraph("总体情况", number="1、"),
                Paragraph("全年工作正常。"),
                Paragraph("三、收到和处理政府信息公开申请情况"),
                table_3(),
                Paragraph("五、存在的主要问题及改进情况"),
                Paragraph("宣传不足。"),
                Paragraph("六、其他需要报告的事项"),
                Paragraph("未收取信息处理费。"),
                Paragraph("附件下载"),
                Paragraph("版权所有 某某市"),
            ],
            "html",
        )
    )
    assert report.published_on is not None and report.published_on.isoformat() == "2024-01-30"
    assert [p.key for p in report.passages] == ["preamble", "overview", "requests", "problems", "other_matters"]
    assert report.text("preamble") == "根据条例编制本报告。"
    assert report.text("other_matters") == "未收取信息处理费。"


def test_an_old_report_keeps_its_text() -> None:
    report = read(
        document(
            Paragraph("一、概述"),
            Paragraph("全年主动公开信息 100 条。"),
            title="某某市农业局2015年政府信息公开工作年度报告",
        )
    )
    assert (report.form, report.year, dict(report.cells)) == ("before_2019", 2015, {})
    assert "100 条" in report.text("overview")


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("关于《某某市2023年政府信息公开工作年度报告》的解读", "解读"),
        ("某某市农业局2023年部门预算公开", "预算"),
        ("某某市农业局政府信息公开指南", "指南"),
        ("春天来了", "其他文件"),
    ],
)
def test_what_is_no_report_is_refused_by_name(title: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        recognise(document(Paragraph("正文。"), title=title), Source("x", "html", ""))


@pytest.mark.parametrize(
    ("title", "text", "organ"),
    [
        ("平川市市场监督管理局2022年度政府信息公开工作年度报告", "", "平川市市场监督管理局"),
        ("市司法局2023年度政府信息公开年度报告", "2023年，平川市司法局认真工作。", "平川市司法局"),
        ("2023年平川市水利局政府信息公开工作年度报告", "", "平川市水利局"),
        ("2023年政府信息公开工作年度报告", "2023年，平川县财政局严格落实条例。", "平川县财政局"),
        ("平川市人民政府二〇二三年政府信息公开年报", "", "平川市人民政府"),
    ],
)
def test_the_organ(title: str, text: str, organ: str) -> None:
    assert find_organ(title, text) == organ


def test_a_title_on_two_lines() -> None:
    assert (
        find_title(["平川市水利局", "2023年政府信息公开工作年度报告"], "")[0]
        == "平川市水利局2023年政府信息公开工作年度报告"
    )
    assert find_year("平川市人民政府二〇二三年政府信息公开年报", "", "") == 2023


def test_two_years_with_their_tables_in_pairs() -> None:
    licences = [
        grid([[("信息内容", 1, 1), ("本年处理决定数量", 1, 1)], [("行政许可", 1, 1), (str(n), 1, 1)]]) for n in (7, 9)
    ]
    tables = [table_3({"new": [str(n), "0", "0", "0", "0", "0", str(n)]}) for n in (1, 2)]
    doc = document(*licences, *tables, title="某某市农业局2022、2023年政府信息公开工作年度报告")
    first, second = recognise(doc, Source("x", "html", ""))
    assert (first.value(2, "licence", "decisions"), first.value(3, "new")) == (7, 1)
    assert (second.value(2, "licence", "decisions"), second.value(3, "new")) == (9, 2)


def test_a_row_printed_twice_is_not_a_second_report() -> None:
    g = table_3({"new": ["1", "0", "0", "0", "0", "0", "1"]})
    g.rows.append(g.rows[3])
    assert read(document(g)).value(3, "new") == 1


def test_sentences_around_a_table_in_running_text_are_kept() -> None:
    zeros = "".join(f"{r.label}{'0' * 7}" for r in FORM_2021.table(3).blocks[0].rows)
    text = f"三、收到和处理政府信息公开申请情况2023年共收到申请0件。（本列数据的勾稽关系为：第一项）申请人情况{zeros}以上为全部。"
    text += "四、政府信息公开行政复议、行政诉讼情况没有行政复议和行政诉讼。行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计000"
    report = read(
        Document([Paragraph("某某市农业局2023年政府信息公开工作年度报告"), Paragraph(text)], "text", flow=True)
    )
    assert report.text("requests") == "2023年共收到申请0件。\n以上为全部。"
    assert report.text("remedies") == "没有行政复议和行政诉讼。"


def test_reports_pasted_one_behind_the_other_keep_their_own_organ_year_and_text() -> None:
    doc = Document(
        [
            Paragraph("某某市农业局2023年政府信息公开工作年度报告"),
            Paragraph("一、总体情况"),
            Paragraph("农业局的文字。"),
            table_3({"new": ["1", "0", "0", "0", "0", "0", "1"]}),
            Paragraph("某某市财政局"),
            Paragraph("2023年政府信息公开工作年度报告"),
            Paragraph("一、总体情况"),
            Paragraph("财政局的文字。"),
            table_3({"new": ["2", "0", "0", "0", "0", "0", "2"]}),
        ],
        "docx",
    )
    first, second = recognise(doc, Source("x", "docx", ""))
    assert (first.organ, first.year, first.value(3, "new")) == ("某某市农业局", 2023, 1)
    assert (second.organ, second.year, second.value(3, "new")) == ("某某市财政局", 2023, 2)
    assert first.text("overview") == "农业局的文字。"
    assert second.text("overview") == "财政局的文字。"


def test_a_title_printed_again_between_the_tables_does_not_cut_a_report() -> None:
    again = Paragraph("某某市农业局2023年政府信息公开工作年度报告")
    report = read(document(Paragraph("一、总体情况"), Paragraph("文字。"), again, table_3(), again, Paragraph("尾页")))
    assert (report.organ, report.value(3, "new")) == ("某某市农业局", 0)


def test_the_order_of_the_rows_is_kept_as_printed() -> None:
    table = table_3()
    assert read(document(table)).row_order == tuple((3, r.key) for r in FORM_2021.table(3).blocks[0].rows)
    first = next(i for i, line in enumerate(table.rows) if line[0] is not None and line[0].text.startswith("一、"))
    table.rows[first], table.rows[first + 1] = table.rows[first + 1], table.rows[first]
    moved = read(document(table))
    assert moved.row_order[:2] == ((3, "brought_forward"), (3, "new"))
    assert "D-12" in [finding.code for finding in check(moved)]
