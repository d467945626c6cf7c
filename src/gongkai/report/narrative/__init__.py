"""Reading what a report says in prose: counts as claims, with their place. Deterministic; knows no table."""

from functools import lru_cache

from gongkai.report.narrative import applications, registers, remedies
from gongkai.report.narrative.claim import Claim
from gongkai.report.narrative.plain import Plain, plain
from gongkai.report.narrative.segments import Scope, Segment, Topic, segments
from gongkai.report.reading import Passage, Report

__all__ = ["Claim", "Plain", "Scope", "Segment", "Topic", "claims_in", "claims_of", "plain", "segments", "texts_of"]

# A section has a few thousand characters. What lies beyond this is no section, and must not cost time.
LONGEST = 60_000

# What is planned is no statement about the year: section five speaks of last year's shortcomings and of intentions.
_STATES = frozenset(["preamble", "overview", "proactive", "requests", "remedies", "other_matters", "unknown"])


def texts_of(report: Report) -> tuple[Plain, ...]:
    """Every section's text, once per section key, in the order of the report."""
    return _texts(report.passages)


@lru_cache(maxsize=32)
def _texts(passages: tuple[Passage, ...]) -> tuple[Plain, ...]:
    keys = dict.fromkeys(p.key for p in passages if p.text)
    joined = {key: "\n".join(p.text for p in passages if p.key == key and p.text) for key in keys}
    return tuple(plain(key, text[:LONGEST]) for key, text in joined.items())


def claims_of(report: Report) -> tuple[Claim, ...]:
    """Every count a report's text states, in the order of its sections and, within each, by subject."""
    return _claims(report.passages, report.year)


@lru_cache(maxsize=32)
def _claims(passages: tuple[Passage, ...], year: int | None) -> tuple[Claim, ...]:
    return tuple(claim for text in _texts(passages) if text.section in _STATES for claim in claims_in(text, year))


def claims_in(text: Plain, year: int | None) -> tuple[Claim, ...]:
    """Every count one section's text states. ``year`` is the report's."""
    cut = segments(text, year)
    return (*applications.claims(text, cut), *remedies.claims(text, cut), *registers.claims(text, cut))
