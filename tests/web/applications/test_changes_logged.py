"""An entry of the log says what stood before a change and what stands after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from gongkai.law.conditions import Facts
from gongkai.law.events import Event
from gongkai.web.applications import decisions, delivery, fees, intake, merge, messages, outbox
from gongkai.web.applications.models import Application, Mailing, Message
from gongkai.web.applications.steps import StepInput, take
from gongkai.web.catalogue import operations as catalogue
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from tests.web.conftest import TODAY, City
from tests.web.desk.stages import ANSWER, drafted, reviewed

pytestmark = pytest.mark.django_db
LOOKED = tuple(key for key, _ in delivery.SECOND_LOOK)
Case = Callable[..., Application]
Viewers = Callable[..., Any]


def entry(case: Application, kind: str) -> LogEntry:
    """The last entry of a kind about a case."""
    found = log.of(case).filter(kind=kind).last()
    assert found is not None, kind
    return found


def moved(case: Application, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stood before and stands after, by the last entry of a kind."""
    payload = entry(case, kind).payload
    return payload["before"], payload["after"]


def test_it_works(application: Case, viewer_of: Viewers) -> None:
    """Of a draft written over, only what differs."""
    case = application()
    drafted(case, viewer_of, on=TODAY)
    before, after = moved(case, "drafted")
    assert before["outcome"] is None and after["outcome"] == "granted"
    decisions.draft(
        case, outcome="granted", letter="granted", reason="另有说明", elements=ANSWER, viewer=viewer_of("clerk")
    )
    assert moved(case, "drafted") == ({"reason": ""}, {"reason": "另有说明"})
    assert entry(case, "drafted").payload["version"] == 2


def test_a_step_says_what_it_moved(application: Case, viewer_of: Viewers) -> None:
    case = application()
    before, after = moved(case, "step_received")
    assert (before["stage"], after["stage"]) == ("new", "in_hand")
    assert before["reply_due"] is None and date.fromisoformat(after["reply_due"]) == case.reply_due
    take(case, StepInput(Event("withdrawn", TODAY), Facts(reason="申请人书面撤回")), viewer=viewer_of("clerk"))
    before, after = moved(case, "step_withdrawn")
    assert after["stage"] == "closed" and after["ended_on"] == str(TODAY)
    assert before["stage"] == "in_hand"


def test_messages_mark_the_case_and_take_the_mark_away(application: Case, viewer_of: Viewers) -> None:
    case = application()
    first = messages.receive(case, kind=Message.Kind.QUESTION, text="何时能答复？")
    before, after = moved(case, "question_sent")
    assert before == {"incoming_since": None, "message": None}
    assert after["message"] == first.pk and after["incoming_since"]
    messages.reply(first, text="本月内。", viewer=viewer_of("clerk"))
    before, after = moved(case, "message_answered")
    assert before["incoming_since"] and after["incoming_since"] is None
    assert before["handled_by"] is None and after["handled_by"] == viewer_of("clerk").person.pk
    second = messages.receive(case, kind=Message.Kind.QUESTION, text="谢谢")
    messages.put_aside(second, reason="致谢，不需要答复", viewer=viewer_of("clerk"))
    before, after = moved(case, "message_handled")
    assert (before["handled_how"], after["handled_how"]) == ("", "致谢，不需要答复")
    assert "何时能答复" not in str(list(log.of(case).values_list("payload", flat=True)))


def test_a_fee_is_counted_and_settled(application: Case, viewer_of: Viewers) -> None:
    case, clerk = application(), viewer_of("clerk")
    charge = fees.Charge("item", 35, reduced=Decimal("10.00"), remission="低保户")
    said = {"fee_method": "按件", "fee_sum": charge.words, "payment_way": "银行转账"}
    step = StepInput(Event("fee_notified", TODAY, days=30), elements=said)
    case = fees.notify(case, step, charge, viewer=clerk, version=case.version)
    before, after = moved(case, "fee_counted")
    assert before["amount"] is None and Decimal(after["amount"]) == 10 and after["remission"] == "低保户"
    paid = StepInput(Event("fee_paid", TODAY))
    case = fees.pay(case, paid, fees.Paid("银行转账", "票 001"), viewer=clerk, version=case.version)
    before, after = moved(case, "fee_settled")
    assert before == {"paid_on": None, "paid_how": "", "voucher": ""}
    assert after == {"paid_on": str(TODAY), "paid_how": "银行转账", "voucher": "票 001"}


def test_letters_delivered(application: Case, viewer_of: Viewers) -> None:
    case = application()
    reviewed(case, viewer_of, on=TODAY)
    case.refresh_from_db()
    given = delivery.Given("post", TODAY, tracking="EMS1", looked=LOOKED)
    delivery.deliver(case, given, viewer=viewer_of("clerk"))
    before, after = moved(case, "letters_delivered")
    (number,) = after
    assert number == delivery.answers(case)[0].number
    assert before[number]["delivered_on"] is None
    assert after[number] == {"delivered_on": str(TODAY), "delivered_how": "邮寄", "tracking": "EMS1"}


def test_mail_that_fails_is_given_up_and_sent_again(application: Case, viewer_of: Viewers, settings: Any) -> None:
    case = application()
    reviewed(case, viewer_of, on=TODAY)
    case.refresh_from_db()
    given = delivery.Given("email", TODAY, address="someone@example.cn", looked=LOOKED)
    delivery.deliver(case, given, viewer=viewer_of("clerk"))
    mail = Mailing.objects.get(application=case)
    assert moved(case, "mail_queued") == ({"state": None}, {"state": "queued"})
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert not outbox.send(mail.pk)
    before, after = moved(case, "mail_delayed")
    assert (before["tries"], after["tries"]) == (0, 1)
    Mailing.objects.filter(pk=mail.pk).update(tries=len(outbox.WAITS), next_at=timezone.now())
    assert not outbox.send(mail.pk)
    assert moved(case, "mail_given_up")[1]["state"] == "given_up"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.refresh_from_db()
    assert outbox.again(mail, viewer=viewer_of("clerk"))
    before, after = moved(case, "mail_again")
    assert (before["state"], after["state"]) == ("given_up", "queued")
    assert entry(case, "mail_again").actor == viewer_of("clerk").person
    before, after = moved(case, "mail_sent")
    assert (before["state"], after["state"]) == ("queued", "sent") and after["sent_at"]
    assert "someone@" not in str(list(log.of(case).values_list("payload", flat=True)))


def test_a_split_stands_in_both_cases(application: Case, viewer_of: Viewers) -> None:
    case = application()
    matter = intake.Matter("另一项", "另一项内容", "", "electronic", "online")
    first = merge.split(case, matter=matter, viewer=viewer_of("clerk"), version=case.version).application
    assert moved(case, "split") == ({"split_into": []}, {"split_into": [first.number]})
    assert moved(first, "split") == ({"split_from": None}, {"split_from": case.number})
    case.refresh_from_db()
    second = merge.split(case, matter=matter, viewer=viewer_of("clerk"), version=case.version).application
    assert moved(case, "split")[0] == {"split_into": [first.number]}
    assert moved(case, "split")[1] == {"split_into": [first.number, second.number]}


def test_what_is_taken_in_and_published_stands_in_the_log_without_its_words(application: Case, city: City) -> None:
    case = application(on=TODAY)
    assert moved(case, "submitted")[1]["number"] == case.number
    viewer = city.viewer("publisher")
    text = catalogue.Text("公证办理指南", "内文不进日志", "guide")
    item = catalogue.draft(city.justice, text, viewer=viewer)
    first = log.of(item).get(kind="item_drafted").payload
    assert first["after"]["title"] == "公证办理指南" and "内文不进日志" not in str(first)
    catalogue.change(item, replace(text, title="公证指南"), version=item.version, viewer=viewer)
    second = log.of(item).filter(kind="item_drafted").latest("id").payload
    assert (second["before"]["title"], second["after"]["title"]) == ("公证办理指南", "公证指南")
    catalogue.withdraw(item, reason="重复", viewer=viewer, on=TODAY)
    gone = log.of(item).get(kind="item_given_up").payload
    assert (gone["before"]["state"], gone["after"]["state"]) == ("draft", "withdrawn")
