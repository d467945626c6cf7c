"""What waits for somebody's decision."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Role
from gongkai.web.review.models import LogEntry, Review
from gongkai.web.review.operations import fits_unit


@rule_for(Review)
def _reviews(viewer: Viewer, rows: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews of the organs in which the viewer holds a caseworker's post."""
    return rows.filter(organ__in={p.organ_id for p in viewer.posts if p.role != Role.AUDITOR})


@rule_for(LogEntry)
def _entries(viewer: Viewer, rows: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """The whole log for auditors; nobody else reads it as a list."""
    return rows if viewer.has(Role.AUDITOR) else rows.none()


def waiting_for(viewer: Viewer) -> list[Review]:
    """Open reviews whose waiting step the viewer may take, oldest first."""
    found = visible(viewer, Review).filter(state=Review.State.OPEN).select_related("organ", "unit", "started_by")
    mine = {(p.organ_id, p.role) for p in viewer.posts}
    own = viewer.person.pk if viewer.person else None
    return [
        r
        for r in found.order_by("started_at")
        if r.step and (r.organ_id, r.step["role"]) in mine and r.started_by_id != own and fits_unit(r, viewer)
    ]
