"""What stands before every page: text no database can hold, a full disk, and first things first for people (a password that
must be changed, a second factor that must be set up)."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from gongkai.web.organs import store
from gongkai.web.organs.models import ADMINISTRATORS
from gongkai.web.review import attempts

# Where one must be able to go meanwhile, or nobody could ever comply.
_PASSWORD = frozenset(
    {
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "account_logout",
    }
)
_FACTOR = _PASSWORD | {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}


# No space, over quota, file too big for the limit set: for the people before the screen it is all one.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


# As many files as a form takes, of the size each may have, and what is typed beside them.
_MOST_BYTES = store.MAX_FILES * store.MAX_BYTES + 1024 * 1024


def _length(request: HttpRequest) -> int:
    given = str(request.META.get("CONTENT_LENGTH") or "")
    return int(given) if given.isascii() and given.isdecimal() else 0


class FaultsMiddleware:
    """Says in one sentence what a visitor can do nothing about: a disk that is full; refuses text with NUL, which
    PostgreSQL cannot hold and nobody types, and a request that is larger than any form, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if _length(request) > _MOST_BYTES:
            return render(request, "413.html", status=413)
        if "\0" in request.path_info or _has_nul(request.GET):
            return render(request, "400.html", status=400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Look at what was posted: here, for a form is read behind the check against forgery, and only once."""
        return render(request, "400.html", status=400) if _has_nul(request.POST) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a full disk. By now the view's transaction is undone: nothing is stored by halves. Undone with it is
        what the log said of an attempt to change what is only appended; it is written again."""
        attempts.keep(error, viewer=getattr(request, "viewer", None), address=request.META.get("REMOTE_ADDR"))
        if not is_full(error):
            return None
        logging.getLogger(__name__).error("磁盘已满：%s", error)
        return render(request, "507.html", status=507)


def is_full(error: BaseException) -> bool:
    """Whether an error means that there is no room left: for a file, or for SQLite's or PostgreSQL's own."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    cause = error.__cause__
    words = str(error)
    full = "disk is full" in words or "No space left" in words or getattr(cause, "sqlstate", "") == "53100"
    return isinstance(error, DatabaseError) and full


def _has_nul(given: QueryDict) -> bool:
    """In a name or a value of a form or a query."""
    return any("\0" in key or any("\0" in str(value) for value in values) for key, values in given.lists())


class FirstThingsMiddleware:
    """Sends people who must change their password, and administrators without a second factor, to where they do it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect."""
        where = self._first(request)
        if where is None:
            return self.get_response(request)
        name, words = where
        messages.warning(request, words)
        return redirect(name)

    def _first(self, request: HttpRequest) -> tuple[str, str] | None:
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        person = viewer.person
        if person is None:
            return None
        here = _name(request.path_info)
        if person.must_change_password and here not in _PASSWORD:
            return "account_change_password", "请先修改初始密码，再继续使用。"
        if viewer.roles & ADMINISTRATORS and here not in _FACTOR and not is_mfa_enabled(person):
            return "mfa_activate_totp", "管理员账号须先设置动态口令（第二重验证），再继续使用。"
        return None


def _name(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
