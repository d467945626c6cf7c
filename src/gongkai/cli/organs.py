"""Which organ is which: names as reports, lists and file names write them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.report.cells import fold
from gongkai.report.reading import Report


def same(one: str | None, other: str | None) -> bool:
    """Whether two names mean one organ: equal, or one leaves out the area in front (``市司法局``, ``聊城市司法局``)."""
    if not one or not other:
        return False
    short, long = sorted((fold(one), fold(other)), key=len)
    return short == long or (len(short) >= 4 and long.endswith(short))


def _best(name: str, others: Sequence[str]) -> str | None:
    """The one name among others that means the same organ; an equal one first, None when several could be meant."""
    for other in others:
        if fold(other) == fold(name):
            return other
    near = [other for other in others if same(name, other)]
    return near[0] if len(near) == 1 else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """Reports of earlier years, to be found by organ and year. ``given`` when the user named one file: then what a report
    does not say about itself does not count against it."""

    reports: tuple[Report, ...] = ()
    given: bool = False

    @property
    def key(self) -> str:
        """A digest of which files these are."""
        parts = sorted(r.source.sha256 if r.source else repr((r.organ, r.year)) for r in self.reports)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    def find(self, organ: str | None, year: int | None) -> Report | None:
        """Last year's report of an organ, or None. ``year`` is that of the later report."""
        if self.given and len(self.reports) == 1:
            only = self.reports[0]
            fits = not (organ and only.organ) or same(organ, only.organ)
            return only if fits and (not (year and only.year) or only.year == (year or 0) - 1) else None
        if organ is None or year is None:
            return None
        candidates = {r.organ: r for r in self.reports if r.year == year - 1 and r.organ}
        name = _best(organ, list(candidates))
        return candidates[name] if name is not None else None


def missing(expected: Iterable[str], present: Iterable[str | None]) -> list[str]:
    """The expected names that are not among those present, in their order."""
    names = [name for name in present if name]
    return [name for name in expected if _best(name, names) is None]


def unexpected(expected: Sequence[str], present: Iterable[str | None]) -> list[str]:
    """The names present that nobody expected, each once."""
    return [name for name in dict.fromkeys(n for n in present if n) if _best(name, expected) is None]
