"""A count the text states: what it counts, how many, where, whose and of which year."""

import re
from dataclasses import dataclass

from gongkai.report.cells import Number
from gongkai.report.findings import Span
from gongkai.report.narrative.numbers import COUNTED, NUMBER, number
from gongkai.report.narrative.plain import Plain
from gongkai.report.narrative.segments import Scope, Segment

# A number with its unit. 余, 多 after it and 近, 约 before it make it a rough figure, which is compared with nothing.
FIGURE = re.compile(rf"(?P<rough>近|约|超过?|逾|达到)?(?P<n>{NUMBER})(?P<more>余|多)?(?P<u>{COUNTED})(?![事办]|以上)")
PIECES = frozenset(["件", "份", "条", "宗", "起", "个", "例", "项", "次", "封", "件次"])


@dataclass(frozen=True, slots=True)
class Claim:
    """``kind`` is what is counted, ``parts`` which results, applicants or courses when the kind has several (summed).

    ``value`` is the number stated, ``unit`` its unit (``件``, ``%``, ``万元`` …), ``year`` the year it is said of, ``scope``
    whose figures they are, ``partial`` whether it covers part of a year or several; ``decimals`` the printed decimals.
    """

    kind: str
    value: Number
    unit: str
    span: Span
    parts: frozenset[str] = frozenset()
    year: int | None = None
    scope: Scope = Scope.UNSAID
    partial: bool = False
    decimals: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with a unit in a text: offsets into ``Plain.masked``, value, unit, whether it is only rough."""

    start: int
    end: int
    value: Number
    unit: str
    rough: bool


def figures(masked: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """Every number with a unit between two offsets, in order."""
    found = []
    for match in FIGURE.finditer(masked, start, len(masked) if end is None else end):
        value = number(match["n"])
        if value is not None:
            rough = bool(match["more"] or (match["rough"] and match["rough"] != "达到"))
            found.append(Figure(match.start("n"), match.end("u"), value, match["u"], rough))
    return found


def stated(
    kind: str,
    value: Number,
    unit: str,
    text: Plain,
    segment: Segment,
    place: tuple[int, int],
    *,
    parts: frozenset[str] = frozenset(),
    at: int | None = None,
    decimals: int = 0,
) -> Claim:
    """A claim made in a segment. ``place`` are offsets into ``Plain.masked``; ``at`` where the number stands."""
    return Claim(
        kind=kind,
        value=value,
        unit=unit,
        span=text.span(*place),
        parts=parts,
        year=segment.year,
        scope=segment.scope,
        partial=segment.partial,
        decimals=decimals,
        at=place[0] if at is None else at,
    )
