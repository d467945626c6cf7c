"""From the platform's records to the facts of an organ's year: one query a table, in one snapshot; then pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, overload

from django.db import connection, transaction
from django.db.models import Count, F, Min, Q, QuerySet

from gongkai.law.outcomes import OUTCOME
from gongkai.report.cells import Address, Number
from gongkai.report.facts import ApplicationFact, BadFact, Ending, Facts
from gongkai.report.tally import Counted, Tally, tally
from gongkai.web.applications import reopened
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Organ
from gongkai.web.registers import queries as registers
from gongkai.web.remedies import queries as remedies


@contextmanager
def snapshot() -> Iterator[None]:
    """All reading inside sees the records as they were at one moment, whoever writes meanwhile; nothing can be written."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _only_reading():
            yield


@contextmanager
def _only_reading() -> Iterator[None]:
    """SQLite's transactions begin with the lock for writing; this one begins without and leaves it to the others."""
    sqlite: Any = connection
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        _say("PRAGMA query_only = ON")
        with transaction.atomic():
            yield
    finally:
        _say("PRAGMA query_only = OFF")
        sqlite.transaction_mode = usual


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def counted(organ: Organ, year: int) -> Tally:
    """The organ's year, counted. Raises report.facts.BadFact with one Chinese sentence when a record cannot be counted."""
    with snapshot():
        facts = facts_of(organ, year)
    return tally(facts, year)


def facts_of(organ: Organ, year: int) -> Facts:
    """Every fact that bears on the year."""
    until = date(year, 12, 31)
    documents, decisions, charges, figures = registers.facts(organ, since=date(year, 1, 1), until=until)
    return Facts(
        applications=application_facts(organ, year),
        remedies=remedies.facts(organ, until=until),
        documents=documents,
        decisions=decisions,
        charges=charges,
        figures=figures,
    )


def application_facts(organ: Organ, year: int) -> tuple[ApplicationFact, ...]:
    """The organ's applications that came in by the end of the year and had not left before it, in order of receipt.

    Two queries: those that were opened again tell their history by their events, the others by their last ending.
    """
    rows = _bearing(organ, year)
    found = [
        ApplicationFact(f"application/{pk}", kind, received, (Ending(ended, outcome),) if ended else ())
        for pk, kind, received, ended, outcome in _plain(rows).values_list(
            "pk", "applicant__kind", "received_on", "ended_on", "outcome"
        )
        if received is not None
    ]
    again = _opened_again(organ, year)
    return tuple(sorted([*found, *again], key=_by_receipt) if again else found)


def _bearing(organ: Organ, year: int) -> QuerySet[Application]:
    """The applications that may stand in the year. Opened again or not, whose last ending lies before it had left before."""
    rows = Application.objects.filter(organ=organ, received_on__lte=date(year, 12, 31))
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1))).order_by("received_on", "pk")


def _plain(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Without those that were ever opened again."""
    return rows.filter(reopened=False)


def _opened_again(organ: Organ, year: int) -> list[ApplicationFact]:
    """Of the bearing applications those that were opened again, each with its endings and the days it was opened."""
    return reopened.facts(_bearing(organ, year).filter(reopened=True))


def _by_receipt(fact: ApplicationFact) -> tuple[date, int]:
    return fact.received_on, int(fact.record.partition("/")[2])


def unregistered(organ: Organ, year: int) -> int:
    """How many applications were handed in during the year and have no day of receipt yet: no cell can count them. What was
    taken back before it was registered never will have one."""
    rows = Application.objects.filter(organ=organ, received_on=None, ended_on=None, submitted_at__year=year)
    return rows.count()


class Records(Sequence[Counted]):
    """The records of a cell: ``value`` is what they add up to, a page of them is read when it is asked for.

    To be used inside the ``snapshot`` in which it was made.
    """

    def __init__(self, rest: tuple[Counted, ...], rows: QuerySet[Application] | None = None, count: int = 0) -> None:
        """``rows`` are applications that count one each, so many of them; ``rest`` follows them."""
        self._rest, self._rows, self._count = rest, rows, count
        self.value: Number = sum((c.value for c in rest), count)

    def __iter__(self) -> Iterator[Counted]:
        return iter(self[:])

    def __len__(self) -> int:
        return self._count + len(self._rest)

    @overload
    def __getitem__(self, at: int) -> Counted: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Counted, ...]: ...
    def __getitem__(self, at: int | slice) -> Counted | tuple[Counted, ...]:
        if isinstance(at, int):
            return self[range(len(self))[at] : range(len(self))[at] + 1][0]
        first, last, _ = at.indices(len(self))
        read = tuple(Counted(f"application/{pk}") for pk in self._keys(first, min(last, self._count)))
        return read + self._rest[max(first - self._count, 0) : max(last - self._count, 0)]

    def _keys(self, first: int, last: int) -> Iterable[int]:
        if first >= last or self._rows is None:
            return ()
        return self._rows.values_list("pk", flat=True)[first:last]


def records_in(organ: Organ, year: int, address: Address) -> Records:
    """The records one cell counts, without counting the whole year. Raises report.facts.BadFact as ``counted``."""
    with snapshot():
        if connection.vendor == "postgresql":
            # Starting a second process takes longer than reading one organ's year.
            _say("SET LOCAL max_parallel_workers_per_gather TO 0")
        if address.table == 3:
            return _applications_in(organ, year, address)
        return Records(tally(_facts_beside(organ, year, address.table), year).records[address])


def _facts_beside(organ: Organ, year: int, table: int) -> Facts:
    """The facts that may stand in table 2 or 4, figures from elsewhere included."""
    until = date(year, 12, 31)
    if table == 2:
        documents, decisions, charges, figures = registers.facts(organ, since=date(year, 1, 1), until=until)
        return Facts(documents=documents, decisions=decisions, charges=charges, figures=figures)
    return Facts(remedies=remedies.facts(organ, until=until), figures=registers.figures(organ, until=until))


def _applications_in(organ: Organ, year: int, address: Address) -> Records:
    """A cell of table 3: the database counts, but for what was opened again and for figures from elsewhere."""
    bearing = _bearing(organ, year)
    figures = registers.figures(organ, until=date(year, 12, 31))
    rest = tally(Facts(applications=tuple(_opened_again(organ, year)), figures=figures), year).records[address]
    rows = _plain(bearing.filter(_standing_in(address, year)))
    bad = Q(ended_on__lt=F("received_on"))
    if address.row == "total":
        bad |= ~Q(outcome__in=tuple(OUTCOME))
    # One pass over the index counts, looks for what contradicts itself, and finds where the pages begin: without that a page
    # in order of receipt would be searched for from the organ's first application on.
    found = rows.order_by().aggregate(count=Count("pk"), bad=Min("pk", filter=bad), since=Min("received_on"))
    if found["bad"] is not None:
        raise BadFact(_fault(rows.get(pk=found["bad"]), year))
    return Records(rest, rows.filter(received_on__gte=found["since"]) if found["count"] else None, found["count"])


def _fault(row: Application, year: int) -> str:
    """Why an application cannot be counted, as the tally says it."""
    assert row.received_on is not None and row.ended_on is not None
    ending = Ending(row.ended_on, row.outcome)
    try:
        tally(Facts((ApplicationFact(f"application/{row.pk}", row.applicant.kind, row.received_on, (ending,)),)), year)
    except BadFact as fault:
        return str(fault)
    raise AssertionError("the tally takes what the query calls contradictory")


def _standing_in(address: Address, year: int) -> Q:
    """Which of the bearing applications stand in a cell of table 3."""
    found = Q() if address.column == "total" else Q(applicant__kind=address.column)
    first, last = date(year, 1, 1), date(year, 12, 31)
    if address.row == "new":
        return found & Q(received_on__gte=first)
    if address.row == "brought_forward":
        return found & Q(received_on__lt=first)
    if address.row == "carried_forward":
        return found & (Q(ended_on=None) | Q(ended_on__gt=last))
    found &= Q(ended_on__gte=first, ended_on__lte=last)
    return found if address.row == "total" else found & Q(outcome=address.row)
