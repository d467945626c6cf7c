"""How many applications an organ took in and how they ended, year by year: figures only, for the public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

from django.db.models import CharField, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Cast, Substr

from gongkai.law import stages
from gongkai.law.outcomes import OUTCOME, Group
from gongkai.web.applications import reopened
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ

GROUPS = tuple(Group)
# The rows of the form that such endings share with answers: only of these the events are asked.
_UNANSWERED = tuple({stages.MOVE[event].outcome for event in reopened.UNANSWERED})


class _Days(Func):
    """Days from the second date to the first. The databases' own words: what Django has for it calls back into Python for
    every row on SQLite, five times as slow over a hundred thousand."""

    arg_joiner, template = " - ", "(%(expressions)s)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        (late, given), (early, more) = (compiler.compile(e) for e in self.get_source_expressions())
        return f"CAST(julianday({late}) - julianday({early}) AS INTEGER)", (*given, *more)


def _year(column: str) -> Cast:
    """The year of a date, for the same reason by its first four characters."""
    return Cast(Substr(Cast(column, CharField()), 1, 4), IntegerField())


@dataclass(slots=True)
class Figures:
    """The figures of an organ (None: of all asked for) and a year.

    ``received``: applications whose day of receipt (条例第三十一条) lies in the year. ``groups``: those answered in the year,
    whenever received, by the official group of the outcome. ``without_answer``: those that ended in the year without an
    answer of ours (withdrawn, transferred), which the annual report counts as 其他 among 其他处理. One that was opened again
    counts once, as in the annual report. ``in_time``: of all that ended, those that did by the due date as it stood at the
    end, supplements, consultations and extensions included (条例第三十三条), or whose clock never ran.
    """

    organ: Organ | None
    year: int
    received: int = 0
    groups: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    without_answer: int = 0
    in_time: int = 0
    days: int = 0

    @property
    def answered(self) -> int:
        """Answered in the year."""
        return sum(self.groups.values())

    @property
    def ended(self) -> int:
        """Ended in the year, answered or not."""
        return self.answered + self.without_answer

    @property
    def average_days(self) -> float | None:
        """Mean calendar days from the day of receipt, or of being opened again, to the end that counts; one decimal, None
        when nothing ended."""
        return round(self.days / self.ended, 1) if self.ended else None

    @property
    def on_time(self) -> float | None:
        """The share that ended in time, 0 to 1, three decimals, never rounded up to all; None when nothing ended."""
        if not self.ended:
            return None
        share = round(self.in_time / self.ended, 3)
        return 0.999 if share == 1 and self.in_time < self.ended else share

    @property
    def percent(self) -> int | None:
        """The same in whole per cent, cut off and not rounded; None when nothing ended."""
        return self.in_time * 100 // self.ended if self.ended else None

    def add(self, other: Figures) -> None:
        """Add another's numbers to these."""
        self.received += other.received
        self.without_answer += other.without_answer
        self.in_time += other.in_time
        self.days += other.days
        for group, number in other.groups.items():
            self.groups[group] += number


def statistics(viewer: Viewer, *, on: date, organ: Organ | None = None, year: int | None = None) -> list[Figures]:
    """The figures of the organs in the viewer's sight up to a day, by organ and year, the latest year first; of one organ
    or one year when named. An organ and year without any case has no figures. Four queries, whatever the number of cases:
    organs, what came in, what ended, what was opened again. Numbers only: no case, no applicant, no subject. Figures that took
    long to count are up to a minute old; which organs are in sight is asked each time.
    """
    organs = {o.pk: o for o in visible(viewer, Organ) if organ is None or o.pk == organ.pk}
    found: dict[tuple[int, int], Figures] = {}

    def of(row: dict[str, Any]) -> Figures:
        key = (row["year"], row["organ"])
        return found.setdefault(key, Figures(organs[row["organ"]], row["year"]))

    received, ended = _counted(on, organ.pk if organ else None, year)
    for row in received:
        if row["organ"] in organs:
            of(row).received = row["number"]
    for row in ended:
        if row["organ"] in organs:
            _add(of(row), row)
    return [found[key] for key in sorted(found, key=lambda k: (-k[0], k[1]))]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What came in and what ended, as counted at a moment (seconds of a clock that only goes forward)."""

    rows: tuple[list[dict[str, Any]], list[dict[str, Any]]]
    at: float


# A page for everybody must not let anybody keep the database busy: what takes longer than so many seconds to count is
# kept for so many, in each process.
_LONG, _KEPT, _MANY = 0.4, 60, 200
_kept: dict[tuple[date, int | None, int | None], _Counted] = {}


def _counted(on: date, organ: int | None, year: int | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    key, began = (on, organ, year), monotonic()
    known = _kept.get(key)
    if known is not None and began - known.at < _KEPT:
        return known.rows
    rows = Application.objects.filter(organ=organ) if organ else Application.objects.all()
    found = _Counted((list(_received(rows, on, year)), list(_ended(rows, on, year))), monotonic())
    if found.at - began > _LONG:
        if len(_kept) > _MANY:
            _kept.clear()
        _kept[key] = found
    return found.rows


def _received(rows: QuerySet[Application], on: date, year: int | None) -> Iterable[dict[str, Any]]:
    """Organ, year, number of those received."""
    within = {"received_on__year": year} if year else {}
    found = rows.filter(received_on__lte=on, **within).annotate(year=_year("received_on"))
    return found.values("organ", "year").annotate(number=Count("pk")).order_by()


def _ended(rows: QuerySet[Application], on: date, year: int | None) -> Iterable[dict[str, Any]]:
    """Organ, year, outcome, number, how many without an answer, how many in time, days in all of those that ended."""
    within = {"ended_on__year": year} if year else {}
    # What was taken back before anybody registered it was never received (条例第三十一条).
    plain = rows.filter(reopened=False)
    found = plain.filter(ended_on__lte=on, received_on__isnull=False, **within).annotate(year=_year("ended_on"))
    events = ApplicationEvent.objects.filter(application=OuterRef("pk"), kind__in=reopened.UNANSWERED)
    yield from (
        found.values("organ", "year", "outcome")
        .annotate(
            number=Count("pk"),
            unanswered=Count("pk", filter=Q(outcome__in=_UNANSWERED) & Exists(events)),
            in_time=Count("pk", filter=Q(reply_due=None) | Q(ended_on__lte=F("reply_due"))),
            spent=Sum(_Days(F("ended_on"), F("received_on"))),
        )
        .order_by()
    )
    for organ, ending, days, in_time, answered in reopened.left(rows.filter(reopened=True)):
        if ending.on <= on and year in (None, ending.on.year):
            yield {
                "organ": organ, "year": ending.on.year, "outcome": ending.outcome,
                "number": 1, "unanswered": int(not answered), "in_time": int(in_time), "spent": days,
            }  # fmt: skip


def _add(figures: Figures, row: dict[str, Any]) -> None:
    outcome = OUTCOME.get(row["outcome"])
    if outcome is None:
        figures.without_answer += row["number"]
    else:
        figures.groups[outcome.group] += row["number"] - row["unanswered"]
        figures.without_answer += row["unanswered"]
    figures.in_time += row["in_time"]
    figures.days += row["spent"] or 0


def total(rows: Iterable[Figures], *, year: int) -> Figures:
    """The sum of figures, as those of a year."""
    found = Figures(None, year)
    for each in rows:
        found.add(each)
    return found


def years(viewer: Viewer, *, on: date) -> list[int]:
    """The years from the first to the last application received up to a day in an organ in the viewer's sight, the latest
    first; the year of the day when there is none. Two queries along an index."""
    rows = Application.objects.filter(organ__in=visible(viewer, Organ), received_on__lte=on)
    days = rows.order_by("received_on").values_list("received_on", flat=True)
    first, last = days.first(), days.last()
    return list(range(last.year, first.year - 1, -1)) if first and last else [on.year]
