"""Signing in: staff accounts are made by administrators, never by sign-up; administrators need a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import ADMINISTRATORS


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: accounts come from the system administrator."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk; administrators without a second factor to where it is set up."""
        who: Any = getattr(request, "viewer", None)
        fresh = Viewer.of(request.user, on=who.on) if who else None
        if fresh and fresh.roles & ADMINISTRATORS and not is_mfa_enabled(request.user):
            return reverse("mfa_activate_totp")
        return str(super().get_login_redirect_url(request))
