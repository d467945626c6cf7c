"""From the platform's records to the facts of an organ's year: one query a table, in one snapshot; then pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.db.models import Q

from gongkai.law import stages
from gongkai.law.outcomes import OUTCOME
from gongkai.report.cells import Address
from gongkai.report.facts import ApplicationFact, Ending, Facts
from gongkai.report.tally import Counted, Tally, tally
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.web.organs.models import Organ
from gongkai.web.registers import queries as registers
from gongkai.web.remedies import queries as remedies

_ENDING = ("decided", *(move.event for move in stages.MOVES if move.outcome))


@contextmanager
def snapshot() -> Iterator[None]:
    """All reading inside sees the records as they were at one moment, whoever writes meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def counted(organ: Organ, year: int) -> Tally:
    """The organ's year, counted. Raises report.facts.BadFact with one Chinese sentence when a record cannot be counted."""
    with snapshot():
        facts = facts_of(organ, year)
    return tally(facts, year)


def facts_of(organ: Organ, year: int, *, only: Q | None = None) -> Facts:
    """Every fact that bears on the year. ``only`` narrows the applications that are read."""
    until = date(year, 12, 31)
    documents, decisions, charges, figures = registers.facts(organ, since=date(year, 1, 1), until=until)
    return Facts(
        applications=application_facts(organ, year, only=only),
        remedies=remedies.facts(organ, until=until),
        documents=documents,
        decisions=decisions,
        charges=charges,
        figures=figures,
    )


def application_facts(organ: Organ, year: int, *, only: Q | None = None) -> tuple[ApplicationFact, ...]:
    """The organ's applications that came in by the end of the year and had not left before it, in order of receipt.

    Two queries: those that were opened again tell their history by their events, the others by their last ending.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    histories = _histories(organ)
    rows = Application.objects.filter(organ=organ, received_on__lte=last)
    wanted = (Q(ended_on=None) | Q(ended_on__gte=first)) & (only or Q())
    # Whoever was opened again may have left and come back: all of them are looked at.
    if histories:
        again = ApplicationEvent.objects.filter(application__organ=organ, kind="reopened").values("application")
        wanted |= Q(pk__in=again)
    rows = rows.filter(wanted)
    return tuple(
        ApplicationFact(f"application/{pk}", kind, received, *histories[pk])
        if pk in histories
        else ApplicationFact(f"application/{pk}", kind, received, (Ending(ended, outcome),) if ended else ())
        for pk, kind, received, ended, outcome in rows.order_by("received_on", "pk").values_list(
            "pk", "applicant__kind", "received_on", "ended_on", "outcome"
        )
        if received is not None
    )


def _histories(organ: Organ) -> dict[int, tuple[tuple[Ending, ...], tuple[date, ...]]]:
    """For every application that was opened again: its endings and the days it was opened."""
    again = ApplicationEvent.objects.filter(application__organ=organ, kind="reopened").values("application")
    events = ApplicationEvent.objects.filter(application__in=again, kind__in=(*_ENDING, "reopened"))
    endings: dict[int, list[Ending]] = defaultdict(list)
    opened: dict[int, list[date]] = defaultdict(list)
    for pk, kind, on, said in events.order_by("application_id", "order").values_list(
        "application_id", "kind", "on", "facts"
    ):
        if kind == "reopened":
            opened[pk].append(on)
        else:
            endings[pk].append(Ending(on, stages.MOVE[kind].outcome or said.get("outcome", "")))
    return {pk: (tuple(endings[pk]), tuple(days)) for pk, days in opened.items()}


def unregistered(organ: Organ, year: int) -> int:
    """How many applications were handed in during the year and have no day of receipt yet: no cell can count them."""
    rows = Application.objects.filter(organ=organ, received_on=None, submitted_at__year=year)
    return rows.count()


def records_in(organ: Organ, year: int, address: Address) -> tuple[Counted, ...]:
    """The records one cell counts, without counting the whole year. Raises report.facts.BadFact as ``counted``."""
    with snapshot():
        facts = _facts_for(organ, year, address)
    return tally(facts, year).records[address]


def _facts_for(organ: Organ, year: int, address: Address) -> Facts:
    """The facts that may stand in a cell: those of its table, and figures from elsewhere."""
    until = date(year, 12, 31)
    if address.table == 2:
        found = registers.facts(organ, until=until)
        return Facts(documents=found.documents, decisions=found.decisions, charges=found.charges, figures=found.figures)
    figures = registers.figures(organ, until=until)
    if address.table == 4:
        return Facts(remedies=remedies.facts(organ, until=until), figures=figures)
    return Facts(applications=application_facts(organ, year, only=_narrow(address, year)), figures=figures)


def _narrow(address: Address, year: int) -> Q:
    """The applications that may stand in a cell of table 3."""
    found = Q() if address.column == "total" else Q(applicant__kind=address.column)
    first, last = date(year, 1, 1), date(year, 12, 31)
    if address.row == "new":
        return found & Q(received_on__gte=first)
    if address.row == "brought_forward":
        return found & Q(received_on__lt=first)
    if address.row == "carried_forward":
        return found & (Q(ended_on=None) | Q(ended_on__gt=last))
    found &= Q(ended_on__gte=first, ended_on__lte=last)
    return found & Q(outcome=address.row) if address.row in OUTCOME else found
