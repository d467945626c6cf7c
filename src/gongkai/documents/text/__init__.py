"""Plain text and Markdown."""

from gongkai.documents.blocks import Document
from gongkai.report.reading import Report


def blocks(data: bytes) -> Document:
    """The blocks of a text file in any of the usual encodings. Raises Unreadable when the encoding is not known."""
    from gongkai.documents.encoding import decode
    from gongkai.documents.text.reading import blocks_of

    return blocks_of(decode(data))


def write(report: Report, *, style: str = "lines") -> bytes:
    """The report as text, UTF-8: ``lines`` (one cell a line), ``pipes`` (Markdown) or ``flat`` (no separators)."""
    from gongkai.documents.text.writing import write as write_text

    return write_text(report, style=style)
