"""Signing in: the way in, the second factor, lock-out, the first password, the log of it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from gongkai.web.organs.models import Person
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from tests.web.conftest import PASSWORD, City

LOGIN = "/account/login/"


def sign_in(username: str, password: str = PASSWORD) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post(LOGIN, {"login": username, "password": password})


def kinds() -> list[str]:
    return list(LogEntry.objects.order_by("id").values_list("kind", flat=True))


def test_it_works(city: City) -> None:
    browser, answer = sign_in("clerk")
    assert answer.status_code == 302 and answer["Location"] == reverse("desk:queue")
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.actor, entry.organ, entry.address) == (
        "signed_in", city.people["clerk"], city.justice, "127.0.0.1",
    )  # fmt: skip
    browser.post("/account/logout/")
    assert kinds() == ["signed_in", "signed_out"]
    assert not list(log.broken(city.justice))


def test_a_wrong_password_is_logged_without_what_was_typed(city: City) -> None:
    _, answer = sign_in("clerk", "猜的密码-1234")
    assert answer.status_code == 200 and "账号或者密码不对" in answer.content.decode()
    assert "没有办成" in answer.content.decode() and "处需要改" not in answer.content.decode()
    sign_in("不小心写在这里的密码", "x")
    entries = list(LogEntry.objects.order_by("id"))
    assert [e.kind for e in entries] == ["sign_in_failed", "sign_in_failed"]
    assert not any("密码" in e.words + str(e.payload) + e.actor_words for e in entries)


def test_five_failures_lock_out_with_a_chinese_page(city: City, settings: Any) -> None:
    settings.AXES_ENABLED = True
    browser = Client()
    answers = [browser.post(LOGIN, {"login": "clerk", "password": "wrong"}) for _ in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 429]
    assert "分钟" in answers[-1].content.decode()
    refused = browser.post(LOGIN, {"login": "clerk", "password": PASSWORD})
    assert refused.status_code == 429 and "_auth_user_id" not in browser.session
    assert kinds().count("locked") == 1
    # Others come in from the same address.
    assert browser.post(LOGIN, {"login": "handler", "password": PASSWORD}).status_code == 302


def test_the_security_administrator_unlocks(city: City, settings: Any, client_of: Callable[[str], Client]) -> None:
    settings.AXES_ENABLED = True
    browser = Client()
    for _ in range(5):
        browser.post(LOGIN, {"login": "clerk", "password": "wrong"})
    attempt = AccessAttempt.objects.get()
    office = client_of("security_administrator")
    assert office.post(f"/security/axes/accessattempt/{attempt.pk}/delete/", {"post": "yes"}).status_code == 302
    assert browser.post(LOGIN, {"login": "clerk", "password": PASSWORD}).status_code == 302
    assert "admin_deleted" in kinds()


@pytest.mark.parametrize("role", ["system_administrator", "security_administrator", "auditor"])
def test_administrators_set_up_the_second_factor_first(city: City, role: str) -> None:
    Authenticator.objects.all().delete()
    browser, answer = sign_in(role)
    assert answer["Location"] == reverse("mfa_activate_totp")
    for path in ("/desk/", "/system/", "/security/", "/audit/"):
        assert browser.get(path)["Location"] == reverse("mfa_activate_totp")
    # The way to it is open, and so is the way out.
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    assert browser.get("/account/logout/").status_code == 200


def test_administrators_give_the_second_factor_when_signing_in(city: City) -> None:
    browser, answer = sign_in("auditor")
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert browser.get("/audit/").status_code == 302  # not signed in yet


def test_setting_up_the_second_factor(city: City, django_capture_on_commit_callbacks: Any) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    Authenticator.objects.all().delete()
    browser, _ = sign_in("auditor")
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert browser.get("/audit/").status_code == 200
    assert "factor_added" in kinds()


def test_a_first_password_must_be_changed(city: City) -> None:
    Person.objects.filter(username="clerk").update(must_change_password=True)
    browser, _ = sign_in("clerk")
    change = reverse("account_change_password")
    assert browser.get("/desk/")["Location"] == change
    new = "秋水共长天一色-815"
    answer = browser.post(change, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert not Person.objects.get(username="clerk").must_change_password
    assert "password_changed" in kinds()
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("password", ["short-1", "password123", "7391846205173", "clerk@example.cn"])
def test_a_weak_password_is_refused(city: City, password: str) -> None:
    browser, _ = sign_in("clerk")
    change = reverse("account_change_password")
    answer = browser.post(change, {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert answer.status_code == 200 and answer.context["form"].errors


def test_half_an_hour_of_idling_signs_out(city: City, settings: Any) -> None:
    browser, _ = sign_in("clerk")
    assert browser.cookies["sessionid"]["max-age"] == ""  # gone with the browser
    assert browser.session.get_expiry_age() <= 30 * 60 or settings.SESSION_COOKIE_AGE == 30 * 60


def test_nobody_signs_up(city: City) -> None:
    answer = Client().post("/account/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.filter(username="x").exists() and answer.status_code == 200


def test_a_person_sees_and_ends_their_sessions(city: City) -> None:
    browser, _ = sign_in("clerk")
    assert browser.get(reverse("usersessions_list")).status_code == 200
