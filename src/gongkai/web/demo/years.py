"""The past years of the city's bureaus, each a list of deeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from gongkai.web.demo import bureaus, land
from gongkai.web.demo.telling import Deed


def of_the_city(*, today: date) -> Iterator[list[Deed]]:
    """The deeds of one bureau after the other; those of a bureau belong into the order of their days."""
    yield land.deeds(today=today)
    for organ in dict.fromkeys(year.organ for year in bureaus.YEARS):
        yield bureaus.of(organ, today=today)


def acts() -> int:
    """How many deeds there are, for a progress bar."""
    return sum(len(deeds) for deeds in of_the_city(today=timezone.localdate()))
