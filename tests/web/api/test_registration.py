"""Another system registers an application."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from gongkai.web.api.models import Registration
from gongkai.web.applications import intake
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Organ, Scope
from gongkai.web.review import log
from tests.web.api.conftest import GIVEN, KEY, Issue, refusal, sent, with_
from tests.web.conftest import City


def test_it_works(client: Client, city: City, token_of: Issue) -> None:
    issued = token_of(Scope.REGISTER)
    answer = sent(client, GIVEN, issued.secret)
    assert answer.status_code == 201, answer.content.decode()
    found = answer.json()
    case = Application.objects.get()
    assert found == {
        "number": case.number, "query_code": found["query_code"], "organ": city.justice.code,
        "submitted_on": str(timezone.localdate()), "again": False,
    }  # fmt: skip
    assert (case.stage, case.channel, case.received_on, case.organ) == ("new", "post", None, city.justice)
    assert case.applicant.name == "王小明"
    assert intake.find(case.number, found["query_code"]) == case  # the applicant can follow it
    entry = log.of(case).get(kind="submitted")
    assert (entry.actor_words, entry.address) == (str(issued.token), "127.0.0.1")
    assert answer["Cache-Control"] == "no-store"


def test_a_retry_gives_the_first_one_back(client: Client, token_of: Issue) -> None:
    issued = token_of(Scope.REGISTER)
    first, again = (sent(client, GIVEN, issued.secret) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "again": True}
    assert Application.objects.count() == 1


def test_the_query_code_is_kept_for_a_day(client: Client, token_of: Issue) -> None:
    issued = token_of(Scope.REGISTER)
    sent(client, GIVEN, issued.secret)
    Registration.objects.update(at=timezone.now() - timedelta(days=2))
    assert sent(client, GIVEN, issued.secret).json()["query_code"] is None
    sent(client, GIVEN, issued.secret, key="hotline-2026-000124")
    assert Registration.objects.earliest("id").code == ""  # cleared away


def test_the_same_key_for_something_else(client: Client, token_of: Issue) -> None:
    issued = token_of(Scope.REGISTER)
    sent(client, GIVEN, issued.secret)
    assert refusal(sent(client, with_("matter.subject", "别的"), issued.secret)) == (409, "conflict")
    assert Application.objects.count() == 1


def test_another_token_has_keys_of_its_own(client: Client, token_of: Issue) -> None:
    codes = {sent(client, GIVEN, token_of(Scope.REGISTER).secret).json()["number"] for _ in range(2)}
    assert len(codes) == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with space 1234", "含汉字的键12345"])
def test_without_a_proper_key(client: Client, token_of: Issue, key: str) -> None:
    answer = sent(client, GIVEN, token_of(Scope.REGISTER).secret, key=key)
    assert refusal(answer) == (422, "invalid")
    assert "Idempotency-Key" in answer.json()["fields"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("channel", "pigeon"), ("channel", None), ("applicant", None), ("applicant", []), ("matter", "x"),
        ("applicant.name", " "), ("applicant.name", "长" * 101), ("applicant.name", 5), ("applicant.kind", "king"),
        ("applicant.id_number", "37080219900101123"), ("applicant.id_kind", "统一社会信用代码"),
        ("applicant.kind", "business"), ("applicant.telephone", "电话"), ("applicant.email", "x"),
        ("applicant.postcode", "37080"), ("applicant.postcode", "３７０８００"), ("applicant.name", "a\x00b"),
        ("applicant.name", "\ud800"), ("matter.content", "经费🧧"), ("matter.subject", None), ("matter.content", "长" * 5001),
        ("matter.way_wanted", "pigeon"), ("matter.way_wanted", "email"), ("matter.extra", "x"), ("organ", "x"),
    ],
)  # fmt: skip
def test_what_is_not_taken(client: Client, token_of: Issue, path: str, value: Any) -> None:
    answer = sent(client, with_(path, value), token_of(Scope.REGISTER).secret)
    assert refusal(answer) == (422, "invalid")
    fields = answer.json()["fields"]
    assert all(words.endswith("。") for words in fields.values())
    named = {"matter.way_wanted": {"matter.way_wanted", "applicant.email"}, "applicant.kind": {"applicant.kind", "applicant.id_kind"},
             "applicant.id_kind": {"applicant.id_kind", "applicant.id_number"}}.get(path, {path})  # fmt: skip
    assert named & set(fields), fields
    assert not Application.objects.exists() and not Registration.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "null x", b"\xff\xfe", "[" * 100_000, '{"channel": NaN}'])
def test_a_body_that_cannot_be_read(client: Client, token_of: Issue, body: str | bytes) -> None:
    assert refusal(sent(client, body, token_of(Scope.REGISTER).secret))[0] in (400, 422)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", ""]
)
@pytest.mark.parametrize("body", [b"", b"a=b", b"--x\r\n", b"\x00"])
def test_a_body_of_another_kind(client: Client, token_of: Issue, kind: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token_of(Scope.REGISTER).secret}", "Idempotency-Key": KEY}
    answer = client.generic("POST", "/api/v1/applications", body, content_type=kind, headers=headers)
    assert refusal(answer)[0] in (400, 422)


def test_a_body_that_is_too_large(client: Client, token_of: Issue) -> None:
    assert refusal(sent(client, "x" * (2 * 1024 * 1024 + 1), token_of(Scope.REGISTER).secret)) == (413, "too_large")


def test_the_wrong_scope(client: Client, token_of: Issue) -> None:
    assert refusal(sent(client, GIVEN, token_of(Scope.STATUS).secret)) == (403, "wrong_scope")
    assert not Application.objects.exists()


def test_without_a_token_nothing_of_the_body_is_looked_at(client: Client, city: City) -> None:
    assert refusal(sent(client, "{", "gk_wrong")) == (401, "wrong_token")


def test_an_organ_that_takes_none(client: Client, city: City, token_of: Issue) -> None:
    issued = token_of(Scope.REGISTER)
    Organ.objects.filter(pk=city.justice.pk).update(active=False)
    assert refusal(sent(client, GIVEN, issued.secret)) == (409, "conflict")


def test_too_many_in_an_hour(client: Client, token_of: Issue, settings: Any) -> None:
    settings.API_REGISTER_MOST_AN_HOUR = 2
    issued = token_of(Scope.REGISTER)
    found = [sent(client, GIVEN, issued.secret, key=f"hotline-{n:04d}") for n in range(3)]
    assert [a.status_code for a in found] == [201, 201, 429]
    assert int(found[2]["Retry-After"]) > 0
    assert sent(client, GIVEN, issued.secret, key="hotline-0001").status_code == 200  # a retry is no new one
    assert Application.objects.count() == 2


def test_what_fails_half_way_leaves_nothing_and_can_be_tried_again(
    client: Client, token_of: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = token_of(Scope.REGISTER)
    with monkeypatch.context() as patched:
        patched.setattr("gongkai.web.applications.intake.log.append", lambda *_, **__: 1 / 0)
        client.raise_request_exception = False
        assert refusal(sent(client, GIVEN, issued.secret)) == (500, "failure")
    assert not Application.objects.exists() and not Registration.objects.exists()
    assert sent(client, GIVEN, issued.secret).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_makes_one_application(city: City, token_of: Issue) -> None:
    secret = token_of(Scope.REGISTER).secret

    def once(_: int) -> tuple[int, dict[str, Any]]:
        try:
            answer = sent(Client(), GIVEN, secret, key=KEY)
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, range(16)))
    assert sorted(status for status, _ in found) == [200] * 15 + [201]
    assert len({(body["number"], body["query_code"]) for _, body in found}) == 1
    assert Application.objects.count() == 1
