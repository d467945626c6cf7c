"""Counts for the desk's navigation: reviews that wait, reminders not read."""

from typing import Any

from django import template

from gongkai.web.applications import boards, reminders
from gongkai.web.reports import reminders as filing
from gongkai.web.reports.queries import OFFICE
from gongkai.web.review import queries as reviews

register = template.Library()


@register.simple_tag(takes_context=True)
def reviews_waiting(context: dict[str, Any]) -> int:
    """How many reviews wait for the viewer."""
    viewer = context.get("viewer")
    return len(reviews.waiting_for(viewer)) if viewer and viewer.person else 0


@register.simple_tag(takes_context=True)
def reminders_unread(context: dict[str, Any]) -> int:
    """How many reminders the viewer has not read."""
    viewer = context.get("viewer")
    if not viewer or not viewer.person:
        return 0
    of_cases, of_reports = (r.unread(viewer).order_by().values("pk") for r in (reminders, filing))
    return of_cases.union(of_reports, all=True).count()


@register.simple_tag(takes_context=True)
def supervises(context: dict[str, Any]) -> bool:
    """Whether the viewer has a board."""
    viewer = context.get("viewer")
    return bool(viewer and viewer.has(*boards.SUPERVISORS))


@register.simple_tag(takes_context=True)
def reports_seen(context: dict[str, Any]) -> bool:
    """Whether the viewer works at annual reports or reviews them."""
    viewer = context.get("viewer")
    return bool(viewer and viewer.has(*OFFICE))
