"""Recognition: once for all formats, against the known form."""

from gongkai.documents.recognise.reports import recognise

__all__ = ["recognise"]
