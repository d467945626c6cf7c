"""Reading remedies: who sees which, the facts a report counts, the list, a year's table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.law.remedies import COURSE, DISPOSAL
from gongkai.report.cells import Address
from gongkai.report.facts import Facts, RemedyFact
from gongkai.report.tally import Tally, tally
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Organ, Role
from gongkai.web.remedies.ledger import Happened, Span, stand
from gongkai.web.remedies.models import Happening, Remedy, RemedyEvent, RemedyFile
from gongkai.web.review import log

# Who works at the cases; the organ's other offices read along.
WRITERS = (Role.CLERK, Role.HEAD, Role.LEGAL_REVIEWER)
READERS = (*WRITERS, Role.SIGNER, Role.SECRECY_REVIEWER)

_OPENED_AGAIN = (Happening.APPEALED, Happening.RETRIED)


@rule_for(Remedy)
def _remedies(viewer: Viewer, rows: QuerySet[Remedy]) -> QuerySet[Remedy]:
    return rows.filter(organ__in=viewer.organs(*READERS))


@rule_for(RemedyEvent)
def _events(viewer: Viewer, rows: QuerySet[RemedyEvent]) -> QuerySet[RemedyEvent]:
    return rows.filter(remedy__in=visible(viewer, Remedy))


@rule_for(RemedyFile)
def _files(viewer: Viewer, rows: QuerySet[RemedyFile]) -> QuerySet[RemedyFile]:
    return rows.filter(remedy__in=visible(viewer, Remedy))


def facts(organ: Organ, *, until: date) -> tuple[RemedyFact, ...]:
    """The organ's cases accepted by a day, in order of acceptance, as the report counts them (record ``remedy/<pk>``).

    One query, one more where a suit was appealed or retried. A case that was voided, or whose acceptance is not entered yet,
    is no fact. One that was appealed, or whose retrial was ordered, in a later year than it ended is counted anew from that
    year on (our reading: each year counts its state, and the earlier report is filed): two facts of one record, never both
    in one year.
    """
    rows = Remedy.objects.filter(organ=organ, voided_on=None, accepted_on__lte=until).order_by("accepted_on", "pk")
    opening = RemedyEvent.objects.filter(
        remedy=OuterRef("pk"), kind__in=_OPENED_AGAIN, replaced_by=None, withdraws=False
    )
    columns = ("pk", "course", "counted", "again", "accepted_on", "ended_on", "disposal")
    held = list(rows.annotate(again=Exists(opening)).values_list(*columns))
    spans = _spans_of({pk: course for pk, course, _, again, *_ in held if again})
    return tuple(
        RemedyFact(f"remedy/{pk}", course, since, ended, DISPOSAL[disposal].result if disposal else "", counted)
        for pk, course, counted, _, *own in held
        for since, ended, disposal in spans.get(pk, (own,))
        if since <= until
    )


def _spans_of(courses: Mapping[int, str]) -> dict[int, tuple[Span, ...]]:
    """The stretches over which some cases (primary key → course) are counted, from their events."""
    if not courses:
        return {}
    events: dict[int, list[Happened]] = {pk: [] for pk in courses}
    rows = RemedyEvent.objects.filter(remedy__in=courses, replaced_by=None, withdraws=False)
    for pk, kind, on, disposal in rows.values_list("remedy_id", "kind", "on", "disposal"):
        events[pk].append(Happened(kind, on, disposal))
    return {pk: stand(courses[pk], own, today=date.max).spans for pk, own in events.items()}


def table_4(organ: Organ, year: int) -> Tally:
    """The organ's table 4 of a year, every cell with the cases it counts. Raises report.facts.BadFact for a year whose form
    is not counted from records."""
    return tally(Facts(remedies=facts(organ, until=date(year, 12, 31))), year)


def standing_rows(remedy: Remedy) -> QuerySet[RemedyEvent]:
    """The events of a case that stand: neither replaced nor withdrawn."""
    return remedy.events.filter(replaced_by=None, withdraws=False)


def standing_events(remedy: Remedy, *, but: RemedyEvent | None = None) -> list[Happened]:
    """The same as the ledger reads them, without one that is about to be replaced."""
    rows = standing_rows(remedy)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return [Happened(kind, on, disposal) for kind, on, disposal in rows.values_list("kind", "on", "disposal")]


def of_application(number: str, viewer: Viewer) -> QuerySet[Remedy]:
    """The cases in sight that contest how an application was handled, the oldest first."""
    return visible(viewer, Remedy).filter(application_number=number).order_by("made_at", "pk")


def of_party(viewer: Viewer, named: Callable[[str], bool]) -> list[int]:
    """The primary keys of the cases in sight with a party (claimant or third person) whose whole name is ``named``.

    Names are sealed, so each case in sight is opened here and nowhere else; what comes out says no name.
    """
    rows = visible(viewer, Remedy).order_by().values_list("pk", "claimants", "third_parties")
    return [pk for pk, *names in rows if any(map(named, filter(None, "\n".join(names).splitlines())))]


def reconsiderations(organ: Organ) -> QuerySet[Remedy]:
    """The reconsiderations a suit of the organ may follow, newest first."""
    return Remedy.objects.filter(organ=organ, course="reconsideration", voided_on=None).order_by("-accepted_on", "-pk")


def in_cell(organs: Iterable[int], year: int, course: str, result: str) -> set[int]:
    """The primary keys of the cases a cell of table 4 counts (result may be ``total``; an empty course takes all three)."""
    found = set()
    for organ in Organ.objects.filter(pk__in=organs):
        records = table_4(organ, year).records
        for each in (course,) if course else COURSE:
            counted = records.get(Address(4, each, result or "total"), ())
            found |= {int(c.record.removeprefix("remedy/")) for c in counted}
    return found


def left_out(organ: Organ, year: int) -> QuerySet[Remedy]:
    """Cases of a year that table 4 does not count: another organ does, their acceptance is not entered yet, or they were
    never accepted."""
    begun = Q(accepted_on__year__lte=year) & (Q(ended_on=None) | Q(ended_on__year__gte=year))
    refused = Q(accepted_on=None, ended_on__year=year)
    rows = Remedy.objects.filter(organ=organ, voided_on=None)
    rows = rows.filter(Q(counted=False) & begun | _undated(year) | refused)
    return rows.order_by("accepted_on", "pk")


def undated(organ: Organ, year: int) -> QuerySet[Remedy]:
    """Cases that may belong to a year and that no year counts, for the day they were accepted on is not entered."""
    return Remedy.objects.filter(_undated(year), organ=organ, voided_on=None, counted=True).order_by("pk")


def _undated(year: int) -> Q:
    """Without a day of acceptance, and begun by the end of the year: filed, else the copy received, else entered by then.
    Entered later says nothing of when a case began."""
    last = date(year, 12, 31)
    begun = (
        Q(filed_on__lte=last)
        | Q(filed_on=None, received_on__lte=last)
        | Q(filed_on=None, received_on=None, made_at__year__lte=year)
    )
    return Q(accepted_on=None, ended_on=None) & begun


def reveal(remedy: Remedy, *, viewer: Viewer, reason: str) -> Remedy:
    """The parties in clear, with an entry in the log. ValueError without a reason."""
    if not reason.strip():
        raise ValueError("查看个人信息须写明理由。")
    words = f"查看当事人信息：{reason.strip()[:200]}"
    log.append("revealed", words, organ=remedy.organ, viewer=viewer, subject=remedy)
    return remedy
