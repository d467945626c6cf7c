"""The page that explains the interface, drawn from the same description that programs read."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.api.description import routes
from gongkai.web.api.refusals import CODES
from gongkai.web.api.v1 import api


def schema() -> dict[str, Any]:
    """The OpenAPI description (3.1)."""
    return dict(api.get_openapi_schema())


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    text = json.dumps(schema(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    codes = [(code, status, words) for code, (status, words) in CODES.items()]
    context = {
        "routes": routes(schema()),
        "codes": codes,
        "version": api.version,
        "words": api.description,
        "address": request.build_absolute_uri("/").rstrip("/"),
        "here": "api",
    }
    return render(request, "api/page.html", context)
