"""Tables without ruling lines, told by values that stand below each other; and the gutter between two columns of a page."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from gongkai.documents.pdf.page import Box, Line, Piece, Ruled, join

_VALUE = re.compile(r"(?:[\d０-９][\d０-９.,，]*(?:万元|元|件)?|[/／—–-]|无)$")
FEWEST_COLUMNS = 3
FEWEST_ROWS = 4
WIDE = 10  # one row of this many values is a table of its own: that of section four

Run = list[Piece]


def _values(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if _VALUE.match(join(run))]


def plain_tables(lines: Sequence[Line]) -> tuple[list[Ruled], list[Line]]:
    """Tables found among lines, and the lines that belong to none. Lines are given from top to bottom."""
    runs = [line.parts(0.6) for line in lines]
    counts = [len(_values(r)) for r in runs]
    tables: list[Ruled] = []
    rest: list[Line] = []
    i = 0
    while i < len(lines):
        end = _reach(lines, counts, i)
        size = counts[i]
        alike = sum(1 for n in counts[i:end] if n == size)
        if size >= FEWEST_COLUMNS and (alike >= FEWEST_ROWS or size >= WIDE):
            start = _head(lines, runs, rest, i)
            tables.append(_table(lines[start:end], runs[start:end], counts[start:end], size))
            i = end
        else:
            rest.append(lines[i])
            i += 1
    return tables, rest


def _reach(lines: Sequence[Line], counts: Sequence[int], start: int) -> int:
    """The line after the last row of values that begins at ``start``; up to three lines of a label may stand between."""
    end, size = start + 1, counts[start]
    if size < FEWEST_COLUMNS:
        return end
    for i in range(start + 1, len(lines)):
        if i - end > 3:
            break
        if counts[i] >= FEWEST_COLUMNS and abs(counts[i] - size) <= max(2, size // 2):
            end = i + 1
    return end


def _head(lines: Sequence[Line], runs: Sequence[list[Run]], rest: list[Line], start: int) -> int:
    """The first line of the table's head: lines above in several parts, taken back from ``rest``."""
    at = start
    while at > 0 and rest and rest[-1] is lines[at - 1] and start - at < 10:
        gap = lines[at].top - lines[at - 1].bottom
        if gap > 2.5 * lines[at].height or not (len(runs[at - 1]) > 1 or _short(lines[at - 1], lines[start])):
            break
        at -= 1
        rest.pop()
    return at


def _short(line: Line, row: Line) -> bool:
    """Whether a line of one part can be a head over several columns: it stands over the values only."""
    return line.x0 > row.x0 + 4 * row.height and line.x1 - line.x0 < (row.x1 - row.x0) * 0.6


def _edges(runs: Sequence[list[Run]], counts: Sequence[int], size: int) -> list[float]:
    """Left edges of the value columns of the rows that have all of them, then the right end."""
    full = [_values(r) for r, n in zip(runs, counts, strict=True) if n == size]
    spans = [(min(values[c][0].x0 for values in full), max(values[c][-1].x1 for values in full)) for c in range(size)]
    labels = [run[-1].x1 for r in runs for run in r if run[-1].x1 < spans[0][0] and not _VALUE.match(join(run))]
    edges = [(max(labels, default=spans[0][0] - 2) + spans[0][0]) / 2]
    edges += [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)]
    return [*edges, max(run[-1].x1 for r in runs for run in r) + 1]


def _table(lines: Sequence[Line], runs: Sequence[list[Run]], counts: Sequence[int], size: int) -> Ruled:
    edges = _edges(runs, counts, size)
    left = min(line.x0 for line in lines) - 1
    rows: list[list[Run]] = []
    ys = [lines[0].top - 1]
    kinds: list[str] = []
    pitch = median([b.bottom - a.bottom for a, b in itertools.pairwise(lines)] or [0.0])
    for line, parts in zip(lines, runs, strict=True):
        cells: list[Run] = [[] for _ in range(size + 1)]
        for part in parts:
            middle = (part[0].x0 + part[-1].x1) / 2
            cells[sum(1 for e in edges[:-1] if middle > e)] += part
        kind = _kind(cells)
        near = line.top - ys[-1] < max(pitch, line.height) * 1.2 + 1
        if rows and near and _merges(kinds[-1], kind):
            for c, more in enumerate(cells):
                rows[-1][c] += more
            kinds[-1] = "row" if "values" in (kinds[-1], kind) else kind
            ys[-1] = line.bottom
        else:
            rows.append(cells)
            kinds.append(kind)
            ys.append(line.bottom)
    slots = [[Box(r, c, 1, 1, pieces) for c, pieces in enumerate(cells)] for r, cells in enumerate(rows)]
    return Ruled([left, *edges], ys, slots, plain=True)


def _kind(cells: Sequence[Run]) -> str:
    filled = [c for c in cells[1:] if c]
    if not any(_VALUE.match(join(c)) for c in filled):
        return "label" if cells[0] and not filled else "head"
    return "row" if cells[0] else "values"


def _merges(before: str, now: str) -> bool:
    """Whether a line belongs to the row before: a head in two lines, or a label above or below the middle of its row."""
    return (before, now) in {("head", "head"), ("label", "values")}


def gutter(tables: Sequence[Ruled], pieces: Sequence[Piece]) -> float | None:
    """The x that separates two tables side by side, when no text outside of tables crosses it."""
    for i, left in enumerate(tables):
        for right in tables[i + 1 :]:
            a, b = (left, right) if left.xs[0] < right.xs[0] else (right, left)
            if a.xs[-1] < b.xs[0] and a.ys[0] < b.ys[-1] and b.ys[0] < a.ys[-1]:
                at = (a.xs[-1] + b.xs[0]) / 2
                if not any(t.xs[0] < at < t.xs[-1] for t in tables) and not crossed(pieces, at):
                    return at
    return None


def crossed(pieces: Sequence[Piece], at: float) -> bool:
    """Whether a piece of text runs over an x."""
    return any(p.x0 < at < p.x1 for p in pieces)


def common_gutter(found: Sequence[float | None]) -> float | None:
    """The gutter that most pages with one share, or None."""
    known = Counter(round(g) for g in found if g is not None)
    return float(known.most_common(1)[0][0]) if known else None
