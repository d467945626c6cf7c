"""Keeping what an applicant has typed, through lost connections, expired sessions and the back button."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.applications import store
from gongkai.web.portal.forms import FIELDS
from gongkai.web.portal.models import Draft

COOKIE = "draft"
KEPT = timedelta(days=7)
SENT_KEPT = timedelta(minutes=30)
MOST_CHARACTERS = 6000


def of(request: HttpRequest) -> Draft | None:
    """The draft a browser's cookie opens, if it has not run out. One that was sent lives half an hour."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    found = Draft.objects.filter(key=Draft.key_of(token)).select_related("application__organ").first()
    if found is None:
        return None
    kept = SENT_KEPT if found.application_id else KEPT
    return found if found.changed_at > timezone.now() - kept else None


def keep(
    draft: Draft | None, typed: Mapping[str, str], files: Iterable[store.Upload] = (), *, drop: Iterable[str] = ()
) -> tuple[Draft, str]:
    """Store what was typed; returns the draft and, when it is new, its token. Purges drafts that have run out."""
    token = ""
    if draft is None or draft.application_id:
        draft, token = Draft.fresh()
        Draft.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
        sent = Draft.objects.exclude(application=None).filter(changed_at__lt=timezone.now() - SENT_KEPT)
        sent.delete()
    known = {name: str(typed[name])[:MOST_CHARACTERS] for name in FIELDS if name in typed}
    draft.body = json.dumps(known, ensure_ascii=False)
    gone = set(drop)
    kept = {f["sha256"]: f for f in draft.files if f["sha256"] not in gone}
    for each in files:
        kept[store.keep(each.content)] = {
            "name": each.name, "kind": each.kind, "size": len(each.content), "sha256": each.sha256,
        }  # fmt: skip
    draft.files = list(kept.values())[: store.MAX_FILES]
    draft.changed_at = timezone.now()
    draft.save()
    return draft, token


def uploads(draft: Draft) -> list[store.Upload]:
    """The files of a draft again."""
    return [store.Upload(f["name"], f["kind"], store.fetch(f["sha256"])) for f in draft.files]


def remember(response: HttpResponse, token: str, *, secure: bool) -> HttpResponse:
    """Give the browser the token of a new draft."""
    if token:
        age = int(KEPT.total_seconds())
        response.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="Lax", secure=secure)
    return response
