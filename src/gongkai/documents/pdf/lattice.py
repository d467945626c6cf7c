"""From ruling lines to tables: lines are merged, lines that touch form a table, slots without a wall form a cell."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from gongkai.documents.pdf.page import Box, Ruled

Segment = tuple[float, float, float]

TOGETHER = 3.0  # pt: lines closer than this are one (double borders, borders drawn by both neighbours, clipped lines)
TOUCH = 3.0
OPEN = 8.0  # pt: a line that reaches this far past the last crossing one leaves a side of the table open
SMALLEST = 6.0
MAX_LINES = 3_000  # a page with more merged lines is a drawing
MAX_SLOTS = 100_000


def merge(segments: Sequence[Segment]) -> list[Segment]:
    """Segments (place, from, to) on nearly one place and overlapping or nearly so, as one; too short ones dropped."""
    merged: list[Segment] = []
    for group in _near(sorted(segments)):
        place = sum(s[0] for s in group) / len(group)
        group.sort(key=lambda s: s[1])
        start, end = group[0][1], group[0][2]
        for _, a, b in group[1:]:
            if a <= end + TOGETHER:
                end = max(end, b)
            else:
                merged.append((place, start, end))
                start, end = a, b
        merged.append((place, start, end))
    return [s for s in merged if s[2] - s[1] >= SMALLEST]


def _near(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    group: list[Segment] = []
    for segment in segments:
        if group and segment[0] - group[0][0] > TOGETHER:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


def tables_of(across: Sequence[Segment], down: Sequence[Segment]) -> list[Ruled]:
    """The tables that lines form, from top to bottom, left before right. A lone frame around text is no table."""
    rows, columns = merge(across), merge(down)
    if len(rows) + len(columns) > MAX_LINES:
        return []
    tables = [t for group in _touching(rows, columns) if (t := _table(*group))]
    return sorted(tables, key=lambda t: (t.ys[0], t.xs[0]))


def _touching(rows: list[Segment], columns: list[Segment]) -> Iterator[tuple[list[Segment], list[Segment]]]:
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ys = [row[0] for row in rows]
    for c, (x, top, bottom) in enumerate(columns, len(rows)):
        own = c
        for r in range(bisect_left(ys, top - TOUCH), bisect_right(ys, bottom + TOUCH)):
            _, x0, x1 = rows[r]
            # The column joins the row, so that further rows of one table are seen at once to be together.
            if x0 - TOUCH <= x <= x1 + TOUCH and parent[r] != own:
                parent[own] = own = root(r)
                parent[r] = own
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i in range(len(parent)):
        group = groups.setdefault(root(i), ([], []))
        group[0].append(rows[i]) if i < len(rows) else group[1].append(columns[i - len(rows)])
    yield from groups.values()


def _edges(own: list[Segment], other: list[Segment]) -> list[float]:
    edges = sorted({s[0] for s in own})
    first, last = min(s[1] for s in other), max(s[2] for s in other)
    if first < edges[0] - OPEN:
        edges.insert(0, first)
    if last > edges[-1] + OPEN:
        edges.append(last)
    return edges


def _table(rows: list[Segment], columns: list[Segment]) -> Ruled | None:
    if not rows or not columns:
        return None
    xs, ys = _edges(columns, rows), _edges(rows, columns)
    if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MAX_SLOTS:
        return None
    slots = _cells(_walls(xs, ys, columns), _walls(ys, xs, rows))
    table = Ruled(xs, ys, slots)
    return table if slots[0][0] is not slots[-1][-1] else None


def _walls(places: list[float], marks: list[float], lines: list[Segment]) -> list[list[bool]]:
    """For every place, which steps between marks have a line on it."""
    middles = [(a + b) / 2 for a, b in itertools.pairwise(marks)]
    walls = [[False] * len(middles) for _ in places]
    for place, start, end in lines:
        wall = walls[bisect_left(places, place)]
        for i in range(bisect_left(middles, start), bisect_right(middles, end)):
            wall[i] = True
    return walls


def _cells(left_of: list[list[bool]], top_of: list[list[bool]]) -> list[list[Box]]:
    """Every slot's cell. A cell grows right while no wall stands, then down while the same run of slots goes on."""
    height, width = len(top_of) - 1, len(left_of) - 1
    slots: list[list[Box | None]] = [[None] * width for _ in range(height)]
    for r, own in enumerate(slots):
        below, end = top_of[r + 1], 0
        while end < width:
            c = end
            end += 1
            if own[c] is not None:
                continue
            while end < width and not left_of[end][r] and own[end] is None:
                end += 1
            if end - c == 1 and (below[c] or r + 1 == height):  # nearly every cell
                own[c] = Box(r, c, 1, 1, [])
                continue
            low = r + 1
            while low < height and _goes_on(left_of, top_of, low, c, end):
                low += 1
            box = Box(r, c, low - r, end - c, [])
            for row in slots[r:low]:
                row[c:end] = [box] * (end - c)
    return [[box for box in row if box is not None] for row in slots]


def _goes_on(left_of: list[list[bool]], top_of: list[list[bool]], row: int, start: int, end: int) -> bool:
    if top_of[row][start] or any(top_of[row][start:end]) or any(left_of[c][row] for c in range(start + 1, end)):
        return False
    opens_left = start > 0 and not left_of[start][row]
    opens_right = end < len(left_of) - 1 and not left_of[end][row]
    return not (opens_left or opens_right)


def box_at(table: Ruled, x: float, y: float) -> Box | None:
    """The cell at a point, or None outside of the table."""
    xs, ys = table.xs, table.ys
    if not (ys[0] <= y < ys[-1] and xs[0] <= x < xs[-1]):
        return None
    return table.slots[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]
