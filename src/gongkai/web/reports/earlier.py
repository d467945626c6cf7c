"""Reports that were filed elsewhere: taken in from their files, to hold carry-over against, and taken out again."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.documents import read
from gongkai.documents.blocks import Unreadable
from gongkai.documents.json import report_object
from gongkai.report.reading import Report
from gongkai.web.applications import store
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.reports import queries
from gongkai.web.reports.models import EarlierReport
from gongkai.web.review import log

_KEPT = ("year", "name", "sha256", "published_on")
_LONGEST_REASON = 500


@transaction.atomic
def take_in(
    organ: Organ,
    name: str,
    content: bytes,
    *,
    viewer: Viewer,
    year: int | None = None,
    published_on: date | None = None,
    ours: bool = False,
) -> EarlierReport:
    """Take in the file of a report that was filed elsewhere, in any format that is read; an earlier file is replaced.

    ``published_on`` is the day it was published on, where that is known: only then is the year's report held to be
    published. ``ours`` says that it is the organ's although another name stands in it. Raises Unreadable with one sentence,
    ValueError for one of another year, of another organ, without figures, or published on a day that cannot be.
    """
    demand(viewer, *queries.WRITERS, organ=organ)
    report = _the_one(read(content, name=name, year=year).reports, year)
    if not ours and not _is_of(report, organ):
        raise ValueError(
            f"文件里的报告是“{report.organ}”的，不是{organ.name}的；请选对文件。确实是本机关的（如更名以前的），请勾选确认后再导入。"
        )
    assert report.year is not None
    day = _day_of(report, published_on, on=viewer.on)
    before = log.standing(EarlierReport.objects.filter(organ=organ, year=report.year).first(), *_KEPT)
    kept = {"name": store.safe_name(name), "sha256": store.keep(content), "content": report_object(report)}
    by = {"by": viewer.person, "at": timezone.now(), "published_on": day}
    earlier, _ = EarlierReport.objects.update_or_create(organ=organ, year=report.year, defaults=kept | by)
    words = f"导入{report.year}年度报告（{earlier.name}）" + ("，确认是本机关的" if ours else "")
    moved = log.change(before, log.standing(earlier, *_KEPT))
    log.append("report_taken_in", words[:300], organ=organ, viewer=viewer, subject=earlier, payload=moved)
    return earlier


def _day_of(report: Report, given: date | None, *, on: date) -> date | None:
    """The day a report was published on, as given or as it says itself."""
    day = given or report.published_on
    if day is not None and not (day <= on and day.year > (report.year or 0)):
        raise ValueError(f"公开日期 {day} 应在 {report.year} 年度结束以后、今天以前；请核对。")
    return day


@transaction.atomic
def take_out(earlier: EarlierReport, reason: str, *, viewer: Viewer) -> None:
    """Take a file out that was taken in by mistake; what it was stays in the log. ValueError without a reason."""
    demand(viewer, *queries.WRITERS, organ=earlier.organ_id)
    why = " ".join(reason.split())
    if not why:
        raise ValueError("撤销导入须写明理由。")
    if len(why) > _LONGEST_REASON:
        raise ValueError(f"理由最多 {_LONGEST_REASON} 字，现有 {len(why)} 字，请精简。")
    fresh = EarlierReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=earlier.pk)
    payload = {**log.change(log.standing(fresh, *_KEPT), {}), "reason": why}
    words = f"撤销导入的{fresh.year}年度报告（{fresh.name}）：{why}"[:300]
    log.append("report_taken_out", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    fresh.delete()


def _the_one(reports: tuple[Report, ...], year: int | None) -> Report:
    fitting = [r for r in reports if r.year and (year is None or r.year == year)]
    if len(fitting) != 1:
        raise ValueError("文件里没有恰好一份这一年度的报告；请选对文件，或者注明年度。")
    if fitting[0].edition is None:
        raise ValueError(f"{fitting[0].year} 年的报告早于 2019 年格式，没有可以核对的表格。")
    return fitting[0]


def _is_of(report: Report, organ: Organ) -> bool:
    """Whether the name in a report is the organ's, in full or without the place before it; true where none stands."""
    said = _plain(report.organ or "")
    return not said or any(name and (said.endswith(name) or name.endswith(said)) for name in _names(organ))


def _names(organ: Organ) -> tuple[str, ...]:
    return _plain(organ.name), _plain(organ.short_name)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


__all__ = ["Unreadable", "take_in", "take_out"]
