"""Following an application: only with number and code, only one's own, and in words that say what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.law.conditions import Facts
from gongkai.law.events import Event, Unlawful
from gongkai.web.applications import messages, statistics, steps
from gongkai.web.applications.delivery import TO_OTHERS
from gongkai.web.applications.models import Application, Letter
from gongkai.web.review.operations import Stale
from tests.web.conftest import City

Case = Callable[..., Application]
ON = date(2026, 4, 21)
SUPPLY = {"unclear": "没有写明年份", "supplement_wanted": "1. 请写明所需信息的年份"}


def page(response: Any) -> str:
    return str(response.content.decode())


def follow(client: Client, case: Application) -> Client:
    client.post("/status/", {"number": case.number, "code": case.query_code})  # type: ignore[attr-defined]
    return client


def asked(case: Application, city: City) -> Application:
    """The case with a request to supplement."""
    on = date(2026, 4, 21)
    step = steps.StepInput(Event("supplement_asked", on, days=10), elements=SUPPLY)
    done = steps.take(case, step, viewer=city.viewer("clerk", on=on))
    done.query_code = case.query_code  # type: ignore[attr-defined]
    return done


def test_it_works(client: Client, application: Case) -> None:
    case = application()
    follow(client, case)
    shown = page(client.get("/status/case/"))
    assert "正在办理" in shown
    assert "2026年5月20日" in shown
    assert "为什么是这一天" in shown
    assert "劳动节放假" in shown
    assert "第 20 个" in shown
    assert "王小明" not in shown


@pytest.mark.parametrize("what", ["number", "code"])
def test_wrong_number_and_wrong_code_are_answered_alike(client: Client, application: Case, what: str) -> None:
    case = application()
    typed = {"number": case.number, "code": case.query_code}  # type: ignore[attr-defined]
    answer = client.post("/status/", {**typed, what: "ZZZZ2222"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()[0].startswith("受理编号或者查询码不对")
    assert client.get("/status/case/").url == "/status/"


def test_guessing_is_stopped_even_with_the_right_code(client: Client, application: Case) -> None:
    case = application()
    for _ in range(10):
        client.post("/status/", {"number": case.number, "code": "ZZZZ2222"})
    answer = client.post("/status/", {"number": case.number, "code": case.query_code})  # type: ignore[attr-defined]
    assert answer.status_code == 429
    assert "太密" in page(answer)


@pytest.mark.parametrize("address", ["/status/case/", "/status/letters/1.pdf"])
def test_nothing_without_opening(client: Client, application: Case, address: str) -> None:
    application()
    assert client.get(address).url == "/status/"


@pytest.mark.parametrize("address", ["/status/supplement/", "/status/withdraw/"])
def test_nothing_is_sent_without_opening(client: Client, application: Case, address: str) -> None:
    application()
    assert client.post(address, {"text": "x", "sure": "on"}).url == "/status/"


def test_letters_of_another_application_are_not_found(client: Client, application: Case) -> None:
    mine, other = application(), application()
    follow(client, mine)
    own, foreign = mine.letters.get(), other.letters.get()
    Letter.objects.update(public=True)
    assert client.get(f"/status/letters/{own.pk}.pdf").content.startswith(b"%PDF")
    assert client.get(f"/status/letters/{own.pk}.docx").content.startswith(b"PK")
    assert client.get(f"/status/letters/{foreign.pk}.pdf").status_code == 404
    assert client.get(f"/status/letters/{own.pk}.exe").status_code == 404


def test_an_internal_letter_is_not_shown(client: Client, application: Case) -> None:
    case = follow(client, application()) and Application.objects.get()
    case.letters.update(public=False)
    assert client.get(f"/status/letters/{case.letters.get().pk}.pdf").status_code == 404


@pytest.mark.parametrize("key", TO_OTHERS)
def test_a_letter_to_somebody_else_is_not_the_applicants(client: Client, application: Case, key: str) -> None:
    case = application()
    case.letters.update(key=key, title="写给别人的信")
    follow(client, case)
    assert "写给别人的信" not in page(client.get("/status/case/"))
    for form in ("pdf", "docx"):
        assert client.get(f"/status/letters/{case.letters.get().pk}.{form}").status_code == 404


def test_a_consulted_party_is_not_named(client: Client, application: Case, city: City) -> None:
    case = application()
    on = date(2026, 4, 21)
    step = steps.StepInput(
        Event("opinion_requested", on, party="不该知道的公司"), elements={"third_party": "不该知道的公司"}
    )
    try:
        steps.take(case, step, viewer=city.viewer("clerk", on=on))
    except Exception:
        case.events.create(order=99, kind="opinion_requested", on=on, party="不该知道的公司", at="2026-04-21T01:00Z")
        Application.objects.filter(pk=case.pk).update(stage="consulting")
    follow(client, case)
    shown = page(client.get("/status/case/"))
    assert "正在征求意见" in shown
    assert "征求第三方意见" in shown
    assert "不该知道的公司" not in shown


def test_a_supplement_is_kept_for_the_clerk(client: Client, application: Case, city: City) -> None:
    case = asked(application(), city)
    follow(client, case)
    assert "等您补正" in page(client.get("/status/case/"))
    empty = client.post("/status/supplement/", {"text": ""})
    assert empty.status_code == 422
    assert "请填写「补正内容」" in page(empty)
    files = SimpleUploadedFile("年份.txt", b"2025")
    assert client.post("/status/supplement/", {"text": "要2025年的。", "files": files}).status_code == 302
    assert sorted(a.name for a in case.attachments.all()) == ["年份.txt", "补充说明.txt"]
    case.refresh_from_db()
    assert case.stage == "awaiting_supplement"


def test_a_supplement_nobody_asked_for_is_not_taken(client: Client, application: Case) -> None:
    case = application()
    follow(client, case)
    client.post("/status/supplement/", {"text": "多余"})
    assert not case.attachments.exists()


def test_withdrawing_asks_for_certainty_and_is_confirmed_by_the_clerk(client: Client, application: Case) -> None:
    case = application()
    follow(client, case)
    assert "先勾选" in page(client.post("/status/withdraw/", {"reason": ""}))
    for _ in range(2):
        client.post("/status/withdraw/", {"reason": "不需要了", "sure": "on"})
    assert [a.name for a in case.attachments.all()] == ["撤回申请.txt"]
    shown = page(client.get("/status/case/"))
    assert "撤回请求已经收到，等待受理机关登记" in shown
    assert 'action="/status/withdraw/"' not in shown
    assert "撤回申请.txt" not in shown  # kept with the case; the applicant enclosed nothing
    case.refresh_from_db()
    assert case.stage == "in_hand"


def test_what_nobody_registered_is_taken_back_at_once(
    client: Client, application: Case, city: City, client_of: Callable[[str], Client]
) -> None:
    """Not received yet (条例第三十一条): no receipt, no step of the office, nothing in the figures or the report."""
    case = application(stage="new")
    follow(client, case)
    assert "撤回即时生效" in page(client.get("/status/case/"))
    client.post("/status/withdraw/", {"reason": "写错了机关", "sure": "on"})
    shown = page(client.get("/status/case/"))
    assert "您已撤回" in shown
    assert "登记以前撤回，即时生效" in shown
    assert "<strong>撤回申请</strong>（登记以前）" in shown
    assert 'action="/status/withdraw/"' not in shown
    case.refresh_from_db()
    assert (case.stage, case.outcome, case.received_on, case.incoming_since) == ("closed", "other", None, None)
    assert not case.letters.exists()
    clerk = client_of("clerk")
    desk = page(clerk.get(f"/desk/case/{case.number}/"))
    assert "申请人在登记以前已经撤回，不用登记" in desk
    assert "第一步是登记收到申请之日" not in desk
    assert "没有登记，不计算期限" in desk
    assert f"/desk/case/{case.number}/step/received/" not in desk
    assert "登记以前已经撤回" in page(clerk.get(f"/desk/case/{case.number}/step/received/"))
    assert clerk.get(f"/desk/case/{case.number}/archive/").status_code == 200
    with pytest.raises(Unlawful, match="登记以前已经撤回"):
        steps.take(case, steps.StepInput(Event("received", ON, channel="internet")), viewer=city.viewer("clerk", on=ON))
    assert sum(f.ended + f.received for f in statistics.statistics(city.viewer("clerk"), on=date(2099, 1, 1))) == 0


def test_registered_meanwhile_it_is_not_taken_back_at_once(application: Case) -> None:
    case = application()
    with pytest.raises(Stale, match="刚刚登记"):
        messages.take_back(case, text="不要了")
    assert not case.messages.exists()


def test_what_came_by_post_was_received_whoever_registers_it(client: Client, application: Case) -> None:
    case = application(stage="new")
    Application.objects.filter(pk=case.pk).update(channel="post")
    follow(client, case)
    client.post("/status/withdraw/", {"reason": "", "sure": "on"})
    case.refresh_from_db()
    assert case.stage == "new"
    assert case.messages.get().handled_at is None


def test_closing_it_shuts_the_door(client: Client, application: Case) -> None:
    follow(client, application())
    client.post("/status/leave/")
    assert client.get("/status/case/").url == "/status/"


def test_a_case_not_yet_registered_says_so(client: Client, application: Case) -> None:
    follow(client, application(stage="new"))
    shown = page(client.get("/status/case/"))
    assert "等待登记" in shown
    assert "为什么是这一天" not in shown


def decided(case: Application, *, delivered: bool) -> Letter:
    """The case answered on 24 April 2026 with a letter and an enclosure, delivered or not."""
    from gongkai.web.applications import answerfiles, intake, store
    from gongkai.web.applications.models import Attachment

    on = date(2026, 4, 24)
    event = case.events.create(order=9, kind="decided", on=on, at="2026-04-24T01:00Z")
    acknowledgement = case.letters.first()
    assert acknowledgement is not None
    digest = acknowledgement.pdf_sha256
    upload = store.inspect("明细.txt", "答复的内容".encode())
    intake.attach(case, [upload], side=Attachment.Side.ANSWER, viewer=None)
    answerfiles.decide(case, event)
    Application.objects.filter(pk=case.pk).update(stage="decided", outcome="third_party", ended_on=on, reply_due=None)
    return Letter.objects.create(
        application=case, event=event, key="third_party", title="不予公开告知书", number="青司公开〔2026〕99号",
        docx_sha256=digest, pdf_sha256=digest, issued_on=on, delivered_on=on if delivered else None, at="2026-04-24T01:00Z",
    )  # fmt: skip


def test_an_answer_is_told_when_it_is_delivered_and_not_before(client: Client, application: Case) -> None:
    case = application()
    letter = decided(case, delivered=False)
    follow(client, case)
    shown = page(client.get("/status/case/"))
    assert "正在送达" in shown
    for secret in ("不予公开告知书", "明细.txt", "行政复议"):
        assert secret not in shown
    file = case.attachments.get()
    assert client.get(f"/status/letters/{letter.pk}.pdf").status_code == 404
    assert client.get(f"/status/enclosures/{file.pk}/").status_code == 404
    Letter.objects.filter(pk=letter.pk).update(delivered_on=letter.issued_on)
    shown = page(client.get("/status/case/"))
    assert "不予公开告知书" in shown
    assert client.get(f"/status/letters/{letter.pk}.pdf").status_code == 200
    assert client.get(f"/status/enclosures/{file.pk}/").content.decode() == "答复的内容"


def test_the_remedies_are_counted_for_the_applicant(client: Client, application: Case) -> None:
    """Delivered on Friday 24 April 2026: sixty days end on Tuesday 23 June; a refusal goes to reconsideration first."""
    case = application()
    decided(case, delivered=True)
    follow(client, case)
    shown = page(client.get("/status/case/"))
    assert "应当先申请行政复议" in shown
    assert "2026年6月23日（周二）" in shown
    assert "“暂定”的意思" not in shown


def test_a_provisional_last_day_is_explained(client: Client, application: Case) -> None:
    """Delivered on 30 November 2026: sixty days end in January 2027, whose holidays nobody has announced."""
    case = application()
    letter = decided(case, delivered=True)
    Letter.objects.filter(pk=letter.pk).update(issued_on=date(2026, 11, 30), delivered_on=date(2026, 11, 30))
    follow(client, case)
    shown = page(client.get("/status/case/"))
    assert "（暂定）" in shown
    assert "“暂定”的意思是：那一年的放假安排还没有公布" in shown


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event("withdrawn", date(2026, 4, 21)), ("您已撤回", "不再答复")),
        (Event("transferred", date(2026, 4, 21), party="青澜市财政局"), ("已移送", "转送告知书")),
    ],
)
def test_what_ended_without_an_answer_says_how(
    client: Client, application: Case, city: City, event: Event, said: tuple[str, str]
) -> None:
    """Not 已办结 with nothing to fetch, nor the outcome 其他, which tells nobody anything."""
    case, facts = application(), Facts(reason="见申请人的信")
    steps.take(
        case,
        steps.StepInput(event, facts, {"record": "一份记录", "competent_organ": "青澜市财政局"}),
        viewer=city.viewer("clerk", on=event.on),
    )
    shown = page(follow(client, case).get("/status/case/")).split("<main")[1]
    for words in said:
        assert words in shown
    assert "<strong>其他" not in shown and "文书可以在下面下载" not in shown and "为什么是这一天" not in shown
