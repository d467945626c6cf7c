"""Notes of the office on a case, and telling colleagues by naming them with @."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.web.applications import reminders
from gongkai.web.applications.models import Application, Note, Reminder
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import CASEWORKERS, Person
from gongkai.web.review import log

LONGEST = 2000
_DAYS_TOLD = 60


@rule_for(Note)
def _notes(viewer: Viewer, rows: QuerySet[Note]) -> QuerySet[Note]:
    """The notes of the cases in sight."""
    return rows.filter(application__in=visible(viewer, Application))


def named(text: str, people: Iterable[Person]) -> list[Person]:
    """The people a text names with @; of two names that begin alike the longer one counts."""
    found: list[Person] = []
    for person in sorted(people, key=lambda p: -len(p.full_name)):
        mark = f"@{person.full_name}"
        if person.full_name and mark in text:
            found.append(person)
            text = text.replace(mark, "")
    return found


@transaction.atomic
def add(application: Application, *, text: str, viewer: Viewer) -> Note:
    """Write a note. Never shown to the applicant. ValueError when it is empty or too long; PermissionDenied for others
    than the organ's caseworkers."""
    if viewer.person is None or not viewer.has(*CASEWORKERS, organ=application.organ_id):
        raise PermissionDenied("附注须由受理机关的工作人员填写。")
    if not text.strip():
        raise ValueError("请写下附注内容。")
    if len(text) > LONGEST:
        raise ValueError(f"附注最多 {LONGEST} 字，现有 {len(text)} 字，请分成几条。")
    note = Note.objects.create(application=application, text=text.strip(), by=viewer.person, at=timezone.now())
    colleagues = Person.objects.filter(posts__organ=application.organ_id).distinct()
    told = [p for p in named(text, colleagues) if p != viewer.person]
    words = f"写附注，提醒{'、'.join(map(str, told))}" if told else "写附注"
    said = f"{viewer.person}在附注里提到您"
    reminders.tell(application, kind=Reminder.Kind.MENTION, words=said, on=viewer.on, people=told)
    log.append("noted", words, organ=application.organ, viewer=viewer, subject=application, payload={"note": note.pk})
    return note


def mentions(viewer: Viewer) -> QuerySet[Note]:
    """Recent notes that name the viewer, written by others, newest first."""
    if viewer.person is None or not viewer.person.full_name:
        return Note.objects.none()
    rows = visible(viewer, Note).filter(
        text__contains=f"@{viewer.person.full_name}", at__gte=timezone.now() - timedelta(days=_DAYS_TOLD)
    )
    return rows.exclude(by=viewer.person).select_related("application", "by").order_by("-at")
