"""Reconsideration and litigation at the desk: from the application to the result, and back to the application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Post, Role
from gongkai.web.remedies.models import Remedy
from gongkai.web.remedies.operations import Entry
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry
from tests.web.conftest import SINCE, TODAY, City
from tests.web.desk.stages import reviewed
from tests.web.remedies.contests import NAME, entered, went_on

Browsers = Callable[[str], Client]
ENDED = date(2026, 5, 20)
GIVEN = {
    "course": "reconsideration",
    "tribunal": "青澜市人民政府",
    "case_number": "青政复〔2026〕12号",
    "matter": "不服予以公开的答复",
    "claimants": NAME,
    "original": "青澜市司法局",
    "defendants": "青澜市司法局",
    "proceeding": "ordinary",
    "filed_on": "2026-04-27",
    "accepted_on": "2026-04-28",
    "received_on": "2026-04-29",
}


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return str(answer.content.decode())


@pytest.fixture
def decided(application: Callable[..., Application], viewer_of: Any) -> Application:
    """A case that was answered on TODAY."""
    case = application()
    reviewed(case, viewer_of, on=TODAY)
    case.refresh_from_db()
    return case


def test_it_works(decided: Application, client_of: Browsers) -> None:
    clerk = client_of("clerk")
    assert f"/desk/remedies/new/?case={decided.number}" in page(clerk.get(f"/desk/case/{decided.number}/"))
    form = clerk.get(f"/desk/remedies/new/?case={decided.number}").context["form"]
    assert form.initial["application_number"] == decided.number
    assert (form.initial["outcome"], form.initial["replied_on"]) == ("granted", str(TODAY))
    paper = SimpleUploadedFile("答复通知书.txt", "请答复".encode())
    typed = {
        **GIVEN,
        "application_number": decided.number,
        "outcome": "granted",
        "replied_on": str(TODAY),
        "files": paper,
    }
    answer = clerk.post("/desk/remedies/new/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    remedy = Remedy.objects.get()
    shown = page(clerk.get(answer["Location"]))
    assert "答复通知书.txt" in shown
    assert NAME not in shown
    for kind, day, disposal in (
        ("answered", "2026-05-08", ""),
        ("ended", str(ENDED), "annulled"),
        ("served", "2026-05-21", ""),
    ):
        remedy.refresh_from_db()
        step = {"on": day, "disposal": disposal, "version": remedy.version}
        assert clerk.post(f"/desk/remedy/{remedy.pk}/step/{kind}/", step).status_code == 302
    shown = page(clerk.get(f"/desk/remedy/{remedy.pk}/"))
    assert "结果纠正" in shown
    assert f"/desk/case/{decided.number}/step/reopened/?reason=" in shown
    assert "青政复〔2026〕12号" in page(clerk.get(f"/desk/case/{decided.number}/"))
    year = page(clerk.get("/desk/remedies/year/?year=2026"))
    assert 'aria-label="行政复议，结果纠正：1 件，看案件"' in year
    cell = "/desk/remedies/?year=2026&course=reconsideration&result="
    assert "青政复〔2026〕12号" in page(clerk.get(cell + "corrected"))
    assert "没有符合条件的案件" in page(clerk.get(cell + "pending"))


def test_a_corrected_answer_is_handled_anew_with_its_own_clock(
    decided: Application, client_of: Browsers, city: City
) -> None:
    remedy = went_on(city, entered(city, application_number=decided.number), "ended", TODAY, "annulled")
    clerk = client_of("clerk")
    address = clerk.get(f"/desk/remedy/{remedy.pk}/").context["reopen"]["address"]
    form = clerk.get(address).context["form"]
    assert form["document_number"].value() == "青政复〔2026〕12号" and form["ground"].value() == "reconsideration"
    typed = {
        **{name: form[name].value() for name in ("ground", "document_number", "document_on", "remedy")},
        "on": str(timezone.localdate()),
        "version": form["version"].value(),
        "reason": form["reason"].value(),
        "days": 10,
    }
    path = address.split("?")[0]
    wrong = clerk.post(path, {**typed, "ground": "judgment"}).context["form"]
    assert "依据应当选「行政复议决定」" in str(wrong.errors["remedy"])
    looked = clerk.post(path, typed).context["form"]
    clerk.post(path, {**typed, "previewed": looked["previewed"].value(), "action": "confirm"})
    decided.refresh_from_db()
    assert (decided.stage, decided.ended_on) == ("in_hand", None)
    assert "重新办理。</p>" in page(clerk.get(f"/desk/remedy/{remedy.pk}/"))
    shown = page(clerk.get(f"/desk/case/{decided.number}/"))
    assert (
        f'<a href="/desk/remedy/{remedy.pk}/">所依据的案件：' in shown and "行政复议决定，青政复〔2026〕12号，" in shown
    )


def test_an_upheld_answer_offers_nothing(decided: Application, client_of: Browsers, city: City) -> None:
    remedy = went_on(city, entered(city, application_number=decided.number), "ended", TODAY, "maintained")
    assert "step/reopened" not in page(client_of("clerk").get(f"/desk/remedy/{remedy.pk}/"))


def test_the_names_are_shown_for_a_reason_only(client_of: Browsers, city: City) -> None:
    remedy, head = entered(city), client_of("head")
    path = f"/desk/remedy/{remedy.pk}/parties/"
    assert NAME not in page(head.post(path, {"reveal-reason": ""}), 422)
    answer = head.post(path, {"reveal-reason": "准备答辩"})
    assert NAME in page(answer)
    assert answer["Cache-Control"] == "no-store"
    assert log.of(remedy).filter(kind="revealed").count() == 1
    assert NAME not in page(client_of("clerk").get(f"/desk/remedy/{remedy.pk}/edit/"))


def test_editing_leaves_the_names_alone(client_of: Browsers, city: City) -> None:
    remedy, clerk = entered(city), client_of("clerk")
    typed = {**GIVEN, "claimants": "", "matter": "不服答复内容", "filed_on": "2026-02-25", "version": remedy.version}
    path = f"/desk/remedy/{remedy.pk}/edit/"
    assert clerk.post(path, typed).status_code == 302
    remedy.refresh_from_db()
    assert (remedy.matter, remedy.claimants) == ("不服答复内容", NAME)
    assert "刚被别人改过" in page(clerk.post(path, typed), 409)


@pytest.mark.parametrize(
    ("more", "status", "says"),
    [
        ({"claimants": ""}, 422, "请填写「申请人（原告）」"),
        ({"accepted_on": "2026-04-26"}, 422, "前后矛盾"),
        ({"accepted_on": "2099-01-01"}, 422, "晚于今天"),
        ({"application_number": "没有这一件"}, 422, "没有找到受理编号"),
        ({"original": "别的机关", "defendants": "别的机关"}, 422, "既不是原行为机关"),
        ({"course": "nonsense"}, 422, "选择一个有效的选项"),
    ],
)
def test_what_cannot_be_is_refused(
    client_of: Browsers, city: City, more: dict[str, str], status: int, says: str
) -> None:
    answer = client_of("clerk").post("/desk/remedies/new/", {**GIVEN, **more})
    assert says in page(answer, status)
    assert not Remedy.objects.exists()


def test_a_double_case_number_is_told(client_of: Browsers, city: City) -> None:
    entered(city)
    answer = client_of("clerk").post("/desk/remedies/new/", {**GIVEN, "case_number": "青政复[2026]12号"})
    assert "已另有一件登记" in page(answer, 409)


def test_a_result_that_is_not_of_the_course_is_refused(client_of: Browsers, city: City) -> None:
    remedy = entered(city)
    typed = {"on": str(ENDED), "disposal": "claims_dismissed", "version": remedy.version}
    page(client_of("clerk").post(f"/desk/remedy/{remedy.pk}/step/ended/", typed), 422)
    remedy.refresh_from_db()
    assert remedy.ended_on is None


def test_another_organs_application_is_not_linked(
    client_of: Browsers, city: City, application: Callable[..., Application]
) -> None:
    other = application(organ=city.organs["市财政局"])
    answer = client_of("clerk").post("/desk/remedies/new/", {**GIVEN, "application_number": other.number})
    assert "没有找到受理编号" in page(answer, 422)


def test_a_step_is_corrected_and_withdrawn(client_of: Browsers, city: City) -> None:
    remedy, clerk = went_on(city, entered(city), "ended", TODAY, "maintained"), client_of("clerk")
    event = remedy.events.get(kind="ended")
    typed = {"on": str(TODAY), "disposal": "annulled", "why": "看错主文", "version": remedy.version}
    path = f"/desk/remedy/event/{event.pk}/"
    assert clerk.post(path, {**typed, "why": ""}).status_code == 422
    assert clerk.post(path, typed).status_code == 302
    shown = page(clerk.get(f"/desk/remedy/{remedy.pk}/"))
    assert "已被更正" in shown
    assert "看错主文" in shown
    last = remedy.events.latest("order")
    typed |= {"version": remedy.version + 1, "action": "withdraw"}
    assert clerk.post(f"/desk/remedy/event/{last.pk}/", typed).status_code == 302
    remedy.refresh_from_db()
    assert remedy.ended_on is None


def test_the_list_is_searched_filtered_and_exported_without_names(client_of: Browsers, city: City) -> None:
    entered(city)
    entered(city, course="direct_suit", case_number="（2026）鲁0802行初5号", matter="不服本机关不掌握的答复")
    clerk = client_of("clerk")
    assert "青政复" not in page(clerk.get("/desk/remedies/?q=行初5号"))
    assert "行初5号" not in page(clerk.get("/desk/remedies/?course=reconsideration"))
    assert "没有符合条件" in page(clerk.get("/desk/remedies/?state=ended"))
    table = clerk.get("/desk/remedies/?export=csv").content.decode()
    assert "行初5号" in table
    assert NAME not in table
    assert clerk.get("/desk/remedies/?export=xlsx").content[:2] == b"PK"
    assert "旧格式" in page(clerk.get("/desk/remedies/year/?year=2019"))


def test_the_signer_reads_and_does_not_write(client_of: Browsers, city: City) -> None:
    remedy, signer = entered(city), client_of("signer")
    shown = page(signer.get(f"/desk/remedy/{remedy.pk}/"))
    assert "/step/" not in shown
    assert signer.get(f"/desk/remedy/{remedy.pk}/edit/").status_code == 403
    assert signer.post(f"/desk/remedy/{remedy.pk}/step/answered/", {"on": str(TODAY), "version": 1}).status_code == 403


def test_a_party_is_found_by_the_whole_name_only(client_of: Browsers, city: City) -> None:
    entered(city, third_parties="青澜 (集团) 公司")
    entered(city, claimants="王小\n李芳", case_number="青政复〔2026〕13号")
    clerk = client_of("clerk")
    for typed, there, absent in (
        (f" {NAME}", "12号", "13号"),
        ("青澜（集团）公司", "12号", "13号"),
        ("李芳", "13号", "12号"),
    ):
        answer = clerk.post("/desk/remedies/find/", {"party": typed})
        assert answer.status_code == 302
        assert typed.strip() not in answer["Location"]
        shown = page(clerk.get(answer["Location"]))
        assert there in shown
        assert absent not in shown
        assert NAME not in shown
    for part in ("王", "小明", "王小明明"):
        shown = page(clerk.get(clerk.post("/desk/remedies/find/", {"party": part})["Location"]))
        assert "没有这位当事人的案件" in shown
    entry = LogEntry.objects.filter(kind="party_sought").earliest("pk")
    assert entry.payload["cases"] == [Remedy.objects.get(case_number__contains="12").pk]
    assert NAME not in f"{entry.words}{entry.payload}"


def test_a_party_of_another_organ_is_not_found(client_of: Browsers, city: City) -> None:
    entered(city)
    neighbour = client_of("neighbour")
    shown = page(neighbour.get(neighbour.post("/desk/remedies/find/", {"party": NAME})["Location"]))
    assert "没有这位当事人的案件" in shown
    assert "青政复" not in shown
    assert client_of("auditor").post("/desk/remedies/find/", {"party": NAME}).status_code == 403
    assert "完整姓名" in page(client_of("clerk").post("/desk/remedies/find/", {"party": " "}, follow=True))


def test_a_retrial_is_entered_at_the_desk(client_of: Browsers, city: City) -> None:
    accepted = [Entry("accepted", date(2025, 3, 3))]
    suit = entered(city, *accepted, course="direct_suit", case_number="1", filed_on=None)
    suit = went_on(city, suit, "ended", date(2025, 9, 1), "claims_dismissed")
    clerk = client_of("clerk")
    assert "裁定再审" in page(clerk.get(f"/desk/remedy/{suit.pk}/"))
    typed = {"on": "2026-02-02", "version": suit.version}
    assert clerk.post(f"/desk/remedy/{suit.pk}/step/retried/", typed).status_code == 302
    assert "2025 年已计入“结果维持”，不变" in page(clerk.get(f"/desk/remedy/{suit.pk}/"))
    assert 'aria-label="未经复议直接起诉，尚未审结：1 件，看案件"' in page(clerk.get("/desk/remedies/year/?year=2026"))
    assert 'aria-label="未经复议直接起诉，结果维持：1 件，看案件"' in page(clerk.get("/desk/remedies/year/?year=2025"))


def test_whoever_works_for_two_organs_sees_the_cases_of_one_where_its_table_leads(
    client_of: Browsers, city: City
) -> None:
    finance = city.organs["市财政局"]
    Post.objects.create(person=city.people["clerk"], organ=finance, role=Role.CLERK, since=SINCE)
    entered(city)
    entered(city, organ=finance, original=finance.name, defendants=(finance.name,), case_number="2", matter="财政一案")
    clerk = client_of("clerk")
    assert len(clerk.get("/desk/remedies/").context["page"].object_list) == 2
    year = page(clerk.get(f"/desk/remedies/year/?year=2026&organ={city.justice.pk}"))
    assert f"organ={city.justice.pk}&amp;course=reconsideration&amp;result=pending" in year
    only = clerk.get(
        f"/desk/remedies/?year=2026&organ={city.justice.pk}&course=reconsideration&result=pending&state=all"
    )
    assert [r.organ for r in only.context["page"]] == [city.justice]
    assert "财政一案" not in page(only) and "只列出市司法局 2026 年度" in page(only)
    assert len(clerk.get("/desk/remedies/?organ=999999").context["page"].object_list) == 2
