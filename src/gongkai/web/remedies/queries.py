"""Reading remedies: who sees which, the facts a report counts."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.law.remedies import DISPOSAL
from gongkai.report.facts import RemedyFact
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Organ, Role
from gongkai.web.remedies.models import AnswerTerm, Remedy, RemedyEvent, RemedyFile

# Who works at the cases; the organ's other offices read along.
WRITERS = (Role.CLERK, Role.HEAD, Role.LEGAL_REVIEWER)
READERS = (*WRITERS, Role.SIGNER, Role.SECRECY_REVIEWER)


@rule_for(Remedy)
def _remedies(viewer: Viewer, rows: QuerySet[Remedy]) -> QuerySet[Remedy]:
    return rows.filter(organ__in=viewer.organs(*READERS))


@rule_for(RemedyEvent)
def _events(viewer: Viewer, rows: QuerySet[RemedyEvent]) -> QuerySet[RemedyEvent]:
    return rows.filter(remedy__in=visible(viewer, Remedy))


@rule_for(RemedyFile)
def _files(viewer: Viewer, rows: QuerySet[RemedyFile]) -> QuerySet[RemedyFile]:
    return rows.filter(remedy__in=visible(viewer, Remedy))


@rule_for(AnswerTerm)
def _terms(viewer: Viewer, rows: QuerySet[AnswerTerm]) -> QuerySet[AnswerTerm]:
    return rows.filter(organ__in=viewer.organs(*READERS))


def facts(organ: Organ, *, until: date) -> tuple[RemedyFact, ...]:
    """The organ's cases accepted by a day, in order of acceptance, as the report counts them (record ``remedy/<pk>``).

    One query. A case that was voided, or whose acceptance is not entered yet, is no fact.
    """
    rows = Remedy.objects.filter(organ=organ, voided_on=None, accepted_on__lte=until).order_by("accepted_on", "pk")
    return tuple(
        RemedyFact(f"remedy/{pk}", course, accepted, ended, DISPOSAL[disposal].result if disposal else "", counted)
        for pk, course, accepted, ended, disposal, counted in rows.values_list(
            "pk", "course", "accepted_on", "ended_on", "disposal", "counted"
        )
        if accepted is not None
    )
