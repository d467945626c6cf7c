"""A made-up report with one cell of every kind, and findings on every kind of place."""

from decimal import Decimal

from gongkai.report.cells import ABSENT, BLANK, Address, Cell, State
from gongkai.report.findings import Finding, Severity, Span
from gongkai.report.form_2019 import FORM_2019
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.reading import Report
from tests.facts import passages

BLANK_CELL = Address(3, "granted", "business")
SLASH_CELL = Address(3, "repeated", "total")
TEXT_CELL = Address(3, "publication", "total")
UNDECIDED_CELL = Address(2, "normative_document", "issued")
CHARGE = Address(2, "administrative_charge", "amount_wan_yuan")
COUNT = Address(3, "new", "total")


def sample() -> Report:
    """A report of the 2021 form: zeros but for one blank, slash, text, undecided and large cell; one row is absent."""
    cells = {a: Cell(0, raw="0") for a in FORM_2021.addresses}
    cells[CHARGE] = Cell(Decimal("40.51"), raw="40.51")
    cells[COUNT] = Cell(1234, raw="1,234")
    cells[BLANK_CELL] = BLANK
    cells[SLASH_CELL] = Cell(state=State.SLASH, raw="/")
    cells[TEXT_CELL] = Cell(state=State.TEXT, raw="见附件|一")
    cells[UNDECIDED_CELL] = Cell(state=State.UNDECIDED, raw="693665", readings=(6, 69, 693))
    cells.update({a: ABSENT for a in cells if a.row == "fee_lapsed"})
    return Report("云山县司法局", 2023, "2021", cells, "云山县司法局2023年政府信息公开工作年度报告",
                  passages=passages(FORM_2021, "云山县司法局", 2023))  # fmt: skip


def sample_2019() -> Report:
    """A report of the 2019 form, all ones."""
    cells = {
        a: Cell(Decimal(1) if FORM_2019.column(a).decimal else 1, raw="1") for a in FORM_2019.addresses
    }  # fmt: skip
    return Report("云山县司法局", 2020, "2019", cells, "云山县司法局2020年政府信息公开工作年度报告",
                  passages=passages(FORM_2019, "云山县司法局", 2020))  # fmt: skip


def span(report: Report, section: str, text: str) -> Span:
    """The place of a text in a section."""
    start = report.text(section).index(text)
    return Span(section, start, start + len(text), text)


def findings(report: Report) -> list[Finding]:
    """Findings on a cell (two), a range, an overlapping range, a range over two paragraphs, a section, the document."""
    places = [
        (COUNT, Severity.ERROR),
        (COUNT, Severity.QUESTION),
        (span(report, "overview", "按规定时限"), Severity.ERROR),
        (span(report, "overview", "规定时限更新"), Severity.QUESTION),
        (span(report, "overview", "专栏内容。\n（二）依申请"), Severity.QUESTION),
        (Span("problems", 0, 0, ""), Severity.QUESTION),
        (Address(3, "fee_lapsed", "total"), Severity.ERROR),
        (None, Severity.ERROR),
    ]
    return [
        Finding(f"X-{at}", severity, where, f"第 {at} 处 <有误> & 待核。", "请核对。", "《条例》第四十九条",
                likely_cause="漏填" if at == 0 else None)
        for at, (where, severity) in enumerate(places)
    ]  # fmt: skip
