"""Who may enter the desk, and the way to a case: always through the gate."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import CASEWORKERS

View = Callable[..., HttpResponseBase]


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, as the middleware found out."""
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def caseworker(view: View) -> View:
    """For people who handle cases: others are asked to sign in, administrators are refused (separation of duties)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not viewer_of(request).has(*CASEWORKERS):
            raise PermissionDenied("您的账号没有办理申请的职务。")
        return view(request, *args, **kwargs)

    return guarded


def the_case(request: HttpRequest, number: str, **also: Any) -> Application:
    """The case with a number, if it is in sight; otherwise the page does not exist (Http404). ``also`` is what a page wants
    to be told with it, as annotations."""
    rows = visible(viewer_of(request), Application).select_related("organ", "unit", "handler", "applicant")
    found: Application = get_object_or_404(rows.annotate(**also), number=number)
    return found
