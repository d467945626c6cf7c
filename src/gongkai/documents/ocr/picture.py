"""A picture of a page as geometry: straightened, its ruling lines as tables, its text read cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from gongkai.documents.blocks import Unreadable
from gongkai.documents.ocr import engine
from gongkai.documents.ocr.figures import as_figure
from gongkai.documents.ocr.ink import Sheet, lines_in, sheet_of, stray_text
from gongkai.documents.pdf.lattice import tables_of
from gongkai.documents.pdf.page import Box, Page, Piece, Ruled

MAX_PIXELS = 60_000_000
A4 = (595.0, 842.0)
COARSE, FINE = 1.6, 4.2  # pixels a point: 115 and 300 dpi; other pictures are scaled to about 200 dpi
GOOD = 200 / 72

Crop = tuple[int, int, int, int]


@dataclass(slots=True)
class _Task:
    """A line to read: its box in pixels and the cell it stands in."""

    crop: Crop
    box: Box | None


def decode(data: bytes) -> tuple[Any, float]:
    """A png or jpg as (height × width × 3, 8 bit) and its pixels a point, taking the page to be A4. Raises Unreadable."""
    width, height = _size(data)
    if width * height > MAX_PIXELS:
        raise Unreadable(f"图片有 {width}×{height} 像素，超过 6000 万像素；请缩小到 300 dpi 以内再读。")
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        image = None
    if image is None:
        raise Unreadable("图片已损坏或不完整，无法读取；请重新扫描或重新导出后再试。")
    height, width = image.shape[:2]
    if min(width, height) < 100:
        raise Unreadable(f"图片只有 {width}×{height} 像素，文字无法辨认；请用 150 dpi 以上重新扫描。")
    return image, width / (A4[0] if height >= width else A4[1])


def _size(data: bytes) -> tuple[int, int]:
    """Width and height as the file's head says, so that a huge picture is refused before it is unpacked."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            if data[at + 1] in (0xFF, 0x01) or 0xD0 <= data[at + 1] <= 0xD8:
                at += 1 if data[at + 1] == 0xFF else 2
                continue
            if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC):
                return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise Unreadable("图片已损坏，或不是 png、jpg 格式；请重新导出后再试。")


def page_of(image: Any, scale: float) -> Page:
    """A page from its picture (height × width, 1, 3 or 4 channels, 8 bit) with ``scale`` pixels a point."""
    sheet = sheet_of(*_sized(_colours(image), scale))
    tables = tables_of(sheet.across, sheet.down)
    tasks = [_Task(crop, box) for table in tables for box in table.boxes() for crop in _crops(sheet, table, box)]
    tasks += [_Task(crop, None) for crop in _outside(sheet, tables)]
    outside = _read(sheet, tasks)
    height, width = sheet.image.shape[:2]
    return Page(width / sheet.scale, height / sheet.scale, 0.0, outside, tables)


def _colours(image: Any) -> Any:
    channels = 1 if image.ndim == 2 else image.shape[2]
    if channels == 3:
        return image
    return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR if channels == 1 else cv2.COLOR_BGRA2BGR)


def _sized(image: Any, scale: float) -> tuple[Any, float]:
    if COARSE <= scale <= FINE:
        return image, scale
    factor = min(GOOD / scale, 4.0)
    kind = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=kind), scale * factor


def _crops(sheet: Sheet, table: Ruled, box: Box) -> list[Crop]:
    """The lines of text in a cell, by its ink."""
    x0, x1 = table.xs[box.column], table.xs[box.column + box.colspan]
    y0, y1 = table.ys[box.row], table.ys[box.row + box.rowspan]
    inside = tuple(round(v * sheet.scale) for v in (x0 + 1, y0 + 1, x1 - 1, y1 - 1))
    return lines_in(sheet, (inside[0], inside[1], inside[2], inside[3]))


def _outside(sheet: Sheet, tables: Sequence[Ruled]) -> list[Crop]:
    """The lines of text outside of tables: those the engine finds on a picture where the tables are white, with the ink
    that stands by them on the same height, and what is left as large as characters."""
    image, ink = sheet.image.copy(), sheet.ink.copy()
    for table in tables:
        x0, x1 = (max(round(x * sheet.scale), 0) for x in (table.xs[0] - 2, table.xs[-1] + 2))
        y0, y1 = (max(round(y * sheet.scale), 0) for y in (table.ys[0] - 2, table.ys[-1] + 2))
        image[y0:y1, x0:x1] = 255
        ink[y0:y1, x0:x1] = 0
    found = engine.find_text(image)
    for x0, y0, x1, y1 in found:
        ink[y0:y1, x0:x1] = 0
    stray = stray_text(ink, sheet.scale)
    lines: list[Crop] = []
    for line in found:
        beside = [s for s in stray if _beside(s, line)]
        stray = [s for s in stray if s not in beside]
        lines.append(_around([line, *beside]))
    return lines + stray


def _beside(stray: Crop, line: Crop) -> bool:
    """Whether a stray box stands at either end of a line, within a character's width of it."""
    height = line[3] - line[1]
    middle = (stray[1] + stray[3]) / 2
    level = line[1] < middle < line[3] and stray[3] - stray[1] < 1.3 * height
    return level and stray[2] > line[0] - 0.8 * height and stray[0] < line[2] + 0.8 * height


def _around(boxes: Sequence[Crop]) -> Crop:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _read(sheet: Sheet, tasks: Sequence[_Task]) -> list[Piece]:
    """Read every line; those of cells go into their cell, the others are returned."""
    outside: list[Piece] = []
    read = engine.read_lines([sheet.cut(task.crop) for task in tasks])
    for task, (text, confidence) in zip(tasks, read, strict=True):
        x0, y0, x1, y1 = (v / sheet.scale for v in task.crop)
        if task.box is not None:
            figure, sure = as_figure(text, confidence)
            task.box.pieces.append(Piece((y0 + y1) / 2, x0, x1, y0, y1, figure, False, sure))
        elif text:
            outside.append(Piece((y0 + y1) / 2, x0, x1, y0, y1, text, False, confidence))
    return outside
