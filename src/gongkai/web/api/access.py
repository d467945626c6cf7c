"""Who comes: the public, or a system with a token."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from gongkai.web.api import tokens
from gongkai.web.api.limits import TOKENS, WRONG
from gongkai.web.api.models import ApiToken
from gongkai.web.api.refusals import Refused
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Scope


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, as the server sees it."""
    return request.META.get("REMOTE_ADDR") or None


def public() -> Viewer:
    """The public, whoever is signed in elsewhere in the same browser."""
    return Viewer(None, timezone.localdate())


class Token(HttpBearer):
    """Lets in who shows a token with a scope. An address that shows many wrong ones has to wait."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The viewer who comes with the token. Raises Refused."""
        address = address_of(request)
        wait = WRONG.wait(address or "", count=False)
        if wait:
            raise Refused("too_many", "不正确的令牌试得太多，请过一会儿再试。", wait=wait)
        on = timezone.localdate()
        try:
            found = tokens.recognise(token.strip(), scope=self.scope, on=on, address=address)
        except Refused as refused:
            if refused.code == "wrong_token":
                WRONG.wait(address or "")
            raise
        wait = TOKENS.wait(found.hash)
        if wait:
            raise Refused("too_many", wait=wait)
        request.token = found  # type: ignore[attr-defined]
        return Viewer(None, on, system=found.system)


def token_of(request: HttpRequest) -> ApiToken:
    """The token a request was let in with."""
    return cast(ApiToken, request.token)  # type: ignore[attr-defined]


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer a request was let in as."""
    return cast(Viewer, request.auth)  # type: ignore[attr-defined]
