"""Workbooks: .xlsx here, .xls and .et in ``xls``."""

from gongkai.documents.xlsx.reading import blocks
from gongkai.report.reading import Report

__all__ = ["blocks", "write"]


def write(report: Report) -> bytes:
    """The report as a workbook."""
    from gongkai.documents.xlsx.writing import write as write_xlsx

    return write_xlsx(report)
