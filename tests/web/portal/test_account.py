"""An applicant's account: nobody needs one, and it opens nothing but its own cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.web.applications.models import Application
from gongkai.web.portal import challenge
from gongkai.web.portal.models import Account
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City
from tests.web.portal.test_applying import TYPED
from tests.web.routes import ROUTES
from tests.web.test_gate import (
    ADDRESSES,
    OPEN,
    SECRET,
    Things,
    asked,
    body,
    judged,
    line_of,
    path_of,
    things,  # noqa: F401
)

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "chen@example.cn", "qiu-shui-wen-zhang-8"


def proof() -> dict[str, str]:
    """The challenge as somebody without scripts answers it."""
    made = challenge.new()
    return {"seed": made.seed, "proof": "", "answer": str(sum(challenge._sum(made.seed)))}


def registered(browser: Client, email: str = EMAIL, password: str = PASSWORD) -> Client:
    answer = browser.post("/my/new/", {"email": email, "password": password, "again": password, **proof()})
    assert (answer.status_code, answer["Location"]) == (302, "/my/"), answer.content.decode()
    return browser


def opened(browser: Client, case: Application) -> None:
    code = case.query_code  # type: ignore[attr-defined]
    assert browser.post("/status/", {"number": case.number, "code": code}).status_code == 302


def test_it_works(application: Callable[..., Application]) -> None:
    case = application()
    browser = registered(Client())
    opened(browser, case)
    assert "加入“我的申请”" in browser.get("/status/case/").content.decode()
    browser.post("/my/add/")
    browser.post("/my/leave/")
    assert browser.get("/status/case/")["Location"] == "/status/"
    assert browser.post("/my/enter/", {"email": EMAIL.upper(), "password": PASSWORD})["Location"] == "/my/"
    assert case.number in browser.get("/my/").content.decode()
    assert browser.get(f"/my/case/{case.number}/")["Location"] == "/status/case/"
    assert case.subject in browser.get("/status/case/").content.decode()


def test_what_is_sent_while_signed_in_is_in_the_account(city: City) -> None:
    browser = registered(Client())
    browser.post("/apply/", TYPED | {"organ": city.justice.code})
    sent = browser.post("/apply/review/", proof())
    assert sent["Location"] == "/apply/receipt/"
    assert Application.objects.get().number in browser.get("/my/").content.decode()


def test_the_address_is_kept_encrypted_and_in_no_log() -> None:
    from django.db import connection

    registered(Client())
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, email, password FROM portal_account")
        assert not any("chen" in str(value) for value in cursor.fetchone())
    assert not LogEntry.objects.filter(words__contains="chen").exists()
    assert LogEntry.objects.filter(kind="account_opened").count() == 1


def test_anothers_case_is_not_there(application: Callable[..., Application]) -> None:
    case, browser, other = application(), registered(Client()), registered(Client(), "li@example.cn")
    opened(browser, case)
    browser.post("/my/add/")
    assert other.get(f"/my/case/{case.number}/").status_code == 404
    assert other.post(f"/my/case/{case.number}/remove/").status_code == 404
    assert case.number not in other.get("/my/").content.decode()
    assert other.get("/status/case/")["Location"] == "/status/"
    assert browser.get(f"/my/case/{case.number}/").status_code == 302


def test_nothing_is_added_without_the_query_code(application: Callable[..., Application]) -> None:
    case, browser = application(), registered(Client())
    assert browser.post("/my/add/", {"number": case.number})["Location"] == "/status/"
    assert not Account.objects.get().cases.exists()


def test_removed_is_closed_too(application: Callable[..., Application]) -> None:
    case, browser = application(), registered(Client())
    opened(browser, case)
    browser.post("/my/add/")
    browser.post(f"/my/case/{case.number}/remove/")
    assert browser.get("/status/case/")["Location"] == "/status/"
    assert browser.get(f"/my/case/{case.number}/").status_code == 404
    assert Application.objects.filter(pk=case.pk).exists()


def test_an_address_has_one_account() -> None:
    registered(Client())
    again = {"email": EMAIL.title(), "password": PASSWORD, "again": PASSWORD}
    answer = Client().post("/my/new/", {**again, **proof()})
    assert answer.status_code == 422
    assert "可能已经有账号" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "1234567890", "again": "1234567890"}, "全是数字"),
        ({"password": "short-1", "again": "short-1"}, "至少"),
        ({"again": "something-else-9"}, "不一样"),
        ({"email": "chen"}, "邮箱应像"),
        ({"answer": "100", "proof": ""}, "请用数字回答"),
    ],
)
def test_what_is_refused(typed: dict[str, str], said: str) -> None:
    fields = {"email": EMAIL, "password": PASSWORD, "again": PASSWORD, **proof(), **typed}
    answer = Client().post("/my/new/", fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Account.objects.exists()


def test_a_wrong_address_and_a_wrong_password_are_answered_alike() -> None:
    registered(Client())
    said = []
    for email, password in ((EMAIL, "wrong-password-1"), ("nobody@example.cn", PASSWORD)):
        page = Client().post("/my/enter/", {"email": email, "password": password}).content.decode()
        said.append("邮箱或者密码不对" in page)
    assert said == [True, True]


def test_passwords_are_not_tried_at_will() -> None:
    registered(Client())
    pages = [Client().post("/my/enter/", {"email": EMAIL, "password": f"wrong-{n}"}) for n in range(11)]
    assert "太密" not in pages[9].content.decode()
    assert "太密" in pages[10].content.decode()
    last = Client().post("/my/enter/", {"email": EMAIL, "password": PASSWORD})
    assert "太密" in last.content.decode()  # nor does the right one tell itself by then


def test_a_new_password_ends_the_other_sessions() -> None:
    browser, other = registered(Client()), Client()
    other.post("/my/enter/", {"email": EMAIL, "password": PASSWORD})
    new = "chang-tian-yi-se-9"
    wrong = browser.post("/my/password/", {"present": "no", "password": new, "again": new})
    assert wrong.status_code == 422
    assert browser.post("/my/password/", {"present": PASSWORD, "password": new, "again": new}).status_code == 302
    assert browser.get("/my/").status_code == 200
    assert other.get("/my/")["Location"] == "/my/enter/"


def test_closing_needs_the_password_and_leaves_the_case(application: Callable[..., Application]) -> None:
    case, browser = application(), registered(Client())
    opened(browser, case)
    browser.post("/my/add/")
    assert browser.post("/my/close/", {"present": "no"}).status_code == 422
    assert browser.post("/my/close/", {"present": PASSWORD})["Location"] == "/"
    assert not Account.objects.exists()
    assert browser.get("/my/")["Location"] == "/my/enter/"
    opened(browser, case)
    assert case.subject in browser.get("/status/case/").content.decode()


def test_an_account_is_nobody_to_the_platform(things: Things) -> None:  # noqa: F811
    """Every address, as somebody signed in to an account: what they are shown is what nobody is shown."""
    browser = registered(Client())
    different = []
    for name in sorted(ADDRESSES):
        line = line_of(name)
        if line is None or name.startswith(("portal:account", "portal:mine")):
            continue
        answer = asked(browser, path_of(ADDRESSES[name], things, line.thing), post=line.post)
        if judged(answer) != line.who[0] or (line.who[0] != OPEN and SECRET in body(answer)):
            different.append(f"{name}: {judged(answer)} for {line.who[0]}")
        assert "account" in browser.session or name == "account_logout", f"{name} signed the account out"
    assert ROUTES
    assert not different, "\n".join(different)
