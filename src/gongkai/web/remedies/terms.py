"""Until when the organ must answer: the declared term, with the figure an administrator set for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongkai.law.answering import AnswerTerm, answer_due, answer_term, key_of
from gongkai.web.organs import dated
from gongkai.web.remedies.models import Proceeding, Remedy
from gongkai.workdays import CalendarEnds, Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class InForce:
    """A term and where its figure comes from."""

    term: AnswerTerm
    source: str


def term_of(remedy: Remedy) -> InForce | None:
    """The term a case has to be answered in, as it was on the day the copy came in; None while it has not."""
    if remedy.received_on is None:
        return None
    key = key_of(remedy.course, summary=remedy.proceeding == Proceeding.SUMMARY)
    declared, entry = answer_term(key, remedy.received_on), dated.entry_on(key, remedy.received_on)
    if declared is None:
        return None
    if entry is None:
        return InForce(declared, str(declared.law))
    return InForce(replace(declared, days=entry.value, since=entry.since, unverified=False), entry.why)


def due_of(remedy: Remedy, calendar: WorkingCalendar) -> Due | None:
    """The last day to answer; None while it cannot be said (no copy yet, or the calendar does not reach so far)."""
    try:
        return _counted(remedy, calendar)
    except CalendarEnds:
        return None


def why_unknown(remedy: Remedy, calendar: WorkingCalendar) -> str:
    """Why the last day to answer cannot be said though the copy has come in, one sentence; empty where it can."""
    if remedy.received_on is None:
        return ""
    try:
        found = _counted(remedy, calendar)
    except CalendarEnds as error:
        return str(error)
    return "" if found else f"平台没有 {remedy.received_on} 适用的答复期限。"


def _counted(remedy: Remedy, calendar: WorkingCalendar) -> Due | None:
    found = term_of(remedy)
    if found is None or remedy.received_on is None:
        return None
    return answer_due(found.term, remedy.received_on, calendar)
