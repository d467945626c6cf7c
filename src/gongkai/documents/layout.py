"""A report laid out as the official form prints it: lines of text and tables of spanning cells, for every writer alike.

The geometry is that of the blank forms annexed to 国办公开办函〔2021〕30号 and 〔2019〕60号. Rows and columns that the source
did not have (absent) are left out, so that what is written reads back as what was read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.report.cells import ABSENT, Address
from gongkai.report.form import Block, Column, Form, Row
from gongkai.report.form_2021 import RESULT_HEAD
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import Passage, Report


class Role(Enum):
    """What a line is: the title, the heading of a section, or running text."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"


class Kind(Enum):
    """What a cell of a table is: a band (heading of a block), a column head, a row label, or a value."""

    BAND = "band"
    HEAD = "head"
    LABEL = "label"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. ``section`` is its key, ``start`` its offset in ``Report.text(section)`` (running text only).

    ``lead`` is the number of leading characters that form a second-level heading （一）…, set in another type.
    """

    role: Role
    text: str
    section: str = ""
    start: int = 0
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a laid-out table: text, place and spans (rows and columns counted from 0), kind, address of a value.

    ``upright`` marks the narrow label that runs down beside the results; ``left`` text that is not centred.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    kind: Kind = Kind.HEAD
    address: Address | None = None
    upright: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A laid-out table: its number in the form, caption, relative column widths, cells row by row, number of head rows."""

    number: int
    caption: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Slot, ...], ...]
    head_rows: int

    def slots(self) -> Iterator[Slot]:
        """Every cell, row by row."""
        for row in self.rows:
            yield from row

    def grid(self) -> list[list[Slot]]:
        """The table as a full rectangle; a spanning cell stands in every slot it covers."""
        places: dict[tuple[int, int], Slot] = {}
        for slot in self.slots():
            for row in range(slot.row, slot.row + slot.rowspan):
                for column in range(slot.column, slot.column + slot.colspan):
                    places[row, column] = slot
        return [[places[r, c] for c in range(len(self.widths))] for r in range(len(self.rows))]


Element = Line | Sheet

SECTION_OF_TABLE = {2: "proactive", 3: "requests", 4: "remedies"}
_TABLE_OF_SECTION = {section: number for number, section in SECTION_OF_TABLE.items()}
# The single row （六） of the trial form, still printed in some 2021 reports (see ``COLLAPSED_OTHER``).
_COLLAPSED_ROW = Row(COLLAPSED_OTHER, "（六）", "其他处理", (RESULT_HEAD,))
_LABEL_WIDTHS_3 = (500, 1080, 3366)
_VALUE_WIDTH_3 = 685
_TITLE_CHARACTERS = 20  # of size 2号 in a line of 156 mm
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECOND_LEVEL = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)][^。！？；]{0,28}?(?:。|$)")
_BARE_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2}")


def printable(text: str) -> str:
    """The text with every character that XML cannot carry replaced by U+FFFD, one for one, so that offsets stay."""
    return _UNPRINTABLE.sub("\ufffd", text)


def title_of(report: Report) -> str:
    """The title as printed, or the usual one made of organ and year."""
    if report.title:
        return printable(report.title)
    year = f"{report.year}年" if report.year else ""
    return printable(f"{report.organ or ''}{year}政府信息公开工作年度报告")


def title_lines(report: Report) -> tuple[str, ...]:
    """The title in the lines it is best set on: organ above, the rest below, where it is too long for one line."""
    title, organ = title_of(report), printable(report.organ or "")
    if organ and len(title) > _TITLE_CHARACTERS and title.startswith(organ) and title != organ:
        return organ, title[len(organ) :]
    return (title,)


def elements(report: Report) -> list[Element]:
    """The report from top to bottom: title, preamble, sections with headings, text and tables.

    A table whose section has no passage gets the official heading of its section. Reports older than the forms have text
    only. Raises nothing.
    """
    return [Line(Role.TITLE, title_of(report)), *_body(report)]


def sheets(report: Report) -> list[Sheet]:
    """The tables the report has, in the order of the form."""
    form = report.edition
    if form is None:
        return []
    numbers = (table.number for table in form.tables if report.has_table(table.number))
    return [sheet(report, number) for number in numbers]


def heading(report: Report, passage: Passage) -> str:
    """The heading of a section: as printed, or the official one where none was; ``""`` for a preamble."""
    if passage.number or passage.heading:
        comma = "、" if passage.heading and _BARE_NUMBER.fullmatch(passage.number) else ""
        return printable(f"{passage.number}{comma}{passage.heading}")
    form = report.edition
    for section in form.sections if form else ():
        if section.key == passage.key:
            return f"{section.number}、{section.words}"
    return ""


def _body(report: Report) -> Iterator[Element]:
    pending = {table.number for table in sheets(report)}
    offsets: dict[str, int] = {}
    for passage in _passages(report):
        if words := heading(report, passage):
            yield Line(Role.HEADING, words, passage.key)
        start = offsets.get(passage.key, 0)
        for text in passage.text.split("\n") if passage.text else ():
            if text.strip():
                yield Line(Role.TEXT, printable(text), passage.key, start, _lead(text))
            start += len(text) + 1
        offsets[passage.key] = start
        number = _TABLE_OF_SECTION.get(passage.key)
        if number in pending:
            pending.discard(number)
            yield sheet(report, number)


def _passages(report: Report) -> list[Passage]:
    """The passages, with an empty one put in, in the order of the form, for each table that has none."""
    passages = list(report.passages)
    form = report.edition
    if form is None:
        return passages
    order = {section.key: at for at, section in enumerate(form.sections)}
    order["preamble"] = -1
    for table in form.tables:
        key = SECTION_OF_TABLE[table.number]
        if report.has_table(table.number) and all(p.key != key for p in passages):
            before = [at for at, p in enumerate(passages) if order.get(p.key, -1) < order[key]]
            passages.insert(before[-1] + 1 if before else 0, Passage(key, "", "", ""))
    return passages


def _lead(text: str) -> int:
    match = _SECOND_LEVEL.match(text)
    return match.end() if match else 0


def sheet(report: Report, number: int) -> Sheet:
    """One table of the report, laid out. KeyError when the form has no such table."""
    form = report.edition
    if form is None:
        raise KeyError(number)
    caption = next(s.words for s in form.sections if s.key == SECTION_OF_TABLE[number])
    draw = {2: _proactive, 3: _requests, 4: _remedies}[number]
    widths, rows, head_rows = draw(report, form)
    return Sheet(number, caption, widths, tuple(tuple(row) for row in rows), head_rows)


_Drawn = tuple[tuple[int, ...], list[list[Slot]], int]


def _value(report: Report, address: Address, row: int, column: int, colspan: int = 1) -> Slot:
    text = printable(report.cell(*address).printed)
    return Slot(text, row, column, 1, colspan, Kind.VALUE, address)


def rows_of(report: Report, number: int, block: Block) -> tuple[Row, ...]:
    """The rows of a block: those of the form, and （六） as a single row where the report keeps one beside its form."""
    has_collapsed = number == 3 and any(
        report.cell(3, COLLAPSED_OTHER, column.key) != ABSENT for column in block.columns
    )
    if not has_collapsed:
        return block.rows
    at = next(at for at, row in enumerate(block.rows) if row.key == "total")
    return (*block.rows[:at], _COLLAPSED_ROW, *block.rows[at:])


def _present(report: Report, number: int, block: Block) -> tuple[list[Row], list[Column]]:
    """The rows and columns of a block that the source had."""
    rows = rows_of(report, number, block)
    there = {
        (row.key, column.key)
        for row in rows
        for column in block.columns
        if report.cell(number, row.key, column.key) != ABSENT
    }
    present = [row for row in rows if any(r == row.key for r, _ in there)]
    return present, [column for column in block.columns if any(c == column.key for _, c in there)]


def _spans(count: int, width: int) -> list[int]:
    """``count`` spans that fill ``width`` columns, the last one taking what is left."""
    return [1] * (count - 1) + [width - count + 1]


def _proactive(report: Report, form: Form) -> _Drawn:
    """Table 2: four columns, a band over each block, spans where a block has fewer than three values."""
    rows: list[list[Slot]] = []
    for block in form.table(2).blocks:
        present, columns = _present(report, 2, block)
        if not present:
            continue
        spans = _spans(len(columns), 3)
        starts = [1 + sum(spans[:at]) for at in range(len(spans))]
        at = len(rows)
        rows.append([Slot(block.heading, at, 0, 1, 4, Kind.BAND, left=True)])
        head = [Slot(form.head["content"], at + 1, 0)]
        head += [Slot(c.words, at + 1, x, 1, n) for c, x, n in zip(columns, starts, spans, strict=True)]
        rows.append(head)
        for row in present:
            at = len(rows)
            line = [Slot(row.label, at, 0, kind=Kind.LABEL)]
            for column, x, n in zip(columns, starts, spans, strict=True):
                line.append(_value(report, Address(2, row.key, column.key), at, x, n))
            rows.append(line)
    return (1, 1, 1, 1), rows, 0


def _requests(report: Report, form: Form) -> _Drawn:
    """Table 3: three label columns beside the applicants; results under one upright label, grouped."""
    block = form.table(3).blocks[0]
    present, columns = _present(report, 3, block)
    rows = _head_3(form, columns)
    head_rows = len(rows)
    under = {group: sum(group in row.groups for row in present) for row in present for group in row.groups}
    drawn: set[str] = set()
    for row in present:
        at = len(rows)
        line: list[Slot] = []
        for depth, group in enumerate(row.groups):
            if group not in drawn:
                drawn.add(group)
                line.append(Slot(group, at, depth, under[group], 1, Kind.LABEL, upright=depth == 0, left=depth > 0))
        depth = len(row.groups)
        line.append(Slot(row.label, at, depth, 1, 3 - depth, Kind.LABEL, left=True))
        line += [_value(report, Address(3, row.key, c.key), at, 3 + x) for x, c in enumerate(columns)]
        rows.append(line)
    return _LABEL_WIDTHS_3 + (_VALUE_WIDTH_3,) * len(columns), rows, head_rows


def _head_3(form: Form, shown: Sequence[Column]) -> list[list[Slot]]:
    organizations = {kind.key for kind in APPLICANT_KINDS if kind.organization}
    inner = [at for at, column in enumerate(shown) if column.key in organizations]
    depth = 3 if inner else 2
    first = [
        Slot(form.head["rule"], 0, 0, depth, 3),
        Slot(form.head["applicants"], 0, 3, 1, len(shown)),
    ]
    second, third = [], []
    for at, column in enumerate(shown):
        if column.key not in organizations:
            second.append(Slot(column.words, 1, 3 + at, depth - 1))
            continue
        if at == inner[0]:
            second.append(Slot(form.head["organizations"], 1, 3 + at, 1, len(inner)))
        third.append(Slot(column.words, 2, 3 + at))
    return [first, second, third] if third else [first, second]


def _remedies(report: Report, form: Form) -> _Drawn:
    """Table 4: one row of values; reconsideration over five columns, litigation over two times five."""
    block = form.table(4).blocks[0]
    shown = [
        (row, column) for row in block.rows for column in block.columns if report.cell(4, row.key, column.key) != ABSENT
    ]
    suits = any(row.groups for row, _ in shown)
    depth = 3 if suits else 2
    first, second, third, values = [], [], [], []
    seen: set[str] = set()
    for at, (row, column) in enumerate(shown):
        over = row.groups[0] if row.groups else row.words
        if over not in seen:
            span = sum((r.groups[0] if r.groups else r.words) == over for r, _ in shown)
            first.append(Slot(over, 0, at, 1, span))
        if row.groups and row.key not in seen:
            second.append(Slot(row.words, 1, at, 1, sum(r is row for r, _ in shown)))
        seen |= {over, row.key}
        if row.groups:
            third.append(Slot(column.words, 2, at))
        else:
            second.append(Slot(column.words, 1, at, depth - 1))
        values.append(_value(report, Address(4, row.key, column.key), depth, at))
    head = [first, second, third] if suits else [first, second]
    return (1,) * len(shown), [*head, values], depth
