"""Steps at the desk: the plain case, each refusal in words at the form, two clerks at once."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.law.events import Event
from gongkai.web.applications import steps, store
from gongkai.web.applications.models import Application, Letter
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]


def today() -> date:
    return timezone.localdate()


def address(case: Application, event: str) -> str:
    return f"/desk/case/{case.number}/step/{event}/"


def typed(case: Application, **values: Any) -> dict[str, Any]:
    return {"on": str(today()), "version": case.version, "action": "preview", **values}


def previewed(browser: Client, case: Application, event: str, **values: Any) -> dict[str, Any]:
    """Fill the form and look at the preview; what the confirmation sends."""
    answer = browser.post(address(case, event), typed(case, **values))
    form = answer.context["form"]
    assert answer.context["preview"] is not None, form.errors
    return {**typed(case, **values), "previewed": form.data["previewed"], "action": "confirm"}


def take(browser: Client, case: Application, event: str, **values: Any) -> Application:
    answer = browser.post(address(case, event), previewed(browser, case, event, **values))
    assert answer.status_code == 302, answer.context["form"].errors
    return Application.objects.get(pk=case.pk)


def printed(case: Application, key: str) -> str:
    """Everything that stands in the Word file of a letter, its properties as well."""
    with zipfile.ZipFile(io.BytesIO(store.fetch(case.letters.get(key=key).docx_sha256))) as file:
        return "".join(re.sub("<[^>]+>", "", file.read(n).decode()) for n in file.namelist() if n.endswith(".xml"))


def test_it_works(client_of: Clients, application: Case) -> None:
    case = application("new", on=today())
    browser = client_of("clerk")
    assert "登记收到" in browser.get(f"/desk/case/{case.number}/").content.decode()
    page = browser.get(address(case, "received")).content.decode()
    assert "以双方确认之日为收到申请之日" in page
    case = take(browser, case, "received", channel="internet")
    assert case.stage == "in_hand"
    assert case.received_on == today()
    receipt = case.letters.get()
    assert receipt.key == "registration_receipt"
    page = browser.get(f"/desk/case/{case.number}/").content.decode()
    assert receipt.number in page
    assert "为什么是这一天" in page
    assert "不能「收到申请」" in page  # the rule stands beside the disabled step


def test_who_wants_an_answer_by_mail_that_cannot_be_sent_is_warned_of(
    client_of: Clients, application: Case, settings: Any
) -> None:
    case = application("new", on=today())
    Application.objects.filter(pk=case.pk).update(way_wanted="email")
    browser = client_of("clerk")
    assert "没有接邮件服务器" not in browser.get(address(case, "received")).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "没有接邮件服务器" in browser.get(address(case, "received")).content.decode()


def test_asking_for_reasons_shows_how_often_the_applicant_asked(client_of: Clients, application: Case) -> None:
    application(on=today())
    page = client_of("clerk").get(address(application(on=today()), "reasons_asked")).content.decode()
    assert "近三个月 <strong>2</strong> 件" in page and "申请数量、频次的事实" in page
    page = client_of("clerk").get(address(application(on=today()), "withdrawn")).content.decode()
    assert "近三个月" not in page and "以什么方式表示撤回" in page


def test_nothing_is_done_before_the_confirmation(client_of: Clients, application: Case) -> None:
    case = application("new", on=today())
    answer = client_of("clerk").post(address(case, "received"), typed(case, channel="internet"))
    page = answer.content.decode()
    assert "请核对" in page
    assert "政府信息公开申请登记回执" in page
    assert "王小明" not in page
    assert not Letter.objects.exists()
    assert Application.objects.get(pk=case.pk).stage == "new"


def test_what_was_changed_after_the_preview_is_previewed_again(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    browser = client_of("clerk")
    sent = previewed(browser, case, "withdrawn", reason="申请人来电撤回")
    shown = browser.post(address(case, "withdrawn"), {**sent, "action": "preview"}).content.decode()
    assert "不再答复，答复期限终结" in shown
    assert "没有专门规定撤回" in shown
    answer = browser.post(address(case, "withdrawn"), {**sent, "reason": "申请人书面撤回"})
    assert "请再核对一次" in answer.content.decode()
    assert Application.objects.get(pk=case.pk).stage == "in_hand"


def test_a_supplement_is_asked_and_received(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    browser = client_of("clerk")
    words = {"days": 15, "e_unclear": "没有写明年度", "e_supplement_wanted": "写明年度\n写明科目"}
    case = take(browser, case, "supplement_asked", **words)
    assert case.stage == "awaiting_supplement"
    assert case.reply_due is None
    assert case.letters.filter(key="supplement_notice").exists()
    case = take(browser, case, "supplement_received")
    assert case.stage == "in_hand"
    assert case.reply_due is not None
    refused = browser.get(address(case, "supplement_asked")).content.decode()
    assert "补正只能一次性告知" in refused
    assert "第三十条" in refused


def test_a_third_party_is_consulted_by_name(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    browser = client_of("clerk")
    words = {"party": "青澜建设公司", "e_information": "合同", "e_interest": "商业秘密"}
    case = take(browser, case, "opinion_requested", **words)
    assert case.stage == "consulting"
    assert {x.key for x in case.letters.all()} >= {"third_party_consultation", "consultation_notice"}
    assert "青澜建设公司" in printed(case, "third_party_consultation")
    assert "青澜建设公司" not in printed(case, "consultation_notice")  # the applicant is not told whom (条例第三十二条)
    page = browser.get(address(case, "opinion_received")).content.decode()
    assert "青澜建设公司" in page
    for wrong, words in (
        ({}, "答复意见"),
        ({"position": "refused"}, "请照对方的原话写明理由"),
        ({"position": "refused_unreasoned", "reason": "报价"}, "已写明理由的"),
    ):
        sent = {"on": str(today()), "version": case.version, "party": "青澜建设公司", "action": "preview", **wrong}
        answer = browser.post(address(case, "opinion_received"), sent)
        assert answer.context["form"].errors and words in answer.content.decode()
    said = {"position": "refused", "reason": "报价没有公开过"}
    case = take(browser, case, "opinion_received", party="青澜建设公司", **said)
    page = browser.get(f"/desk/case/{case.number}/").content.decode()
    assert "不同意公开，说明了理由" in page and "报价没有公开过" in page and "未认定涉及" not in page
    assert case.stage == "in_hand"


def test_a_comaker_is_asked_and_answers(client_of: Clients, application: Case) -> None:
    """条例第三十四条: its fifteen days run from the day it got the letter; what it answered stands in the case."""
    case = application(on=today())
    browser, who = client_of("clerk"), {"party": "青澜市水务局"}
    case = take(browser, case, "comaker_consulted", **who, e_information="联合执法通报")
    assert case.stage == "consulting" and "青澜市水务局" in printed(case, "comaker_consultation")
    case = take(browser, case, "comaker_delivered", **who)
    form = browser.get(address(case, "comaker_answered")).context["form"]
    offered = [key for key, _ in form.fields["position"].choices if key]
    assert offered == ["agreed", "refused", "refused_unreasoned"]  # a part of it is no answer the law knows here
    refused = browser.post(address(case, "comaker_answered"), typed(case, **who, position="refused"))
    assert "请照对方的原话写明理由" in refused.content.decode()
    case = take(browser, case, "comaker_answered", **who, position="agreed")
    assert case.stage == "in_hand" and "同意公开" in browser.get(f"/desk/case/{case.number}/").content.decode()
    event = case.events.get(kind="comaker_answered")
    assert (event.party, event.facts["position"]) == ("青澜市水务局", "agreed")


def test_reasons_a_fee_and_a_transfer(client_of: Clients, application: Case) -> None:
    browser = client_of("clerk")
    case = take(browser, application(on=today()), "reasons_asked", reason="本年已提出 60 件", days=10)
    assert "本年已提出 60 件" in str(case.letters.get(key="reasons_notice").elements)
    fee = {"method": "page", "units": 130, "days": 20, "e_payment_way": "柜台"}
    assert take(browser, application(on=today()), "fee_notified", **fee).stage == "awaiting_fee"
    moved = {"party": "青澜市财政局", "reason": "非本机关制作", "e_record": "一份记录"}
    assert take(browser, application(on=today()), "transferred", **moved).stage == "closed"


@pytest.mark.parametrize(
    ("event", "values", "said"),
    [
        ("withdrawn", {"reason": ""}, "请填写「撤回的依据」"),
        ("withdrawn", {"on": str(date(2099, 1, 1)), "reason": "撤回"}, "日期不能晚于今天"),
        ("withdrawn", {"on": "昨天", "reason": "撤回"}, "日期应写成"),
        (
            "supplement_asked",
            {"days": 16, "e_unclear": "x", "e_supplement_wanted": "y"},
            "补正期限一般不超过 15 个工作日",
        ),
        ("supplement_asked", {"days": 15, "e_unclear": "", "e_supplement_wanted": ""}, "请填写「不明确之处」"),
        ("supplement_asked", {"days": "许多", "e_unclear": "x", "e_supplement_wanted": "y"}, "请填写整数"),
        ("opinion_requested", {"party": "", "e_information": "x", "e_interest": "商业秘密"}, "请填写「第三方」"),
        ("fee_notified", {"method": "page", "units": 30, "days": 20, "e_payment_way": "柜台"}, "30 页以内不收费"),
        ("fee_notified", {"method": "weight", "units": 31, "days": 20, "e_payment_way": "柜台"}, "weight"),
        (
            "fee_notified",
            {"method": "page", "units": 40, "reduced": "50", "days": 20, "e_payment_way": "柜台"},
            "减免须写明理由",
        ),
        (
            "fee_notified",
            {"method": "page", "units": 40, "reduced": "100", "remission": "困难", "days": 20, "e_payment_way": "柜台"},
            "小于标准金额 100 元",
        ),
    ],
)
def test_refusals_stand_at_the_form_and_keep_what_was_typed(
    client_of: Clients, application: Case, event: str, values: dict[str, Any], said: str
) -> None:
    case = application(on=today())
    answer = client_of("clerk").post(address(case, event), typed(case, note="我写的备注", **values))
    page = answer.content.decode()
    assert said in page
    assert "我写的备注" in page
    assert answer.context["preview"] is None
    assert Application.objects.get(pk=case.pk).stage == "in_hand"


def test_a_day_before_the_last_event_is_refused_with_its_article(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    earlier = str(today() - timedelta(days=3))
    page = client_of("clerk").post(address(case, "withdrawn"), typed(case, on=earlier, reason="撤回")).content.decode()
    assert "早于前一件事" in page
    assert "第四十五条" in page


def test_an_internet_application_is_not_received_before_it_was_sent(client_of: Clients, application: Case) -> None:
    case = application("new")
    earlier = str(today() - timedelta(days=3))
    page = client_of("clerk").post(address(case, "received"), typed(case, on=earlier, channel="internet"))
    assert "收到之日不能更早" in page.content.decode()


def test_of_two_clerks_the_second_is_told_and_loses_nothing(client_of: Clients, city: City, application: Case) -> None:
    case = application(on=today())
    browser = client_of("clerk")
    sent = previewed(browser, case, "withdrawn", reason="申请人来电撤回")
    asked = Event("opinion_requested", today(), party="青澜建设公司")
    words = {"information": "合同", "interest": "商业秘密"}
    steps.take(case, steps.StepInput(asked, elements=words), viewer=city.viewer("head", on=today()))
    answer = browser.post(address(case, "withdrawn"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已登记「征求第三方意见」" in page
    assert "申请人来电撤回" in page
    assert Application.objects.get(pk=case.pk).stage == "consulting"
    again = Application.objects.get(pk=case.pk)
    assert take(browser, again, "withdrawn", reason="申请人来电撤回").stage == "closed"


def test_what_happened_is_logged_with_the_step(client_of: Clients, application: Case) -> None:
    take(client_of("clerk"), application(on=today()), "withdrawn", reason="申请人来电撤回")
    assert LogEntry.objects.filter(kind="step_withdrawn").exists()


def test_unknown_steps_and_foreign_cases_do_not_exist(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    assert client_of("clerk").get(address(case, "lost")).status_code == 404
    assert client_of("neighbour").get(address(case, "withdrawn")).status_code == 404
    assert client_of("neighbour").post(address(case, "withdrawn"), typed(case)).status_code == 404
    assert client_of("auditor").get(address(case, "withdrawn")).status_code == 403


def test_answering_and_delivering_have_pages_of_their_own(client_of: Clients, application: Case) -> None:
    case = application(on=today())
    assert client_of("clerk").get(address(case, "decided"))["Location"] == f"/desk/case/{case.number}/decision/"
    assert client_of("clerk").get(address(case, "delivered"))["Location"] == f"/desk/case/{case.number}/delivery/"


def test_what_no_letter_can_print_is_said_before_it_is_made(client_of: Clients, application: Case) -> None:
    case, words = application(on=today()), {"e_unclear": "没有写明年份🧧", "e_supplement_wanted": "年份", "days": 10}
    answer = client_of("clerk").post(address(case, "supplement_asked"), typed(case, **words))
    assert "“🧧”不能印在文书上" in answer.content.decode() and answer.context["preview"] is None
    kept = previewed(
        client_of("clerk"), case, "supplement_asked", **{**words, "e_unclear": "没有写明年份"}, note="好🧧"
    )
    assert kept["note"] == "好🧧"  # a remark is not printed
