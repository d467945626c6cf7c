"""Attempts to change what is only appended: refused where they are made, and still in the log when their transaction is undone."""

from __future__ import annotations

from django.db import DatabaseError

from gongkai.web.organs.gate import Viewer
from gongkai.web.review import guard, log
from gongkai.web.review.models import Appended, LogEntry


def keep(error: BaseException, *, viewer: Viewer | None = None, address: str | None = None) -> LogEntry | None:
    """Write the attempt behind an error into the log, unless it stands there; None where the error is of another kind.

    To be called outside the transaction the attempt was made in: what the code refused is written again there, what the
    database refused (``guard``) for the first time.
    """
    if isinstance(error, Appended) and error.entry is not None:
        entry = error.entry
        if LogEntry.objects.filter(pk=entry.pk, hash=entry.hash).exists():
            return None
        return log.append(entry.kind, entry.words, organ=entry.organ, viewer=viewer, address=address)
    table = guard.touched(error) if isinstance(error, DatabaseError) else ""
    if not table:
        return None
    words = f"数据库拒绝改动只能追加的表 {table}"
    return log.append("frozen_touched", words, organ=None, viewer=viewer, address=address)
