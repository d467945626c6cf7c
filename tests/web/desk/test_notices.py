"""The lists of reminders and of mail: search, filter, export; mail that goes nowhere is said and delivers nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.web.applications import delivery, messages, outbox
from gongkai.web.applications.models import Application, Mailing, Reminder
from gongkai.web.review.models import Review
from tests.web.desk.stages import reviewed
from tests.web.desk.test_steps import today

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def body(browser: Client, address: str) -> str:
    return str(browser.get(address).content.decode())


def test_it_works(client_of: Clients, application: Case) -> None:
    case = application(on=today(), subject="法律援助年报")
    messages.receive(case, kind="question", text="不在清单里出现的话")
    browser = client_of("clerk")
    assert "法律援助年报" in body(browser, "/desk/reminders/")
    assert "法律援助年报" in body(browser, "/desk/reminders/?kind=incoming&q=年报")
    assert "没有符合条件" in body(browser, "/desk/reminders/?kind=due")
    assert "没有符合条件" in body(browser, "/desk/reminders/?q=没有这个词")
    sheet = body(browser, "/desk/reminders/?export=csv")
    assert case.number in sheet
    assert "不在清单里出现的话" not in sheet
    browser.post("/desk/reminders/", {"action": "chosen", "reminder": Reminder.objects.get().pk})
    assert "没有未读" in body(browser, "/desk/reminders/")
    assert "已读" in body(browser, "/desk/reminders/?all=1")


def test_the_mail_in_sight(client_of: Clients, application: Case) -> None:
    messages.receive(application(on=today()), kind="question", text="私下的话")
    mail = Mailing.objects.get()
    page = body(client_of("clerk"), "/desk/mail/")
    assert mail.subject in page
    assert "私下的话" not in page
    assert mail.subject in body(client_of("clerk"), "/desk/mail/?state=queued&q=来件")
    assert "没有符合条件" in body(client_of("clerk"), "/desk/mail/?state=given_up")
    assert "待发送" in body(client_of("clerk"), "/desk/mail/?export=csv")
    assert mail.subject not in body(client_of("head"), "/desk/mail/")
    assert client_of("auditor").get("/desk/mail/").status_code == 403


def test_without_a_mail_server_nothing_is_delivered_by_mail(
    client_of: Clients, application: Case, settings: Any, capsys: Any, viewer_of: Any
) -> None:
    case = application(on=today())
    reviewed(case, viewer_of, on=today())
    assert outbox.leaves()
    address = f"/desk/case/{case.number}/delivery/"
    assert 'value="email"' in body(client_of("clerk"), address)
    settings.EMAIL_BACKEND = DUMMY
    assert "还没有接邮件服务器" in body(client_of("clerk"), "/desk/mail/")
    looked = [key for key, _ in delivery.SECOND_LOOK]
    given = delivery.Given("email", today(), address="wang@example.cn", looked=looked)
    page = body(client_of("clerk"), address)
    assert 'value="post"' in page
    assert 'value="email"' not in page
    assert "还没有接邮件服务器" in delivery.faults(case, given)["way"]
    messages.receive(case, kind="question", text="x")
    assert outbox.flush() == 1
    assert capsys.readouterr().out == ""


def test_reviews_and_mentions_are_searched_and_exported(
    client_of: Clients, application: Case, viewer_of: Any, city: Any
) -> None:
    case = application(on=today(), subject="法律援助年报")
    reviewed(case, viewer_of, on=today(), steps=0)
    reviewer = client_of("reviewer")
    title = Review.objects.get().title
    assert title in body(reviewer, f"/desk/reviews/?q={title[:4]}")
    assert "没有符合条件" in body(reviewer, "/desk/reviews/?q=没有这个词")
    assert title in body(reviewer, "/desk/reviews/?export=csv")
    assert title not in body(reviewer, "/desk/reviews/?export=csv&q=没有这个词")
    assert title in body(client_of("clerk"), "/desk/reviews/?slice=others&export=csv")
    name = city.people["head"].full_name
    client_of("clerk").post(f"/desk/case/{case.number}/notes/", {"note-text": f"@{name} 请看年报"})
    head = client_of("head")
    assert "请看年报" in body(head, "/desk/mentions/?q=年报")
    assert "没有符合条件" in body(head, "/desk/mentions/?q=没有这个词")
    assert "请看年报" in body(head, "/desk/mentions/?export=csv")


def test_the_lists_come_as_workbooks(client_of: Clients, application: Case) -> None:
    messages.receive(application(on=today()), kind="question", text="x")
    for address in ("/desk/reminders/", "/desk/mail/", "/desk/reviews/", "/desk/mentions/"):
        assert client_of("clerk").get(f"{address}?export=xlsx").content.startswith(b"PK")


def test_two_messages_of_a_day_stand_in_one_reminder(application: Case) -> None:
    case = application(on=today())
    messages.receive(case, kind="withdrawal", text="x")
    messages.receive(case, kind="question", text="y")
    assert Reminder.objects.get().words == "申请人来件：撤回请求、留言"
