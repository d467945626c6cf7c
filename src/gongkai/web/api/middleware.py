"""What holds for every address of the interface, before and after its routes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils.cache import get_conditional_response

from gongkai.web.api.limits import ADDRESSES
from gongkai.web.api.refusals import Refused

PREFIX = "/api/v1/"
_KEPT = "public, max-age=60"


class ApiMiddleware:
    """Takes cookies away, so that no session lets anybody in and nothing can be forged across sites; limits addresses;
    turns every refusal into the one shape; answers "not modified" where nothing has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        answer = _refusal(request) or self.get_response(request)
        if not isinstance(answer, HttpResponse):
            return answer
        answer = _finished(request, answer)
        if head:
            answer.content = b""
        return answer


def _refusal(request: HttpRequest) -> HttpResponse | None:
    wait = ADDRESSES.wait(str(request.META.get("REMOTE_ADDR", "")))
    if wait:
        return Refused("too_many", wait=wait).response()
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if length.isdecimal() and int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        return Refused("too_large").response()
    try:
        _ = request.body  # kept from here on: whoever looks at it as a form first does not use it up
    except UnreadablePostError:
        return Refused("bad_request").response()
    return None


def _finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer in the interface's own shape and with what caches need to know."""
    if answer.status_code >= 400 and not answer["Content-Type"].startswith("application/json"):
        refused = Refused.of_status(answer.status_code).response()
        if "Allow" in answer:
            refused["Allow"] = answer["Allow"]
        return refused
    del answer["Vary"]  # cookies make no difference here
    if request.method != "GET" or answer.status_code != 200 or "HTTP_AUTHORIZATION" in request.META:
        answer["Cache-Control"] = "no-store"
        return answer
    answer["Cache-Control"] = _KEPT
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=answer)
    return found if isinstance(found, HttpResponse) else answer
