"""Applications that were opened again: what they were before stands in their events, not in the fields that lists read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from gongkai.law import stages
from gongkai.law.clock import due_of, standing
from gongkai.report.facts import ApplicationFact, Ending
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.models import Application, ApplicationEvent

ENDING = ("decided", *(move.event for move in stages.MOVES if move.outcome))
# What ends an application at once, with nothing to deliver: no answer of ours, though the form's row 其他 counts it.
UNANSWERED = tuple(move.event for move in stages.MOVES if move.outcome and move.target is stages.Stage.CLOSED)
_READ = (
    "kind", "on", "order", "days", "party", "channel", "note", "facts", "application__organ", "application__received_on",
    "application__reply_due", "application__ended_on",
)  # fmt: skip


class Left(NamedTuple):
    """How an application left the books: its organ, the ending that counts, the days from its receipt, or from the day it was
    opened again for that ending, whether it came by its due date, and whether it was an answer."""

    organ: int
    ending: Ending
    days: int
    in_time: bool
    answered: bool


def facts(rows: QuerySet[Application]) -> list[ApplicationFact]:
    """These applications, each with its endings and the days it was opened again. One query."""
    events = ApplicationEvent.objects.filter(application__in=rows.order_by(), kind__in=(*ENDING, "reopened"))
    columns = ("application_id", "application__applicant__kind", "application__received_on", "kind", "on", "facts")
    whose: dict[int, tuple[str, date]] = {}
    endings: dict[int, list[Ending]] = defaultdict(list)
    opened: dict[int, list[date]] = defaultdict(list)
    for pk, who, received, kind, on, said in events.order_by("application_id", "order").values_list(*columns):
        if received is None:
            continue
        whose[pk] = who, received
        if kind == "reopened":
            opened[pk].append(on)
        else:
            endings[pk].append(_ending(kind, on, said))
    return [
        ApplicationFact(f"application/{pk}", who, received, tuple(endings[pk]), tuple(opened[pk]))
        for pk, (who, received) in whose.items()
    ]


def left(rows: QuerySet[Application]) -> list[Left]:
    """Of these applications those that left the books, each once, as the annual report counts it
    (``ApplicationFact.left``): what a later year decides anew was counted in the earlier. One query."""
    events = ApplicationEvent.objects.filter(application__in=rows.filter(received_on__isnull=False).order_by())
    told = events.select_related("application").only(*_READ).order_by("application_id", "order")
    found = []
    for _, own in groupby(told, key=lambda e: e.application_id):
        one = _left(list(own))
        found += [one] if one else []
    return found


def _left(events: Sequence[ApplicationEvent]) -> Left | None:
    case = events[0].application
    assert case.received_on is not None
    ends = [n for n, e in enumerate(events) if e.kind in ENDING]
    opened = [e.on for e in events if e.kind == "reopened"]
    endings = tuple(_ending(events[n].kind, events[n].on, events[n].facts) for n in ends)
    counted = ApplicationFact("", "", case.received_on, endings, tuple(opened)).left_at()
    if counted is None:
        return None
    at, ending = ends[counted], endings[counted]
    began = max((e.on for e in events[:at] if e.kind == "reopened"), default=case.received_on)
    moved = any(e.kind in (*ENDING, "reopened") for e in events[at + 1 :])
    due = _due(events[: at + 1]) if moved else case.reply_due
    in_time, answered = due is None or ending.on <= due, events[at].kind not in UNANSWERED
    return Left(case.organ_id, ending, (ending.on - began).days, in_time, answered)


def _due(events: Sequence[ApplicationEvent]) -> date | None:
    """The due date as it stood at an ending after which the case went on: its row knows only the latest."""
    working = the_calendar()
    due = due_of(standing(ledger_of(events), working, rules=the_rules()), working)
    return due.day if due else None


def _ending(kind: str, on: date, said: dict[str, str]) -> Ending:
    return Ending(on, stages.MOVE[kind].outcome or said.get("outcome", ""))
