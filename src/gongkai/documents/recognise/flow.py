"""From running text to rows of the form: the phrases of the form are found in order, what stands between is values.

Used where a page gives cells joined without separators, one cell a line, or in pieces cut at random by spaces.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from gongkai.documents.recognise.lines import table_3_in, table_4_in
from gongkai.documents.recognise.pairing import place
from gongkai.documents.recognise.phrases import Phrase, find_phrases
from gongkai.documents.recognise.tables import Rows
from gongkai.report.cells import BLANK, Cell, fold, parse
from gongkai.report.form import Column
from gongkai.report.reading import FORMS
from gongkai.report.solve import Run, cells_of, read_run, solve_free

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_VALUES = re.compile(r"[\s\d０-９.．,，/／\\—–―－+-]*(?:无(?![\u4e00-\u9fff]))?[\s\d０-９.．,，/／—－-]*")
_UNIT = r"(?:\s*(?:万元|亿元|元|件|项|条))?"
_STRAY_NUMBER = re.compile(r"\d[.．、]\s*$")


def region(text: str) -> tuple[int, int]:
    """Where the tables stand in a text: from the head of the first to the heading of section five, or the end."""
    starts = [
        m.start()
        for p in (r"第二十条第[（(]一[）)]项", r"信息内容", r"申请人情况", r"本年新收政府信息公开申请")
        if (m := re.search(p, text))
    ]
    if not starts:
        return 0, 0
    start = min(starts)
    end = re.search(r"五\s*、\s*(?:政府信息公开工作)?存在的?(?:主要)?问题|[五5]\s*[、.．][^\n]{0,12}存在", text[start:])
    return start, start + end.start() if end else len(text)


def rows_in(text: str) -> Rows:
    """The rows of one report found in running text. Runs of digits stay runs; they are solved with the table."""
    text = _BOOKMARK.sub(lambda m: " " * len(m[0]), text)
    start, end = region(text)
    rows = Rows()
    phrases = [Phrase(p.kind, p.key, p.start + start, p.end + start) for p in find_phrases(text[start:end])]
    phrases = _with_near_misses(text, phrases, end)
    form = "2019" if any(p.kind == "column2_2019" for p in phrases) else "2021"
    if any(p.kind.startswith("column2_") for p in phrases):
        rows.heads_2.add(form)
    astray = any(p.kind.startswith("column2_") and values_after(a).strip() for p, a in _between(text, phrases, end))
    for phrase, after in _between(text, phrases, end):
        _place(rows, phrase, after, form, astray)
    _settle_order(rows, form, astray)
    if (apart := table_3_in(text[start:end])) is not None:
        rows.table_3 = dict(apart)
        rows.table_4 = table_4_in(text[start:end])
    if rows.table_4 is None:
        _table_4(rows, text, phrases, end)
    if rows.table_4 is None:
        rows.table_4 = table_4_in(text[start:end])
    return rows


def _settle_order(rows: Rows, form: str, astray: bool) -> None:
    """Keep the order of the labels only where each has its values behind it: a page printed as text may move labels."""
    if any(isinstance(run, Run) and not (run.pieces and run.raw != "·") for run in rows.table_3.values()):
        rows.table_3 = dict(sorted(rows.table_3.items(), key=lambda row: place(row[0])))
    if astray or any(all(cell.value is None for cell in cells) for cells in rows.table_2.values()):
        order = [row.key for block in FORMS[form].table(2).blocks for row in block.rows]
        rows.table_2 = dict(sorted(rows.table_2.items(), key=lambda row: order.index(row[0])))


def _between(text: str, phrases: Sequence[Phrase], end: int) -> Iterator[tuple[Phrase, str]]:
    """Each phrase with the text up to the next one."""
    for i, phrase in enumerate(phrases):
        stop = phrases[i + 1].start if i + 1 < len(phrases) else end
        yield phrase, text[phrase.end : stop]


def values_after(text: str) -> str:
    """The part of the text behind a label that can be values: digits, signs and units up to the first other word."""
    match = re.match(_VALUES.pattern + _UNIT, text)
    return match[0] if match else ""


def _place(rows: Rows, phrase: Phrase, after: str, form: str, astray: bool) -> None:
    """Put what stands behind a row label into the rows. ``astray``: values of table 2 stand behind its heads instead."""
    values = values_after(after)
    if phrase.kind == "row3":
        rest = _STRAY_NUMBER.sub("", values) if len(values) == len(after) else values
        if phrase.key not in rows.table_3:
            rows.table_3[phrase.key] = Run(("·",) if _cut_off(rest, after) else tuple(rest.split()))
    elif phrase.kind == "row2" and phrase.key not in rows.table_2:
        try:
            columns = FORMS[form].block(2, phrase.key).columns
        except KeyError:
            return
        undecided = _cut_off(values, after) or (astray and len(values.split()) != len(columns))
        rows.table_2[phrase.key] = cells_of((), Run(()), len(columns)) if undecided else _cells_2(values, columns)


def _cut_off(values: str, after: str) -> bool:
    """Whether words stand between a label and values that may be its own: then it is not known to be blank."""
    return not values.strip() and bool(re.search(r"\d", _STRAY_NUMBER.sub("", after)))


def _cells_2(values: str, columns: Sequence[Column]) -> list[Cell]:
    """The cells of a row of table 2, which has no identities: read at once, or only when one reading exists."""
    pieces = tuple(values.split())
    if not pieces:
        return [BLANK] * len(columns)
    run = Run(pieces)
    if len(columns) == 1:
        return [parse("".join(pieces), decimal=columns[0].decimal)]
    cells = read_run(run, columns)
    return cells if cells is not None else solve_free(run, columns)


def _table_4(rows: Rows, text: str, phrases: Sequence[Phrase], end: int) -> None:
    """The run behind the last word of the head of table 4."""
    heads = [i for i, p in enumerate(phrases) if p.kind == "head4"]
    if len(heads) < 5:
        return
    last = phrases[heads[-1]]
    values = values_after(text[last.end : end])
    pieces = tuple(values.split())
    if pieces and len(fold("".join(pieces))) >= 5:
        rows.table_4 = Run(pieces)


def _with_near_misses(text: str, phrases: list[Phrase], end: int) -> list[Phrase]:
    """Add rows of table 3 whose label has a slip: looked for only where the order says they stand."""
    order = [r.key for r in FORMS["2021"].table(3).blocks[0].rows]
    found = {p.key for p in phrases if p.kind == "row3"}
    if len(found) < 8 or len(found) >= len(order):
        return phrases
    added: list[Phrase] = []
    for index, key in enumerate(order):
        row = FORMS["2021"].row(3, key)
        if key in found or len(row.words) < 6:
            continue
        before = next((p for k in reversed(order[:index]) for p in phrases if p.key == k), None)
        after = next((p for k in order[index + 1 :] for p in phrases if p.key == k), None)
        if before is None or after is None or not before.end < after.start:
            continue
        gap = text[before.end : after.start]
        near = fuzz.partial_ratio_alignment(row.number + row.words, gap, score_cutoff=78)
        if near is not None:
            added.append(Phrase("row3", key, before.end + near.dest_start, before.end + near.dest_end))
    return sorted([*phrases, *added], key=lambda p: p.start)
