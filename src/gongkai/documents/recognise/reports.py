"""From a document to its reports: tables, text, organ, year, form; and what to say when it is no annual report."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.recognise import flow, passages, title
from gongkai.documents.recognise.apart import apart
from gongkai.documents.recognise.tables import Rows, collapsed, rows_of
from gongkai.report.cells import ABSENT, Address, Cell, State
from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, FORMS, Passage, Report, Source, Warning, form_for
from gongkai.report.solve import Run, solve_table_3, solve_table_4

MAX_REPORTS = 20
"""Years side by side in one file; each report is checked with the text of the whole file."""
_TOO_MANY = f"文件里的表格重复了 {{}} 次，超过 {MAX_REPORTS} 份报告；请一份报告存成一个文件再读。"


def recognise(document: Document, source: Source) -> tuple[Report, ...]:
    """The reports in a document, one as a rule; several when whole reports were pasted together, or when the tables
    stand there twice (two years side by side).

    Raises Unreadable when the document is no annual report, or holds more than MAX_REPORTS.
    """
    documents = apart(document)
    if len(documents) > MAX_REPORTS:
        raise Unreadable(_TOO_MANY.format(len(documents)))
    return tuple(report for one in documents for report in _reports_in(one, source))


def _reports_in(document: Document, source: Source) -> tuple[Report, ...]:
    sets = rows_of((i, b) for i, b in enumerate(document.blocks) if isinstance(b, Grid))
    if len(sets) > MAX_REPORTS:
        raise Unreadable(_TOO_MANY.format(len(sets)))
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    text = "\n".join(p.text for p in paragraphs)
    flowing = _complete_from_text(sets, text)
    parts, head = _parts(document, text, flowing)
    return _Assembly(document, source, parts, head).reports(sets, text)


def _complete_from_text(sets: list[Rows], text: str) -> bool:
    """Fill tables that no grid held from the running text. True when the text held tables."""
    first = sets[0]
    if len(first.table_3) >= 5 and first.table_2 and first.table_4 is not None:
        return False
    found = flow.rows_in(text)
    if found.empty():
        return False
    used = False
    if len(first.table_3) < 5 and len(found.table_3) >= 5:
        first.table_3, used = found.table_3, True
    if not first.table_2 and found.table_2:
        first.table_2, used = found.table_2, True
        first.heads_2 |= found.heads_2
    if first.table_4 is None and found.table_4 is not None:
        first.table_4, used = found.table_4, True
    return used


def _parts(document: Document, text: str, flowing: bool) -> tuple[list[passages.Part], list[str]]:
    if flowing:
        return passages.parts_in(text)
    return passages.parts_of(document.blocks)


class _Assembly:
    """Puts together what tables and text said. One use per document."""

    def __init__(self, document: Document, source: Source, parts: Sequence[passages.Part], head: Sequence[str]) -> None:
        self.document, self.source, self.parts, self.head = document, source, parts, head
        self.title, after = title.find_title(head, document.title)
        self.preamble = [line for line in head[after:] if not _is_furniture(line)] if after or parts else []

    def reports(self, sets: Sequence[Rows], text: str) -> tuple[Report, ...]:
        """One report a set of rows."""
        organ = title.find_organ(self.title, "\n".join([*self.preamble, text[:3000]]))
        year = title.find_year(self.title, "\n".join(self.preamble), text)
        if sets[0].empty():
            return (self._without_tables(organ, year),)
        years = self._years(sets, year)
        return tuple(self._one(rows, organ, y) for rows, y in zip(sets, years, strict=True))

    def _years(self, sets: Sequence[Rows], year: int | None) -> list[int | None]:
        """The year of each set: named in the text before its tables, else counted back from the title's."""
        if len(sets) == 1:
            return [year]
        named: list[int | None] = []
        blocks = self.document.blocks
        for i, rows in enumerate(sets):
            start = sets[i - 1].block + 1 if i else 0
            before = [b.text for b in blocks[start : rows.block] if isinstance(b, Paragraph)]
            found = [y for line in reversed(before[-6:]) if len(line) < 40 for y in title.years_in(line)]
            named.append(found[0] if found else None)
        if None not in named and len(set(named)) == len(named):
            return named
        several = title.years_in(self.title)
        if len(several) == len(sets):
            return list(several)
        counted = [year - (len(sets) - 1 - i) if year else None for i in range(len(sets))]
        return [y if y and y >= 2000 else None for y in counted]

    def _without_tables(self, organ: str | None, year: int | None) -> Report:
        head = self.title or self.document.title or "".join(self.head[:3])
        if (
            not self.title
            or re.search("解读|指南|申请表|格式", self.title)
            or title.looks_like(self.title) == "预算或决算报告"
        ):
            raise Unreadable(
                f"这不是政府信息公开年度报告：没有找到年度报告的表格和标题，看起来是{title.looks_like(head)}。请确认文件后重试。"
            )
        if year is not None and year < 2019:
            lines = [b.text for b in self.document.blocks if isinstance(b, Paragraph) and b.text.strip()]
            passages_ = self._passages() or (Passage("unknown", "", "", "\n".join(lines)),)
            note = Warning("before_2019", f"{year} 年的报告早于 2019 年试行格式，只保留文字，不套用表格。")
            return Report(
                organ,
                year,
                BEFORE_2019,
                {},
                self.title,
                self._published(),
                passages_,
                self.source,
                (*self.document.warnings, note),
            )
        form = (form_for(year) if year else None) or FORMS["2021"]
        note = Warning("no_tables", "没有找到表二、表三、表四。")
        return self._report(organ, year, form, {}, (note,))

    def _one(self, rows: Rows, organ: str | None, year: int | None) -> Report:
        form = _form(rows, year)
        cells, notes = _cells(rows, form)
        return replace(self._report(organ, year, form, cells, notes), row_order=rows.order())

    def _report(
        self,
        organ: str | None,
        year: int | None,
        form: Form,
        cells: Mapping[Address, Cell],
        notes: Sequence[Warning],
    ) -> Report:
        every = dict.fromkeys(form.addresses, ABSENT)
        for address, cell in cells.items():
            if address in every or cell != ABSENT:
                every[address] = _whole(form, address, cell) if isinstance(cell.value, Decimal) else cell
        return Report(
            organ,
            year,
            form.key,
            every,
            self.title,
            self._published(),
            self._passages(),
            self.source,
            (*self.document.warnings, *notes),
        )

    def _published(self) -> date | None:
        return title.find_published(self.document.published, self.head)

    def _passages(self) -> tuple[Passage, ...]:
        preamble = "\n".join(self.preamble)
        first = (Passage("preamble", "", "", preamble),) if preamble else ()
        return first + tuple(p.passage() for p in self.parts)


def _whole(form: Form, address: Address, cell: Cell) -> Cell:
    """A count is a whole number, also where another edition has an amount in its column."""
    if not isinstance(cell.value, Decimal) or (address.row != COLLAPSED_OTHER and form.column(address).decimal):
        return cell
    if cell.value == cell.value.to_integral_value():
        return replace(cell, value=int(cell.value))
    return Cell(state=State.TEXT, raw=cell.raw)


def _is_furniture(line: str) -> bool:
    """Whether a line between title and text belongs to the page, not to the report."""
    return len(line) < 80 and bool(
        re.match(
            r"^(?:发布(?:日期|时间)|时间|日期|来源|信息来源|浏览|字号|字体|作者|编辑|阅读|点击|索\s*引\s*号|【|\[|打印|分享|当前位置|首页)",
            line,
        )
        or re.fullmatch(r"[\d\s:：年月日./-]+", line)
    )


def _form(rows: Rows, year: int | None) -> Form:
    """The edition: what the tables show; where they show nothing, the year's."""
    if "2019" in rows.heads_2 and "2021" not in rows.heads_2:
        return FORMS["2019"]
    if "2021" in rows.heads_2 or "supplement_lapsed" in rows.table_3:
        return FORMS["2021"]
    return (form_for(year) if year else None) or FORMS["2021"]


def _cells(rows: Rows, form: Form) -> tuple[dict[Address, Cell], list[Warning]]:
    """Every cell that was found, runs of digits solved; and what to say about it."""
    cells: dict[Address, Cell] = {}
    notes: list[Warning] = []
    for key, values in rows.table_2.items():
        try:
            columns = form.block(2, key).columns
        except KeyError:
            notes.append(Warning("row_not_in_form", f"表二有「{key}」一行，{form.key} 年格式没有这一行，未读入。"))
            continue
        cells |= {Address(2, key, c.key): v for c, v in zip(columns, values, strict=False)}
    found = dict(rows.table_3)
    if form.key == "2019" and COLLAPSED_OTHER in found:
        found["other"] = found.pop(COLLAPSED_OTHER)
    elif collapsed(rows) and not {"supplement_lapsed", "other"} & found.keys():
        notes.append(
            Warning("collapsed_other", "表三（六）其他处理只有一行（2019 年试行格式的写法），现行格式为三行。")
        )
    else:
        found.pop(COLLAPSED_OTHER, None)
    if form.key == "2019":
        found = {k: v for k, v in found.items() if k not in ("supplement_lapsed", "fee_lapsed")}
    runs = {k: v for k, v in found.items() if isinstance(v, Run)}
    known = {k: v for k, v in found.items() if not isinstance(v, Run)}
    cells |= solve_table_3(known, runs, form)
    cells |= _cells_4(rows, form)
    return cells, notes


def _cells_4(rows: Rows, form: Form) -> dict[Address, Cell]:
    if rows.table_4 is None:
        return {}
    if isinstance(rows.table_4, Run):
        return solve_table_4(rows.table_4, form)
    addresses = [a for a in form.addresses if a.table == 4]
    return dict(zip(addresses, rows.table_4, strict=True))
