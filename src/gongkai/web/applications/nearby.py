"""Earlier cases that ask for nearly the same, with what was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Prefetch

from gongkai.web.applications.models import Application, Decision, Letter
from gongkai.web.organs.gate import Viewer, visible

RECENT = 400
ALIKE = 60.0
_SHOWN = 5
_LONGEST = 200


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

    Bounded: one query for the words of the recent cases, two for those shown.
    """
    from rapidfuzz import fuzz, process

    rows = visible(viewer, Application).filter(organ=application.organ_id).exclude(pk=application.pk)
    recent = list(rows.order_by("-submitted_at").values_list("pk", "subject", "content")[:RECENT])
    texts = {pk: _pairs(subject, content) for pk, subject, content in recent}
    asked = _pairs(application.subject, application.content)
    best = process.extract(asked, texts, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=_SHOWN)
    likeness = {pk: round(score) for _, score, pk in best}
    found = Application.objects.filter(pk__in=likeness).prefetch_related(
        Prefetch("decisions", Decision.objects.filter(current=True)),
        Prefetch("letters", Letter.objects.filter(public=True).order_by("-id")),
    )
    return sorted((_seen(row, likeness[row.pk]) for row in found), key=lambda n: -n.likeness)


def _seen(row: Application, likeness: int) -> Near:
    decisions = list(row.decisions.all())
    # A draft is nobody's answer: what it says is shown once the case has ended.
    reason = decisions[0].reason if decisions and row.ended_on else ""
    answers = tuple(x for x in row.letters.all() if row.outcome and x.issued_on == row.ended_on)
    return Near(row, likeness, reason, answers)
