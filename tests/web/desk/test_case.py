"""The case page: who is hidden, what is assigned, notes, files, applications entered for somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.applications import intake, messages
from gongkai.web.applications.assign import assign
from gongkai.web.applications.models import Application, Attachment, Note
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from gongkai.web.review.operations import Stale
from tests.web.conftest import City
from tests.web.desk.stages import reviewed

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]


def page_of(browser: Client, case: Application) -> str:
    return browser.get(f"/desk/case/{case.number}/").content.decode()


def test_it_works(client_of: Clients, application: Case) -> None:
    case = application(subject="法律援助经费")
    page = page_of(client_of("clerk"), case)
    for words in ("法律援助经费", case.number, "2026年5月20日", "周三", "为什么是这一天", "收到申请", "条例"):
        assert words in page
    assert "收到申请当日不计入" in page


def test_the_applicant_is_hidden_until_a_reason_is_given(client_of: Clients, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    hidden = page_of(browser, case)
    for personal in ("王小明", "370802199001011234", "13812345678", "西街2号"):
        assert personal not in hidden
    refused = browser.post(f"/desk/case/{case.number}/applicant/", {"reveal-reason": " "}).content.decode()
    assert "请填写「查看理由」" in refused
    assert "370802199001011234" not in refused
    shown = browser.post(f"/desk/case/{case.number}/applicant/", {"reveal-reason": "电话确认收到之日"})
    assert "370802199001011234" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert "电话确认收到之日" in LogEntry.objects.get(kind="revealed").words
    assert "370802199001011234" not in page_of(browser, case)


def test_the_case_page_asks_a_bounded_number_of_questions(
    client_of: Clients, application: Case, django_assert_max_num_queries: Any
) -> None:
    case = application()
    for _ in range(8):
        application()
    browser = client_of("clerk")
    page_of(browser, case)
    with django_assert_max_num_queries(13):
        page_of(browser, case)


def test_also_when_much_hangs_on_the_case(
    client_of: Clients, application: Case, viewer_of: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    """Notes, files, messages, a part split off, a draft under review: one question more for each kind, not for each."""
    today = timezone.localdate()
    case, browser = application(on=today), client_of("clerk")
    for _ in range(3):
        messages.receive(case, kind="question", text="什么时候答复？")
        browser.post(f"/desk/case/{case.number}/notes/", {"note-text": "电话核对过"})
        material = SimpleUploadedFile("回函.txt", "同意公开".encode())
        browser.post(f"/desk/case/{case.number}/materials/", {"files": material})
        application(on=today, split_from=case)
    reviewed(case, viewer_of, on=today, steps=2)
    page = page_of(browser, case)
    for words in ("什么时候答复？", "电话核对过", "回函.txt", "由本件分立", "答复正在审核：保密审查"):
        assert words in page
    log = page[page.index('id="log-head"') :]
    assert 0 < log.index("审核：同意") < log.index("送审："), (
        "what reviewers said stands in the case's log, newest first"
    )
    with django_assert_max_num_queries(19):
        page_of(browser, case)


def test_near_and_related_cases_stand_beside(client_of: Clients, application: Case) -> None:
    case = application(content="申请公开2025年法律援助经费支出明细表")
    twin = application(content="申请公开2025年法律援助经费支出明细", id_number="370802199203047654")
    same = application(subject="完全不同的事项", content="公证员名册")
    page = page_of(client_of("clerk"), case)
    near, related = page.index("内容相近"), page.index("同一申请人")
    assert twin.number in page[near:]
    assert same.number in page[related:near]


def test_a_handling_unit_sees_only_what_it_was_given(client_of: Clients, city: City, application: Case) -> None:
    case = application()
    assert client_of("handler").get(f"/desk/case/{case.number}/").status_code == 404
    browser = client_of("clerk")
    sent = {"unit_id": city.units["行政复议与应诉科"].pk, "person_id": "", "reason": "", "before": "-"}
    assert browser.post(f"/desk/case/{case.number}/assign/", sent).status_code == 302
    assert client_of("handler").get(f"/desk/case/{case.number}/").status_code == 200
    assert LogEntry.objects.get(kind="assigned").words == "分办给行政复议与应诉科"


def test_handing_over_needs_a_reason(client_of: Clients, city: City, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    assign(case, unit=city.units["行政复议与应诉科"], person=None, viewer=city.viewer("clerk"))
    other = city.units["公共法律服务科"]
    sent = {"unit_id": other.pk, "person_id": "", "reason": "", "before": f"{city.units['行政复议与应诉科'].pk}-"}
    assert "移交请写明理由" in browser.post(f"/desk/case/{case.number}/assign/", sent).content.decode()
    assert browser.post(f"/desk/case/{case.number}/assign/", {**sent, "reason": "职责调整"}).status_code == 302
    assert "职责调整" in LogEntry.objects.get(kind="handed_over").words


def test_of_two_who_assign_the_second_is_told(client_of: Clients, city: City, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    assign(case, unit=city.units["公共法律服务科"], person=None, viewer=city.viewer("head"))
    sent = {"unit_id": city.units["行政复议与应诉科"].pk, "person_id": "", "reason": "我来办", "before": "-"}
    answer = browser.post(f"/desk/case/{case.number}/assign/", sent)
    assert answer.status_code == 409
    assert "刚被别人分办给公共法律服务科" in answer.content.decode()
    assert "我来办" in answer.content.decode()


@pytest.mark.parametrize(
    ("unit", "person", "said"),
    [(None, None, "请选择"), ("公共法律服务科", "handler", "不在"), (None, "auditor", "没有经办的职务")],
)
def test_what_does_not_fit_is_not_assigned(
    city: City, application: Case, unit: str | None, person: str | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        assign(
            application(),
            unit=city.units[unit] if unit else None,
            person=city.people[person] if person else None,
            viewer=city.viewer("clerk"),
        )


def test_assign_knows_what_the_page_showed(city: City, application: Case) -> None:
    with pytest.raises(Stale):
        assign(application(), unit=city.units["公共法律服务科"], person=None, viewer=city.viewer("clerk"), seen=(1, 2))


def test_a_third_party_is_marked_and_unmarked_with_a_reason(client_of: Clients, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    browser.post(f"/desk/case/{case.number}/third-party/", {"touches": "on"})
    assert Application.objects.get(pk=case.pk).touches_third_party
    page = browser.post(f"/desk/case/{case.number}/third-party/", {}, follow=True).content.decode()
    assert "请写明理由" in page
    browser.post(f"/desk/case/{case.number}/third-party/", {"reason": "经核实属于本机关信息"})
    assert not Application.objects.get(pk=case.pk).touches_third_party
    rows = log.of(case).filter(kind="third_party_marked").order_by("id")
    assert [(row.payload["before"], row.payload["after"]) for row in rows] == [(False, True), (True, False)]


def test_a_note_reaches_the_colleague_it_names(client_of: Clients, city: City, application: Case) -> None:
    case = application()
    name = city.people["head"].full_name
    client_of("clerk").post(f"/desk/case/{case.number}/notes/", {"note-text": f"@{name} 请看第三方的意见"})
    assert "请看第三方的意见" in client_of("head").get("/desk/mentions/").content.decode()
    assert "请看第三方的意见" not in client_of("signer").get("/desk/mentions/").content.decode()
    assert "请看第三方的意见" not in client_of("neighbour").get("/desk/mentions/").content.decode()
    empty = client_of("clerk").post(f"/desk/case/{case.number}/notes/", {"note-text": " "}).content.decode()
    assert "请填写「附注」" in empty
    assert Note.objects.count() == 1


def test_letters_and_files_come_as_downloads_through_the_gate(client_of: Clients, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    letter = case.letters.get()
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = browser.get(f"/desk/letter/{letter.pk}/{form}/")
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert client_of("neighbour").get(f"/desk/letter/{letter.pk}/pdf/").status_code == 404
    assert client_of("").get(f"/desk/letter/{letter.pk}/pdf/").status_code == 302
    assert browser.get(f"/desk/letter/{letter.pk}/exe/").status_code == 404
    upload = SimpleUploadedFile("检索记录.txt", "查过档案室".encode())
    browser.post(f"/desk/case/{case.number}/materials/", {"files": [upload]})
    kept = Attachment.objects.get()
    assert browser.get(f"/desk/attachment/{kept.pk}/").content == "查过档案室".encode()
    assert client_of("neighbour").get(f"/desk/attachment/{kept.pk}/").status_code == 404
    wrong = SimpleUploadedFile("程序.exe", b"MZ\x90\x00" + b"\x00" * 60)
    page = browser.post(f"/desk/case/{case.number}/materials/", {"files": [wrong]}, follow=True).content.decode()
    assert "不能接收" in page
    assert LogEntry.objects.filter(kind="downloaded").count() == 3


ENTRY = {
    "channel": "counter", "kind": "natural_person", "name": "李青禾", "id_kind": "居民身份证",
    "id_number": "370802199001010017", "telephone": "13900001111", "address": "青澜市东街1号", "subject": "法律援助站点",
    "content": "全市法律援助站点名单", "form_wanted": "paper", "way_wanted": "post", "once": "a-token",
}  # fmt: skip


def entry(city: City, **values: str) -> dict[str, Any]:
    from stdnum.cn import ric

    number = ENTRY["id_number"]
    checked = number[:17] + ric.calc_check_digit(number)
    return {**ENTRY, "id_number": checked, "organ": city.justice.pk, **values}


def test_an_application_on_paper_is_entered_once(client_of: Clients, city: City) -> None:
    browser = client_of("clerk")
    page = browser.post("/desk/entry/", entry(city)).content.decode()
    case = Application.objects.get()
    code = re.search(r"查询码</dt><dd[^>]*>(\w{8})<", page)
    assert code is not None
    assert intake.find(case.number, code[1]) == case
    assert case.channel == "counter"
    again = browser.post("/desk/entry/", entry(city)).content.decode()
    assert "没有重复登记" in again
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id_number": "123"}, "身份证号码应为 18 位"),
        ({"name": ""}, "请填写「姓名或者名称」"),
        ({"telephone": "没有"}, "电话只写数字"),
        ({"kind": "business"}, "法人或者其他组织请提供"),
        ({"content": ""}, "请填写「所需信息描述」"),
        ({"content": "经费🧧"}, "“🧧”不能印在文书上，请删去或者改用文字。"),
    ],
)
def test_a_wrong_entry_is_said_at_its_field(client_of: Clients, city: City, values: dict[str, str], said: str) -> None:
    page = client_of("clerk").post("/desk/entry/", entry(city, **values)).content.decode()
    assert said in page
    assert "法律援助站点" in page
    assert not Application.objects.exists()


def test_what_was_spoken_is_written_down_for_the_applicant(client_of: Clients, city: City) -> None:
    browser = client_of("clerk")
    refused = browser.post("/desk/entry/", entry(city, channel="post", oral="on")).content.decode()
    assert "口头申请须当面提出" in refused and not Application.objects.exists()
    browser.post("/desk/entry/", entry(city, channel="counter", oral="on"))
    case = Application.objects.get()
    assert "已向申请人宣读" in case.notes.get().text
    assert "口头申请，由本机关代填" in log.of(case).get(kind="submitted").words


def test_only_the_office_enters_for_others_and_only_for_its_organ(client_of: Clients, city: City) -> None:
    assert client_of("handler").get("/desk/entry/").status_code == 403
    sent = entry(city, organ=str(city.organs["市财政局"].pk))
    client_of("clerk").post("/desk/entry/", sent)
    assert not Application.objects.exists()


def test_dates_are_local(client_of: Clients, application: Case) -> None:
    case = application("new")
    assert str(timezone.localdate(case.submitted_at).day) in page_of(client_of("clerk"), case)


def test_a_second_matter_becomes_a_case_of_its_own(client_of: Clients, application: Case) -> None:
    case, browser = application(), client_of("clerk")
    sent = {"subject": "公证员名册", "content": "全市公证员名册", "version": case.version}
    page = browser.post(f"/desk/case/{case.number}/split/", sent).content.decode()
    assert "查询码" in page
    made = Application.objects.get(subject="公证员名册")
    assert log.of(made).get(kind="split").payload["after"] == {"split_from": case.number}
    assert (made.received_on, made.stage) == (case.received_on, "in_hand")
    assert made.applicant.name == "王小明"
    assert made.number in page_of(browser, case)
    stale = browser.post(f"/desk/case/{case.number}/split/", {**sent, "version": 99})
    assert stale.status_code == 409
    assert client_of("neighbour").get(f"/desk/case/{case.number}/split/").status_code == 404


def test_the_same_matter_twice_is_joined_with_consent(client_of: Clients, city: City, application: Case) -> None:
    first, second, browser = application(), application(), client_of("clerk")
    sent = {"into": first.number, "on": "2026-04-21", "consent": "", "version": second.version}
    assert "请填写「申请人怎样同意」" in browser.post(f"/desk/case/{second.number}/merge/", sent).content.decode()
    answer = browser.post(f"/desk/case/{second.number}/merge/", {**sent, "consent": "来电同意"})
    assert answer["Location"] == f"/desk/case/{first.number}/"
    second.refresh_from_db()
    assert (second.stage, second.outcome) == ("closed", "other")
    joined = log.of(first).get(kind="merged").payload
    assert (joined["before"], joined["after"]) == ({"merged_into": None}, {"merged_into": first.number})
    assert first.number in second.events.last().note
    foreign = application(id_number="370802199203047654")
    refused = browser.post(f"/desk/case/{foreign.number}/merge/", {**sent, "consent": "来电同意"}).content.decode()
    assert "没有正在办理的其他申请" in refused


def test_a_reason_that_bars_several_steps_is_said_once(client_of: Clients, application: Case) -> None:
    fresh = page_of(client_of("clerk"), application("new"))
    assert fresh.count("第一件事应当是「收到申请」") == 1
    shown = page_of(client_of("clerk"), application(on=timezone.localdate()))
    assert shown.count("这一步只能在「等待缴费」时进行") == 3  # three steps, three articles
    assert shown.count("还没有「征求第三方意见」") == 1
    assert "登记缴费" in shown


def _steps(page: str) -> list[str]:
    """The buttons under 下一步, in order."""
    return re.findall(r"<li><a class=\"btn[^>]*>([^<]+)</a></li>", page.split('class="desk-barred"', maxsplit=1)[0])


def test_giving_out_is_the_first_step_while_nobody_works_at_it(
    client_of: Clients, city: City, application: Case
) -> None:
    case = application()
    assert _steps(page_of(client_of("clerk"), case))[0] == "分办"
    assert "分办" not in _steps(page_of(client_of("signer"), case))
    assert "分办" not in _steps(page_of(client_of("clerk"), application("new")))
    Application.objects.filter(pk=case.pk).update(handler=city.people["handler"])
    assert _steps(page_of(client_of("clerk"), case))[0] == "拟定答复"


def test_a_step_for_rectification_is_set_apart_from_other_applications(client_of: Clients, application: Case) -> None:
    page = page_of(client_of("clerk"), application())
    assert "移送（仅限更正申请）" not in _steps(page)
    assert "只用于更正申请的步骤" in page
    page = page_of(client_of("clerk"), application(content="请求更正档案里的出生日期"))
    assert "移送（仅限更正申请）" in _steps(page)
    assert "只用于更正申请的步骤" not in page


def test_whoever_handles_a_case_reads_whose_the_other_steps_are(
    client_of: Clients, city: City, application: Case
) -> None:
    case = application(on=timezone.localdate())
    Application.objects.filter(pk=case.pk).update(handler=city.people["handler"])
    hint = re.search(
        r"<p class=\"form-text\">([^<]*)：由公开办经办人或者公开机构负责人办理", page_of(client_of("handler"), case)
    )
    assert hint is not None and "告知补正" in hint[1] and "征求第三方意见" in hint[1]
    assert "由公开办经办人或者" not in page_of(client_of("clerk"), case)


def test_a_transfer_points_to_telling_who_is_in_charge(client_of: Clients, application: Case) -> None:
    case, browser = application(on=timezone.localdate()), client_of("clerk")
    page = browser.get(f"/desk/case/{case.number}/step/transferred/").content.decode()
    assert "第三十六条第五项" in page
    draft = f"/desk/case/{case.number}/decision/?outcome=not_held&amp;letter=not_this_organ"
    assert f'href="{draft}"' in page
    assert browser.get(draft).context["outcome"].key == "not_held"
