"""The lists of reminders and of mail: search, filter, export; mail that goes nowhere is said and delivers nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.web.applications import delivery, messages, outbox
from gongkai.web.applications.models import Application, Mailing, Reminder
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
    client_of: Clients, application: Case, settings: Any, capsys: Any
) -> None:
    case = application(on=today())
    assert outbox.leaves()
    settings.EMAIL_BACKEND = DUMMY
    assert "还没有接邮件服务器" in body(client_of("clerk"), "/desk/mail/")
    looked = [key for key, _ in delivery.SECOND_LOOK]
    given = delivery.Given("email", today(), address="wang@example.cn", looked=looked)
    assert "还没有接邮件服务器" in delivery.faults(case, given)["way"]
    messages.receive(case, kind="question", text="x")
    assert outbox.flush() == 1
    assert capsys.readouterr().out == ""
