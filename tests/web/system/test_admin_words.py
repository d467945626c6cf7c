"""The administrators' pages speak Chinese, and say nothing of how a password is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from tests.web.conftest import City
from tests.web.system.links import PLACES, pages_of

pytestmark = pytest.mark.django_db
# Names of formats as everybody writes them; the keys of a log entry, which is shown as it was written.
KNOWN = {"excel", "word", "json", "toml", "totp", "before", "after"}


def words(page: str) -> set[str]:
    """The English words of four letters and more that a person sees on a page."""
    shown = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", " ", page.partition("<body")[2].partition(">")[2])
    return {w.lower() for w in re.findall(r"(?<![\w@./:-])[A-Za-z]{4,}(?![\w@.:/-])", html.unescape(shown))} - KNOWN


@pytest.mark.parametrize("role", PLACES)
def test_no_english_is_left(city: City, client_of: Callable[[str], Client], role: str) -> None:
    names = {person.username.lower() for person in city.people.values()}
    AccessAttempt.objects.create(
        username="somebody", ip_address="192.0.2.7", failures_since_start=5, attempt_time=timezone.now(), user_agent="x"
    )
    browser = client_of(role)
    found = pages_of(browser, PLACES[role])
    assert len(found) >= 3
    odd = {address: words(page) - names - {"somebody"} for address, page in found.items()}
    assert {address: each for address, each in odd.items() if each} == {}


def test_a_password_is_kept_and_not_described(city: City, client_of: Callable[[str], Client]) -> None:
    browser, person = client_of("system_administrator"), city.people["clerk"]
    page = browser.get(f"/system/organs/person/{person.pk}/change/").content.decode()
    assert "已设置，加密存储" in page and "pbkdf2" not in page
    reset = f"/system/organs/person/{person.pk}/password/"
    page = browser.get(reset).content.decode()
    assert "LDAP" not in page and 'name="password1"' in page and 'name="usable_password"' not in page
    refused = browser.post(reset, {"password1": "", "password2": ""})
    assert refused.status_code == 200
    assert browser.post(reset, {"password1": "Qing-lan-4821-mi", "password2": "Qing-lan-4821-mi"}).status_code == 302
    person.refresh_from_db()
    assert person.must_change_password and person.check_password("Qing-lan-4821-mi")
