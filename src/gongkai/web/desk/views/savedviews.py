"""Keeping the queue's filters under a name, and letting them go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.web.applications import savedviews
from gongkai.web.applications.models import SavedView
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.organs.gate import visible


@require_POST
@caseworker
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the page shows."""
    query = request.POST.get("query", "")
    try:
        name, default = request.POST.get("name", ""), bool(request.POST.get("default"))
        made = savedviews.save(viewer_of(request), name=name, query=query, default=default)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('desk:queue')}?{query}" if query else reverse("desk:queue"))
    messages.success(request, f"已保存视图「{made.name}」。")
    return redirect(f"{reverse('desk:queue')}?{made.query}")


@require_POST
@caseworker
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it the default, no longer the default, or remove it."""
    found = get_object_or_404(visible(viewer_of(request), SavedView), pk=pk)
    action = request.POST.get("action", "")
    if action == "remove":
        found.delete()
        messages.success(request, f"已删去视图「{found.name}」。")
        return redirect(f"{reverse('desk:queue')}?slice=open")
    savedviews.make_default(found, default=action == "default")
    messages.success(request, f"打开办公台时{'先显示' if action == 'default' else '不再先显示'}「{found.name}」。")
    return redirect(f"{reverse('desk:queue')}?{found.query}")
