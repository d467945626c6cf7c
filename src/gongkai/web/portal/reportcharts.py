"""What of an annual report is drawn: of one year, and over the years. Every picture has its table behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.outcomes import OUTCOMES, Group
from gongkai.law.remedies import RESULTS
from gongkai.report.cells import Address, Number
from gongkai.report.pictures import PICTURES
from gongkai.report.reading import Report
from gongkai.web.charts import Chart, chart

# fmt: off
# The figures that are put beside each other over the years.
COMPARED: tuple[tuple[str, Address], ...] = (
    ("本年新收政府信息公开申请",   Address(3, "new", "total")),
    ("上年结转",                   Address(3, "brought_forward", "total")),
    ("办理结果总计",               Address(3, "total", "total")),
    ("其中：予以公开",             Address(3, "granted", "total")),
    ("其中：部分公开",             Address(3, "partially_granted", "total")),
    ("结转下年度继续办理",         Address(3, "carried_forward", "total")),
    ("行政复议",                   Address(4, "reconsideration", "total")),
    ("行政诉讼（未经复议直接起诉）", Address(4, "direct_suit", "total")),
    ("行政诉讼（复议后起诉）",     Address(4, "suit_after_reconsideration", "total")),
    ("现行有效的行政规范性文件",   Address(2, "normative_document", "in_force")),
    ("行政许可处理决定",           Address(2, "licence", "decisions")),
    ("行政处罚处理决定",           Address(2, "penalty", "decisions")),
    ("行政强制处理决定",           Address(2, "compulsion", "decisions")),
    ("行政事业性收费（万元）",     Address(2, "administrative_charge", "amount_wan_yuan")),
)
# fmt: on
_CHARGES = COMPARED[-1][1]
_WAN = "万元"
_Rows = list[tuple[str, int | Decimal, str]]


def _whole(value: Number | None) -> int:
    return int(value or 0)


def groups_of(report: Report) -> dict[Group, int]:
    """How many applications ended in each of the six groups; a form that has fewer rows counts what it has."""
    found = dict.fromkeys(Group, 0)
    for outcome in OUTCOMES:
        found[outcome.group] += _whole(report.value(3, outcome.key))
    return found


def of_year(report: Report, before: Report | None, pictured: Mapping[str, Any] | None) -> tuple[list[Chart], list[str]]:
    """The pictures of one year, and the titles of those left out because every figure is zero.

    ``before`` is last year's report where it is published (its charges stand beside this year's); ``pictured`` the rows of
    the registers kept with the edition.
    """
    cells = [(title, "件", rows) for title, rows in _of_cells(report)]
    kept = [(p.title, p.unit, [(w, n, "fresh") for w, n, _ in (pictured or {}).get(p.key, ())]) for p in PICTURES]
    drawn = [*cells[:3], *kept, *cells[3:], ("行政事业性收费", _WAN, _charges(report, before))]
    full = [chart(title, rows, unit=unit) for title, unit, rows in drawn if any(value for _, value, _ in rows)]
    none = [title for title, _, rows in drawn if not any(value for _, value, _ in rows)]
    return full, none if pictured is not None else [t for t in none if t not in {p.title for p in PICTURES}]


def _charges(report: Report, before: Report | None) -> _Rows:
    """This year's charges in 万元, and last year's before them where it is known."""
    years = [r for r in (before, report) if r is not None]
    return [(f"{r.year} 年", Decimal(r.value(*_CHARGES) or 0), "fresh") for r in years]


def _of_cells(report: Report) -> list[tuple[str, _Rows]]:
    """What the cells of the form say, by title."""
    kinds: _Rows = [(k.words, _whole(report.value(3, "new", k.key)), "fresh") for k in APPLICANT_KINDS]
    flow: _Rows = [
        (words, _whole(report.value(3, row)), "fresh")
        for words, row in (
            ("上年结转", "brought_forward"),
            ("本年新收", "new"),
            ("本年办结", "total"),
            ("结转下年", "carried_forward"),
        )
    ]
    ended: _Rows = [(group.value, count, "fresh") for group, count in groups_of(report).items()]
    decisions: _Rows = [
        (words, _whole(report.value(2, row, "decisions")), "fresh")
        for words, row in (("行政许可", "licence"), ("行政处罚", "penalty"), ("行政强制", "compulsion"))
    ]
    documents: _Rows = [
        (words, _whole(report.value(2, "normative_document", column)), "fresh")
        for words, column in (("本年制发", "issued"), ("本年废止", "repealed"), ("现行有效", "in_force"))
    ]
    remedies: _Rows = [
        (r.words, sum(_whole(report.value(4, c, r.key)) for c in ("reconsideration", "direct_suit", "suit_after_reconsideration")), "fresh")
        for r in RESULTS
    ]  # fmt: skip
    return [
        ("申请的收与办", flow),
        ("谁在申请", kinds),
        ("怎样答复", ended),
        ("行政规范性文件", documents),
        ("行政处理决定", decisions),
        ("复议和诉讼的结果", remedies),
    ]


def over_years(reports: Sequence[Report]) -> list[Chart]:
    """The pictures of several years, oldest first."""
    drawn = (COMPARED[0], COMPARED[3], COMPARED[6], COMPARED[9])
    found = [
        chart(words.removeprefix("其中："), [(f"{r.year} 年", _whole(r.value(*address)), "fresh") for r in reports])
        for words, address in drawn
    ]
    charges: _Rows = [(f"{r.year} 年", Decimal(r.value(*_CHARGES) or 0), "fresh") for r in reports]
    found.append(chart("行政事业性收费", charges, unit=_WAN))
    return [c for c in found if any(bar.value for bar in c.bars)]
