"""The guide of the interface: its calls are made, and what it shows is what comes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from gongkai.web.api.refusals import CODES
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Scope
from tests.paths import ROOT
from tests.web.api.conftest import Issue
from tests.web.conftest import City

GUIDE = (ROOT / "docs" / "guides" / "api.md").read_text(encoding="utf-8")
CALLS = re.findall(r"```sh\n(curl .*?)```\n+```json\n(.*?)```", GUIDE, re.S)
# Made anew each time: numbers, days of today, codes.
FRESH = {"query_code", "submitted_on"}


def called(line: str, secret: str) -> Any:
    """Make a call as curl would."""
    words = iter(shlex.split(line.replace("\\\n", " "))[1:])
    method, address, headers, body = "GET", "", {}, ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value.replace("令牌", secret)
        elif word == "--data":
            body = next(words)
        else:
            address = word
    parts = urlsplit(address)
    kind = headers.pop("Content-Type", "application/json")
    where = parts.path + (f"?{parts.query}" if parts.query else "")
    return Client().generic(method, where, body, content_type=kind, headers=headers)


def steady(found: Any) -> Any:
    """What comes the same each time; of the rest, that it is there."""
    if isinstance(found, dict):
        return {k: bool(v) if k in FRESH else steady(v) for k, v in found.items()}
    return [steady(each) for each in found] if isinstance(found, list) else found


def test_there_are_calls() -> None:
    assert len(CALLS) == GUIDE.count("```sh\ncurl") == 6


@pytest.mark.parametrize(("line", "shown"), CALLS, ids=[re.search(r"/v1/[a-z]+", c)[0] for c, _ in CALLS])  # type: ignore[index]
def test_what_the_guide_shows_is_what_comes(
    line: str, shown: str, city: City, token_of: Issue, application: Callable[..., Application]
) -> None:
    case = application()
    Application.objects.filter(pk=case.pk).update(number="100026-2026-0001")
    answer = called(line, token_of(Scope.REGISTER, Scope.STATUS).secret)
    wanted, found = json.loads(shown), answer.json()
    if "number" in wanted and "query_code" in wanted:
        assert re.fullmatch(r"100026-\d{4}-0002", found.pop("number")) and wanted.pop("number")
    assert steady(found) == steady(wanted)


def test_the_table_of_refusals_is_whole() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (.*) \|$", GUIDE, re.M)
    assert [(c, int(s), w) for c, s, w in rows] == [(c, s, w) for c, (s, w) in CODES.items()]


def test_the_scopes_are_named() -> None:
    assert re.findall(r"^\| `(applications:\w+)`", GUIDE, re.M) == Scope.values


def test_the_limits_are_those_of_the_settings() -> None:
    from django.conf import settings

    assert f"每分钟 {settings.API_MOST_A_MINUTE} 次" in GUIDE
    assert f"每个令牌每分钟 {settings.API_TOKEN_MOST_A_MINUTE} 次" in GUIDE
    assert f"试错令牌 {settings.API_WRONG_MOST_A_MINUTE} 次" in GUIDE
    assert re.search(rf"一小时登记\s*{settings.API_REGISTER_MOST_AN_HOUR} 件", GUIDE)
