"""Pictures of reports (png, jpg, scanned PDF pages), read by the optional extra ``gongkai[ocr]``, offline."""

from importlib.util import find_spec

from gongkai.documents.blocks import Document, Grid, Unreadable
from gongkai.report.reading import Warning

_PARTS = ("cv2", "numpy", "onnxruntime", "rapidocr")


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in _PARTS)


def blocks(data: bytes, format: str = "") -> Document:
    """Read a picture of one page into paragraphs and grids; cells carry a confidence from 0 to 1.

    ``format`` is ``png`` or ``jpg``, only kept as the document's; by default it is told from the bytes. Raises Unreadable
    when the extra is missing, or the picture is damaged or too large.
    """
    if not available():
        raise Unreadable("图片要用文字识别才能读取；请安装文字识别组件（pip install 'gongkai[ocr]'）后再试。")
    from gongkai.documents.ocr import picture
    from gongkai.documents.pdf.stitch import assemble

    page = picture.page_of(*picture.decode(data))
    document = Document(assemble([page]), format or ("png" if data.startswith(b"\x89PNG") else "jpg"), 1)
    document.flow = not any(isinstance(b, Grid) for b in document.blocks)
    document.warnings.append(Warning("ocr", "内容是图片，数字由文字识别得出，请与原件逐一核对。"))
    return document
