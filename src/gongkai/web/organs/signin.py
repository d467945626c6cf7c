"""Signing in: staff accounts are made by administrators, never by sign-up; administrators need a second factor."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import ADMINISTRATORS, Role

FRESH = 5 * 60  # seconds
# Where the three administrators work.
HOMES = {
    Role.SYSTEM_ADMINISTRATOR: "admin:index",
    Role.SECURITY_ADMINISTRATOR: "security:index",
    Role.AUDITOR: "audit:index",
}


_CODE = "代码不对或者已经过期：请用验证器现在显示的 6 位数字，或者一个没有用过的恢复码。"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, in words that say what to do."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, "incorrect_code": _CODE}


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth behaves here."""

    # In the words of the form, which asks for 账号; account and password are not told apart.
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "账号或者密码不对，请核对后再试。",
        "incorrect_code": _CODE,
        "account_inactive": "这个账号已经停用，请与本机关的系统管理员联系。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: accounts come from the system administrator."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk; administrators to their own place, or first to where the second factor is set up."""
        who: Any = getattr(request, "viewer", None)
        fresh = Viewer.of(request.user, on=who.on) if who else None
        if fresh and fresh.roles & ADMINISTRATORS:
            if not is_mfa_enabled(request.user):
                return reverse("mfa_activate_totp")
            return reverse(next(home for role, home in HOMES.items() if role in fresh.roles))
        return str(super().get_login_redirect_url(request))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within five minutes of having given the password or a code in this very session; else as allauth does."""
        given = self.request.session.get("account_authentication_methods", [])
        now = time.time()
        if any(now - float(each.get("at", 0)) < FRESH for each in given):
            return False
        return bool(super().is_reauthentication_required(app=app))
