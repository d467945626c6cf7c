"""A report as plain text, in the three shapes that sites and exports print: cells on lines, pipes, nothing between cells."""

from collections.abc import Iterator

from gongkai.documents.layout import Line, Role, Sheet, Slot, elements
from gongkai.report.reading import Report

STYLES = ("lines", "pipes", "flat")


def write(report: Report, style: str = "lines") -> bytes:
    """The report as UTF-8 text. Raises ValueError for a style that does not exist.

    ``lines``: one cell a line behind a tab, a blank line after each row, merged cells left empty where they continue.
    ``pipes``: Markdown, merged cells followed by empty ones. ``flat``: cells joined without any separator, so that an
    empty cell cannot be told; the reader has to solve it.
    """
    draw = {"lines": _lines, "pipes": _pipes, "flat": _flat}.get(style)
    if draw is None:
        raise ValueError(f"no such style: {style}")
    parts: list[str] = []
    for element in elements(report):
        if isinstance(element, Sheet):
            parts.extend(draw(element))
        else:
            parts.append(_text(element, style))
    return ("\n".join(parts).rstrip("\n") + "\n").encode()


def _text(line: Line, style: str) -> str:
    if style != "pipes":
        return line.text
    mark = {Role.TITLE: "# ", Role.HEADING: "## ", Role.TEXT: ""}[line.role]
    return f"\n{mark}{line.text}"


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _rows(sheet: Sheet) -> Iterator[list[Slot | None]]:
    """The cells of each row as a word processor keeps them: None where a cell above continues, none for columns merged."""
    for at, row in enumerate(sheet.grid()):
        shown: list[Slot | None] = []
        last: Slot | None = None
        for slot in row:
            if slot is not last:
                shown.append(slot if slot.row == at else None)
            last = slot
        yield shown


def _lines(sheet: Sheet) -> Iterator[str]:
    for row in _rows(sheet):
        for slot in row:
            yield f"\t{_one_line(slot.text)}" if slot else "\t"
        yield ""


def _pipes(sheet: Sheet) -> Iterator[str]:
    yield ""
    for at, row in enumerate(sheet.grid()):
        texts = []
        for column, slot in enumerate(row):
            first = slot.row == at and slot.column == column
            texts.append(_one_line(slot.text).replace("|", "\\|") if first else "")
        yield f"| {' | '.join(texts)} |"
        if at == 0:
            yield f"|{' --- |' * len(row)}"


def _flat(sheet: Sheet) -> Iterator[str]:
    yield "".join(_one_line(slot.text) for slot in sheet.slots())
