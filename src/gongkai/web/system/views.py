"""The working calendar, as the system administrator keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.web.applications import recompute
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.system.forms import NoticeForm
from gongkai.web.system.sites import system
from gongkai.workdays.notices import BadNotice

SHOWN = 200
View = Callable[..., HttpResponse]


def require_system(view: View) -> View:
    """Only for the system administrator with a second factor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if system.has_permission(request):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied("放假安排和设定由系统管理员维护。")
        return redirect_to_login(request.get_full_path())

    return guarded


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the system administrator's."""
    request.current_app = system.name
    return render(request, f"system/{template}", {**system.each_context(request), **context}, status=status)


@require_system
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The years with a notice, and the form for another; a filled form shows what it would move."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form.cleaned_data["text"])
        except BadNotice as error:
            form.add_error(None, str(error))
    added = sorted(p.stem for p in recompute.folder().glob("*.toml")) if recompute.folder().is_dir() else []
    return page(
        request,
        "calendar.html",
        status=422 if form.errors else 200,
        title="放假安排",
        form=form,
        years=sorted(the_calendar().announced, reverse=True),
        added=added,
        progress=recompute.progress(),
    )


def _preview(request: HttpRequest, text: str, *, error: str = "", reason: str = "") -> HttpResponse:
    notice, _ = recompute.with_notice(text)
    moved = recompute.preview(text)
    return page(
        request,
        "preview.html",
        status=422 if error else 200,
        title=f"{notice.year} 年放假安排",
        notice=notice,
        text=text,
        moved=moved[:SHOWN],
        count=len(moved),
        more=max(0, len(moved) - SHOWN),
        error=error,
        reason=reason,
    )


@require_system
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Put the notice into force."""
    text, reason = request.POST.get("text", "").replace("\r\n", "\n"), request.POST.get("reason", "")
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    try:
        recompute.with_notice(text)  # a form that was tampered with is told of before a missing reason
        notice = recompute.confirm(text, reason=reason, viewer=viewer)
    except BadNotice as error:
        messages.error(request, str(error))
        return redirect("calendar:years")
    except ValueError as error:
        return _preview(request, text, error=str(error), reason=reason)
    messages.success(request, f"{notice.year} 年放假安排已启用，正在重算在办申请的期限。")
    return redirect("calendar:progress")


@require_system
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far counting again has come; the page reloads itself until it is done."""
    state = recompute.progress()
    answer = page(request, "progress.html", title="重算期限", progress=state)
    if state and not state.finished:
        answer["Refresh"] = "3"
    return answer
