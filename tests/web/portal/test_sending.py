"""What the applicant can do after applying: pay, give reasons, write, rate, take everything away; and the refusals."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.documents.words import words
from gongkai.law.events import Event
from gongkai.web.applications import fees, intake, merge, messages, steps
from gongkai.web.applications.models import Application, Letter, Message, Rating
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City
from tests.web.portal.test_status import asked, decided, follow, page

Case = Callable[..., Application]
ON = date(2026, 4, 21)


def shown(client: Client) -> str:
    return page(client.get("/status/case/"))


def charged(case: Application, city: City) -> Application:
    step = steps.StepInput(Event("fee_notified", ON, days=20), elements={
        "fee_method": "按量", "fee_sum": "第 31 至 40 页，每页 10 元", "payment_way": "柜台缴纳",
    })  # fmt: skip
    viewer = city.viewer("clerk", on=ON)
    return fees.notify(case, step, fees.Charge("page", 40), viewer=viewer, version=case.version)


def test_it_works(client: Client, application: Case, city: City) -> None:
    """A fee of 100 yuan asked on Tuesday 21 April 2026, twenty working days to pay: Thursday 21 May."""
    case = application()
    charged(case, city)
    follow(client, case)
    said = shown(client)
    assert "请您缴费" in said
    assert "100.00 元" in said
    assert "2026年5月21日" in said
    proof = SimpleUploadedFile("凭证.txt", b"100")
    assert client.post("/status/supplement/", {"text": "已在柜台缴纳 100 元", "files": proof}).status_code == 302
    sent = Message.objects.get()
    assert (sent.kind, [f.name for f in sent.files.all()]) == ("payment", ["凭证.txt"])
    assert "等待受理机关处理" in shown(client)
    viewer, case = city.viewer("clerk", on=ON), Application.objects.get()
    paid = fees.Paid("柜台缴纳", "票0042")
    fees.pay(case, steps.StepInput(Event("fee_paid", ON)), paid, viewer=viewer, version=case.version)
    said = shown(client)
    assert "票0042" in said
    assert "已登记「缴纳信息处理费」" in said


def test_a_way_of_payment_is_one_of_ours(application: Case, city: City) -> None:
    case = charged(application(), city)
    step = steps.StepInput(Event("fee_paid", ON))
    with pytest.raises(ValueError, match="请选择缴费方式"):
        fees.pay(case, step, fees.Paid("贝壳"), viewer=city.viewer("clerk", on=ON), version=case.version)


def test_a_question_and_its_answer(client: Client, application: Case, city: City) -> None:
    case = application()
    follow(client, case)
    assert client.post("/status/message/", {"text": ""}).status_code == 422
    client.post("/status/message/", {"text": "能改成邮寄吗"})
    messages.reply(Message.objects.get(), text="可以", viewer=city.viewer("clerk"))
    said = shown(client)
    assert "能改成邮寄吗" in said
    assert "可以" in said
    assert "已回复" in said
    assert city.people["clerk"].full_name not in said


def test_questions_are_limited(client: Client, application: Case) -> None:
    follow(client, application())
    for _ in range(5):
        assert client.post("/status/message/", {"text": "在吗"}).status_code == 302
    answer = client.post("/status/message/", {"text": "第六次"})
    assert answer.status_code == 422
    assert "留言的次数太多" in page(answer)
    assert "第六次" in page(answer)


def test_a_file_that_is_not_taken_keeps_the_words(client: Client, application: Case) -> None:
    follow(client, application())
    answer = client.post(
        "/status/message/", {"text": "请看附件", "files": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 9)}
    )
    assert answer.status_code == 422
    assert "请看附件" in page(answer)
    assert not Message.objects.exists()


def closed(case: Application) -> Letter:
    letter = decided(case, delivered=True)
    Application.objects.filter(pk=case.pk).update(stage="closed")
    return letter


def test_the_answer_is_rated_once(client: Client, application: Case) -> None:
    case = application()
    follow(client, case)
    client.post("/status/rating/", {"score": "5"})
    assert not Rating.objects.exists()  # nothing to rate yet
    closed(case)
    assert "您对这次答复满意吗" in shown(client)
    assert client.post("/status/rating/", {"score": "9"}).status_code == 422
    client.post("/status/rating/", {"score": "2", "words": "太慢"})
    client.post("/status/rating/", {"score": "5"})
    rating = Rating.objects.get()
    assert (rating.score, rating.words) == (2, "太慢")
    assert "不满意（2 分，满分 5 分）：太慢" in shown(client)


def unzipped(client: Client) -> zipfile.ZipFile:
    answer: Any = client.get("/status/everything.zip")
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_everything_as_one_file(client: Client, application: Case) -> None:
    case = application()
    closed(case)
    messages.receive(case, kind="question", text="我的留言")
    follow(client, case)
    bundle = unzipped(client)
    assert bundle.testzip() is None
    names = bundle.namelist()
    assert sum(n.startswith("1 文书/") for n in names) == 4  # two letters, each as PDF and Word
    assert any(n.startswith("2 答复附件/") and n.endswith("明细.txt") for n in names)
    said = bundle.read("0 说明.txt").decode("utf-8-sig")
    assert case.number in said
    assert "我的留言" in said
    assert "行政复议" in said
    assert "370802199001011234" not in said
    form = words(bundle.read("0 政府信息公开申请表.pdf"), "pdf").text
    assert case.subject in "".join(form.split())
    assert case.applicant.id_number not in form
    assert words(client.get("/status/form.pdf").content, "pdf").text == form
    assert LogEntry.objects.filter(words__startswith="申请人打包下载").exists()


def test_the_zip_holds_no_answer_before_delivery_and_nothing_of_the_office(client: Client, application: Case) -> None:
    from gongkai.web.applications import store
    from gongkai.web.applications.models import Attachment

    case = application()
    decided(case, delivered=False)
    intake.attach(case, [store.inspect("内部.txt", b"x")], side=Attachment.Side.EVIDENCE, viewer=None)
    follow(client, case)
    names = unzipped(client).namelist()
    assert not [n for n in names if "内部" in n or "明细" in n or "不予公开" in n]


def test_joined_cases_are_told_to_the_applicant(client: Client, application: Case, city: City) -> None:
    first, second = application(), application()
    viewer = city.viewer("clerk", on=ON)
    merge.merge(second, into=first, consent="来电", viewer=viewer, on=ON, version=second.version)
    follow(client, second)
    assert f"本件并入下面这件一并办理：<strong>{first.number}</strong>" in shown(client)
    follow(client, first)
    assert second.number in shown(client)


@pytest.mark.parametrize("address", ["/status/message/", "/status/rating/", "/status/everything.zip"])
def test_nothing_without_opening(client: Client, application: Case, address: str) -> None:
    application()
    ask = client.get if address.endswith("zip") else client.post
    assert ask(address).url == "/status/"


def test_a_supplement_that_repeats_the_application_is_told_before_it_is_sent(
    client: Client, application: Case, city: City
) -> None:
    case = asked(application(), city)
    follow(client, case)
    answer = client.post("/status/supplement/", {"text": case.content})
    assert answer.status_code == 422
    assert "和原来的申请几乎一样" in page(answer)
    assert case.content in page(answer)
    assert Message.objects.count() == 0
    assert client.post("/status/supplement/", {"text": case.content, "anyway": "1"}).status_code == 302
    assert Message.objects.get().text == case.content


def test_a_supplement_with_a_new_year_is_sent_at_once(client: Client, application: Case, city: City) -> None:
    case = asked(application(), city)
    follow(client, case)
    assert client.post("/status/supplement/", {"text": f"1998年的{case.content}"}).status_code == 302
