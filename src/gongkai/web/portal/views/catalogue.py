"""Published information: the list and its search, one item, its files; and what is offered before somebody writes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.web.applications import store
from gongkai.web.catalogue import cutting, queries, search, synonyms
from gongkai.web.catalogue.models import Column, InformationItem, ItemFile, State
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ
from gongkai.web.portal.access import viewer_of
from gongkai.web.portal.views.files import sent

_PAGE = 20
_OFFERED = 6


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[: cutting.LONGEST_QUERY]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What is published: all of it newest first, or what a search finds, best first; by organ and by column."""
    viewer, words = viewer_of(request), _query(request)
    rows = queries.published(viewer)
    organs = list(visible(viewer, Organ).filter(pk__in=rows.order_by().values("organ")).only("code", "name"))
    chosen = {
        "organ": next((o.code for o in organs if o.code == request.GET.get("organ")), ""),
        "column": next((c for c in Column.values if c == request.GET.get("column")), ""),
    }
    rows = _narrowed(rows, chosen)
    hits: Any = search.find(rows, words) if words else rows
    page = Paginator(hits, _PAGE).get_page(request.GET.get("page"))
    also = hits.also if words else ()
    sought = " ".join((words, *also))
    context = {
        "also": also,
        "holders": queries.may_hold(viewer, words) if words and not page.paginator.count else [],
        "q": words,
        "page": page,
        "found": [(row, cutting.highlighted(row.title, sought, around=120), _piece(row, sought)) for row in page],
        "loose": bool(words) and not hits.exact and page.paginator.count > 0,
        "organs": organs,
        "columns": Column.choices,
        "chosen": chosen,
        "narrowed": bool(words or chosen["organ"] or chosen["column"]),
        "page_address": urlencode({"q": words, **chosen}),
        "here": "information",
    }
    return render(request, "portal/information.html", context)


def _narrowed(rows: QuerySet[InformationItem], chosen: dict[str, str]) -> QuerySet[InformationItem]:
    if chosen["organ"]:
        rows = rows.filter(organ__code=chosen["organ"])
    return rows.filter(column=chosen["column"]) if chosen["column"] else rows


def _piece(row: InformationItem, words: str) -> list[tuple[str, bool]]:
    """The text around what was found; its beginning when nothing was asked."""
    return cutting.highlighted(row.body, words)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One item, with its files and what is like it."""
    viewer = viewer_of(request)
    item = get_object_or_404(queries.published(viewer), pk=pk)
    near = [row for row in queries.similar(viewer, item.title, most=_OFFERED) if row.pk != item.pk]
    context = {"item": item, "files": list(item.files.all()), "near": near[:5], "here": "information"}
    return render(request, "portal/information_item.html", context)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a published item, as a download."""
    rows = visible(viewer_of(request), ItemFile).filter(item__state=State.PUBLISHED)
    found = get_object_or_404(rows, pk=pk)
    try:
        content = store.fetch(found.sha256)
    except FileNotFoundError:
        raise Http404("这个附件暂时取不到，请联系公开机关。") from None
    return sent(content, found.kind, found.name)


@require_safe
def before(request: HttpRequest) -> HttpResponse:
    """Before somebody writes an application: what is published already about what they look for. Never in the way: the form
    is one step on, with the words they typed."""
    words = _query(request)
    near = queries.similar(viewer_of(request), words, most=_OFFERED) if words else []
    sought = " ".join((words, *synonyms.also(words)))
    context = {
        "q": words,
        "holders": queries.may_hold(viewer_of(request), words) if words and not near else [],
        "organ": request.GET.get("organ", "")[:18],
        "near": [(row, _piece(row, sought)) for row in near],
        "onward": urlencode({"wanted": words, "organ": request.GET.get("organ", "")[:18]}),
        "here": "apply",
    }
    return render(request, "portal/before.html", context)
