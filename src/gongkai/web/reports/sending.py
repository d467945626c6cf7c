"""What is under review is what was sent: the content as it went, and what of it the records have moved since."""

from __future__ import annotations

from typing import Any

from gongkai.documents.json import report_object
from gongkai.web.reports import queries
from gongkai.web.reports.compiling import Compiled
from gongkai.web.reports.differences import changed_cells, changed_texts
from gongkai.web.reports.freezing import says_the_same
from gongkai.web.reports.models import WRITTEN

_NAMED = 5


def sent_of(found: Compiled) -> dict[str, Any]:
    """A report as it goes to review, as JSON: its content, and the numbers of its text that contradict the records then."""
    return {"content": report_object(found.written), "contradicted": _contradicted(found)}


def nothing_new(found: Compiled) -> list[str]:
    """Why an amendment cannot go to review: it says what the edition says already. At most one query."""
    last = found.row.editions.order_by("-number").first() if found.row.amendment_why else None
    if last is None or not says_the_same(last, report_object(found.written)):
        return []
    return [f"内容与已公开的第 {last.number} 版相同，没有可以更正的；请改正文字或者记录，不用更正的，取消更正。"]


def moved(found: Compiled) -> list[str]:
    """What is not as it was sent, in Chinese: the cells, the words, the numbers of the text that have come to contradict the
    records. Empty for a review that began before this was kept."""
    if not found.row.sent:
        return []
    before = queries.read_content(found.row.sent["content"])
    cells = changed_cells(before, found.written)
    told = [f"{name}送审时为 {was or '空'}，现在为 {now or '空'}。" for name, was, now in cells[:_NAMED]]
    told += [f"另有 {len(cells) - _NAMED} 格也变了。"] * (len(cells) > _NAMED)
    told += [f"「{heading}」的文字与送审时不同。" for heading, _ in changed_texts(before, found.written)]
    known, words = found.row.sent["contradicted"], dict(WRITTEN)
    told += [
        f"「{words[key]}」里的“{text}”送审之后与记录不符。"
        for key, text in _contradicted(found)
        if [key, text] not in known
    ]
    return told


def _contradicted(found: Compiled) -> list[list[str]]:
    return [[key, found.written.text(key)[mark.start : mark.end]] for key, mark in found.contradicted]
