"""Reads the worked cases of the checks: YAML that a legal officer can read, turned into reports and expectations.

A file holds a list of cases. ``报告`` gives 机关, 年度, 格式 (2021 or 2019), 标题, 发布, 表二, 表三, 表四, 行次, 文字; ``上年`` the same for
last year's report, ``同批`` a list of other reports of the batch, ``下级`` a list of the reports of the organs below.

- A table maps a row (its words, label or key) to its cells: a list in the order of the form, a map from column words to a
  cell, or one cell for a row of a single column. Cells that are not named are 0. A cell is written as printed (``3``,
  ``""`` for a blank, ``/``, ``40.51``, ``3万元``); ``缺`` means the source has no such cell, row or table; ``6或12`` means the
  digits can be read either way.
- ``行次`` gives the rows of a table in the order they are printed.
- ``文字`` maps headings to texts (the six sections then stand in their order, ``前言`` before them), or is a list of
  {编号, 标题, 正文} when order or headings are the point.
- ``应当发现`` lists findings: 代码, and where wanted 位置 (``表三 / 行 / 列``, a section's heading, or ``全文``), 原文 (the text
  of the place), 表内 (printed), 应为 (expected), 级别 (错误 or 疑问), 含 and 原因 (words in the message and in the likely
  cause), 依据 (the law cited, to the letter).
- ``不应发现`` lists codes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongkai.report.cells import ABSENT, Address, Cell, State, parse
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding, Span
from gongkai.report.form import Block, Form, Row
from gongkai.report.reading import FORMS, Passage, Report

TABLES = {"表二": 2, "表三": 3, "表四": 4}
_MISSING = "缺"


@dataclass(frozen=True)
class Case:
    """One worked case: the report, what it is seen beside, the findings wanted and the codes not wanted."""

    name: str
    report: Report
    context: Context
    wanted: tuple[Mapping[str, Any], ...] = ()
    unwanted: tuple[str, ...] = field(default=())


def cases(folder: Path) -> Iterator[Case]:
    """Every case of every file in ``folder/<code>/``. A good file does not want its folder's code, a bad one does."""
    for path in sorted(folder.glob("*/*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            case = case_of(entry, f"{path.parent.name}/{path.stem}: {entry['说明']}")
            code = path.parent.name
            if path.stem.startswith("good"):
                case = Case(case.name, case.report, case.context, case.wanted, (*case.unwanted, code))
            elif not any(w["代码"] == code for w in case.wanted):
                raise ValueError(f"{path}: a bad case must say where {code} is found: {entry['说明']}")
            yield case


def case_of(entry: Mapping[str, Any], name: str = "") -> Case:
    """One case from its YAML map. ValueError names a word the form does not know."""
    unknown = set(entry) - {"说明", "报告", "上年", "同批", "下级", "应当发现", "不应发现", "依据"}
    if unknown:
        raise ValueError(f"{name}: {unknown}")
    context = Context(
        previous=report_of(entry["上年"]) if "上年" in entry else None,
        peers=[report_of(r) for r in entry.get("同批", ())],
        members=[report_of(r) for r in entry.get("下级", ())],
    )
    return Case(
        name or entry["说明"],
        report_of(entry["报告"]),
        context,
        tuple(entry.get("应当发现", ())),
        tuple(entry.get("不应发现", ())),
    )


def report_of(entry: Mapping[str, Any]) -> Report:
    """A report from its YAML map."""
    unknown = set(entry) - {"机关", "年度", "格式", "标题", "发布", "文字", "行次", *TABLES}
    if unknown:
        raise ValueError(f"{unknown}")
    year = entry.get("年度", 2023)
    form = FORMS[str(entry.get("格式", 2021 if year is None or year >= 2021 else 2019))]
    organ = entry.get("机关", "安平县农业农村局")
    cells = {a: Cell(0, raw="0") for a in form.addresses}
    for words, number in TABLES.items():
        cells |= _table(form, number, entry.get(words, {}))
    return Report(
        organ=organ,
        year=year,
        form=form.key,
        cells=cells,
        title=entry.get("标题", f"{organ}{year}年政府信息公开工作年度报告"),
        published_on=entry.get("发布"),
        passages=tuple(_passages(form, entry.get("文字", {}))),
        row_order=tuple(
            (TABLES[table], row_named(form, TABLES[table], words)[1].key)
            for table, rows in entry.get("行次", {}).items()
            for words in rows
        ),
    )


def _table(form: Form, number: int, rows: Mapping[str, Any] | str) -> dict[Address, Cell]:
    if rows == _MISSING:
        return {a: ABSENT for a in form.addresses if a.table == number}
    assert not isinstance(rows, str)
    found: dict[Address, Cell] = {}
    for words, values in rows.items():
        block, row = row_named(form, number, str(words))
        for column, value in _pairs(block, values):
            address = Address(number, row.key, column)
            found[address] = _cell(value, form.column(address).decimal)
    return found


def _pairs(block: Block, values: Any) -> list[tuple[str, Any]]:
    keys = [c.key for c in block.columns]
    if isinstance(values, Mapping):
        return [(column_named(block, str(words)), value) for words, value in values.items()]
    if isinstance(values, list):
        return list(zip(keys, values, strict=True))
    return [(key, values) for key in keys]


def _cell(value: Any, decimal: bool) -> Cell:
    if value == _MISSING:
        return ABSENT
    text = str(value)
    if "或" in text:
        readings = tuple(parse(t, decimal=decimal).value or 0 for t in text.split("或"))
        return Cell(state=State.UNDECIDED, readings=readings)
    return parse(text, decimal=decimal)


@cache
def row_named(form: Form, number: int, words: str) -> tuple[Block, Row]:
    """The row of a table with that key, label, words or variant."""
    for block in form.table(number).blocks:
        for row in block.rows:
            if words in (row.key, row.label, row.words, row.number.rstrip("、"), *row.variants):
                return block, row
    raise ValueError(f"no row {words} in table {number}")


def column_named(block: Block, words: str) -> str:
    """The key of the column with that key, words or variant."""
    for column in block.columns:
        if words in (column.key, column.words, *column.variants):
            return column.key
    raise ValueError(f"no column {words}")


def _passages(form: Form, text: Any) -> Iterator[Passage]:
    keys = {s.words: s.key for s in form.sections} | {"前言": "preamble"}
    if isinstance(text, list):
        for item in text:
            heading = item.get("标题", "")
            known = {v: s.key for s in form.sections for v in (s.words, *s.variants)} | {"前言": "preamble"}
            key = known.get(heading, "unknown")
            yield Passage(key, item.get("编号", ""), "" if key == "preamble" else heading, item.get("正文", ""))
        return
    unknown = set(text) - set(keys)
    if unknown:
        raise ValueError(f"no section {unknown}")
    if "前言" in text:
        yield Passage("preamble", "", "", text["前言"])
    for section in form.sections:
        yield Passage(section.key, f"{section.number}、", section.words, text.get(section.words, ""))


def matches(finding: Finding, wanted: Mapping[str, Any], form: Form) -> bool:
    """Whether a finding is the one wanted."""
    unknown = set(wanted) - {"代码", "位置", "原文", "表内", "应为", "级别", "含", "原因", "依据"}
    if unknown:
        raise ValueError(f"{unknown}")
    return (
        finding.code == wanted["代码"]
        and _at(finding, wanted, form)
        and wanted.get("表内", finding.printed) in (finding.printed, _number(finding.printed))
        and wanted.get("应为", finding.expected) in (finding.expected, _number(finding.expected))
        and wanted.get("级别", finding.severity.words) == finding.severity.words
        and wanted.get("含", "") in finding.message
        and wanted.get("原因", "") in (finding.likely_cause or "")
        and wanted.get("依据", finding.law) == finding.law
    )


def _number(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text


def _at(finding: Finding, wanted: Mapping[str, Any], form: Form) -> bool:
    where = finding.where
    if "原文" in wanted and not (isinstance(where, Span) and where.text == wanted["原文"]):
        return False
    if "位置" not in wanted:
        return True
    place = str(wanted["位置"])
    if place == "全文":
        return where is None
    if "/" in place:
        table, row, column = (part.strip() for part in place.split("/"))
        block, found = row_named(form, TABLES[table], row)
        return where == Address(TABLES[table], found.key, column_named(block, column))
    keys = {s.words: s.key for s in form.sections} | {"前言": "preamble"}
    return isinstance(where, Span) and where.section == keys.get(place, place)
