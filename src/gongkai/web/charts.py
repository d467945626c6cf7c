"""Bar charts as inline SVG, drawn on the server: places and lengths only, colours come from the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_WIDTH, _LABEL, _ROW, _BAR = 460, 150, 34, 20
_LONGEST = 9
_GAP, _DIGIT = 12, 10  # beside the longest bar its value has room


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its words, the same cut to fit beside it, value, class, and where it stands (SVG units)."""

    words: str
    short: str
    value: int | Decimal
    kind: str
    y: int
    middle: int
    length: float
    end: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars under one another. ``label`` says in words what is seen; ``unit`` is what the values count."""

    title: str
    unit: str
    label: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    start: int


def chart(title: str, rows: Sequence[tuple[str, int | Decimal, str]], *, unit: str = "件") -> Chart:
    """A chart of (words, value, class) rows; the longest bar fills the width."""
    most = max((value for _, value, _ in rows), default=0) or 1
    room = _WIDTH - _LABEL - _GAP - _DIGIT * max((len(str(value)) for _, value, _ in rows), default=1)
    bars = []
    for at, (words, value, kind) in enumerate(rows):
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        length, y = round(float(value / most) * room, 1), at * _ROW + 7
        bars.append(Bar(words, short, value, kind, y, y + _BAR // 2 + 5, length, _LABEL + length + 8))
    said = "；".join(f"{words} {value} {unit}" for words, value, _ in rows)
    return Chart(title, unit, f"{title}：{said}", tuple(bars), _WIDTH, len(rows) * _ROW + 8, _LABEL)
