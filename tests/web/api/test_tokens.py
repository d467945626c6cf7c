"""Giving tokens out, taking them back, and who is let in with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.api import tokens
from gongkai.web.api.models import ApiToken
from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ, Scope
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from tests.web.api.conftest import Issue, asked, refusal
from tests.web.conftest import City

Case = Callable[..., Application]


def test_it_works(client: Client, token_of: Issue, application: Case) -> None:
    case, issued = application(), token_of(Scope.STATUS)
    found = asked(client, f"applications/{case.number}", issued.secret).json()
    assert found["number"] == case.number
    assert found["stage"] == {"key": "in_hand", "words": "办理中"}
    assert (found["received_on"], found["reply_due"]) == ("2026-04-20", "2026-05-20")
    assert found["outcome_group"] is None


def test_only_the_hash_is_kept(token_of: Issue) -> None:
    issued = token_of()
    row = ApiToken.objects.filter(pk=issued.token.pk).values().get()
    assert issued.secret.startswith("gk_") and len(issued.secret) > 40
    assert issued.secret not in str(row) and issued.secret[9:] not in str(row)
    assert not LogEntry.objects.filter(words__contains=issued.secret[9:]).exists()


def test_nothing_personal_is_told(client: Client, token_of: Issue, application: Case) -> None:
    case = application(subject="不该说的事项")
    shown = asked(client, f"applications/{case.number}", token_of(Scope.STATUS).secret).content.decode()
    for words in ("王小明", "不该说的事项", "199001011234", "13812345678"):
        assert words not in shown


def test_an_outcome_is_told_by_its_group(client: Client, token_of: Issue, application: Case) -> None:
    case = application()
    Application.objects.filter(pk=case.pk).update(stage="closed", outcome="not_held", ended_on=case.received_on)
    found = asked(client, f"applications/{case.number}", token_of(Scope.STATUS).secret).json()
    assert found["outcome_group"] == {"key": "unavailable", "words": "无法提供"}


@pytest.mark.parametrize("secret", ["", "gk_wrong", "x" * 5000, "gk_é"])
def test_without_a_known_token(client: Client, application: Case, secret: str) -> None:
    answer = asked(client, f"applications/{application().number}", secret)
    assert refusal(answer) == (401, "wrong_token" if secret else "no_token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer ", "bearer\tx", "令牌"])
def test_with_a_header_that_is_badly_made(client: Client, application: Case, header: str) -> None:
    answer = client.get(f"/api/v1/applications/{application().number}", headers={"Authorization": header})
    assert refusal(answer)[0] == 401


def test_a_session_lets_nobody_in(client_of: Callable[[str], Client], application: Case) -> None:
    case, browser = application(), client_of("clerk")
    assert browser.get("/desk/").status_code == 200
    assert refusal(asked(browser, f"applications/{case.number}")) == (401, "no_token")
    assert refusal(browser.post("/api/v1/applications", {})) == (401, "no_token")


def test_revoked(client: Client, city: City, token_of: Issue, application: Case) -> None:
    issued, case = token_of(Scope.STATUS), application()
    administrator = city.viewer("system_administrator")
    tokens.revoke(issued.token, reason="系统下线", viewer=administrator)
    for _ in range(3):
        assert refusal(asked(client, f"applications/{case.number}", issued.secret)) == (401, "wrong_token")
    told = [e.words for e in log.of(issued.token)]
    assert told[1:] == [
        f"撤销接口令牌：{issued.token}：系统下线",
        f"接口拒绝：{issued.token}，令牌撤销",  # once a day, however often it tries
    ]
    with pytest.raises(ValueError, match="已经撤销"):
        tokens.revoke(issued.token, reason="再来", viewer=administrator)


def test_revoking_wants_a_reason(city: City, token_of: Issue) -> None:
    with pytest.raises(ValueError, match="写明理由"):
        tokens.revoke(token_of().token, reason=" ", viewer=city.viewer("system_administrator"))


def test_run_out(client: Client, token_of: Issue, application: Case) -> None:
    issued = token_of(Scope.STATUS, expired=True)
    assert refusal(asked(client, f"applications/{application().number}", issued.secret)) == (401, "wrong_token")


def test_the_wrong_scope(client: Client, token_of: Issue, application: Case) -> None:
    issued = token_of(Scope.REGISTER)
    assert refusal(asked(client, f"applications/{application().number}", issued.secret)) == (403, "wrong_scope")


def test_another_organ_sees_no_difference_from_nothing(
    client: Client, city: City, token_of: Issue, application: Case
) -> None:
    issued = token_of(Scope.STATUS, organ=city.organs["市财政局"])
    there = asked(client, f"applications/{application().number}", issued.secret)
    nowhere = asked(client, "applications/000000-2026-9999", issued.secret)
    assert refusal(there) == refusal(nowhere) == (404, "not_found")
    assert there.content == nowhere.content


def test_a_system_sees_its_cases_and_nothing_that_hangs_on_them(city: City, token_of: Issue, application: Case) -> None:
    from gongkai.web.applications.models import Applicant, Attachment, Letter

    application()
    system = token_of(Scope.STATUS).token.system
    viewer = Viewer(None, city.viewer("").on, system=system)
    assert visible(viewer, Application).count() == 1
    assert [visible(viewer, m).count() for m in (Applicant, Attachment, Letter)] == [0, 0, 0]
    Organ.objects.filter(pk=city.organs["市财政局"].pk).update(active=False)
    assert visible(viewer, Organ).count() == 2  # as the public sees them


@pytest.mark.parametrize("number", ["x", "1" * 300, "０００１"])
def test_a_number_that_is_none(client: Client, token_of: Issue, number: str) -> None:
    assert refusal(asked(client, f"applications/{number}", token_of(Scope.STATUS).secret)) == (404, "not_found")


def test_reading_is_logged_once_a_day_with_the_token_as_actor(
    client: Client, token_of: Issue, application: Case
) -> None:
    case, issued = application(), token_of(Scope.STATUS)
    for _ in range(3):
        asked(client, f"applications/{case.number}", issued.secret)
    entry = log.of(case).get(kind="status_read")
    assert entry.actor_words == f"系统「12345 热线」（令牌 {issued.token.mark}）"
    assert (entry.actor, entry.address) == (None, "127.0.0.1")
    assert list(log.broken(case.organ)) == []


def test_when_it_was_last_used_is_kept(client: Client, token_of: Issue, application: Case) -> None:
    issued = token_of(Scope.STATUS)
    asked(client, f"applications/{application().number}", issued.secret)
    used = ApiToken.objects.get(pk=issued.token.pk).last_used_at
    assert used and timezone.now() - used < timedelta(minutes=1)


def test_a_token_that_asks_too_often(client: Client, token_of: Issue, application: Case, settings: Any) -> None:
    settings.API_TOKEN_MOST_A_MINUTE = 1
    case, issued = application(), token_of(Scope.STATUS)
    assert asked(client, f"applications/{case.number}", issued.secret).status_code == 200
    assert refusal(asked(client, f"applications/{case.number}", issued.secret)) == (429, "too_many")


def test_an_address_that_guesses_has_to_wait(client: Client, token_of: Issue, application: Case, settings: Any) -> None:
    settings.API_WRONG_MOST_A_MINUTE = 2
    case, issued = application(), token_of(Scope.STATUS)
    assert [asked(client, f"applications/{case.number}", f"gk_{n}").status_code for n in range(3)] == [401, 401, 429]
    assert asked(client, f"applications/{case.number}", issued.secret).status_code == 429
    assert asked(client, "organs").status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"scopes": []}, "至少选择一项"),
        ({"scopes": ["everything"]}, "没有这样的权限"),
        ({"days": -1}, "至少到今天"),
        ({"days": 400}, "最长一年"),
    ],
)
def test_a_token_that_is_not_given_out(city: City, changed: dict[str, Any], words: str) -> None:
    viewer = city.viewer("system_administrator")
    on = viewer.on + timedelta(days=changed.get("days", 1))
    scopes = changed.get("scopes", ["applications:status"])
    with pytest.raises(ValueError, match=words):
        tokens.issue(organ=city.justice, name="x", scopes=scopes, expires_on=on, viewer=viewer)


# The administrators' site


def test_an_administrator_gives_out_and_takes_back(client_of: Callable[[str], Client], city: City) -> None:
    browser, on = client_of("system_administrator"), timezone.localdate()
    given = {"organ": city.justice.pk, "name": "12345 热线", "scopes": "applications:status", "expires_on": str(on)}
    shown = browser.post("/system/api/apitoken/add/", given)
    token = ApiToken.objects.get()
    secret = shown.context["issued"].secret
    assert secret in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert token.hash == ApiToken.hash_of(secret) and token.created_by == city.people["system_administrator"]
    page = f"/system/api/apitoken/{token.pk}/change/"
    for address in (page, "/system/api/apitoken/"):
        later = browser.get(address)
        assert later.status_code == 200
        assert secret not in later.content.decode()
    assert browser.post(page, {"reason": ""}).status_code == 200
    assert browser.post(page, {"reason": "系统下线"}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at and token.revoked_for == "系统下线"
    assert browser.post(page, {"reason": "再来"}).status_code == 403
    kinds = [e.kind for e in log.of(token)]
    assert kinds == ["token_issued", "token_revoked"]


def test_a_form_that_is_wrong_gives_no_token(client_of: Callable[[str], Client], city: City) -> None:
    far = timezone.localdate() + timedelta(days=900)
    given = {"organ": city.justice.pk, "name": "x", "scopes": "everything", "expires_on": str(far)}
    shown = client_of("system_administrator").post("/system/api/apitoken/add/", given)
    assert shown.status_code == 200
    assert "最长一年" in shown.content.decode()
    assert not ApiToken.objects.exists()
