"""Text copied from a PDF, in columns and in reading order: what is read is right, the rest stays undecided."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from gongkai.documents import read, write
from gongkai.documents.recognise.lines import table_3_in, table_4_in
from gongkai.documents.recognise.stream import items_of
from gongkai.report.cells import State
from gongkai.report.checks import check
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.reading import Report
from gongkai.report.solve import Run
from tests import facts
from tests.paths import SHARED
from tests.required import needs

shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def copied(pdf: bytes, folder: Path, *options: str) -> bytes:
    """The text of a PDF as pdftotext gives it."""
    needs("pdftotext")
    source = folder / "report.pdf"
    source.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", *options, str(source), "-"], check=True, capture_output=True, timeout=60
    ).stdout  # fmt: skip


def compared(wanted: Report, found: Report) -> Counter[str]:
    """How many cells came back, and how those that did not are marked. A cell with another value is ``wrong``."""
    kinds: Counter[str] = Counter()
    for address, cell in wanted.cells.items():
        got = found.cells[address]
        if got == cell:
            kinds["exact"] += 1
        elif got.value is None and got.state in (State.UNDECIDED, State.BLANK, State.ABSENT):
            kinds[got.state.value] += 1
            if got.readings and cell.value is not None and cell.value not in got.readings:
                kinds["wrong"] += 1
        else:
            kinds["wrong"] += 1
    return kinds


@shared
@pytest.mark.parametrize(("options", "least"), [((), 4990), (("-layout",), 5460)], ids=["plain", "layout"])
def test_no_cell_is_wrong_and_most_come_back(options: tuple[str, ...], least: int, tmp_path: Path) -> None:
    total: Counter[str] = Counter()
    for identifier in facts.ids():
        report = facts.report(identifier)
        found = read(copied(write(report, format="pdf"), tmp_path, *options), name="年报.txt").report
        kinds = compared(report, found)
        assert not kinds["wrong"], (identifier, kinds)
        assert (found.year, found.form) == (report.year, report.form)
        assert "D-12" not in [finding.code for finding in check(found)]
        total += kinds
    assert total["exact"] >= least, total


@shared
@pytest.mark.parametrize(("options", "least"), [((), 183), (("-layout",), 200)], ids=["plain", "layout"])
def test_the_real_pdf_as_text(options: tuple[str, ...], least: int, tmp_path: Path) -> None:
    (path,) = (SHARED / "reports" / "files").glob("*.pdf")
    kinds = compared(
        facts.report("hongze_2023"),
        read(copied(path.read_bytes(), tmp_path, *options), name="年报.txt").report,
    )
    assert not kinds["wrong"]
    assert kinds["exact"] >= least


COLUMNS = """三、收到和处理政府信息公开申请情况
                                    申请人情况
一、本年新收政府信息公开申请数量      3    1    0    0    0    0    4
二、上年结转政府信息公开申请数量      0    0    0    0    0    0    0
  （一）予以公开                2    0    0    0    0    0    2
  （二）部分公开（区分处理的，只计这一情
                            1    1    0    0    0    0    2
   形，不计其他情形）
         1.属于国家秘密         0    0    0    0    0    0    0
 （三）不   2.其他法律行政法规禁止公开   0    0    0    0    0    0    0
  予公开   3.危及“三安全一稳定”     0    0    0    0    0    0    0
         4.保护第三方合法权益      0         0    0    0    0    0
 （六）其
         2.申请人逾期未按收费通知要求
  他处理
         缴纳费用、行政机关不再处理     0    0    0    0    0    0    0
         其政府信息公开申请
 （七）总计                   3    1    0    0    0    0    4
四、结转下年度继续办理              0    0    0    0    0    0    0
四、政府信息公开行政复议、行政诉讼情况
"""


def rows(text: str) -> dict[str, Run]:
    found = table_3_in(text)
    assert found is not None
    return found


def test_it_works() -> None:
    found = rows(COLUMNS)
    assert found["new"] == Run(("3", "1", "0", "0", "0", "0", "4"))
    assert found["carried_forward"] == Run(("0",) * 7)


def test_a_label_around_its_values_is_put_together() -> None:
    found = rows(COLUMNS)
    assert found["partially_granted"] == Run(("1", "1", "0", "0", "0", "0", "2"))
    assert found["fee_lapsed"] == Run(("0",) * 7)


def test_a_row_with_a_gap_is_not_shifted() -> None:
    assert len(rows(COLUMNS)["third_party"].pieces) == 1


def in_turn(*rows: str) -> str:
    """Labels and rows of values as a list of lines, one value a line with a blank line behind it."""
    lines = [line for row in rows for line in (row.split() if row[0].isdigit() and " " in row else [row])]
    return "申请人情况\n" + "\n\n".join(lines) + "\n\n四、政府信息公开行政复议、行政诉讼情况"


def table(values: dict[str, str]) -> list[tuple[str, str]]:
    """Every row of the form with its values, zeros unless given."""
    form_rows = FORM_2021.table(3).blocks[0].rows
    return [(row.number + row.words, values.get(row.key, "0 0 0 0 0 0 0")) for row in form_rows]


FIGURES = {"new": "5 0 0 0 0 0 5", "granted": "3 0 0 0 0 0 3", "not_held": "2 0 0 0 0 0 2", "total": "5 0 0 0 0 0 5"}


def test_labels_and_values_in_turn() -> None:
    found = rows(in_turn(*(part for row in table(FIGURES) for part in row)))
    assert found["not_held"] == Run(("2", "0", "0", "0", "0", "0", "2"))
    assert all(len(run.pieces) == 7 for run in found.values())


def test_values_before_their_labels_are_taken_in_order_when_the_table_adds_up() -> None:
    whole = table(FIGURES)
    text = in_turn(
        *(part for row in whole[:-2] for part in row), *(v for _, v in whole[-2:]), *(k for k, _ in whole[-2:])
    )
    assert rows(text)["total"] == Run(("5", "0", "0", "0", "0", "0", "5"))


def test_values_before_their_labels_stay_undecided_when_it_does_not() -> None:
    whole = table(FIGURES | {"total": "6 0 0 0 0 0 6"})
    text = in_turn(
        *(part for row in whole[:-2] for part in row), *(v for _, v in whole[-2:]), *(k for k, _ in whole[-2:])
    )
    found = rows(text)
    assert found["granted"] == Run(("3", "0", "0", "0", "0", "0", "3"))
    assert len(found["total"].pieces) == 1 == len(found["carried_forward"].pieces)


def test_a_row_of_values_too_few_shifts_none() -> None:
    whole = table(FIGURES)
    parts = [part for row in whole for part in row]
    parts.remove("3 0 0 0 0 0 3")
    found = rows(in_turn(*parts))
    assert all(run.pieces[0] in ("2", "5", "0") or len(run.pieces) != 7 for run in found.values())
    assert found["not_held"] in (Run(("2", "0", "0", "0", "0", "0", "2")), Run(("2·0·0·0·0·0·2·",)))
    assert found["granted"] != Run(("0",) * 7)


def test_stacks_of_values_are_columns() -> None:
    items = items_of(["甲", *("1\n2\n\n" + "0\n0\n\n" * 5 + "1\n2").split("\n"), "乙", "1", "", "0"])
    assert [item.values for item in items if item.values] == [
        ("1", "0", "0", "0", "0", "0", "1"),
        ("2", "0", "0", "0", "0", "0", "2"),
        ("1", "0"),
    ]


def test_table_4_under_a_head_of_any_shape() -> None:
    text = "复议后起诉\n结果 结果 其他 尚未\n维持 纠正 结果 审结 总计\n"
    assert table_4_in(text + " ".join("123456789012345")) == Run(tuple("123456789012345"))
    assert table_4_in(text + "5    2   7") == Run(("5·2·7·",))
    assert table_4_in(text) is None
