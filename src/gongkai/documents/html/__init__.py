"""Web pages (.html, .htm), also under the name of a Word or Excel file."""

from gongkai.documents.html.reading import blocks

__all__ = ["blocks"]
