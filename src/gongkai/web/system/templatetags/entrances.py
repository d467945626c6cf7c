"""What guards the signing in, and the signing in and out of the person who looks, for their own page of sessions."""

from typing import Any

from django import template
from django.db.models import QuerySet

from gongkai.web.organs import dated
from gongkai.web.organs.models import Person
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from gongkai.web.system import agents
from gongkai.web.system.entrances import KINDS

register = template.Library()
SHOWN = 15


@register.simple_tag(takes_context=True)
def own_entrances(context: dict[str, Any]) -> QuerySet[LogEntry]:
    """The newest entries about one's own account; nobody else's are ever asked for."""
    user = context["request"].user
    rows = log.of(user) if isinstance(user, Person) else LogEntry.objects.none()
    return rows.filter(kind__in=KINDS).order_by("-id")[:SHOWN]


@register.filter
def browser(agent: str) -> str:
    """The browser and the system of a session in words."""
    return agents.words_of(agent)


@register.simple_tag
def guarding() -> dict[str, int]:
    """The settings in force today that a person signing in should know: failures (times), locking and idling (minutes)."""
    return {key: int(dated.value(key)) for key in ("lock_failures", "lock_minutes", "idle_minutes")}
