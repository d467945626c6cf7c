"""Characters of a PDF page as pieces of text with boxes.

Boxes are asked only for the first and last character of what pdfium puts between two spaces; where that piece turns out
to lie in two cells, to climb or to be spread out, each of its characters is asked. So the result is that of asking all,
at a quarter of the cost.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from gongkai.documents.pdf import pdfium
from gongkai.documents.pdf.lattice import box_at
from gongkai.documents.pdf.page import Box, Piece, Ruled
from gongkai.documents.pdf.radicals import RADICAL, unify

_WORD = re.compile(r"\S+")
# pdfium's marks for a hyphen at the end of a line and for characters without a code
_MARKS = str.maketrans("\x02\ufffe\xad\x00\ufeff\u200b", "---\n\n\n")
_MARKED = re.compile("[\x02\ufffe\x00\ufeff\u200b\xad]")
SAMPLE = 16
MAX_CHARS = 1_000_000

Boxed = tuple[float, float, float, float]
_piece = tuple.__new__  # a third of the time of the constructor, which is called for every word


def turn_of(text_page: Any, text: str) -> int:
    """Quarter turns (counter-clockwise, 0 to 3) by which most of the text is drawn, told from a sample.

    pdfium counts the angle clockwise.
    """
    step = max(len(text) // SAMPLE, 1)
    sample = [i for i in range(0, len(text), step) if not text[i].isspace()]
    angles: list[float] = list(map(pdfium.char_angle, repeat(text_page), sample))
    if not any(angles):
        return 0
    return Counter(-round(angle / (math.pi / 2)) % 4 for angle in angles).most_common(1)[0][0]


def turned(turn: int, x0: float, y0: float, x1: float, y1: float) -> Boxed:
    """A box (y up) as left, top, right, bottom in reading direction (y down)."""
    if turn == 0:
        return x0, -y1, x1, -y0
    if turn == 1:
        return y0, x0, y1, x1
    if turn == 2:
        return -x1, y0, -x0, y1
    return -y1, -x1, -y0, -x0


class Reader:
    """Reads the text off text pages; keeps its array of boxes between pages."""

    def __init__(self) -> None:
        self._boxes = pdfium.Boxes()

    def place(self, text_page: Any, text: str, turn: int, tables: Sequence[Ruled]) -> list[Piece]:
        """Put every piece of a page into the cell that holds its middle; returns those outside of all tables.

        ``text`` is that of ``text_of``, one character an index.
        """
        text = clean(text)
        if turn:
            return _fill(self._singly(text_page, text, turn, range(len(text))), tables)
        outside: list[Piece] = []
        single: list[int] = []
        words = [word.span() for word in _WORD.finditer(text)]
        boxes = self._of_words(text_page, words)
        frames = [(t.xs, t.ys, t.slots) for t in tables]
        for (first, after), (x0, t0, end, b0) in zip(words, boxes, strict=False):
            middle, centre = -(t0 + b0) / 2, (x0 + end) / 2
            home, row, column = outside, None, 0
            for xs, ys, slots in frames:
                if ys[0] <= middle < ys[-1] and xs[0] <= centre < xs[-1]:
                    row, column = slots[bisect_right(ys, middle) - 1], bisect_right(xs, centre) - 1
                    home = row[column].pieces
                    break
            if after - first > 1:
                near, t1, x1, b1 = next(boxes)
                to = column if row is None else bisect_right(xs, (near + x1) / 2) - 1
                height = t0 - b0
                whole = to == column or (row is not None and to < len(row) and row[to] is row[column])
                level = abs(t0 + b0 - t1 - b1) <= height
                if not (whole and level and 0 < x1 - x0 < (after - first) * 1.8 * height):
                    single += range(first, after)
                    continue
                top, bottom = (t0 if t0 > t1 else t1), (b0 if b0 < b1 else b1)
            else:
                x1, top, bottom = end, t0, b0
            spaced = first > 0 and text[first - 1] == " " and not pdfium.is_generated(text_page, first - 1)
            home.append(_piece(Piece, (middle, x0, x1, -top, -bottom, text[first:after], spaced, None)))
        return outside + _fill(self._singly(text_page, text, turn, single), tables) if single else outside

    def _of_words(self, text_page: Any, words: Iterable[tuple[int, int]]) -> Iterator[Boxed]:
        """The boxes of the first and the last character of each word; just one for a word of one character."""
        indexes: list[int] = []
        for first, after in words:
            indexes.append(first)
            if after - first > 1:
                indexes.append(after - 1)
        numbers = iter(self._boxes.of(text_page, indexes))
        return zip(numbers, numbers, numbers, numbers, strict=True)

    def _singly(self, text_page: Any, text: str, turn: int, indexes: Iterable[int]) -> Iterator[Piece]:
        wanted = [i for i in indexes if not text[i].isspace()]
        flat = self._boxes.of(text_page, wanted)
        for k, i in enumerate(wanted):
            left, top, right, bottom = flat[4 * k : 4 * k + 4]
            x0, t, x1, b = turned(turn, left, bottom, right, top)
            spaced = i > 0 and text[i - 1] == " " and not pdfium.is_generated(text_page, i - 1)
            yield Piece((t + b) / 2, x0, x1, t, b, text[i], spaced)


def clean(text: str) -> str:
    """The text with radicals as the characters they stand for and pdfium's marks as hyphens or breaks; of equal length."""
    if _MARKED.search(text):
        text = text.translate(_MARKS)
    return unify(text) if RADICAL.search(text) else text


def _box_at(tables: Sequence[Ruled], x: float, y: float) -> Box | None:
    for table in tables:
        if (box := box_at(table, x, y)) is not None:
            return box
    return None


def _fill(pieces: Iterable[Piece], tables: Sequence[Ruled]) -> list[Piece]:
    outside: list[Piece] = []
    for piece in pieces:
        box = _box_at(tables, (piece.x0 + piece.x1) / 2, piece.middle)
        (outside if box is None else box.pieces).append(piece)
    return outside
