"""Lines of running text joined into paragraphs, as the margins, the indents and the type sizes tell."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from gongkai.documents.pdf.page import Line

_UNBROKEN = re.compile(r"[0-9A-Za-z.@:/_%+-]+")
_LETTER_END, _LETTER_START = re.compile(r"[A-Za-z,.;:]$"), re.compile(r"^[A-Za-z]")
_HEADING = re.compile(r"[一二三四五六]、[^，。；：、]{3,25}$")
_VALUE = re.compile(r"(?:[\d０-９][\d０-９.,，]*(?:万元|元|件)?|[/／—–-]|无)$")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where running text begins and ends on a page, and the height of its lines, in points."""

    left: float
    right: float
    height: float


@dataclass(slots=True)
class Text:
    """A paragraph as lines, with the margins of the page it begins on."""

    lines: list[Line]
    margins: Margins

    @property
    def flush(self) -> bool:
        """Whether its first line is not indented."""
        return self.lines[0].x0 <= self.margins.left + 0.7 * self.lines[0].height

    @property
    def text(self) -> str:
        """The lines as one text: Chinese runs on, Latin words are kept apart."""
        joined = self.lines[0].text
        for line in self.lines[1:]:
            following = line.text
            if _LETTER_END.search(joined) and _LETTER_START.match(following):
                joined += " "
            joined += following
        return joined


def margins_of(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Margins]:
    """The margins of every page. Pages of one width share their measure; each has its own left edge, since the inner
    margin changes sides, unless all its lines begin with an indent."""
    groups: dict[int, list[Margins]] = {}
    for lines, width in zip(pages, widths, strict=True):
        if lines:
            groups.setdefault(round(width), []).append(_margins(lines))
    return [_shared(lines, width, groups.get(round(width), [])) for lines, width in zip(pages, widths, strict=True)]


def _shared(lines: Sequence[Line], width: float, group: Sequence[Margins]) -> Margins:
    if not group or not lines:
        return Margins(0.0, width, 12.0)
    own = _margins(lines)
    height = median(m.height for m in group)
    outermost = min(m.left for m in group)
    indented = 1.2 * height < own.left - outermost < 2.8 * height or len(lines) < 4
    left = outermost if indented else own.left
    return Margins(left, max(own.right, left + max(m.right - m.left for m in group)), height)


def _margins(lines: Sequence[Line]) -> Margins:
    return Margins(
        min(line.x0 for line in lines), max(line.x1 for line in lines), median(line.height for line in lines)
    )


def paragraphs(lines: Sequence[Line], margins: Margins) -> list[Text]:
    """Consecutive lines as paragraphs."""
    found: list[Text] = []
    pitch = median([b.bottom - a.bottom for a, b in itertools.pairwise(lines)] or [0.0])
    for line in lines:
        if found and _continues(found[-1].lines[-1], line, margins, pitch):
            found[-1].lines.append(line)
        else:
            found.append(Text([line], margins))
    return found


def carries_on(before: Text, after: Text) -> bool:
    """Whether the first paragraph of a page continues the last of the page before."""
    line = after.lines[0]
    return after.flush and _fits(before.lines[-1], line, before.margins) and not _tabular(line)


def _continues(line: Line, following: Line, margins: Margins, pitch: float) -> bool:
    # On a page with little text the title sets the margin, and would seem to run on into the heading below it.
    if _tabular(line) or _tabular(following) or _HEADING.match(following.text):
        return False
    height = following.height
    if following.bottom - line.bottom > 1.6 * max(pitch, 1.2 * height):
        return False
    if _centred(line, margins) and _centred(following, margins):
        return abs(line.height - height) < 0.1 * height and height > 1.15 * margins.height
    return following.x0 <= margins.left + 0.7 * height and _fits(line, following, margins)


def _fits(line: Line, following: Line, margins: Margins) -> bool:
    """Whether the line is as full as it could be: the next word had no room on it, and the type is the same."""
    height = following.height
    if abs(line.height - height) > 0.3 * max(line.height, height):
        return False
    word = _UNBROKEN.match(following.text)
    needed = max(0.55 * len(word[0]), 1.0) if word else 1.0
    # A closing mark may not begin a line, so the line before may end a character early to keep it company.
    return margins.right - line.x1 < (needed + 0.9) * height


def _centred(line: Line, margins: Margins) -> bool:
    left, right = line.x0 - margins.left, margins.right - line.x1
    return left > 0.7 * line.height and right > 0.7 * line.height and abs(left - right) < 1.5 * line.height


def _tabular(line: Line) -> bool:
    """Whether a line is a row of a table without rules: parts that stand apart, the last of them a value."""
    if len(line.pieces) < 2:
        return False
    runs = line.parts()
    return len(runs) >= 4 or (len(runs) >= 2 and bool(_VALUE.match(runs[-1][-1].text)))
