"""Pages of a PDF that are pictures: rendered and given to the OCR extra."""

from collections.abc import Callable, Sequence
from typing import Any

from gongkai.documents.blocks import Unreadable
from gongkai.documents.pdf.page import Page
from gongkai.report.reading import Warning

DPI = 200
MAX_SCANNED = 60
MAX_PIXELS = 40_000_000


def reader(numbers: Sequence[int], count: int) -> Callable[[Any], Page] | None:
    """The function that reads one page (of pypdfium2) as geometry; None when the extra is missing but other pages have
    text. ``numbers`` are the scanned pages out of ``count``, from 0.

    Raises Unreadable when the extra is missing and every page is a picture, or when there are too many such pages.
    """
    from gongkai.documents import ocr

    if not ocr.available():
        if len(numbers) < count:
            return None
        raise Unreadable("PDF 全部是图片，没有文字可读；请安装文字识别组件（pip install 'gongkai[ocr]'）后再试。")
    if len(numbers) > MAX_SCANNED:
        raise Unreadable(f"PDF 有 {len(numbers)} 页是图片，超过 {MAX_SCANNED} 页；请只提交报告本身。")
    return _read_page


def _read_page(page: Any) -> Page:
    from gongkai.documents.ocr import picture

    width, height = page.get_size()
    scale = min(DPI / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=False)
    try:
        image = bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    return picture.page_of(image, scale)


def warning(numbers: Sequence[int], count: int, *, read: bool) -> Warning:
    """What to say about pages that are pictures: that they were read by OCR, or that they were left out."""
    which = "全部页面" if len(numbers) == count else f"第 {'、'.join(str(n + 1) for n in numbers)} 页"
    if read:
        return Warning("ocr", f"{which}是图片，数字由文字识别得出，请与原件逐一核对。")
    return Warning("not_read", f"{which}是图片，没有读取；要读取请安装文字识别组件（pip install 'gongkai[ocr]'）。")
