"""Applications of different people for the same thing, so that the organ can consider publishing it (条例第四十四条)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer, visible

RECENT = 600
ALIKE = 0.7
_Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Numbers of applications for the same thing, newest first, and how many different people sent them."""

    numbers: tuple[str, ...]
    applicants: int


def _pairs(subject: str) -> _Words:
    """The subject as pairs of neighbouring characters, without what everybody writes."""
    text = re.sub(r"\W+|申请|公开|信息|政府|关于|\d+", "", subject)
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _figures(subject: str) -> tuple[str, ...]:
    """The figures of a subject: another year or another number is another thing."""
    return tuple(sorted(re.findall(r"\d+", subject)))


def repeated(viewer: Viewer, organ: int, *, least: int) -> list[Repeated]:
    """Groups among the organ's latest ``RECENT`` applications in sight whose subjects are alike (seven tenths of the pairs of
    neighbouring characters, the same figures) and that came from at least so many different people; largest first.

    One query. Groups are told by the fingerprint of the applicant, never by a name.
    """
    columns = ("number", "subject", "applicant__fingerprint")
    recent = visible(viewer, Application).filter(organ=organ).order_by("-submitted_at", "-pk")[:RECENT]
    buckets: dict[tuple[str, ...], list[list[tuple[str, str, _Words]]]] = defaultdict(list)
    for number, subject, person in recent.values_list(*columns):
        words = _pairs(subject)
        groups = buckets[_figures(subject)]
        home = next((g for g in groups if _alike(g[0][2], words)), None)
        if home is None:
            groups.append(home := [])
        home.append((number, person, words))
    found = [
        Repeated(tuple(number for number, _, _ in group), len({person for _, person, _ in group}))
        for groups in buckets.values()
        for group in groups
    ]
    return sorted((g for g in found if g.applicants >= least), key=lambda g: -g.applicants)


def _alike(one: _Words, other: _Words) -> bool:
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return False
    return len(one & other) >= ALIKE * len(one | other)
