"""Ruling lines of a PDF page: strokes, thin filled rectangles, edges of frames, as horizontal and vertical segments.

Word, WPS and LibreOffice draw a border as a stroke or as a rectangle less than 2 pt thick, browsers as filled frames.
Single filled areas (shading, page background) are no lines.
"""

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress, pairwise, repeat
from typing import Any

from gongkai.documents.blocks import Unreadable
from gongkai.documents.pdf import pdfium

THICKEST = 3.5  # pt; the thickest border a word processor offers in tables is 6 pt, thicker than 3 is decoration
SHORTEST = 1.5  # pt; a dash of a dashed line
MAX_OBJECTS = 300_000
MAX_SEGMENTS = 60_000
MAX_DEPTH = 6
SHADING = 6  # segments; a filled area with no more has one outline

Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Ruling:
    """The lines of a page: ``across`` as (y, x from, x to), ``down`` as (x, y from, y to), in the page's own space (y up);
    the boxes of its pictures (x0, y0, x1, y1)."""

    across: list[Segment] = field(default_factory=list)
    down: list[Segment] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    objects: int = 0

    def box(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Take a box as a line when it is thin; False when it is an area."""
        width, height = x1 - x0, y1 - y0
        if height <= THICKEST:
            if width > height and width >= SHORTEST:
                self.across.append(((y0 + y1) / 2, x0, x1))
            elif height > width and height >= SHORTEST:
                self.down.append(((x0 + x1) / 2, y0, y1))
            return True
        if width <= THICKEST:
            self.down.append(((x0 + x1) / 2, y0, y1))
            return True
        return False

    def edge(self, ax: float, ay: float, bx: float, by: float) -> None:
        """Take the straight edge of an area as a line when it runs along an axis."""
        if abs(ay - by) < 1.0 < abs(ax - bx):
            self.across.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 1.0 < abs(ay - by):
            self.down.append(((ax + bx) / 2, min(ay, by), max(ay, by)))


_matrix = (ctypes.c_float * 6)()
_point = (ctypes.c_float * 2)()
_floats, _modes = pdfium.Room(ctypes.c_float), pdfium.Room(ctypes.c_int)


def ruling_of(page: Any) -> Ruling:
    """The lines and pictures of a page. Raises Unreadable when the page has more than MAX_OBJECTS objects."""
    found = Ruling()
    count = pdfium.count_objects(page)
    _allow(found, count)
    objects = list(map(pdfium.get_object, repeat(page), range(count)))
    _walk(found, objects, IDENTITY, 0)
    return found


def _allow(found: Ruling, count: int) -> None:
    found.objects += count
    if found.objects > MAX_OBJECTS:
        raise Unreadable(f"PDF 的一页上有超过 {MAX_OBJECTS} 个图形，不是年度报告；请重新导出后再读。")


def _walk(found: Ruling, objects: list[Any], matrix: Matrix, depth: int) -> None:
    kinds = bytes(map(pdfium.object_type, objects))
    if len(found.across) + len(found.down) < MAX_SEGMENTS:
        _paths(found, _of_kind(objects, kinds, pdfium.PATH), matrix)
    found.pictures += [_box(matrix, *bounds) for bounds in _bounds(_of_kind(objects, kinds, pdfium.IMAGE))]
    if depth == MAX_DEPTH:
        return
    for item in _of_kind(objects, kinds, pdfium.FORM):
        count = max(pdfium.count_form_objects(item), 0)
        _allow(found, count)
        inside = list(map(pdfium.get_form_object, repeat(item), range(count)))
        pdfium.object_matrix(item, ctypes.addressof(_matrix))
        _walk(found, inside, _times(_as_matrix(), matrix), depth + 1)


def _of_kind(objects: list[Any], kinds: bytes, kind: int) -> list[Any]:
    return list(compress(objects, map(kind.__eq__, kinds))) if kind in kinds else []


def _bounds(items: list[Any]) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right, top of objects; zeros where there are none. Asked in one sweep."""
    if not items:
        return iter(())
    start = _floats.address(4 * len(items))
    places = [range(start + 4 * i, start + 4 * i + 16 * len(items), 16) for i in range(4)]
    deque(map(pdfium.object_bounds, items, *places), maxlen=0)
    values = iter(_floats.array[: 4 * len(items)])
    return zip(values, values, values, values, strict=True)


def _paths(found: Ruling, items: list[Any], matrix: Matrix) -> None:
    areas = []
    for item, bounds in zip(items, _bounds(items), strict=True):
        x0, y0, x1, y1 = bounds if matrix is IDENTITY else _box(matrix, *bounds)
        if not found.box(x0, y0, x1, y1):
            areas.append(item)
    start = _modes.address(2 * len(areas))
    end = start + 8 * len(areas)
    deque(map(pdfium.draw_mode, areas, range(start, end, 8), range(start + 4, end, 8)), maxlen=0)
    modes = _modes.array[: 2 * len(areas)]
    for item, filled, stroked in zip(areas, modes[::2], modes[1::2], strict=True):
        if filled or stroked:
            _area(found, item, bool(stroked), matrix)


def _area(found: Ruling, item: int, stroked: bool, matrix: Matrix) -> None:
    """Take the straight edges of a path that encloses an area, unless it is shading."""
    count = pdfium.count_segments(item)
    if count > MAX_SEGMENTS or (count <= SHADING and not stroked):
        return
    pdfium.object_matrix(item, ctypes.addressof(_matrix))
    areas = []
    for points in _outlines(item, count, _times(_as_matrix(), matrix)):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if not found.box(min(xs), min(ys), max(xs), max(ys)):
            areas.append(points)
    # One filled area is shading; an area within an area, filled together, is a frame.
    if stroked or len(areas) > 1:
        for points in areas:
            for a, b in pairwise(points):
                found.edge(*a, *b)


def _outlines(item: int, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    a, b, c, d, e, f = matrix
    x_at, y_at = ctypes.addressof(_point), ctypes.addressof(_point) + 4
    points: list[tuple[float, float]] = []
    for i in range(count):
        segment = pdfium.get_segment(item, i)
        if not pdfium.segment_point(segment, x_at, y_at):
            continue
        x, y = _point
        if pdfium.segment_type(segment) == pdfium.MOVE and points:
            if len(points) > 1:
                yield points
            points = []
        points.append((a * x + c * y + e, b * x + d * y + f))
        if pdfium.segment_close(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _as_matrix() -> Matrix:
    a, b, c, d, e, f = _matrix
    return (a, b, c, d, e, f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _box(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    if matrix is IDENTITY:
        return x0, y0, x1, y1
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(xs), min(ys), max(xs), max(ys)
