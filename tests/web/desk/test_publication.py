"""Publishing an answer at the desk: proposed without the applicant, marked, reviewed, public, taken down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.law.events import Event
from gongkai.web.applications import steps
from gongkai.web.applications.models import Application
from gongkai.web.applications.repeats import repeated
from gongkai.web.catalogue import operations, queries
from gongkai.web.catalogue.models import InformationItem, State, Threshold
from gongkai.web.desk import publishing
from gongkai.web.organs.gate import Viewer
from gongkai.web.review.models import Review
from tests.web.catalogue.items import CHAIN, drafted, published
from tests.web.conftest import TODAY, City
from tests.web.desk.stages import reviewed

NOBODY = Viewer(None, TODAY)
Cases = Callable[..., Application]
Browsers = Callable[[str], Client]
TODAYS_YEAR = TODAY.year


@pytest.fixture
def closed(application: Cases, viewer_of: Any) -> Cases:
    """A case answered and delivered."""

    def case(**more: Any) -> Application:
        outcome = more.pop("decision", {})
        made = application(**more)
        reviewed(made, viewer_of, on=TODAY, **outcome)
        made.refresh_from_db()
        proof = {
            "served": "答复书",
            "server": "经办人",
            "addressee": "申请人",
            "delivery_way": "电子送达",
            "delivery_place": "网上",
        }
        done = steps.take(made, steps.StepInput(Event("delivered", TODAY), elements=proof), viewer=viewer_of("clerk"))
        assert done.stage == "closed"
        return done

    return case


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def typed(browser: Client, path: str) -> dict[str, Any]:
    """What the form on a page holds."""
    form = browser.get(path).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def test_it_works(closed: Cases, client_of: Browsers) -> None:
    case = closed(content="王小明申请公开2025年法律援助经费支出明细")
    clerk = client_of("clerk")
    assert f"/desk/case/{case.number}/publish/" in page(clerk.get(f"/desk/case/{case.number}/"))
    given = typed(clerk, f"/desk/case/{case.number}/publish/")
    assert "王小明" not in str(given)
    assert case.subject in given["body"]
    assert "予以公开" in given["body"]
    assert "行政复议" not in given["body"]
    answer = clerk.post(f"/desk/case/{case.number}/publish/", given)
    assert answer.status_code == 302, answer.context["form"].errors
    item = InformationItem.objects.get()
    assert answer.url == f"/desk/information/{item.pk}/"
    clerk.post(answer.url, {"action": "send"})
    passage = Review.objects.get(kind="publication")
    for role in CHAIN:
        browser = client_of(role)
        assert f"/desk/publication/{passage.pk}/" in page(browser.get("/desk/reviews/"))
        version = Review.objects.get(pk=passage.pk).version
        done = browser.post(f"/desk/publication/{passage.pk}/", {"verdict": "passed", "version": version})
        assert done.status_code == 302, done.content.decode()
    assert [i.source_number for i in queries.published(NOBODY)] == [case.number]
    down = clerk.post(f"/desk/information/{item.pk}/", {"action": "withdraw", "reason": "附件需要更换"}, follow=True)
    assert "附件需要更换" in page(down)
    assert not queries.published(NOBODY).exists()


def test_marks_stop_the_way_to_review_until_each_is_answered(closed: Cases, client_of: Browsers) -> None:
    case, clerk = closed(), client_of("clerk")
    given = typed(clerk, f"/desk/case/{case.number}/publish/")
    given["body"] += "\n联系人王小明，电话 138 1234 5678，另请致电0635-8210001。"
    path = clerk.post(f"/desk/case/{case.number}/publish/", given).url
    shown = page(clerk.get(path))
    assert "3 处待处理" in shown
    assert "疑似申请人姓名" in shown
    assert "没有处理" in page(clerk.post(path, {"action": "send"}, follow=True))
    key = re.findall(r'name="mark" value="([0-9a-f]{32})"', shown)[-1]
    assert "写明理由" in page(clerk.post(path, {"action": "dismiss", "mark": key, "reason": ""}, follow=True))
    clerk.post(path, {"action": "dismiss", "mark": key, "reason": "机关的办公电话"})
    assert "2 处待处理" in page(clerk.get(path))
    again = {**typed(clerk, path), "action": "save"}
    again["body"] = again["body"].replace("王小明", "").replace("138 1234 5678", "")
    clerk.post(path, again)
    assert "已送审" in page(clerk.post(path, {"action": "send"}, follow=True))
    assert "机关的办公电话" in page(
        client_of("reviewer").get(f"/desk/publication/{Review.objects.get(kind='publication').pk}/")
    )


def test_an_open_case_is_not_published(application: Cases, client_of: Browsers) -> None:
    case = application()
    answer = client_of("clerk").get(f"/desk/case/{case.number}/publish/", follow=True)
    assert "案件办结以后" in page(answer)


def test_the_same_answer_is_published_once(closed: Cases, client_of: Browsers) -> None:
    case, clerk = closed(), client_of("clerk")
    path = f"/desk/case/{case.number}/publish/"
    given = typed(clerk, path)
    there = clerk.post(path, given).url
    assert clerk.get(path).url == there
    assert clerk.post(path, given).url == there
    assert InformationItem.objects.count() == 1


def test_delicate_answers_are_warned_of(closed: Cases, client_of: Browsers) -> None:
    case = closed()
    Application.objects.filter(pk=case.pk).update(touches_third_party=True, outcome="partially_granted")
    shown = page(client_of("clerk").get(f"/desk/case/{case.number}/publish/"))
    assert "第三方的合法权益" in shown
    assert "不得透露不公开的内容本身" in shown
    Application.objects.filter(pk=case.pk).update(touches_third_party=False, outcome="granted")
    assert "第三方的合法权益" not in page(client_of("clerk").get(f"/desk/case/{case.number}/publish/"))


@pytest.mark.parametrize("outcome", ["not_held", "state_secret", "third_party", "other", "fee_lapsed"])
def test_an_answer_that_gives_nothing_is_not_published(closed: Cases, client_of: Browsers, outcome: str) -> None:
    case, clerk = closed(), client_of("clerk")
    Application.objects.filter(pk=case.pk).update(outcome=outcome)
    assert "公开这份答复" not in page(clerk.get(f"/desk/case/{case.number}/"))
    assert "没有提供信息" in page(clerk.get(f"/desk/case/{case.number}/publish/", follow=True))


def test_a_partial_answer_is_proposed_without_a_heading_left_bare(closed: Cases, client_of: Browsers) -> None:
    """The headings of the letter stay with what stands under them; the applicant's own words and remedies go."""
    elements = {
        "released": ["支出总额"],
        "withheld": [("受援人姓名", "属于个人隐私")],
        "provision": "纸质复印件，当面领取",
    }
    given = {
        "outcome": "partially_granted",
        "letter": "partially_granted",
        "reason": "受援人不同意公开",
        "elements": elements,
    }
    case = closed(content="我想要支出明细，请公开", decision=given)
    body = typed(client_of("clerk"), f"/desk/case/{case.number}/publish/")["body"]
    assert body.startswith(f"信息名称\n{case.subject}")
    assert "我想要" not in body
    assert "一、公开的内容\n" in body
    assert "救济途径" not in body


def test_after_a_supplement_the_text_says_what_was_asked_for_since(closed: Cases, client_of: Browsers) -> None:
    elements = {
        "provision": "纸质复印件，当面领取",
        "enclosures": ["支出明细"],
        "supplemented": "王小明补正为2025年度的支出明细",
    }
    case = closed(decision={"elements": elements})
    body = typed(client_of("clerk"), f"/desk/case/{case.number}/publish/")["body"]
    assert body.startswith(f"信息名称\n{case.subject}\n\n补正后申请的信息\n")
    assert "补正为2025年度的支出明细" in body and "王小明" not in body


def test_files_go_out_only_when_chosen_and_read(closed: Cases, client_of: Browsers, city: City) -> None:
    clerk = client_of("clerk")
    upload = SimpleUploadedFile("说明.txt", "经费说明".encode())
    given = {"column": "policy", "title": "经费说明", "body": "见附件", "version": 0, "files": upload}
    path = clerk.post("/desk/information/new/", given).url
    assert "逐页核对" in page(clerk.post(path, {"action": "send"}, follow=True))
    item = InformationItem.objects.get()
    assert clerk.get(f"/desk/information/file/{item.files.get().pk}/").content == "经费说明".encode()
    clerk.post(path, {**typed(clerk, path), "action": "save", "drop": item.files.get().pk})
    assert not item.files.exists()
    assert "已送审" in page(clerk.post(path, {"action": "send"}, follow=True))


def test_a_hostile_upload_is_refused_and_the_text_kept(client_of: Browsers, city: City) -> None:
    upload = SimpleUploadedFile("a.pdf", b"MZ\x90\x00" * 50)
    given = {"column": "policy", "title": "经费说明", "body": "写了很久的正文", "version": 0, "files": upload}
    assert "写了很久的正文" in page(client_of("clerk").post("/desk/information/new/", given), 422)
    assert not InformationItem.objects.exists()


def test_two_at_once_and_the_second_is_told(city: City, client_of: Browsers) -> None:
    item, clerk = drafted(city, "通知"), client_of("clerk")
    path = f"/desk/information/{item.pk}/"
    given = {**typed(clerk, path), "action": "save"}
    client_of("head").post(path, {**given, "title": "负责人改的"})
    answer = clerk.post(path, {**given, "title": "经办人改的"})
    assert "刚被别人改过" in page(answer, 409)
    assert "经办人改的" in answer.content.decode()
    assert InformationItem.objects.get().title == "负责人改的"


def test_a_review_moved_on_meanwhile_is_told(city: City, client_of: Browsers) -> None:
    passage = operations.send(drafted(city, "通知"), own=(), viewer=city.viewer("clerk"))
    path, browser = f"/desk/publication/{passage.pk}/", client_of("reviewer")
    browser.post(path, {"verdict": "passed", "version": 0})
    assert "没有生效" in page(browser.post(path, {"verdict": "passed", "version": 0}), 409)


def test_sending_back_needs_a_reason_and_shows_it(city: City, client_of: Browsers) -> None:
    item = drafted(city, "通知")
    passage = operations.send(item, own=(), viewer=city.viewer("clerk"))
    path, browser = f"/desk/publication/{passage.pk}/", client_of("reviewer")
    assert "退回须写明理由" in page(browser.post(path, {"verdict": "sent_back", "version": 0}))
    browser.post(path, {"verdict": "sent_back", "version": 0, "comment": "标题要写年份"})
    assert "标题要写年份" in page(client_of("clerk").get(f"/desk/information/{item.pk}/"))


def test_the_drafter_cannot_review(city: City, client_of: Browsers) -> None:
    passage = operations.send(drafted(city, "通知"), own=(), viewer=city.viewer("clerk"))
    assert "只能提意见" in page(client_of("clerk").get(f"/desk/publication/{passage.pk}/"))
    answer = client_of("clerk").post(f"/desk/publication/{passage.pk}/", {"verdict": "passed", "version": 0})
    assert answer.status_code == 403
    assert InformationItem.objects.get().state == State.DRAFT


def test_others_do_not_see_or_take_down(city: City, client_of: Browsers) -> None:
    item = published(city, "通知")
    path = f"/desk/information/{item.pk}/"
    assert client_of("neighbour").get(path).status_code == 404
    assert client_of("neighbour").post(path, {"action": "withdraw", "reason": "x"}).status_code == 404
    assert client_of("handler").post(path, {"action": "withdraw", "reason": "x"}).status_code == 403
    assert client_of("clerk").post(path, {"action": "nonsense"}).status_code == 404
    assert InformationItem.objects.get().state == State.PUBLISHED


def test_published_information_is_offered_while_an_answer_is_drafted(
    city: City, application: Cases, client_of: Browsers
) -> None:
    item = published(city, "2025年法律援助经费支出明细")
    case = application(subject="法律援助经费支出明细", content="申请公开2025年法律援助经费支出明细")
    shown = page(client_of("clerk").get(f"/desk/case/{case.number}/decision/?outcome=granted"))
    assert "已经公开的相近信息" in shown
    assert f"/information/{item.pk}/" in shown


def ask(application: Cases, who: int, subject: str, **more: Any) -> Application:
    return application(subject=subject, content=f"申请公开{subject}", id_number=f"37080219900101{who:04d}", **more)


def test_three_people_asking_for_the_same_raise_it(
    closed: Cases, application: Cases, client_of: Browsers, city: City, viewer_of: Any
) -> None:
    first = closed(subject="2025年学府路改造工程合同", id_number="370802199001010001")
    ask(application, 1, "2025年学府路改造工程合同")  # the same person again
    ask(application, 2, "学府路改造工程合同（2025年）")
    clerk = client_of("clerk")
    assert "现在没有" in page(clerk.get("/desk/considering/"))
    ask(application, 3, "2025年学府路改造工程合同公开")
    ask(application, 4, "2024年学府路改造工程合同")  # another year is another thing
    shown = page(clerk.get("/desk/considering/"))
    assert "3 名申请人，4 件" in shown
    assert f"/desk/case/{first.number}/publish/" in shown
    numbers = ",".join(publishing.raised(viewer_of("clerk"), city.justice.pk)[0].numbers)
    assert clerk.post("/desk/considering/", {"numbers": numbers, "reason": ""}).status_code == 422
    clerk.post("/desk/considering/", {"numbers": numbers, "reason": "合同含商业秘密，另行研究"})
    assert "现在没有" in page(clerk.get("/desk/considering/"))
    ask(application, 5, "2025年学府路改造工程合同")
    assert "4 名申请人" in page(clerk.get("/desk/considering/"))
    drafted(city, "学府路改造工程合同", source=first.number)
    assert "现在没有" in page(clerk.get("/desk/considering/"))


def test_the_number_is_set_by_the_head(application: Cases, client_of: Browsers, city: City) -> None:
    for who in (1, 2):
        ask(application, who, "学府路改造工程合同")
    day = (
        page(client_of("head").get("/desk/considering/"))
        and client_of("head").get("/desk/considering/").context["form"]["since"].value()
    )
    given = {"action": "threshold", "number": 2, "since": day.isoformat(), "why": "先试两名"}
    assert client_of("clerk").post("/desk/considering/", given).status_code == 403
    assert client_of("head").post("/desk/considering/", {**given, "number": 1}).status_code == 422
    assert client_of("head").post("/desk/considering/", given).status_code == 302
    assert Threshold.objects.get().why == "先试两名"
    assert "2 名申请人" in page(client_of("clerk").get("/desk/considering/"))


def test_groups_stay_within_the_organ(application: Cases, client_of: Browsers, city: City) -> None:
    for who, organ in ((1, None), (2, None), (3, city.organs["市财政局"])):
        ask(application, who, "学府路改造工程合同", organ=organ)
    assert "现在没有" in page(client_of("clerk").get("/desk/considering/"))
    assert repeated(city.viewer("neighbour"), city.justice.pk, least=1) == []


def test_pages_cost_few_queries_whatever_there_is(
    application: Cases, client_of: Browsers, city: City, django_assert_max_num_queries: Any
) -> None:
    for who in range(12):
        ask(application, who, "学府路改造工程合同")
        drafted(city, f"第{who}件")
    clerk = client_of("clerk")
    clerk.get("/desk/")
    with django_assert_max_num_queries(22):
        clerk.get("/desk/considering/")
    with django_assert_max_num_queries(15):
        clerk.get("/desk/information/")
    with django_assert_max_num_queries(22):
        clerk.get(f"/desk/information/{InformationItem.objects.first().pk}/")
