"""Earlier cases that ask for nearly the same, with what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.web.applications.models import Application, Decision, Letter
from gongkai.web.organs.gate import Viewer, visible

RECENT = 400
ALIKE = 60.0
_SHOWN = 5
_LONGEST = 200
_FIELDS = ("pk", "number", "subject", "content", "stage", "outcome", "ended_on")


@dataclass(frozen=True, slots=True)
class Near:
    """A case, how like it is (0–100), its decision's reason and its answering letters."""

    application: Application
    likeness: int
    reason: str
    letters: tuple[Letter, ...]


def _pairs(subject: str, content: str) -> str:
    """The text as pairs of neighbouring characters, for Chinese has no spaces between words."""
    text = re.sub(r"\W+|申请|公开|信息|政府", "", f"{subject}{content[:_LONGEST]}")
    return " ".join(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def near(application: Application, viewer: Viewer) -> list[Near]:
    """The cases among the organ's latest ``RECENT`` in sight that ask for nearly the same, most alike first.

    Bounded: three queries, for the recent cases, the reasons and the letters of those shown.
    """
    best = nearest(application, viewer)
    pks = [case.pk for case, _ in best]
    current = Decision.objects.filter(application__in=pks, current=True)
    letters = Letter.objects.filter(application__in=pks, public=True).order_by("-id")
    return answered(best, current, letters)


def nearest(application: Application, viewer: Viewer) -> list[tuple[Application, int]]:
    """The nearest cases with their likeness (0–100), most alike first; of each only what a list shows. One query."""
    from rapidfuzz import fuzz, process

    rows = visible(viewer, Application).filter(organ=application.organ_id).exclude(pk=application.pk)
    recent = {row["pk"]: row for row in rows.order_by("-submitted_at").values(*_FIELDS)[:RECENT]}
    texts = {pk: _pairs(row["subject"], row["content"]) for pk, row in recent.items()}
    asked = _pairs(application.subject, application.content)
    best = process.extract(asked, texts, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=_SHOWN)
    return [(Application(**recent[pk]), round(score)) for _, score, pk in best]


def answered(
    best: Iterable[tuple[Application, int]], decisions: Iterable[Decision], letters: Iterable[Letter]
) -> list[Near]:
    """The nearest cases with what was answered; ``decisions`` (the current ones) and ``letters`` (newest first) may also
    be of other cases."""
    reasons = {d.application_id: d.reason for d in decisions}
    papers: dict[int, list[Letter]] = {}
    for letter in letters:
        papers.setdefault(letter.application_id, []).append(letter)
    return [_seen(row, likeness, reasons.get(row.pk, ""), papers.get(row.pk, [])) for row, likeness in best]


def _seen(row: Application, likeness: int, reason: str, letters: Iterable[Letter]) -> Near:
    answers = tuple(x for x in letters if x.public and row.outcome and x.issued_on == row.ended_on)
    # A draft is nobody's answer: what it says is shown once the case has ended.
    return Near(row, likeness, reason if row.ended_on else "", answers)
