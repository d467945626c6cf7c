"""The files that the demonstration's answers provide: a small table each, so that what a letter promises is there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter

from gongkai.web.applications import drafting, store
from gongkai.web.applications.models import Decision
from gongkai.web.organs.gate import Viewer

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a property of the file, the same each time


def named(outcome: str, subject: str, elements: Mapping[str, object]) -> tuple[str, ...]:
    """The names of what an answer provides: those its letter lists; a part of something is named after the request."""
    listed = elements.get("enclosures")
    if isinstance(listed, (list, tuple)) and listed:
        return tuple(str(name) for name in listed)
    return (f"{subject}（区分处理后）",) if outcome == "partially_granted" else ()


def enclose(decision: Decision, *, viewer: Viewer) -> None:
    """Add the files a drafted answer promises. Raises as ``drafting.enclose``."""
    for name in decision.elements.get("enclosures") or ():
        content = table(str(name), decision.application.organ.name)
        drafting.enclose(decision.application, store.inspect(f"{name}.xlsx", content), viewer=viewer)


def table(name: str, organ: str) -> bytes:
    """A workbook of one sheet that says what it stands for; the same bytes each time."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": name, "created": _MADE})
        sheet = book.add_worksheet("信息")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 60)
        for row, (head, words) in enumerate((("名称", name), ("提供机关", organ), ("说明", "演示数据，内容从略"))):
            sheet.write_string(row, 0, head)
            sheet.write_string(row, 1, words)
    return made.getvalue()
