"""PDF: text PDFs are read by their characters and ruling lines, scanned ones through the optional OCR."""

from gongkai.documents.blocks import Document
from gongkai.report.reading import Report


def blocks(data: bytes) -> Document:
    """Read a PDF into paragraphs and grids, in reading order. Raises Unreadable.

    A table that runs over pages is one grid; page numbers are left out; a cell that continues on the next page keeps
    its spans there, with an empty text. A page that is only a picture needs the extra ``gongkai[ocr]``.
    """
    from gongkai.documents.pdf.reading import blocks as read

    return read(data)


def write(report: Report) -> bytes:
    """The report as a tagged PDF with embedded fonts. Raises FontsMissing when there are none to embed."""
    from gongkai.documents.pdf.writing import write as write_pdf

    return write_pdf(report)
