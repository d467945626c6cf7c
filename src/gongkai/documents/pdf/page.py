"""A page as geometry: pieces of text with their boxes, ruled tables, and how pieces become lines.

Coordinates are points as the text runs: x to the right, y downwards. Where they begin is up to the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

_MIDDLE, _LEFT = itemgetter(0), itemgetter(1)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]")


class Piece(NamedTuple):
    """Characters that stand together on one line. ``spaced``: the file itself has a space before them.
    ``confidence`` is set for text recognised from a picture."""

    middle: float
    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    spaced: bool = False
    confidence: float | None = None


@dataclass(slots=True)
class Line:
    """Pieces on one height, left to right. ``height`` is that of the tallest, the measure of the type size."""

    pieces: list[Piece]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    height: float = 0.0

    def __post_init__(self) -> None:
        _, self.x0, self.x1, self.top, self.bottom, *_ = self.pieces[0]
        self.height = self.bottom - self.top
        for _, _, x1, top, bottom, *_ in self.pieces[1:]:
            self.x1, self.top, self.bottom = max(self.x1, x1), min(self.top, top), max(self.bottom, bottom)
            self.height = max(self.height, bottom - top)

    @property
    def text(self) -> str:
        """The text, with a space where the file has one or where the gap is wider than print puts between characters."""
        return join(self.pieces)

    def parts(self, gap: float = 1.0) -> list[list[Piece]]:
        """The pieces in runs that stand apart by more than ``gap`` times the type size."""
        runs = [[self.pieces[0]]]
        width = gap * self.height
        for piece in self.pieces[1:]:
            if piece.x0 - runs[-1][-1].x1 > width:
                runs.append([piece])
            else:
                runs[-1].append(piece)
        return runs


@dataclass(slots=True)
class Box:
    """A cell of a ruled table: where it starts, what it spans, the pieces in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Ruled:
    """A table found by its lines: edges in ascending order, the cell of every slot, True for ``plain`` if it has no lines
    but was told from the alignment of its text."""

    xs: list[float]
    ys: list[float]
    slots: list[list[Box]]
    plain: bool = False

    def boxes(self) -> Iterable[Box]:
        """Every cell once, row by row."""
        for r, row in enumerate(self.slots):
            for c, box in enumerate(row):
                if box.row == r and box.column == c:
                    yield box


@dataclass(slots=True)
class Page:
    """A page: its size and upper edge, the pieces of text outside of tables, the tables."""

    width: float
    height: float
    top: float
    pieces: list[Piece]
    tables: list[Ruled]


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces grouped into lines from top to bottom: a piece belongs to a line when their middles lie within half a height."""
    if len(pieces) == 1:
        return [Line([pieces[0]])]
    return list(map(Line, _rows(pieces)))


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    row: list[Piece] = []
    middle = reach = 0.0
    for piece in sorted(pieces, key=_MIDDLE):
        at, _, _, top, bottom, *_ = piece
        height = bottom - top
        if row and at - middle <= (reach if reach < height else height) * 0.5:
            row.append(piece)
        else:
            middle, reach = at, height
            row = [piece]
            rows.append(row)
    for row in rows:
        if len(row) > 1:
            row.sort(key=_LEFT)
    return rows


def join(pieces: Sequence[Piece]) -> str:
    """The pieces of a line as text. Between wide characters print leaves up to half a type size when it justifies."""
    if len(pieces) == 1:
        return pieces[0].text
    text = pieces[0].text
    end = pieces[0].x1
    for piece in pieces[1:]:
        if piece.spaced:
            text += " "
        else:
            gap = piece.x0 - end
            wide = _WIDE.match(text[-1]) or _WIDE.match(piece.text[0])
            if gap > (piece.bottom - piece.top) * (0.6 if wide else 0.22):
                text += " "
        text += piece.text
        end = piece.x1
    return text


def text_in(pieces: Sequence[Piece]) -> str:
    """The text of a cell: its lines, with a newline between."""
    if not pieces:
        return ""
    if len(pieces) == 1:
        return pieces[0].text
    return "\n".join(map(join, _rows(pieces)))
