"""The log as a file: one JSON object a line, each with what its hash covers, and a last line that seals the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.chain import FORMAT
from gongkai.web.review.models import LogEntry


def export(rows: QuerySet[LogEntry], *, wanted: str, viewer: Viewer) -> Iterator[bytes]:
    """The lines of a file with these entries, by chain and number; only for the auditor. The export is logged first, with
    the filters as ``wanted``. PermissionDenied for others."""
    demand(viewer, Role.AUDITOR)
    log.append("log_exported", "导出日志", organ=None, viewer=viewer, payload={"filters": wanted[:500]})
    return lines(rows.select_related("organ").order_by("organ_id", "number").iterator(chunk_size=2000))


def lines(entries: Iterable[LogEntry]) -> Iterator[bytes]:
    """One line an entry, then the seal: how many there are, and the SHA-256 of all bytes before."""
    sealed, count = hashlib.sha256(), 0
    for entry in entries:
        count += 1
        line = _line(
            {
                **log.content_of(entry),
                "organ_name": str(entry.organ) if entry.organ else "",
                "previous": entry.previous,
                "hash": entry.hash,
            }
        )
        sealed.update(line)
        yield line
    yield _line({"format": FORMAT, "entries": count, "sha256": sealed.hexdigest()})


def _line(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str) + "\n").encode()
