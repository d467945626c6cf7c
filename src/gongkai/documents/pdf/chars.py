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

from gongkai.documents.pdf import pdfium
from gongkai.documents.pdf.lattice import box_at, box_of
from gongkai.documents.pdf.page import Piece, Ruled
from gongkai.documents.pdf.radicals import RADICAL, unify

_WORD = re.compile(r"\S+")
# pdfium's marks for a hyphen at the end of a line and for characters without a code
_MARKS = str.maketrans({"\x02": "-", "\ufffe": "-", "\x00": None, "\ufeff": None, "\u200b": None, "\xad": "-"})
_MARKED = re.compile("[\x02\ufffe\x00\ufeff\u200b\xad]")
SAMPLE = 60
MAX_CHARS = 1_000_000

Turn = tuple[float, float, float, float, int]
Boxed = tuple[float, float, float, float]


def turn_of(text_page: int, text: str) -> int:
    """Quarter turns (counter-clockwise, 0 to 3) by which most of the text is drawn, told from a sample."""
    step = max(len(text) // SAMPLE, 1)
    sample = [i for i in range(0, len(text), step) if not text[i].isspace()]
    angles = Counter(round(pdfium.char_angle(text_page, i) / (math.pi / 2)) % 4 for i in sample)
    return angles.most_common(1)[0][0] if angles else 0


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
    """Reads pieces off text pages; keeps its array of boxes between pages."""

    def __init__(self) -> None:
        self._boxes = pdfium.Boxes()

    def pieces(self, text_page: int, text: str, turn: int, tables: Sequence[Ruled]) -> Iterator[Piece]:
        """The pieces of a page in the order of the file. ``text`` has one character an index."""
        if turn:
            yield from self._singly(text_page, text, turn, range(len(text)))
            return
        indexes: list[int] = []
        for word in _WORD.finditer(text):
            indexes.append(word.start())
            indexes.append(word.end() - 1)
        flat = self._boxes.of(text_page, indexes)
        lefts, tops, rights, bottoms = (iter(flat[i::4]) for i in range(4))
        at = iter(indexes)
        for first, last, x0, near, t0, b0, end, x1, t1, b1 in zip(
            at, at, lefts, lefts, tops, bottoms, rights, rights, tops, bottoms, strict=False
        ):
            if first != last:
                height = t0 - b0
                climbs = abs(t0 + b0 - t1 - b1) > height
                spread = not 0 < x1 - x0 < (last - first + 1) * 1.8 * height
                if climbs or spread or _parted(tables, (x0 + end) / 2, (near + x1) / 2, -(t0 + b0) / 2):
                    yield from self._singly(text_page, text, turn, range(first, last + 1))
                    continue
            spaced = first > 0 and text[first - 1] == " " and not pdfium.is_generated(text_page, first - 1)
            top, bottom = (t0, b0) if first == last else (max(t0, t1), min(b0, b1))
            if cleaned := clean(text[first : last + 1]):
                yield Piece(-(t0 + b0) / 2, x0, x1, -top, -bottom, cleaned, spaced)

    def _singly(self, text_page: int, text: str, turn: int, indexes: Iterable[int]) -> Iterator[Piece]:
        wanted = [i for i in indexes if not text[i].isspace()]
        flat = self._boxes.of(text_page, wanted)
        for k, i in enumerate(wanted):
            left, top, right, bottom = flat[4 * k : 4 * k + 4]
            x0, t, x1, b = turned(turn, left, bottom, right, top)
            spaced = i > 0 and text[i - 1] == " " and not pdfium.is_generated(text_page, i - 1)
            if char := clean(text[i]):
                yield Piece((t + b) / 2, x0, x1, t, b, char, spaced)


def _parted(tables: Sequence[Ruled], first: float, last: float, middle: float) -> bool:
    """Whether two characters of one height, given by their middles, stand in different cells."""
    for table in tables:
        if table.ys[0] <= middle <= table.ys[-1] and first <= table.xs[-1] and last >= table.xs[0]:
            crossed = bisect_right(table.xs, first) != bisect_right(table.xs, last)
            if crossed and box_at(table, first, middle) is not box_at(table, last, middle):
                return True
    return False


def clean(text: str) -> str:
    """The text without pdfium's marks and with radicals as the characters they stand for."""
    if text.isascii() and not _MARKED.search(text):
        return text
    if _MARKED.search(text):
        text = text.translate(_MARKS)
    return unify(text) if RADICAL.search(text) else text


def fill(pieces: Iterable[Piece], tables: Sequence[Ruled]) -> list[Piece]:
    """Put every piece into the cell that holds its middle; returns those outside of all tables."""
    outside = []
    for piece in pieces:
        box = box_of(tables, piece) if tables else None
        if box is None:
            outside.append(piece)
        else:
            box.pieces.append(piece)
    return outside
