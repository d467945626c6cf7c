"""Web pages (.html, .htm), also under the name of a Word or Excel file."""

from gongkai.documents.html.reading import blocks
from gongkai.report.reading import Report

__all__ = ["blocks", "write"]


def write(report: Report, *, style: str = "page") -> bytes:
    """The report as a web page of its own; ``style="wps"`` as office programs leave it, for tests and benches."""
    from gongkai.documents.html.writing import write as write_html

    return write_html(report, style=style)
