"""Which figures of the tables a claim can legitimately mean. Several readings of one sentence are the rule, not a fault."""

from collections.abc import Iterable, Mapping
from itertools import product

from gongkai.law.outcomes import OUTCOMES, Group
from gongkai.report.cells import Number
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.narrative.claim import Claim
from gongkai.report.reading import Report

GROUP = {
    "granted": Group.GRANTED,
    "partially_granted": Group.PARTIALLY_GRANTED,
    "refused": Group.REFUSED,
    "unavailable": Group.UNAVAILABLE,
    "not_processed": Group.NOT_PROCESSED,
    "other": Group.OTHER,
}
ORGANIZATIONS = ("business", "research", "public_interest", "legal_services", "other_organization")
_PARTS = ("natural_person", *ORGANIZATIONS)
Readings = Mapping[str, Number]


def figures(report: Report, row: str, columns: Iterable[str] = ("total",)) -> frozenset[int]:
    """What a row of table 3 says: its printed total and the sum of its parts, which differ where the table is wrong.

    Blank cells beside filled ones count as nothing here: this asks what the text can mean, not whether the table is
    filled. Empty when the row says nothing at all.
    """
    columns = tuple(columns)
    if columns != ("total",):
        values = [report.value(3, row, c) for c in columns]
        known = [int(v) for v in values if v is not None]
        return frozenset([sum(known)]) if known else frozenset()
    total = report.value(3, row)
    parts = [v for c in _PARTS if (v := report.value(3, row, c)) is not None]
    found = {int(total)} if total is not None else set()
    if parts:
        found.add(int(sum(parts)))
    return frozenset(found)


def sums(report: Report, rows: Iterable[str], columns: Iterable[str] = ("total",)) -> frozenset[int]:
    """The possible sums of some rows of table 3; rows that say nothing count as nothing, unless none says anything."""
    columns = tuple(columns)
    known = [found for row in rows if (found := figures(report, row, columns))]
    if not known:
        return frozenset()
    # Rows with two answers are few (the table is wrong there); beyond a handful only the printed totals are taken.
    if sum(len(found) > 1 for found in known) > 6:
        return frozenset([sum(max(found) for found in known)])
    return frozenset(sum(choice) for choice in product(*known))


def rows_of(groups: Iterable[str]) -> tuple[str, ...]:
    """The rows of table 3 that make up some groups of results."""
    wanted = {GROUP[g] for g in groups}
    rows = tuple(o.key for o in OUTCOMES if o.group in wanted)
    return (*rows, COLLAPSED_OTHER) if Group.OTHER in wanted else rows


def readings(claim: Claim, report: Report, alone: bool = True) -> Readings:
    """The readings of a claim by name, in Chinese, with their values. Empty when the tables have nothing to compare.

    ``alone`` is true when the text gives no separate figure for 部分公开, so that 予以公开 may include it.
    """
    if claim.kind in ("course", "course_result"):
        return _named(_courses(claim, report))
    if claim.kind == "document":
        return _named(_document(claim, report))
    if claim.kind == "decisions":
        (row,) = claim.parts
        return _named({"本年处理决定数量": _cell(report, 2, row, "decisions")})
    return _named(_applications(claim, report, alone))


def _named(found: Mapping[str, Iterable[Number]]) -> Readings:
    named: dict[str, Number] = {}
    for name, values in found.items():
        for i, value in enumerate(sorted(set(values))):
            named[name if i == 0 else f"{name}（各列相加）"] = value
    return named


def _cell(report: Report, table: int, row: str, column: str) -> list[Number]:
    value = report.value(table, row, column)
    return [] if value is None else [value]


def _applications(claim: Claim, report: Report, alone: bool) -> Mapping[str, Iterable[Number]]:
    kind = claim.kind
    if kind == "received":
        # A table never filled has a total of 0: that is no reading of "none received"
        processed = figures(report, "total") - {0}
        return {
            "本年新收": figures(report, "new"),
            "新收加上年结转": sums(report, ["new", "brought_forward"]),
            "本年办理结果总计": processed,
        }
    if kind == "processed":
        return _processed(report)
    if kind in ("brought_forward", "carried_forward"):
        return {"上年结转" if kind == "brought_forward" else "结转下年度继续办理": figures(report, kind)}
    if kind == "result":
        found = {"、".join(GROUP[g].value for g in GROUP if g in claim.parts): sums(report, rows_of(claim.parts))}
        if claim.parts == {"granted"} and alone:
            found["予以公开与部分公开合计"] = sums(report, rows_of(["granted", "partially_granted"]))
        return found
    if kind == "case":
        words = {o.key: o.words for o in OUTCOMES}
        return {"、".join(words[k] for k in words if k in claim.parts): sums(report, claim.parts)}
    if kind == "applicant":
        return _applicants(claim, report)
    return {}


def _processed(report: Report) -> Mapping[str, Iterable[Number]]:
    groups = set(GROUP)
    return {
        "本年办理结果总计": figures(report, "total") | sums(report, rows_of(groups)),
        "总计减其他处理": sums(report, rows_of(groups - {"other"})),
        "总计减不予处理": sums(report, rows_of(groups - {"not_processed"})),
        "总计减不予处理、其他处理": sums(report, rows_of(groups - {"not_processed", "other"})),
        "其中本年新收": {t - b for t in figures(report, "total") for b in figures(report, "brought_forward") if t >= b},
    }


def _applicants(claim: Claim, report: Report) -> Mapping[str, Iterable[Number]]:
    columns = [c for part in sorted(claim.parts) for c in (ORGANIZATIONS if part == "organizations" else (part,))]
    columns = list(dict.fromkeys(columns))
    return {
        "本年新收": sums(report, ["new"], columns),
        "新收加上年结转": sums(report, ["new", "brought_forward"], columns),
        "本年办理结果总计": sums(report, ["total"], columns),
    }


def _courses(claim: Claim, report: Report) -> Mapping[str, Iterable[Number]]:
    suits = ("direct_suit", "suit_after_reconsideration")
    rows = [r for part in sorted(claim.parts) for r in (suits if part == "litigation" else (part,))]
    rows = [r for r in dict.fromkeys(rows) if r in (*suits, "reconsideration")]
    if claim.kind == "course_result":
        (column,) = claim.parts - {"reconsideration", "litigation"}
        cells = [_cell(report, 4, row, column) for row in rows]
        return {"表四相应结果": [sum(v for c in cells for v in c)] if any(cells) else []}
    totals, parts, concluded = 0, 0, 0
    known = False
    for row in rows:
        results = {c: report.value(4, row, c) or 0 for c in ("upheld", "corrected", "other_result", "pending")}
        total = report.value(4, row)
        known |= total is not None or any(results.values())
        parts += int(sum(results.values()))
        concluded += int(sum(results.values()) - results["pending"])
        totals += int(total if total is not None else sum(results.values()))
    if not known:
        return {}
    return {"表四总计": {totals, parts}, "其中已审结": [concluded]}


def _document(claim: Claim, report: Report) -> Mapping[str, Iterable[Number]]:
    columns = {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
    (column,) = claim.parts & set(columns)
    (row,) = claim.parts - {column}
    if report.form == "2019":
        trial = {"issued": ("newly_made", "newly_published"), "in_force": ("published_total",)}.get(column, ())
        return {"表二": [v for c in trial for v in _cell(report, 2, row, c)]}
    return {columns[column]: _cell(report, 2, row, column)}
