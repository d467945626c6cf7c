"""Who looks at the public site, and how often somebody may try."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import cast

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from gongkai.web.applications.intake import fingerprint
from gongkai.web.organs.gate import Viewer
from gongkai.web.portal.models import Tries


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer the middleware put on the request."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, as the server sees it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try of somebody at something; whether there were more than ``most`` within ``seconds``.

    What is kept is a keyed hash, never an address or an identity number.
    """
    now = timezone.now()
    key = fingerprint(f"{what}:{who}:{int(time.time()) // seconds}")
    row, new = Tries.objects.get_or_create(key=key, defaults={"count": 1, "until": now + timedelta(seconds=seconds)})
    if new:
        Tries.objects.filter(until__lt=now).delete()
        return most < 1
    Tries.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db(fields=["count"])
    return row.count > most
