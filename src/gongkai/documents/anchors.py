"""Where findings stand in a laid-out report: on a cell, on a range of text, on a section's heading, or on the title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.documents.layout import SECTION_OF_TABLE, Element, Line, Role, Sheet
from gongkai.report.cells import Address
from gongkai.report.findings import Finding, Span


@dataclass(slots=True)
class Anchors:
    """Findings by place; each is given by its index in the list that was placed. Every finding has exactly one place."""

    cells: dict[Address, list[int]] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    headings: dict[str, list[int]] = field(default_factory=dict)
    title: list[int] = field(default_factory=list)

    def of_line(self, line: Line) -> list[int]:
        """The findings on a title or heading as a whole."""
        if line.role is Role.TITLE:
            return self.title
        return self.headings.get(line.section, []) if line.role is Role.HEADING else []


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that belongs to the same findings and the same type: text, findings, whether it is a lead."""

    text: str
    findings: tuple[int, ...] = ()
    lead: bool = False


def place(laid_out: Sequence[Element], findings: Iterable[Finding]) -> Anchors:
    """Find a place for each finding: its own where the report shows it, else the heading of its section, else the title."""
    shown = {slot.address for element in laid_out if isinstance(element, Sheet) for slot in element.slots()}
    lines = [element for element in laid_out if isinstance(element, Line)]
    headings = {line.section for line in lines if line.role is Role.HEADING}
    anchors = Anchors()
    for index, finding in enumerate(findings):
        where = finding.where
        if isinstance(where, Address) and where in shown:
            anchors.cells.setdefault(where, []).append(index)
        elif isinstance(where, Span) and any(_overlap(line, where) for line in lines):
            anchors.spans.setdefault(where.section, []).append((where.start, where.end, index))
        else:
            section = _section(where)
            if section in headings:
                anchors.headings.setdefault(section, []).append(index)
            else:
                anchors.title.append(index)
    return anchors


def pieces(line: Line, anchors: Anchors) -> list[Piece]:
    """The line cut where findings or its lead begin and end. A title or heading is one piece."""
    if line.role is not Role.TEXT:
        return [Piece(line.text, tuple(anchors.of_line(line)))]
    spans = [
        (start - line.start, end - line.start, index)
        for start, end, index in anchors.spans.get(line.section, ())
        if start < line.start + len(line.text) and end > line.start
    ]
    cuts = {0, line.lead, len(line.text)}
    cuts |= {cut for start, end, _ in spans for cut in (start, end) if 0 < cut < len(line.text)}
    ordered = sorted(cuts)
    return [
        Piece(line.text[a:b], tuple(i for start, end, i in spans if start < b and end > a), lead=b <= line.lead)
        for a, b in pairwise(ordered)
    ]


def _overlap(line: Line, span: Span) -> bool:
    return (
        line.role is Role.TEXT
        and line.section == span.section
        and span.start < span.end
        and span.start < line.start + len(line.text)
        and span.end > line.start
    )


def _section(where: Address | Span | None) -> str:
    if isinstance(where, Span):
        return where.section
    return SECTION_OF_TABLE.get(where.table, "") if where else ""
