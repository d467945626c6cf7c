"""Workbooks: .xlsx here, .xls and .et in ``xls``."""

from gongkai.documents.xlsx.reading import blocks

__all__ = ["blocks"]
