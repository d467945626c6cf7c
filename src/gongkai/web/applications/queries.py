"""Reading applications: what a viewer may see, the queue's slices, what an applicant may see of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Applicant, Application, Attachment, Decision, Letter
from gongkai.web.organs.gate import Viewer, rule_for, scope_rule_for, visible
from gongkai.web.organs.models import Role, Scope
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds

# The office's posts see every case of the organ; a handling unit sees what was assigned to it.
_OFFICE = (Role.CLERK, Role.HEAD, Role.SIGNER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER)
# Working days ahead that the slice of what falls due soon looks.
SOON = 3
OPEN_STAGES = ("new", "in_hand", "awaiting_supplement", "consulting", "awaiting_reasons", "awaiting_fee", "decided")


@rule_for(Application)
def _applications(viewer: Viewer, rows: QuerySet[Application]) -> QuerySet[Application]:
    if viewer.person is None:
        return rows.none()
    of_unit = Q(unit__in=viewer.units(), organ__in=viewer.organs(Role.HANDLER, Role.REVIEWER))
    # Who handles a case sees it while holding a post in its organ: whoever has left keeps no way in.
    own = Q(handler=viewer.person, organ__in=viewer.organs())
    return rows.filter(Q(organ__in=viewer.organs(*_OFFICE)) | of_unit | own)


@scope_rule_for(Application, Scope.STATUS)
def _applications_of_a_system(viewer: Viewer, rows: QuerySet[Application]) -> QuerySet[Application]:
    """The cases of the token's own organ; nothing that hangs on them (applicants, files, letters) follows."""
    return rows.filter(organ=viewer.system.organ) if viewer.system else rows.none()


@rule_for(Applicant)
def _applicants(viewer: Viewer, rows: QuerySet[Applicant]) -> QuerySet[Applicant]:
    return rows.filter(applications__in=visible(viewer, Application)).distinct()


@rule_for(Attachment)
def _attachments(viewer: Viewer, rows: QuerySet[Attachment]) -> QuerySet[Attachment]:
    return rows.filter(application__in=visible(viewer, Application))


@rule_for(Letter)
def _letters(viewer: Viewer, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    return rows.filter(application__in=visible(viewer, Application))


@rule_for(Decision)
def _decisions(viewer: Viewer, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    return rows.filter(application__in=visible(viewer, Application))


@dataclass(frozen=True, slots=True)
class Slice:
    """A view of the queue: key, words, the condition."""

    key: str
    words: str
    condition: Q


def _soon(on: date) -> date:
    """The last of the next three working days; where the calendar ends, three days on."""
    try:
        return the_calendar().add(on, SOON)
    except CalendarEnds:
        return on + timedelta(days=SOON)


def slices(viewer: Viewer, *, on: date) -> tuple[Slice, ...]:
    """The slices of the queue for a viewer on a day."""
    open_ = Q(stage__in=OPEN_STAGES)
    running: dict[str, Any] = {"ended_on": None, "stopped_since": None}
    return (
        Slice("open", "全部在办", open_),
        Slice("mine", "我经办的", open_ & Q(handler=viewer.person)),
        Slice("unit", "本处室的", open_ & Q(unit__in=viewer.units())),
        Slice("new", "待登记", Q(stage="new")),
        Slice("unassigned", "未分办", open_ & Q(unit=None, handler=None)),
        Slice("incoming", "申请人来件", ~Q(incoming_since=None)),
        Slice("soon", "三日内到期", open_ & Q(reply_due__gte=on, reply_due__lte=_soon(on), **running)),
        Slice("overdue", "已逾期", open_ & Q(reply_due__lt=on, ended_on=None)),
        Slice("stopped", "期限停止", open_ & ~Q(stopped_since=None)),
        Slice("closed", "已办结", Q(stage="closed")),
        Slice("all", "全部", Q()),
    )


def queue(viewer: Viewer, key: str, *, on: date) -> QuerySet[Application]:
    """The applications of a slice, those due first at the top; unknown keys give all open ones."""
    found = {s.key: s for s in slices(viewer, on=on)}
    chosen = found.get(key, found["open"])
    rows = visible(viewer, Application).filter(chosen.condition)
    return rows.select_related("organ", "unit", "handler", "applicant").order_by("reply_due", "submitted_at", "pk")


def counts(viewer: Viewer, *, on: date) -> dict[str, int]:
    """How many applications each slice holds, in one query."""
    rows = visible(viewer, Application)
    # Prefixed, for a slice may be called like a column.
    found = rows.aggregate(**{f"in_{s.key}": Count("pk", filter=s.condition or None) for s in slices(viewer, on=on)})
    return {key.removeprefix("in_"): number for key, number in found.items()}


def related(application: Application, viewer: Viewer) -> QuerySet[Application]:
    """Other cases of the same applicant in sight of the viewer, newest first."""
    rows = visible(viewer, Application).filter(applicant__fingerprint=application.applicant.fingerprint)
    return rows.exclude(pk=application.pk).order_by("-submitted_at")


def reveal(applicant: Applicant, *, application: Application, viewer: Viewer, reason: str) -> Applicant:
    """The applicant's data in clear, with an entry in the log. ValueError without a reason."""
    if not reason.strip():
        raise ValueError("查看个人信息须写明理由。")
    log.append(
        "revealed",
        f"查看申请人信息：{reason.strip()[:200]}",
        organ=application.organ,
        viewer=viewer,
        subject=application,
    )
    return applicant


def asked_lately(application: Application, viewer: Viewer) -> list[tuple[str, int]]:
    """How many applications in sight the same applicant sent to the organ in the three months and the year up to this one,
    this one counted. One query. Whether that is clearly excessive (条例第三十五条), people judge."""
    rows = visible(viewer, Application).filter(
        organ=application.organ_id,
        applicant__fingerprint=application.applicant.fingerprint,
        submitted_at__lte=application.submitted_at,
    )
    spans = (("近三个月", 92), ("近一年", 366))
    found = rows.aggregate(
        **{
            f"n{days}": Count("pk", filter=Q(submitted_at__gt=application.submitted_at - timedelta(days=days)))
            for _, days in spans
        }
    )
    return [(words, found[f"n{days}"]) for words, days in spans]
