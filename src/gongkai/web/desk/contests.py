"""What the pages of reconsideration and litigation show: a case, the list as a file, a year's table 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.law import stages
from gongkai.law.remedies import COURSES, DISPOSAL, RESULT, RESULTS
from gongkai.report.cells import Address
from gongkai.report.facts import BadFact
from gongkai.report.tally import FIRST_YEAR
from gongkai.web.applications.ledgers import the_calendar, the_terms
from gongkai.web.applications.models import Application
from gongkai.web.desk.contesting import masked_lines
from gongkai.web.desk.forms import RevealForm
from gongkai.web.desk.nextsteps import forbidden
from gongkai.web.desk.reopening import proposed_by
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.remedies import cautions, queries, terms
from gongkai.web.remedies.ledger import open_to, stand
from gongkai.web.remedies.models import Happening, Remedy, RemedyEvent
from gongkai.web.remedies.queries import WRITERS
from gongkai.web.review import log

HEADINGS = (
    "途径", "案号", "复议机关或者法院", "争议事项", "受理编号", "受理日期", "答复期限", "答复日期", "审结日期", "结果", "表四栏目",
    "计入本机关年报", "机关",
)  # fmt: skip
# What comes next as a rule, shown as the first button.
_LEADS = ("accepted", "received", "answered", "ended", "served")


def lines(rows: QuerySet[Remedy]) -> Iterator[tuple[str, ...]]:
    """The cells of each case in the order of ``HEADINGS``; no names of parties."""
    for row in rows:
        yield (
            row.get_course_display(),
            row.case_number,
            row.tribunal,
            row.matter,
            row.application_number,
            str(row.accepted_on or ""),
            str(row.answer_due or ""),
            str(row.answered_on or ""),
            str(row.ended_on or ""),
            row.get_disposal_display(),
            "已作废" if row.voided_on else row.result.words,
            "是" if row.counted and row.accepted_on and not row.voided_on else "否",
            row.organ.short_name,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the timeline: the event, and whether it was replaced since."""

    event: RemedyEvent
    gone: bool


def page_of(remedy: Remedy, viewer: Viewer, *, case: Application | None, clear: bool = False) -> dict[str, Any]:
    """Everything the page of a case shows; ``case`` is its application when that is in sight."""
    rows = list(remedy.events.select_related("by", "replaced_by").order_by("-on", "-order"))
    state = stand(remedy.course, queries.standing_events(remedy), today=viewer.on)
    may_write = viewer.has(*WRITERS, organ=remedy.organ_id)
    kinds = [k for k in open_to(remedy.course, state) if k != Happening.VOIDED] if may_write else []
    kinds.sort(key=lambda k: _LEADS.index(k) if k in _LEADS else len(_LEADS))
    seen = visible(viewer, Remedy)
    return {
        "remedy": remedy,
        "timeline": [Shown(e, hasattr(e, "replaced_by") or e.withdraws) for e in rows],
        "steps": [(k, Happening(k).label) for k in kinds],
        "cautions": cautions.of(remedy, the_calendar(), on=viewer.on, limits=the_terms()),
        "term": terms.term_of(remedy),
        "suspended": state.suspended,
        "earlier": [(s.ended_on.year, RESULT[DISPOSAL[s.disposal].result].words) for s in state.over if s.ended_on],
        "case": case,
        "reopen": reopening(remedy, case, viewer),
        "before": seen.filter(pk=remedy.before_id).first() if remedy.before_id else None,
        "suits": list(seen.filter(before=remedy, voided_on=None)),
        "claimants": masked_lines(remedy.claimants, str if clear else vault.mask),
        "third_parties": masked_lines(remedy.third_parties, str if clear else vault.mask),
        "revealed": clear,
        "reveal_form": RevealForm(prefix="reveal"),
        "files": list(remedy.files.select_related("by", "event")),
        "entries": list(log.of(remedy).order_by("-id")[:15]),
        "may_write": may_write,
        "today": viewer.on,
    }


def reopening(remedy: Remedy, case: Application | None, viewer: Viewer) -> dict[str, str]:
    """What follows for the application when its decision was corrected: ``done`` the day it was handled anew, ``address``
    of the step that does it, or ``why`` it cannot be taken; empty when nothing follows."""
    if case is None or remedy.voided_on or remedy.ended_on is None or remedy.result.key != "corrected":
        return {}
    again = case.events.filter(kind="reopened", on__gte=remedy.ended_on).first()
    if again is not None:
        return {"done": str(again.on)}
    why = forbidden(case, stages.MOVE["reopened"], viewer)
    if why:
        return {"why": why}
    return {"address": f"{reverse('desk:step', args=[case.number, 'reopened'])}?{urlencode(proposed_by(remedy))}"}


def year_of(organ: Organ, asked: str, viewer: Viewer) -> dict[str, Any]:
    """Table 4 of a year: for each course its five cells as (words, number, address of the list)."""
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else viewer.on.year
    columns = [(r.key, r.words) for r in RESULTS] + [("total", "总计")]
    context: dict[str, Any] = {"organ": organ, "year": year, "columns": columns, "rows": [], "fault": ""}
    context["years"] = range(viewer.on.year, FIRST_YEAR - 1, -1)
    try:
        tally = queries.table_4(organ, year)
    except BadFact as error:
        return context | {"fault": str(error)}
    for course in COURSES:
        cells = []
        for key, words in columns:
            own = {"year": str(year), "organ": str(organ.pk)}
            query = urlencode({**own, "course": course.key, "result": key, "state": "all"})
            number = tally.value(Address(4, course.key, key))
            cells.append((words, number, f"{reverse('desk:remedies')}?{query}"))
        context["rows"].append((course.words, cells))
    left = queries.left_out(organ, year)
    return context | {"left_out": list(left[:50]), "carried": sum(r[1][3][1] for r in context["rows"])}
