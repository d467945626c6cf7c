"""What a record was in a year beside belonging to it: in force or in office at its end, or ended within it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Phase:
    """A filter of a register's list: key (as in addresses), words after a year, the records it takes of a year."""

    key: str
    words: str
    taking: Callable[[int], Q]


def _in_force(year: int) -> Q:
    """As the report counts 现行有效件数: issued by the end of the year and not over by then."""
    last = date(year, 12, 31)
    lasting = Q(ended_on__gt=last) | Q(ended_on=None) & (Q(valid_until=None) | Q(valid_until__gt=last))
    return Q(issued_on__lte=last) & lasting


def _over(year: int) -> Q:
    """As the report counts 本年废止件数: repealed or declared void in the year, or its validity ran out in it."""
    return Q(ended_on__year=year) | Q(ended_on=None, valid_until__year=year)


def _in_office(year: int) -> Q:
    last = date(year, 12, 31)
    return Q(since__lte=last) & (Q(until=None) | Q(until__gte=last))


# The first, without a key, is what is meant when only a year is asked: the register's own ``dated``.
DOCUMENT = (
    Phase("", "制发", lambda year: Q(issued_on__year=year)),
    Phase("repealed", "废止（含失效）", _over),
    Phase("in_force", "年末有效", _in_force),
)
DUTY = (
    Phase("", "开始任职", lambda year: Q(since__year=year)),
    Phase("ended", "不再任职", lambda year: Q(until__year=year)),
    Phase("in_office", "年末在任", _in_office),
)
