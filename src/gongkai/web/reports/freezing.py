"""The edition that nobody changes: content, files, hash, and the records every figure counted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.documents import write
from gongkai.documents.json import report_object
from gongkai.report.pictures import pictured
from gongkai.report.tally import Tally
from gongkai.web.applications import store
from gongkai.web.organs.gate import Viewer
from gongkai.web.reports import queries
from gongkai.web.reports.compiling import Compiled
from gongkai.web.reports.models import AnnualReport, Edition
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

FORMATS = ("docx", "pdf", "xlsx", "html", "csv", "json")


@dataclass(frozen=True, slots=True)
class Sealing:
    """What an edition will hold, made before anything is locked: writing the files takes a second."""

    row: AnnualReport
    on: date
    content: dict[str, Any]
    digest: str
    records: dict[str, list[list[str]]]
    pictured: dict[str, list[list[object]]]
    files: dict[str, str]


def sealing(found: Compiled, *, on: date) -> Sealing:
    """The content, the files and the hash of a report that is published on a day."""
    content = report_object(found.written)
    content["published_on"] = on.isoformat()
    report = queries.read_content(content)
    files = {format: store.keep(write(report, format=format)) for format in FORMATS}
    return Sealing(
        found.row, on, content, digest_of(content), _records(found.tally), pictured(found.sources.work), files
    )


@transaction.atomic
def seal(ready: Sealing, *, viewer: Viewer) -> Edition:
    """Append the next edition. Only the last step of the review and the demonstration call it.

    Raises Stale when nothing changed since the last edition or another was faster.
    """
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=ready.row.pk)
    last = report.editions.order_by("-number").first()
    if last is not None and says_the_same(last, ready.content):
        raise Stale("内容与已公开的版本相同，没有可以更正的地方；请退回，或者修改后再送审。")
    number, reason = (last.number + 1, report.amendment_why) if last is not None else (1, "")
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                report=report, number=number, reason=reason, content=ready.content, records=ready.records,
                pictured=ready.pictured, digest=ready.digest, files=ready.files, by=viewer.person, at=timezone.now(),
                published_on=ready.on,
            )  # fmt: skip
    except IntegrityError:
        raise Stale("别人刚刚定稿了这份报告；请刷新后再看。") from None
    report.amendment_why, report.version = "", report.version + 1
    report.save()
    what = f"更正并公开{report}（第{number}版）" if number > 1 else f"定稿并公开{report}"
    drawn = digest_of(edition.pictured)
    payload = {"digest": edition.digest, "number": number, "files": edition.files, "pictured": drawn}
    log.append("report_frozen", what, organ=report.organ, viewer=viewer, subject=report, payload=payload)
    return edition


def digest_of(content: object) -> str:
    """The SHA-256 in hex of a content's canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def says_the_same(edition: Edition, content: dict[str, Any]) -> bool:
    """Whether a content is that of an edition, but for the day it is published on."""
    return _without_day(edition.content) == _without_day(content)


def _without_day(content: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in content.items() if k != "published_on"}


def _records(tally: Tally) -> dict[str, list[list[str]]]:
    """For every cell that is no total: the records it counted and what each added."""
    return {
        f"{a.table}/{a.row}/{a.column}": [[c.record, str(c.value)] for c in counted]
        for a, counted in tally.records.items()
        if counted and "total" not in (a.row, a.column)
    }
