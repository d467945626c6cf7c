"""A page's picture straightened and taken apart: ruling lines, ink, lines of text within a cell."""

import math
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np

Segment = tuple[float, float, float]

ACROSS, DOWN = 28.0, 12.0  # pt: shorter runs of ink are strokes of characters
THICK = 6.0  # pt
SMALLEST = (60.0, 20.0)  # pt; a table is no narrower and no lower
SPECK = 0.55  # pt: smaller spots are dirt
MAX_SKEW = 8.0  # degrees


@dataclass(slots=True)
class Sheet:
    """A straight page: picture without ruling lines, pixels a point, ink (0 or 255), ruling lines in points as
    (y, x from, x to) and (x, y from, y to)."""

    image: Any
    scale: float
    ink: Any
    across: list[Segment]
    down: list[Segment]

    def cut(self, crop: tuple[int, int, int, int]) -> Any:
        """A line of text with a white rim, as wide as it is high at least."""
        x0, y0, x1, y1 = crop
        part = self.image[y0:y1, x0:x1]
        rim = max(2, round((y1 - y0) * 0.12))
        wide = max(rim, (y1 - y0 - (x1 - x0)) // 2 + rim)
        white = (255, 255, 255)
        return cv2.copyMakeBorder(part, rim, rim, wide, wide, cv2.BORDER_CONSTANT, value=white)


def sheet_of(image: Any, scale: float) -> Sheet:
    """Straighten a picture (height × width × 3) and find its lines and ink."""
    dark = _dark(image)
    angle = _skew(dark, scale)
    if abs(angle) > 0.03:
        image = _rotate(image, angle)
        dark = _dark(image)
    level = _runs(dark, (round(ACROSS * scale), 1))
    upright = _runs(dark, (1, round(DOWN * scale)))
    rules = _rules(level, upright, scale)
    level, upright = cv2.bitwise_and(level, rules), cv2.bitwise_and(upright, rules)
    across = [(y + h / 2, float(x), float(x + w)) for x, y, w, h in _parts(level) if h < THICK * scale]
    down = [(x + w / 2, float(y), float(y + h)) for x, y, w, h in _parts(upright) if w < THICK * scale]
    clean = image.copy()
    clean[rules > 0] = 255
    ink = _without_specks(cv2.bitwise_and(dark, cv2.bitwise_not(rules)), scale)
    return Sheet(clean, scale, ink, _in_points(across, scale), _in_points(down, scale))


def _dark(image: Any) -> Any:
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    size = max(image.shape[1] // 40, 15) | 1
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 18)


def _skew(dark: Any, scale: float) -> float:
    """Degrees by which level lines lean: from long straight lines, or from the rows of text where there are none."""
    length = round(80 * scale)
    found = cv2.HoughLinesP(dark, 1, math.pi / 1800, length, minLineLength=length, maxLineGap=round(3 * scale))
    angles: list[float] = []
    for x0, y0, x1, y1 in [] if found is None else found.reshape(-1, 4).tolist():
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
        lean = angle if abs(angle) <= 45 else angle - math.copysign(90, angle)
        if abs(lean) <= MAX_SKEW:
            angles += [lean] * max(round(math.hypot(x1 - x0, y1 - y0) / length), 1)
    return median(angles) if len(angles) >= 4 else _skew_of_text(dark)


def _skew_of_text(dark: Any) -> float:
    small = cv2.resize(dark, None, fx=600 / dark.shape[1], fy=600 / dark.shape[1], interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        rows = _rotate(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = max((a * 0.5 for a in range(-10, 11)), key=sharpness)
    return max((best + a * 0.1 for a in range(-5, 6)), key=sharpness)


def _rotate(image: Any, angle: float, blank: int = 255) -> Any:
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(blank, blank, blank))


def _runs(dark: Any, size: tuple[int, int]) -> Any:
    """Ink that runs on for at least ``size`` (width, height), small breaks closed."""
    gap = (3, 1) if size[0] > 1 else (1, 3)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))


def _parts(mask: Any) -> list[tuple[int, int, int, int]]:
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2]
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:].tolist()]


def _rules(level: Any, upright: Any, scale: float) -> Any:
    """The ruling lines as a mask, a little wider than they are: what crosses and is as large as a table. A stroke of a
    character crosses others too, but makes up no table."""
    spread = cv2.getStructuringElement(cv2.MORPH_RECT, (max(round(scale * 1.2), 3) | 1,) * 2)
    mask = cv2.dilate(cv2.bitwise_or(level, upright), spread)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.zeros(count, bool)
    kept[np.intersect1d(labels[level > 0], labels[upright > 0])] = True
    kept &= (stats[:, 2] >= SMALLEST[0] * scale) & (stats[:, 3] >= SMALLEST[1] * scale)
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


def _without_specks(ink: Any, scale: float) -> Any:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    size = SPECK * scale
    keep = (stats[:, 4] >= size * size * 1.5) & ((stats[:, 2] >= size) | (stats[:, 3] >= size))
    keep[0] = False
    return np.where(keep[labels], 255, 0).astype(np.uint8) if count > 1 else ink


def _in_points(segments: list[Segment], scale: float) -> list[Segment]:
    return [(a / scale, b / scale, c / scale) for a, b, c in segments]


def lines_in(sheet: Sheet, inside: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    """The boxes of the lines of text within a box, by its ink, from top to bottom (all in pixels)."""
    x0, y0, x1, y1 = inside
    part = sheet.ink[max(y0, 0) : y1, max(x0, 0) : x1]
    if part.size == 0 or not part.any():
        return []
    rows = np.flatnonzero(part.any(axis=1))
    breaks = np.flatnonzero(np.diff(rows) > 1)
    runs = [(int(rows[a]), int(rows[b]) + 1) for a, b in zip([0, *(breaks + 1)], [*breaks, len(rows) - 1], strict=True)]
    found = []
    for top, bottom in _whole(runs, part, sheet.scale):
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if bottom - top < 1.2 * sheet.scale and right - left < 1.2 * sheet.scale:
            continue
        found.append((max(x0, 0) + left, max(y0, 0) + top, max(x0, 0) + right, max(y0, 0) + bottom))
    return found


def _whole(runs: list[tuple[int, int]], part: Any, scale: float) -> list[tuple[int, int]]:
    """Rows of ink as whole lines: strokes above each other (二, 三, a colon) belong together while what they make is no
    taller than a line of the cell."""
    tall = max(bottom - top for top, bottom in runs)
    limit = max(min(tall * 1.15, 24 * scale), 7 * scale)
    merged = [runs[0]]
    for top, bottom in runs[1:]:
        start, end = merged[-1]
        if bottom - start <= limit and top - end < 0.45 * limit:
            merged[-1] = (start, bottom)
        else:
            merged.append((top, bottom))
    return merged


def stray_text(ink: Any, scale: float) -> list[tuple[int, int, int, int]]:
    """Boxes of ink as large as characters (height 5 to 30 pt), those within half a character of each other as one."""
    near = cv2.getStructuringElement(cv2.MORPH_RECT, (round(8 * scale) | 1, round(2 * scale) | 1))
    boxes = []
    for x, y, w, h in _parts(cv2.dilate(ink, near)):
        part = ink[y : y + h, x : x + w]
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
        tall = 5 * scale <= bottom - top <= 30 * scale
        flat = bottom - top < 5 * scale <= right - left <= 30 * scale
        if tall or flat:
            rim = round(2 * scale) if flat else 0
            boxes.append((x + left, max(y + top - rim, 0), x + right, y + bottom + rim))
    return boxes
