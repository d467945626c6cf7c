"""One matter a form: splitting what was written, and the next form for the same organ and person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongkai.law import matters
from gongkai.web.portal import drafts


@never_cache
@require_POST
def split(request: HttpRequest) -> HttpResponse:
    """Keep the first matter in this form and let the others wait; with ``undo``, put everything back into one form."""
    draft = drafts.of(request)
    if draft is not None and draft.application_id is None:
        if "undo" in request.POST:
            drafts.join(draft)
        elif found := matters.several(draft.typed.get("subject", ""), draft.typed.get("content", "")):
            drafts.split(draft, found.parts)
    return redirect("portal:apply")


@never_cache
@require_POST
def another(request: HttpRequest) -> HttpResponse:
    """After sending: the next form, with the organ, the person and the next matter filled in."""
    draft = drafts.of(request)
    response = redirect("portal:apply")
    if draft is None or draft.application_id is None:
        return response
    _, token = drafts.next_of(draft)
    return drafts.remember(response, token, secure=settings.SESSION_COOKIE_SECURE)
