"""What the organ published in this system's own catalogue, counted beside what the register of publications holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.report.yearwork import CHANNELS, Figure, Part, Published, YearWork
from gongkai.web.catalogue import queries as catalogue
from gongkai.web.catalogue.models import Column
from gongkai.web.organs.models import Organ

# The disclosure catalogue stands on the government's website.
CHANNEL = "website"


def with_items(work: YearWork, organ: Organ) -> YearWork:
    """The year's work with the items of the catalogue: each one publication on the website, in its own column (record
    ``information/<pk>``). One query."""
    items = catalogue.published_in(organ, work.year)
    if not items:
        return work
    columns: dict[str, list[str]] = {}
    for pk, column in items:
        columns.setdefault(Column(column).label, []).append(f"information/{pk}")
    records = tuple(f"information/{pk}" for pk, _ in items)
    return replace(work, published=_with(work.published, records, columns))


def beside(work: YearWork | None) -> tuple[int, int]:
    """On the website: how many items of the catalogue, how many beside them by the register. A sum in the register that holds
    the former already counts them twice, which only people can see."""
    parts = work.published.by_channel if work else ()
    website = next((p for p in parts if p.key == CHANNEL), None)
    own = sum(r.startswith("information/") for r in website.records) if website else 0
    return own, website.value - own if website else 0


def _with(held: Published, records: tuple[str, ...], columns: dict[str, list[str]]) -> Published:
    own = [Part(words, words, len(keys), tuple(keys)) for words, keys in columns.items()]
    channels = _merged(held.by_channel, [Part(CHANNEL, CHANNELS[CHANNEL], len(records), records)])
    return replace(
        held,
        total=Figure(held.total.value + len(records), (*held.total.records, *records)),
        by_channel=tuple(sorted(channels, key=lambda p: list(CHANNELS).index(p.key))),
        by_column=tuple(sorted(_merged(held.by_column, own), key=lambda p: (-p.value, p.words))),
    )


def _merged(held: Iterable[Part], more: Iterable[Part]) -> list[Part]:
    found = {p.key: p for p in held}
    for part in more:
        was = found.get(part.key)
        found[part.key] = part if was is None else _sum(was, part)
    return list(found.values())


def _sum(one: Part, other: Part) -> Part:
    return replace(one, value=one.value + other.value, records=(*one.records, *other.records))
