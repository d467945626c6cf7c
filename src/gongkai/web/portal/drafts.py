"""Keeping what an applicant has typed, through lost connections, expired sessions and the back button."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.applications import store
from gongkai.web.portal.forms import FIELDS
from gongkai.web.portal.models import Draft

COOKIE = "draft"
KEPT = timedelta(days=7)
SENT_KEPT = timedelta(minutes=30)
MOST_CHARACTERS = 6000
# A file is stored before the draft that names it is.
_SETTLING = timedelta(hours=1)
# Beside the fields of the form: the matters split off that wait for a form, and what stood before splitting.
WAITING, WHOLE = "waiting", "whole"
# What the next application of the same person begins with.
STAYS = tuple(name for name in FIELDS if name not in ("subject", "content", "document_number"))


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
        _purge()
    known = {name: str(typed[name])[:MOST_CHARACTERS] for name in FIELDS if name in typed}
    more = {name: draft.typed[name] for name in (WAITING, WHOLE) if name in draft.typed}
    draft.body = json.dumps(known | more, ensure_ascii=False)
    gone = set(drop)
    kept = {f["sha256"]: f for f in draft.files if f["sha256"] not in gone}
    for each in files:
        kept[store.keep(each.content, root=settings.DRAFTS_ROOT)] = {
            "name": each.name, "kind": each.kind, "size": len(each.content), "sha256": each.sha256,
        }  # fmt: skip
    draft.files = list(kept.values())[: store.MAX_FILES]
    draft.changed_at = timezone.now()
    draft.save()
    return draft, token


def split(draft: Draft, parts: Sequence[str]) -> None:
    """Write the first matter into the draft; the others wait for forms of their own, and what stood before is kept."""
    typed = draft.typed
    typed.setdefault(WHOLE, {name: typed.get(name, "") for name in ("subject", "content")})
    _write(draft, typed | {"subject": parts[0][:200], "content": parts[0], WAITING: list(parts[1:])})


def join(draft: Draft) -> None:
    """Undo ``split``: what stood before is the draft's again."""
    typed = draft.typed
    whole = typed.pop(WHOLE, {})
    typed.pop(WAITING, None)
    _write(draft, typed | whole)


def next_of(draft: Draft) -> tuple[Draft, str]:
    """A new draft for the same organ and person: of the next matter that waits, else with no matter yet; and its token."""
    typed = {name: draft.typed[name] for name in STAYS if name in draft.typed}
    waiting = list(draft.typed.get(WAITING, ()))
    if waiting:
        typed |= {"subject": waiting[0][:200], "content": waiting[0]}
    new, token = keep(None, typed)
    if waiting[1:]:
        _write(new, new.typed | {WAITING: waiting[1:]})
    return new, token


def sent(draft: Draft) -> None:
    """What stays of a draft that was sent, for the same half hour as its query code: who applies, and what waits."""
    typed = draft.typed
    _write(draft, {name: typed[name] for name in (*STAYS, WAITING) if name in typed})


def _write(draft: Draft, typed: Mapping[str, Any]) -> None:
    draft.body, draft.changed_at = json.dumps(typed, ensure_ascii=False), timezone.now()
    draft.save()


def uploads(draft: Draft) -> list[store.Upload]:
    """The files of a draft again."""
    return [store.Upload(f["name"], f["kind"], _fetch(f["sha256"])) for f in draft.files]


def _fetch(digest: str) -> bytes:
    try:
        return store.fetch(digest, root=settings.DRAFTS_ROOT)
    except FileNotFoundError:  # kept before drafts had a folder of their own
        return store.fetch(digest)


def _purge() -> None:
    """Remove the drafts that have run out."""
    Draft.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
    Draft.objects.exclude(application=None).filter(changed_at__lt=timezone.now() - SENT_KEPT).delete()


def sweep(_: date) -> int:
    """Every morning: drafts that have run out, and the files that were enclosed to them; how many files."""
    _purge()
    wanted = {f["sha256"] for files in Draft.objects.values_list("files", flat=True) for f in files}
    return store.sweep(settings.DRAFTS_ROOT, wanted=wanted, before=timezone.now() - _SETTLING)


def remember(response: HttpResponse, token: str, *, secure: bool) -> HttpResponse:
    """Give the browser the token of a new draft."""
    if token:
        age = int(KEPT.total_seconds())
        response.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="Lax", secure=secure)
    return response
