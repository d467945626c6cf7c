"""First things first: a password that must be changed, a second factor that must be set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from gongkai.web.organs.models import ADMINISTRATORS

# Where one must be able to go meanwhile, or nobody could ever comply.
_PASSWORD = frozenset(
    {
        "account_change_password",
        "account_set_password",
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
