"""The recognition engine: where text stands in a picture, and what lines of text say.

rapidocr brings its models in its wheel and writes to the log at every start; it is silenced here and never downloads.
"""

import logging
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from gongkai.documents.blocks import Unreadable

# A crop is widened to this share of its height at least; the engine's own 320 : 48 is meant for long lines and makes a
# table of single figures three times as slow.
_SHAPE = [3, 48, 96]
_LOCK = threading.Lock()


@cache
def _engine() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    import numpy as np
    from rapidocr import RapidOCR

    try:
        engine = RapidOCR(params={"Global.log_level": "critical", "Rec.rec_img_shape": _SHAPE, "Rec.rec_batch_num": 8})
        blank = np.full((48, 96, 3), 255, np.uint8)
        engine(blank, use_det=False, use_cls=False, use_rec=True)
    except Exception:
        raise Unreadable(
            "文字识别组件无法启动；请重新安装（pip install --force-reinstall 'gongkai[ocr]'）后再试。"
        ) from None
    return engine


def find_text(image: Any) -> list[tuple[int, int, int, int]]:
    """Boxes (x0, y0, x1, y1 in pixels) of the lines of text in a picture (height × width × 3, 8 bit)."""
    with _LOCK:
        found = _engine()(image, use_det=True, use_cls=False, use_rec=False)
    if getattr(found, "boxes", None) is None:
        return []
    height, width = image.shape[:2]
    boxes = []
    for corners in found.boxes:
        xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
        box = max(int(min(xs)), 0), max(int(min(ys)), 0), min(int(max(xs)) + 1, width), min(int(max(ys)) + 1, height)
        if box[2] - box[0] > 3 and box[3] - box[1] > 3:
            boxes.append(box)
    return boxes


def read_lines(images: Sequence[Any]) -> list[tuple[str, float]]:
    """What each picture of a line says, with the confidence (0 to 1) of its weakest reading."""
    if not images:
        return []
    from rapidocr.ch_ppocr_rec import TextRecInput

    with _LOCK:
        found = _engine().text_rec(TextRecInput(img=list(images)))
    return [(str(text).strip(), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]
