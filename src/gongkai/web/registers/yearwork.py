"""The year's work of an organ for the text of its report, from the registers: one query a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.report.yearwork import (
    ACTIVITIES,
    CHANNELS,
    INTERPRETATION_FORMS,
    Duty,
    Figure,
    KeyTask,
    Occasion,
    Part,
    Problem,
    Proposals,
    Published,
    YearWork,
)
from gongkai.web.organs.models import Organ
from gongkai.web.registers import models
from gongkai.web.registers.models import LIVE


def year_records(organ: Organ, year: int) -> YearWork:
    """Everything the registers know of a year that its report's text may speak of. Seven queries."""
    problems = tuple(_problem(p) for p in _live(models.Problem, organ, Q(year__in=(year - 1, year)), "year"))
    duties = tuple(_duty(d) for d in _live(models.Duty, organ, Q(since__year__lte=year), "since"))
    documents = _live(models.Document, organ, Q(filed_on__year=year) | Q(cleaned_up_on__year=year), "issued_on")
    activities = list(_live(models.Activity, organ, Q(on__year=year), "on"))
    return YearWork(
        organ=organ.name,
        year=year,
        published=_published(list(_live(models.Publication, organ, Q(on__year=year), "on"))),
        proposals=_proposals(list(_live(models.Proposal, organ, Q(received_on__year=year), "received_on")), year),
        activities={key: tuple(_occasion("activity", a) for a in activities if a.kind == key) for key in ACTIVITIES},
        duties=tuple(d for d in duties if d.until is None or d.until >= date(year, 12, 31)),
        duty_changes=tuple(d for d in duties if d.since.year == year or (d.until and d.until.year == year)),
        key_tasks=tuple(_task(t) for t in _live(models.KeyTask, organ, Q(year=year), "pk")),
        filed=_figure("document", (d for d in documents if d.filed_on and d.filed_on.year == year)),
        cleaned_up=_figure("document", (d for d in documents if d.cleaned_up_on and d.cleaned_up_on.year == year)),
        last_problems=tuple(p for p in problems if p.year == year - 1),
        problems=tuple(p for p in problems if p.year == year),
    )


def _live(model: Any, organ: Organ, which: Q, by: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(LIVE, which, organ=organ).order_by(by, "pk")
    return rows


def _figure(key: str, records: Iterable[Any]) -> Figure:
    """How many records there are: each counts one, or what its own count says."""
    kept = list(records)
    return Figure(sum(getattr(r, "count", 1) for r in kept), tuple(f"{key}/{r.pk}" for r in kept))


def _parts(records: list[Any], column: str, words: Mapping[str, str]) -> tuple[Part, ...]:
    """The records divided by a column, in the order of its words."""
    divided = ((key, said, [r for r in records if getattr(r, column) == key]) for key, said in words.items())
    figures = ((key, said, _figure("publication", own)) for key, said, own in divided if own)
    return tuple(Part(key, said, figure.value, figure.records) for key, said, figure in figures)


def _published(records: list[models.Publication]) -> Published:
    kinds: dict[str, list[models.Publication]] = {}
    for record in records:
        kinds.setdefault(record.kind, []).append(record)
    items, explained = kinds.get("information", []), kinds.get("interpretation", [])
    columns = {r.column: r.column for r in items if r.column}
    by_column = sorted(_parts(items, "column", columns), key=lambda p: (-p.value, p.words))
    return Published(
        total=_figure("publication", items),
        by_channel=_parts(items, "channel", CHANNELS),
        by_column=tuple(by_column),
        interpretations=_figure("publication", explained),
        by_form=_parts(explained, "form", INTERPRETATION_FORMS),
        responses=_figure("publication", kinds.get("response", [])),
        press_conferences=tuple(_occasion("publication", r) for r in kinds.get("press_conference", [])),
        meetings=tuple(_occasion("publication", r) for r in kinds.get("meeting", [])),
    )


def _occasion(key: str, record: Any) -> Occasion:
    taken, result = getattr(record, "participants", None), getattr(record, "result", "")
    return Occasion(f"{key}/{record.pk}", record.on, record.title, taken, result)


def _proposals(records: list[models.Proposal], year: int) -> Proposals:
    replied = [r for r in records if r.replied_on and r.replied_on.year <= year]
    asked = [r for r in replied if r.satisfaction]
    happy = (models.Satisfaction.SATISFIED, models.Satisfaction.BASICALLY)
    timed = all(r.due_on for r in replied)
    return Proposals(
        suggestions=_figure("proposal", (r for r in records if r.kind == "suggestion")),
        motions=_figure("proposal", (r for r in records if r.kind == "motion")),
        subjects=tuple(dict.fromkeys(r.subject for r in records)),
        replied=_figure("proposal", replied),
        in_time=_figure("proposal", (r for r in replied if _in_time(r))) if timed else None,
        asked=_figure("proposal", asked),
        satisfied=_figure("proposal", (r for r in asked if r.satisfaction in happy)),
        published=_figure("proposal", (r for r in replied if r.published_on and r.published_on.year <= year)),
    )


def _in_time(row: models.Proposal) -> bool:
    return row.replied_on is not None and row.due_on is not None and row.replied_on <= row.due_on


def _task(task: models.KeyTask) -> KeyTask:
    progress = tuple(line for line in task.progress.splitlines() if line)
    # What was finished later was open when the year ended.
    done = task.done_on if task.done_on and task.done_on.year <= task.year else None
    return KeyTask(f"key_task/{task.pk}", task.number, task.item, progress, done)


def _problem(row: models.Problem) -> Problem:
    return Problem(f"problem/{row.pk}", row.year, row.problem, row.improvement, row.outcome, row.state)


def _duty(row: models.Duty) -> Duty:
    return Duty(f"duty/{row.pk}", row.body, row.name, row.duty, row.since, row.until)
