"""Tokens and calls of the interface."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.api import limits, tokens
from gongkai.web.api.models import ApiToken
from gongkai.web.applications import statistics
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Scope
from tests.web.conftest import City

Issue = Callable[..., tokens.Issued]
BOTH = (Scope.REGISTER, Scope.STATUS)
KEY = "hotline-2026-000123"
GIVEN: dict[str, Any] = {
    "channel": "post",
    "applicant": {
        "kind": "natural_person",
        "name": "王小明",
        "id_kind": "居民身份证",
        "id_number": "37080219900101123X",
        "telephone": "13812345678",
        "address": "青澜市西城区西街2号",
    },
    "matter": {"subject": "法律援助经费", "content": "申请公开2025年法律援助经费支出明细"},
}


@pytest.fixture(autouse=True)
def _unlimited() -> Iterator[None]:
    """Every test starts with nobody having asked anything."""
    for limit in (limits.ADDRESSES, limits.TOKENS, limits.WRONG):
        limit.forget()
    statistics._kept.clear()
    yield


@pytest.fixture
def token_of(city: City) -> Callable[..., tokens.Issued]:
    """``token_of(Scope.STATUS, organ=…, expired=…)``: a token that was just given out."""

    def issue(*scopes: Scope, organ: Organ | None = None, expired: bool = False) -> tokens.Issued:
        on = timezone.localdate()
        viewer = Viewer.of(city.people["system_administrator"], on=on)
        issued = tokens.issue(
            organ=organ or city.justice,
            name="12345 热线",
            scopes=[s.value for s in scopes or BOTH],
            expires_on=on + timedelta(days=30),
            viewer=viewer,
        )
        if expired:
            ApiToken.objects.filter(pk=issued.token.pk).update(expires_on=on - timedelta(days=1))
        return issued

    return issue


def asked(client: Client, path: str, secret: str = "", **more: str) -> Any:
    """What a reading call answers."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return client.get(f"/api/v1/{path}", headers={**headers, **more})


def sent(client: Client, given: Any, secret: str, key: str = KEY) -> Any:
    """What registering answers; ``given`` as JSON, or as it is when it is text."""
    content = given if isinstance(given, str | bytes) else json.dumps(given)
    headers = {"Authorization": f"Bearer {secret}", **({"Idempotency-Key": key} if key else {})}
    return client.post("/api/v1/applications", content, content_type="application/json", headers=headers)


def refusal(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal; its shape is checked on the way."""
    assert answer["Content-Type"].startswith("application/json")
    found = answer.json()
    assert set(found) <= {"error", "fields"} and set(found["error"]) == {"code", "message"}
    assert found["error"]["message"].endswith("。")
    return answer.status_code, found["error"]["code"]


def with_(path: str, value: Any) -> dict[str, Any]:
    """The plain registration with one thing changed (``applicant.name``); None takes it away."""
    found: dict[str, Any] = json.loads(json.dumps(GIVEN))
    *above, last = path.split(".")
    part = found
    for name in above:
        part = part[name]
    if value is None:
        part.pop(last, None)
    else:
        part[last] = value
    return found
