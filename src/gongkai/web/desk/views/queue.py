"""The queue: slices, search, filters, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.applications import intake, queries, savedviews
from gongkai.web.applications.assign import Worker, workers
from gongkai.web.applications.dues import DueWords, due_words
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.filters import QueueFilter
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import CASEWORKERS, Role, Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue: the case and the words for its due date."""

    case: Application
    due: DueWords


@dataclass(frozen=True, slots=True)
class Found:
    """What an address of the queue means: the filter with its rows, the slice, and who work can be given to."""

    filters: QueueFilter
    key: str
    units: list[Unit]
    people: list[Worker]

    @property
    def rows(self) -> QuerySet[Application]:
        """The cases in order."""
        rows: QuerySet[Application] = self.filters.qs
        return rows


def found_by(request: HttpRequest, viewer: Viewer) -> Found:
    """Read slice, search and filters from the address."""
    organs = viewer.organs(*CASEWORKERS)
    units = list(Unit.objects.filter(organ__in=organs).select_related("organ"))
    people = workers(organs, on=viewer.on)
    key = request.GET.get("slice", "open")
    rows = queries.queue(viewer, key, on=viewer.on).select_related(None).select_related("organ", "unit", "handler")
    filters = QueueFilter(
        request.GET,
        queryset=rows.annotate(applicant_kind=F("applicant__kind")).defer("content"),
        units=[(u.pk, _named(u, organs)) for u in units],
        people=[(w.person.pk, w.words) for w in people],
    )
    return Found(filters, key, units, people)


class BothWays(Paginator[Application]):
    """Pages of a query that is in a total order. Those of the second half are read from the end, so that the last page costs
    no more than the first: the database keeps only as many rows as stand before it."""

    def __init__(self, rows: QuerySet[Application], per_page: int) -> None:
        super().__init__(rows, per_page)
        self._rows = rows

    def page(self, number: int | str) -> Page[Application]:
        """The page of a number. Raises InvalidPage as the plain one does."""
        at = self.validate_number(number)
        first, last = (at - 1) * self.per_page, min(at * self.per_page, self.count)
        if first <= self.count // 2:
            return Page(self._rows[first:last], at, self)
        return Page(list(self._rows.reverse()[self.count - last : self.count - first])[::-1], at, self)


def _named(unit: Unit, organs: set[int]) -> str:
    return unit.name if len(organs) == 1 else f"{unit.organ.short_name} {unit.name}"


def described(rows: list[Application], viewer: Viewer) -> list[Row]:
    """Rows with the words of their due dates; no query."""
    calendar = the_calendar()
    return [Row(case, due_words(case, on=viewer.on, calendar=calendar)) for case in rows]


@require_GET
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """One page of the queue. Administrators, who handle no cases, are told so."""
    viewer = viewer_of(request)
    if not viewer.has(*CASEWORKERS):
        return render(request, "desk/no_cases.html")
    views = savedviews.of(viewer)
    start = next((v for v in views if v.default), None)
    if not request.GET and start is not None:
        return redirect(f"{reverse('desk:queue')}?{start.query}")
    found = found_by(request, viewer)
    counts = queries.counts(viewer, on=viewer.on)
    kept = {k: v for k, v in request.GET.items() if k not in ("page", "slice") and v}
    narrowed = bool(set(kept) - {"sort"})
    pages = BothWays(found.rows, PAGE)
    if not narrowed:
        pages.count = counts.get(found.key, counts["open"])  # counted with the slices already
    page = pages.get_page(request.GET.get("page"))
    slices = [(s, counts[s.key]) for s in queries.slices(viewer, on=viewer.on)]
    context: dict[str, Any] = {
        "slices": slices,
        "key": found.key,
        "slice_words": next((s.words for s, _ in slices if s.key == found.key), slices[0][0].words),
        "form": found.filters.form,
        "narrowed": narrowed,
        "filtered": bool(set(kept) - {"sort", "q", "applicant"}),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": described(list(page.object_list), viewer),
        "address": urlencode({"slice": found.key, **kept}),
        "views": views,
        "units": found.units,
        "people": found.people,
        "may_assign": viewer.has(Role.CLERK, Role.HEAD, Role.HANDLER),
        "may_enter": viewer.has(Role.CLERK, Role.HEAD),
        "today": viewer.on,
    }
    return render(request, "desk/queue.html", context)


@require_POST
@caseworker
def find(request: HttpRequest) -> HttpResponse:
    """Look for an applicant by identity number. The number goes no further: the address carries its keyed hash only."""
    number = request.POST.get("id_number", "").strip()
    address = reverse("desk:queue")
    if not number:
        return redirect(address)
    return redirect(f"{address}?{urlencode({'slice': 'all', 'applicant': intake.fingerprint(number)})}")
