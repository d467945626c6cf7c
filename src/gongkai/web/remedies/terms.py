"""Until when the organ must answer: the declared term, or the organ's own setting with the source it read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.law.answering import ANSWER_TERM_WORDS, AnswerTerm, answer_due, answer_term, key_of, set_by_hand
from gongkai.law.remedies import BadRemedy
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ, Role
from gongkai.web.remedies.models import AnswerTerm as Setting
from gongkai.web.remedies.models import Proceeding, Remedy
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds, Due, WorkingCalendar

SETTERS = (Role.HEAD, Role.LEGAL_REVIEWER)


@dataclass(frozen=True, slots=True)
class InForce:
    """A term of an organ on a day and where it comes from."""

    term: AnswerTerm
    source: str


def in_force(organ: Organ, key: str, on: date) -> InForce | None:
    """The organ's setting in force on a day, else the declared term; None before either."""
    row = Setting.objects.filter(organ=organ, key=key, since__lte=on).order_by("-since", "-id").first()
    if row is not None:
        return InForce(set_by_hand(key, days=row.days, working=row.working, since=row.since), row.source)
    declared = answer_term(key, on)
    return InForce(declared, str(declared.law)) if declared else None


def table(organ: Organ, *, on: date) -> list[InForce]:
    """Every term of an organ on a day."""
    found = (in_force(organ, key, on) for key in ANSWER_TERM_WORDS)
    return [term for term in found if term is not None]


def term_of(remedy: Remedy) -> InForce | None:
    """The term a case has to be answered in; None while the copy has not come in."""
    if remedy.received_on is None:
        return None
    key = key_of(remedy.course, summary=remedy.proceeding == Proceeding.SUMMARY)
    return in_force(remedy.organ, key, remedy.received_on)


def due_of(remedy: Remedy, calendar: WorkingCalendar) -> Due | None:
    """The last day to answer; None while it cannot be said (no copy yet, or the calendar does not reach so far)."""
    found = term_of(remedy)
    if found is None or remedy.received_on is None:
        return None
    try:
        return answer_due(found.term, remedy.received_on, calendar)
    except CalendarEnds:
        return None


@transaction.atomic
def put(
    organ: Organ,
    key: str,
    *,
    days: int,
    working: bool,
    since: date,
    source: str,
    viewer: Viewer,
    calendar: WorkingCalendar,
) -> Setting:
    """Set a term from a day on; open cases whose copy came in since then get their new last day. Raises BadRemedy without
    a source or for a term nobody knows, PermissionDenied."""
    demand(viewer, *SETTERS, organ=organ)
    if key not in ANSWER_TERM_WORDS:
        raise BadRemedy("没有这种期限；请从列表中选择。")
    if not source.strip():
        raise BadRemedy("设定期限须写明依据，例如法律名称、条号和核对日期。")
    row = Setting(organ=organ, key=key, since=since, days=days, working=working, source=source.strip()[:300])
    row.by, row.at = viewer.person, timezone.now()
    row.clean_fields(exclude=("organ", "by"))
    row.save()
    waiting = Remedy.objects.select_for_update(of=("self",)).select_related("organ")
    for remedy in waiting.filter(organ=organ, answered_on=None, ended_on=None, received_on__gte=since):
        due = due_of(remedy, calendar)
        remedy.answer_due = due.day if due else None
        remedy.save(update_fields=["answer_due"])
    words = f"设定「{ANSWER_TERM_WORDS[key]}」自 {since} 起 {days} 个{'工作日' if working else '自然日'}（{source.strip()}）"
    log.append("answer_term_set", words[:300], organ=organ, viewer=viewer)
    return row
