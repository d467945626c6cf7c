"""The report as JSON, schema 1: what ``read --format json`` prints, what other programs rely on, and back again."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.documents.blocks import Unreadable
from gongkai.documents.layout import rows_of
from gongkai.report.cells import ABSENT, Address, Cell, Number, State, number
from gongkai.report.findings import Finding, Span
from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, FORMS, Passage, Report, Source, Warning, report_year

SCHEMA = 1
_NARRATIVE = ("overview", "problems", "other_matters", "preamble")


def report_object(report: Report, narrative: bool = True) -> dict[str, Any]:
    """The report as the contract's object, every cell of its form present. ``narrative=False`` leaves the text out.

    ``passages`` keeps every section with its heading in order; ``narrative`` repeats the four that programs ask for.
    """
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "organ": report.organ,
        "year": report.year,
        "form": report.form,
        "title": report.title,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "source": _source_object(report.source),
    }
    for table in (2, 3, 4):
        found[f"section{table}"] = _table_object(report, table)
    if narrative:
        found["narrative"] = {key: report.text(key) for key in _NARRATIVE}
        found["passages"] = [
            {"key": p.key, "number": p.number, "heading": p.heading, "text": p.text} for p in report.passages
        ]
    found["warnings"] = [{"code": w.code, "message": w.message} for w in report.warnings]
    return found


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as the contract's object; ``where`` is a cell, a place in the text, or null for the document."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": _where_object(finding.where),
        "printed": finding.printed,
        "expected": finding.expected,
        "message": finding.message,
        "remedy": finding.remedy,
        "law": finding.law,
        "likely_cause": finding.likely_cause,
    }


def write(report: Report) -> bytes:
    """The report with its text as JSON, UTF-8, indented for people, with a line end."""
    return (json.dumps(report_object(report), ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes | str) -> Report:
    """The report that ``write`` wrote. Raises Unreadable when it is not JSON of this schema."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        found = json.loads(text)
        if "\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False).encode()  # half a character, escaped, could never be written again
    except (ValueError, RecursionError) as error:
        raise Unreadable("这不是有效的 JSON 文件；请用 gongkai read --format json 重新导出。") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise Unreadable(
            f"这份 JSON 不是第 {SCHEMA} 版的年度报告数据；请用当前版本的 gongkai read --format json 重新导出。"
        )
    try:
        return _report(found)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("这份 JSON 的内容不完整或类型有误；请用 gongkai read --format json 重新导出。") from error


def _report(found: Mapping[str, Any]) -> Report:
    form = FORMS.get(found["form"])
    if form is None and found["form"] != BEFORE_2019:
        raise ValueError(found["form"])
    published = found.get("published_on")
    source = found.get("source")
    year = found["year"]
    return Report(
        organ=_text(found["organ"]) if found["organ"] is not None else None,
        year=report_year(year) if year is not None else None,
        form=found["form"],
        cells=_cells(form, found) if form else {},
        title=_text(found.get("title", "")),
        published_on=date.fromisoformat(published) if published else None,
        passages=_passages(form, found),
        source=_source(source) if source else None,
        warnings=tuple(Warning(_text(w["code"]), _text(w["message"])) for w in found.get("warnings", ())),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _source(found: Mapping[str, Any]) -> Source:
    pages = found.get("pages")
    if pages is not None and (isinstance(pages, bool) or not isinstance(pages, int)):
        raise TypeError(pages)
    return Source(_text(found["name"]), _text(found["format"]), _text(found["sha256"]), pages)


def _passages(form: Form | None, found: Mapping[str, Any]) -> tuple[Passage, ...]:
    if "passages" in found:
        keys = ("key", "number", "heading", "text")
        passages = tuple(Passage(*(_text(p[key]) for key in keys)) for p in found["passages"])
    else:
        narrative = found.get("narrative", {})
        passages = tuple(Passage(key, "", "", _text(text)) for key, text in narrative.items() if text)
    known = {"preamble", "unknown", *(s.key for f in ((form,) if form else FORMS.values()) for s in f.sections)}
    if any(p.key not in known for p in passages):
        raise ValueError("a section that the form does not have")
    return passages


def _cells(form: Form, found: Mapping[str, Any]) -> dict[Address, Cell]:
    cells = {}
    for address in form.addresses:
        table = found.get(f"section{address.table}", {})
        cell = table.get(address.row, {}).get(address.column)
        cells[address] = ABSENT if cell is None else _cell(cell, decimal=form.column(address).decimal)
    for column, cell in found.get("section3", {}).get(COLLAPSED_OTHER, {}).items():
        if (read_cell := _cell(cell, decimal=False)) != ABSENT:
            cells[Address(3, COLLAPSED_OTHER, column)] = read_cell
    return cells


def _cell(found: Mapping[str, Any], *, decimal: bool) -> Cell:
    value = found["value"]
    state, raw, confidence = found.get("state"), found.get("raw"), found.get("confidence")
    return Cell(
        value=None if value is None else _number(value, decimal=decimal),
        state=State(state) if state is not None else None,
        raw=_text(raw) if raw is not None else None,
        solved=bool(found.get("solved", False)),
        readings=tuple(_number(r, decimal=decimal) for r in found.get("readings", ())),
        confidence=None if confidence is None else float(confidence),
    )


def _number(value: Any, *, decimal: bool) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, str) if decimal else int):
        raise TypeError(value)
    return number(str(value), decimal=decimal)


def _number_object(value: Number | None) -> int | str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _cell_object(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {"value": _number_object(cell.value), "raw": cell.raw}
    if cell.state is not None:
        found["state"] = cell.state.value
    if cell.readings:
        found["readings"] = [_number_object(r) for r in cell.readings]
    if cell.solved:
        found["solved"] = True
    if cell.confidence is not None:
        found["confidence"] = cell.confidence
    return found


def _table_object(report: Report, number: int) -> dict[str, Any]:
    form = report.edition
    if form is None:
        return {}
    return {
        row.key: {column.key: _cell_object(report.cell(number, row.key, column.key)) for column in block.columns}
        for block in form.table(number).blocks
        for row in rows_of(report, number, block)
    }


def _source_object(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    return {"name": source.name, "format": source.format, "sha256": source.sha256, "pages": source.pages}


def _where_object(where: Address | Span | None) -> dict[str, Any] | None:
    if isinstance(where, Address):
        return {"table": where.table, "row": where.row, "column": where.column}
    if isinstance(where, Span):
        return {"section": where.section, "start": where.start, "end": where.end, "text": where.text}
    return None
