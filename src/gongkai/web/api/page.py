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

_DONE = {"200": "成功", "201": "已登记"}
_REFUSED = {str(status): words for status, words in reversed(list(CODES.values()))}


def schema() -> dict[str, Any]:
    """The OpenAPI description (3.1), with what each status means in Chinese."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
    for operation in (o for methods in found["paths"].values() for o in methods.values()):
        for status, answer in operation["responses"].items():
            answer["description"] = _DONE.get(status) or _REFUSED[status]
    return found


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    text = json.dumps(schema(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    codes = [(code, status, words) for code, (status, words) in CODES.items()]
    address = request.build_absolute_uri("/").rstrip("/")
    context = {
        "routes": routes(schema(), address),
        "codes": codes,
        "version": api.version,
        "words": api.description,
        "here": "api",
    }
    return render(request, "api/page.html", context)
