"""Running text made ready for patterns, with the way back to the printed offsets.

Sites put spaces around and inside numbers, print full-width digits and wrap lines. Patterns see none of that; a
finding still points at the characters as printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.report.findings import Span

_SPACE = re.compile(r"[ \t\r\f\v\u3000\xa0\u200b-\u200f\ufeff\u2060]+")
# A line of 25 or more characters that ends without a stop was wrapped; a short one is a heading or a list item.
_WRAP = re.compile(
    r"(?<=[^\n。！？；：:;!?]{25})\n(?![（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是)"
)
_FOLD = str.maketrans("０１２３４５６７８９％．ＸｘＡＢＣ", "0123456789%.XxABC")
_SPLIT = re.compile(r"([^。！？\n]*)([。！？\n]|$)")
_TITLE = re.compile(r"《[^《》\n]{1,80}》|〔\d{2,4}〕\d{1,4}号")
_ASIDE = re.compile(r"（[^（）\d\n]{0,60}）")
HIDDEN = "\x00"
# Half-width marks mean the same; a comma between digits belongs to the number.
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3})")
_MARKS = str.maketrans(";:()!?", "；：（）！？")


@dataclass(frozen=True)
class Plain:
    """A section's text without white space, digits half-width. ``origin[i]`` is the printed offset of character i.

    ``masked`` has the same length: titles of documents and asides without digits are blanked out with ``HIDDEN``, so
    that a year in a title or a word in brackets does not count as a statement.
    """

    section: str
    source: str = field(repr=False)
    text: str
    origin: Sequence[int] = field(repr=False)
    masked: str = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """The place in the printed text of the characters from start to end (end excluded)."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.source)
            return Span(self.section, at, at, "")
        first, last = self.origin[start], self.origin[end - 1] + 1
        return Span(self.section, first, last, self.source[first:last])

    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of every sentence, stops excluded."""
        return [m.span(1) for m in _SPLIT.finditer(self.masked) if m[1]]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        start = max(self.masked.rfind(stop, 0, position) for stop in "。！？\n") + 1
        ends = [e for e in (self.masked.find(stop, position) for stop in "。！？\n") if e >= 0]
        return start, min(ends, default=len(self.masked))

    def clause_at(self, position: int) -> tuple[int, int]:
        """Start and end of the clause (between commas or stops) around a position."""
        start = max(self.masked.rfind(stop, 0, position) for stop in "，,；;：。！？\n") + 1
        ends = [e for e in (self.masked.find(stop, position) for stop in "，,；;。！？\n") if e >= 0]
        return start, min(ends, default=len(self.masked))


@lru_cache(maxsize=256)
def plain(section: str, source: str) -> Plain:
    """Prepare a section's text. Pure."""
    gaps = [m.span() for m in _SPACE.finditer(source)]
    text, origin = _without(source, range(len(source)), gaps)
    text, origin = _without(text, origin, [m.span() for m in _WRAP.finditer(text)])
    text = text.translate(_FOLD)
    masked = _COMMA.sub("，", text).translate(_MARKS)
    masked = _ASIDE.sub(_blank, _TITLE.sub(_blank, masked))
    return Plain(section, source, text, origin, masked)


def _without(text: str, origin: Sequence[int], gaps: list[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    if not gaps:
        return text, origin
    pieces, kept, at = [], list[int](), 0
    for start, end in [*gaps, (len(text), len(text))]:
        pieces.append(text[at:start])
        kept.extend(origin[at:start])
        at = end
    return "".join(pieces), kept


def _blank(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])
