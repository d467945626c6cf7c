"""Word documents (.docx)."""

from gongkai.documents.docx.reading import blocks
from gongkai.report.reading import Report

__all__ = ["blocks", "write"]


def write(report: Report) -> bytes:
    """The report as a Word document in the official layout."""
    from gongkai.documents.docx.writing import write as write_docx

    return write_docx(report)
