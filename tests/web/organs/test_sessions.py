"""Sessions are renewed by use, once a minute, and end when idle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


def test_it_works(client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client_of("clerk")
    browser.get("/desk/")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    browser.get("/desk/")
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=2)  # within the minute: not written
    import time as clock

    now = clock.time()
    monkeypatch.setattr("gongkai.web.organs.middleware.time.time", lambda: now + 61)
    browser.get("/desk/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


def test_an_idle_session_ends(client_of: Callable[[str], Client]) -> None:
    browser = client_of("clerk")
    browser.get("/desk/")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    answer: Any = browser.get("/desk/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
