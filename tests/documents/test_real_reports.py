"""The real material: the seed, the texts without separators, the PDF; each must say what its fact file says."""

from pathlib import Path

import pytest

from gongkai.documents import read
from gongkai.report.cells import Cell, State
from gongkai.report.checks import check
from gongkai.report.findings import Severity
from gongkai.report.reading import Report
from tests import facts
from tests.paths import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")

TEXTS = sorted((SHARED / "reports" / "text").glob("*.flat.txt"))


def disagreements(expected: Report, found: Report) -> list[str]:
    """Cells that say something else than the facts. Undecided is right where the facts' value is among the readings,
    or where the facts could not decide either."""
    wrong = []
    for address, fact in expected.cells.items():
        cell = found.cells.get(address, Cell(state=State.ABSENT))
        if cell == fact or (
            cell.state is State.UNDECIDED and (fact.value in cell.readings or fact.state is State.ABSENT)
        ):
            continue
        wrong.append(f"{address}: {fact.value if fact.state is None else fact.state} read as {cell}")
    return wrong


def test_the_seed_reads_exactly() -> None:
    path = next((SHARED / "seeds").glob("*.txt"))
    report = read(path.read_bytes(), name=path.name).report
    assert (report.organ, report.year, report.form) == ("聊城市司法局", 2023, "2021")
    assert disagreements(facts.report("liaocheng_sfj_2023"), report) == []
    assert len([c for c in report.cells.values() if c.value is not None]) == 200
    assert [p.key for p in report.passages][-2:] == ["problems", "other_matters"]


# What is odd in the seed, in the order of its findings: code, what stands there, what should.
ODD = (
    ("N-17", "2022年", "2023年"),
    ("N-21", "国公开办函〔2021〕30号", "国办公开办函〔2021〕30号"),
    ("N-26", "（条例）", "《条例》"),
    ("D-1", "市司法局2023年度政府信息公开年度报告", "聊城市司法局2023年政府信息公开工作年度报告"),
    ("D-6", "1、5", "一、二、三、四、五、六"),
    ("D-6", "（二）", "（2）"),
    ("D-6", "（2）", "（二）"),
    ("D-6", "（三）", "（3）"),
)


def test_what_is_odd_in_the_seed_is_found_and_nothing_else() -> None:
    """An old year left over, a misquoted document number, a short title in the wrong brackets, the organ's name not in full,
    numbers of two styles mixed; its tables are sound."""
    path = next((SHARED / "seeds").glob("*.txt"))
    findings = check(read(path.read_bytes(), name=path.name).report)
    assert tuple((f.code, f.printed, f.expected) for f in findings) == ODD
    assert [f.code for f in findings if f.severity is Severity.ERROR] == ["N-21"]
    year = next(f for f in findings if f.code == "N-17")
    assert "编制2022年主动公开基本目录" in year.message


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name.removesuffix(".flat.txt"))
def test_a_text_without_separators_reads_exactly(path: Path) -> None:
    report = read(path.read_bytes(), name=path.name).report
    fact = facts.report(path.name.removesuffix(".flat.txt"))
    assert report.form == fact.form
    assert disagreements(fact, report) == []
    decided = [a for a, c in report.cells.items() if c.state is State.UNDECIDED and a.table != 2]
    assert decided == [], "only table 2 has no identities"


def test_last_year_settles_the_normative_triple() -> None:
    texts = {p.name.removesuffix(".flat.txt"): p.read_bytes() for p in TEXTS}
    previous = facts.report("ptzhsyqnyn_2022")
    report = read(texts["ptzhsyqnyn_2023"], name="a.txt", previous=previous).report
    assert [report.value(2, "normative_document", c) for c in ("issued", "repealed", "in_force")] == [4, 9, 20]
    assert report.cell(2, "normative_document", "issued").solved


def test_the_real_pdf_reads_exactly() -> None:
    path = next((SHARED / "reports" / "files").glob("*.pdf"))
    report = read(path.read_bytes(), name=path.name).report
    assert (report.year, report.form) == (2023, "2021")
    assert disagreements(facts.report("hongze_2023"), report) == []


def test_the_blank_form_is_all_blank() -> None:
    path = next((SHARED / "reports" / "files").glob("*.docx"))
    report = read(path.read_bytes(), name=path.name).report
    assert {c.state for c in report.cells.values()} == {State.BLANK}
    assert len(report.cells) == 200
