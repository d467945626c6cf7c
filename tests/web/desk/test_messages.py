"""What the applicant sends: flagged in the queue and on the case, cleared by the step, an answer or a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from gongkai.web.applications import messages, reminders
from gongkai.web.applications.models import Application, Message, Reminder
from gongkai.web.review.operations import Stale
from tests.web.conftest import City
from tests.web.desk.test_steps import take, today

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]
ASKED = {"days": 15, "e_unclear": "没有写明年度", "e_supplement_wanted": "写明年度"}


def slice_of(browser: Client, key: str = "incoming") -> Any:
    answer = browser.get(f"/desk/?slice={key}")
    return [row.case.pk for row in answer.context["rows"]]


def page_of(browser: Client, case: Application) -> str:
    return str(browser.get(f"/desk/case/{case.number}/").content.decode())


def test_it_works(client_of: Clients, application: Case, city: City) -> None:
    browser = client_of("clerk")
    case = take(browser, application(on=today()), "supplement_asked", **ASKED)
    assert slice_of(browser) == []
    messages.receive(case, kind="supplement", text="要2025年度的。")
    assert slice_of(browser) == [case.pk]
    page = page_of(browser, case)
    assert "申请人来件，等待处理（1）" in page
    assert "要2025年度的。" in page
    assert "登记收到补正" in page
    told = Reminder.objects.get()
    assert (told.person, told.kind) == (city.people["clerk"], "incoming")
    assert "申请人来件：补正材料" in browser.get("/desk/reminders/").content.decode()
    assert "要2025年度的。" in browser.get(f"/desk/case/{case.number}/step/supplement_received/").content.decode()
    take(browser, case, "supplement_received")
    assert slice_of(browser) == []
    done = Message.objects.get()
    assert (done.handled_by, done.handled_how) == (city.people["clerk"], "已登记「收到补正」")
    page = page_of(browser, case)
    assert "等待处理" not in page and "补正以前的申请内容" in page
    assert page.index("<strong>补正后：</strong>要2025年度的。") < page.index("补正以前的申请内容")


def test_a_withdrawal_is_agreed_to_in_one_step(client_of: Clients, application: Case) -> None:
    browser, case = client_of("clerk"), application(on=today())
    messages.receive(case, kind="withdrawal", text="不需要了")
    assert "同意撤回" in page_of(browser, case)
    form = browser.get(f"/desk/case/{case.number}/step/withdrawn/").context["form"]
    assert "不需要了" in form["reason"].value()
    case = take(browser, case, "withdrawn", reason=form["reason"].value())
    assert (case.stage, case.incoming_since) == ("closed", None)


def test_the_end_of_a_case_settles_what_asked_for_a_step_and_leaves_questions(
    client_of: Clients, application: Case
) -> None:
    case = application(on=today())
    messages.receive(case, kind="withdrawal", text="不需要了")
    asked = messages.receive(case, kind="question", text="能寄到新地址吗")
    moved = {"party": "青澜市财政局", "reason": "非本机关制作", "e_record": "一份记录"}
    case = take(client_of("clerk"), case, "transferred", **moved)
    assert [m.pk for m in messages.waiting(case)] == [asked.pk]
    assert case.incoming_since == asked.at


def test_a_question_is_answered_and_both_sides_stand_on_the_page(client_of: Clients, application: Case) -> None:
    browser, case = client_of("clerk"), application(on=today())
    asked = messages.receive(case, kind="question", text="能寄到新地址吗")
    address = f"/desk/case/{case.number}/message/{asked.pk}/"
    assert "请写下回复内容" in browser.post(address, {"action": "reply", "text": " "}, follow=True).content.decode()
    page = browser.post(address, {"action": "reply", "text": "可以，请写明地址。"}, follow=True).content.decode()
    assert "可以，请写明地址。" in page
    assert "等待处理" not in page
    assert (
        "刚被别人处理过" in browser.post(address, {"action": "reply", "text": "又一次"}, follow=True).content.decode()
    )
    assert Message.objects.filter(kind="reply").count() == 1


def test_nothing_follows_only_with_a_word(client_of: Clients, application: Case, city: City) -> None:
    browser, case = client_of("clerk"), application(on=today())
    sent = messages.receive(case, kind="withdrawal", text="误点")
    address = f"/desk/case/{case.number}/message/{sent.pk}/"
    assert "请写明处理情况" in browser.post(address, {"action": "aside"}, follow=True).content.decode()
    browser.post(address, {"action": "aside", "text": "来电说是误点"})
    sent.refresh_from_db()
    assert sent.handled_how == "来电说是误点"
    with pytest.raises(Stale):
        messages.put_aside(sent, reason="又一次", viewer=city.viewer("clerk", on=today()))


def test_other_organs_and_administrators_are_refused(client_of: Clients, application: Case, city: City) -> None:
    case = application(on=today())
    sent = messages.receive(case, kind="question", text="秘密的话")
    address = f"/desk/case/{case.number}/message/{sent.pk}/"
    assert client_of("neighbour").post(address, {"action": "reply", "text": "x"}).status_code == 404
    assert client_of("auditor").post(address, {"action": "reply", "text": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        messages.reply(sent, text="x", viewer=city.viewer("neighbour", on=today()))
    assert slice_of(client_of("neighbour")) == []


def test_a_message_of_another_case_is_not_answered_here(client_of: Clients, application: Case) -> None:
    mine, other = application(on=today()), application(on=today())
    sent = messages.receive(other, kind="question", text="x")
    answer = client_of("clerk").post(f"/desk/case/{mine.number}/message/{sent.pk}/", {"action": "reply", "text": "y"})
    assert answer.status_code == 404


def test_the_handler_is_told_not_everybody(application: Case, city: City) -> None:
    case = application(on=today(), handler=city.people["handler"])
    messages.receive(case, kind="question", text="x")
    assert [r.person for r in Reminder.objects.all()] == [city.people["handler"]]
    assert reminders.unread(city.viewer("handler", on=today())).count() == 1


def test_being_named_in_a_note_is_a_reminder(client_of: Clients, application: Case, city: City) -> None:
    case = application(on=today())
    name = city.people["head"].full_name
    client_of("clerk").post(f"/desk/case/{case.number}/notes/", {"note-text": f"@{name} 请看"})
    told = Reminder.objects.get()
    assert (told.person, told.kind) == (city.people["head"], "mention")
