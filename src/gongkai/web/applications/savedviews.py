"""Filters of the queue that somebody keeps under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from gongkai.web.applications.models import SavedView
from gongkai.web.organs.gate import Viewer, rule_for, visible

# What an address of the queue may hold; a page is not part of a view.
KEPT = ("slice", "q", "stage", "unit", "handler", "channel", "due_from", "due_to", "sort")
MOST = 20


@rule_for(SavedView)
def _views(viewer: Viewer, rows: QuerySet[SavedView]) -> QuerySet[SavedView]:
    """One's own."""
    return rows.filter(person=viewer.person) if viewer.person else rows.none()


def of(viewer: Viewer) -> list[SavedView]:
    """The viewer's views by name; one query."""
    return list(visible(viewer, SavedView))


@transaction.atomic
def save(viewer: Viewer, *, name: str, query: str, default: bool = False) -> SavedView:
    """Keep the filters of an address under a name; a name that exists takes the new filters.

    ValueError without a name or filters, for a name too long, or when there are ``MOST`` already.
    """
    if viewer.person is None:
        raise PermissionDenied("保存视图须先登录。")
    name = name.strip()
    if not name or len(name) > 40:
        raise ValueError("请给视图起一个名称，最多 40 字。")
    kept = urlencode([(k, v) for k, v in parse_qsl(query[:2000]) if k in KEPT and v])
    if not kept or len(kept) > 1000:
        raise ValueError("这一页没有可以保存的条件；请先选好范围或者筛选。")
    mine = visible(viewer, SavedView)
    if not mine.filter(name=name).exists() and mine.count() >= MOST:
        raise ValueError(f"最多保存 {MOST} 个视图；请先删去不用的。")
    made, _ = SavedView.objects.update_or_create(person=viewer.person, name=name, defaults={"query": kept})
    if default:
        make_default(made, default=True)
    return made


@transaction.atomic
def make_default(view: SavedView, *, default: bool) -> None:
    """Let the desk open with this view, or no longer."""
    SavedView.objects.filter(person=view.person_id, default=True).update(default=False)
    if default:
        SavedView.objects.filter(pk=view.pk).update(default=True)
