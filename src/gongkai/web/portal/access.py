"""Who looks at the public site, and how often somebody may try."""

from __future__ import annotations

import hashlib
import time
from typing import cast

from django.core.cache import cache
from django.http import HttpRequest

from gongkai.web.organs.gate import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer the middleware put on the request."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def address_of(request: HttpRequest) -> str:
    """The address a request comes from, as the server sees it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more try of somebody at something; whether there were more than ``most`` within ``seconds``.

    What is kept is a hash, never an address or an identity number.
    """
    window = int(time.time()) // seconds
    key = "often:" + hashlib.sha256(f"{what}:{who}:{window}".encode()).hexdigest()
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it ran out between the two
        return False
