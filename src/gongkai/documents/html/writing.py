"""A report as one self-contained, accessible web page: no scripts, nothing loaded, readable on a phone and on paper."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.documents.anchors import Anchors, pieces, place
from gongkai.documents.html.marks import listing, marked
from gongkai.documents.layout import SECTION_OF_TABLE, Element, Kind, Line, Role, Sheet, Slot, elements, title_of
from gongkai.report.findings import Finding
from gongkai.report.reading import Report


def write(report: Report, *, style: str = "page") -> bytes:
    """The report as UTF-8 HTML. ``style="wps"`` gives the markup that office programs leave behind, for tests and benches.

    Raises ValueError for another style.
    """
    if style == "wps":
        from gongkai.documents.html.wps import write as write_wps

        return write_wps(report)
    if style != "page":
        raise ValueError(f"no such style: {style}")
    return _page(report, ())


def write_checked(report: Report, findings: Sequence[Finding]) -> bytes:
    """The same page with the findings listed on top and marked in place, by sign, word and colour."""
    return _page(report, findings)


@cache
def _stylesheet() -> str:
    return files("gongkai.documents.html").joinpath("style.css").read_text(encoding="utf-8")


def _page(report: Report, findings: Sequence[Finding]) -> bytes:
    laid_out = elements(report)
    anchors = place(laid_out, findings)
    title = escape(title_of(report))
    about = f'<meta name="ArticleTitle" content="{title}">\n'
    if report.organ:
        about += f'<meta name="ContentSource" content="{escape(report.organ)}">\n'
    if report.published_on:
        about += f'<meta name="PubDate" content="{report.published_on.isoformat()}">\n'
    body = "".join(_elements(report, laid_out, anchors, findings))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{about}<title>{title}</title>\n'
        f"<style>\n{_stylesheet()}</style>\n</head>\n<body>\n<main>\n{listing(findings)}<article>\n{body}</article>\n"
        "</main>\n</body>\n</html>\n"
    ).encode()


def _elements(
    report: Report, laid_out: Sequence[Element], anchors: Anchors, findings: Sequence[Finding]
) -> Iterator[str]:
    seen: set[int] = set()
    named: set[str] = set()
    for element in laid_out:
        if isinstance(element, Sheet):
            yield _table(element, anchors, findings, seen)
            continue
        inner = "".join(
            marked(_inner(report, element, piece.text, lead=piece.lead), piece.findings, findings, seen)
            for piece in pieces(element, anchors)
        )
        key = element.section if element.role is Role.HEADING and element.section not in named else ""
        named.add(key)
        yield f"{_line(element, inner, key)}\n"


def _inner(report: Report, line: Line, text: str, *, lead: bool) -> str:
    organ = report.organ or ""
    if line.role is Role.TITLE and organ and text.startswith(organ) and text != organ:
        return f"<span>{escape(organ)}</span><span>{escape(text[len(organ) :])}</span>"
    return f"<b>{escape(text)}</b>" if lead and len(text) < len(line.text) else escape(text)


def _line(line: Line, inner: str, key: str) -> str:
    if line.role is Role.TITLE:
        return f"<h1>{inner}</h1>"
    if line.role is Role.HEADING:
        identity = f' id="{key}"' if key else ""
        return f"<h2{identity}>{inner}</h2>"
    return f"<h3>{inner}</h3>" if line.lead == len(line.text) else f"<p>{inner}</p>"


def _table(sheet: Sheet, anchors: Anchors, findings: Sequence[Finding], seen: set[int]) -> str:
    heads = _heads(sheet)
    rows = ["".join(_cell(sheet, slot, heads, anchors, findings, seen) for slot in row) for row in sheet.rows]
    lines = [f"<tr>{row}</tr>\n" for row in rows]
    # Named by the heading above: a caption would say the same twice, and read back as text of the section.
    named = f'aria-labelledby="{SECTION_OF_TABLE[sheet.number]}"'
    head = f"<thead>\n{''.join(lines[: sheet.head_rows])}</thead>\n" if sheet.head_rows else ""
    body = "".join(f"<tbody>\n{''.join(group)}</tbody>\n" for group in _groups(sheet, lines))
    return (
        f'<div class="table" role="region" tabindex="0" {named}>\n<table id="table-{sheet.number}" {named}>\n'
        f"{head}{body}</table>\n</div>\n"
    )


def _groups(sheet: Sheet, lines: Sequence[str]) -> Iterator[list[str]]:
    """The rows of the body, a group for each band."""
    group: list[str] = []
    for at in range(sheet.head_rows, len(lines)):
        if group and sheet.rows[at] and sheet.rows[at][0].kind is Kind.BAND:
            yield group
            group = []
        group.append(lines[at])
    yield group


def _key(sheet: Sheet, slot: Slot) -> str:
    return f"t{sheet.number}r{slot.row}c{slot.column}"


def _heads(sheet: Sheet) -> dict[tuple[int, int], str]:
    """For each value, the ids of its heads: those above it, nearest last, then those left of it."""
    grid = sheet.grid()
    found = {}
    for slot in sheet.slots():
        if slot.kind is not Kind.VALUE:
            continue
        above: dict[str, None] = {}
        for row in grid[: slot.row]:
            head = row[slot.column]
            if head.kind is Kind.BAND:
                above = {}
            if head.kind in (Kind.BAND, Kind.HEAD):
                above[_key(sheet, head)] = None
        left = dict.fromkeys(_key(sheet, s) for s in grid[slot.row] if s.kind is Kind.LABEL)
        found[slot.row, slot.column] = " ".join([*above, *left])
    return found


def _scope(slot: Slot) -> str:
    if slot.kind is Kind.LABEL:
        return "rowgroup" if slot.rowspan > 1 else "row"
    if slot.kind is Kind.BAND:
        return "rowgroup"
    return "colgroup" if slot.colspan > 1 else "col"


def _cell(
    sheet: Sheet,
    slot: Slot,
    heads: dict[tuple[int, int], str],
    anchors: Anchors,
    findings: Sequence[Finding],
    seen: set[int],
) -> str:
    spans = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    spans += f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    if slot.kind is Kind.VALUE:
        found: Iterable[int] = anchors.cells.get(slot.address, ()) if slot.address else ()
        inner = marked(escape(slot.text), tuple(found), findings, seen)
        return f'<td{spans} headers="{heads[slot.row, slot.column]}">{inner}</td>'
    names = [slot.kind.value] if slot.kind in (Kind.BAND, Kind.HEAD) else []
    names += ["upright"] if slot.upright else []
    names += ["left"] if slot.left else []
    names_ = f' class="{" ".join(names)}"' if names else ""
    return f'<th id="{_key(sheet, slot)}" scope="{_scope(slot)}"{spans}{names_}>{escape(slot.text)}</th>'
