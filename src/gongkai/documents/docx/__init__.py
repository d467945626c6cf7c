"""Word documents (.docx)."""

from gongkai.documents.docx.reading import blocks

__all__ = ["blocks"]
