"""Settling the triple of normative documents, which has no identity within one report.

Digits such as ``5615`` under 制发, 废止, 现行有效 have several readings. Last year's in-force figure settles them when just
one reading continues the chain; so does the text when it states all that distinguishes them.
"""

import re

from gongkai.report.cells import Address, Cell, State
from gongkai.report.compare import follows
from gongkai.report.reading import Report
from gongkai.report.solve import Run, Split, free_readings

_ROWS = ("government_rule", "normative_document")
_COLUMNS = ("issued", "repealed", "in_force")
_STATED = {
    0: re.compile(r"制发(?:行政)?规范性文件(?:共)?\s*(\d+)\s*[件份个]"),
    1: re.compile(r"废止(?:行政)?规范性文件(?:共)?\s*(\d+)\s*[件份个]"),
    2: re.compile(r"现行有效(?:的)?(?:行政)?(?:规范性文件)?(?:件数)?(?:共|为)?\s*(\d+)\s*[件份个]"),
}


def settle(report: Report, previous: Report | None = None) -> Report:
    """The same report, with triples decided where last year's report or the text leaves one reading.

    ``previous`` decides nothing when it is of another year than the one before.
    """
    if report.form != "2021":
        return report
    changes: dict[Address, Cell] = {}
    before = previous if previous is not None and follows(report, previous) else None
    for row in _ROWS:
        addresses = [Address(2, row, c) for c in _COLUMNS]
        cells = [report.cells.get(a) for a in addresses]
        raw = next((c.raw for c in cells if c and c.state is State.UNDECIDED and c.raw), None)
        if raw is None:
            continue
        options = free_readings(Run(tuple(raw.split())), 3)
        kept = _continuing(options, before, row) or (_stated(options, report) if row == _ROWS[1] else [])
        if len(kept) == 1:
            changes |= {a: Cell(v, raw=str(v), solved=True) for a, v in zip(addresses, kept[0], strict=True)}
    return report.with_cells(changes) if changes else report


def _continuing(options: tuple[Split, ...], previous: Report | None, row: str) -> list[Split]:
    """The readings that continue last year's in-force figure."""
    before = previous.value(2, row, "in_force") if previous else None
    return [] if before is None else [o for o in options if before + o[0] - o[1] == o[2]]


def _stated(options: tuple[Split, ...], report: Report) -> list[Split]:
    """The readings that agree with every figure the text states, when it states at least two of the three."""
    text = "\n".join(p.text for p in report.passages)
    stated = {i: {int(n) for n in pattern.findall(text)} for i, pattern in _STATED.items()}
    known = {i: next(iter(values)) for i, values in stated.items() if len(values) == 1}
    if len(known) < 2:
        return []
    return [o for o in options if all(o[i] == v for i, v in known.items())]
