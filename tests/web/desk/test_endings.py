"""The rarer ways of a case: letters inside the organ, rectification, not an application, reopening, joined and split cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from gongkai.law.clock import reply_due
from gongkai.law.events import Event
from gongkai.web.applications import assign, delivery, intake, merge, recompute, rounds, steps
from gongkai.web.applications.ledgers import ledger_of, the_calendar
from gongkai.web.applications.models import Application
from tests.web.conftest import City
from tests.web.desk.stages import reviewed
from tests.web.desk.test_steps import take, today

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]
RECORD = {"record": "档案里的出生日期", "proof": "户口簿复印件", "rectified": "予以更正"}
ALL = tuple(key for key, _ in delivery.SECOND_LOOK)


def delivered(case: Application, city: City) -> Application:
    given = delivery.Given("in_person", today(), receiver="王小明", looked=ALL)
    return delivery.deliver(case, given, viewer=city.viewer("clerk", on=today()))


def test_a_case_given_out_with_a_letter_and_handed_over_with_a_list(
    client_of: Clients, application: Case, city: City
) -> None:
    case, browser = application(on=today()), client_of("clerk")
    first, second = city.units.values()
    address = f"/desk/case/{case.number}/assign/"
    typed = {"unit_id": first.pk, "before": "-", "tasks": "检索2025年经费\n说明能否公开", "assist_due": str(today())}
    assert browser.post(address, typed).status_code == 302
    letter = case.letters.get(key="assistance_request")
    assert (letter.public, letter.event) == (False, None)
    assert letter.number
    again = {"unit_id": first.pk, "before": f"{first.pk}-", "tasks": "补充检索", "assist_due": str(today())}
    assert browser.post(address, again).status_code == 302  # a second letter to the same unit hands nothing over
    assert case.letters.filter(key="assistance_request").count() == 2
    assert not case.letters.filter(key="handover_list").exists()
    handed = {"unit_id": second.pk, "before": f"{first.pk}-", "reason": "属该科职责"}
    assert browser.post(address, handed).status_code == 302
    assert case.letters.filter(key="handover_list", public=False).count() == 1
    page = browser.get(f"/desk/case/{case.number}/").content.decode()
    assert "政府信息公开申请协助办理函" in page
    assert "政府信息公开申请移送明细表" in page


@pytest.mark.parametrize(
    ("stage", "typed", "said"),
    [
        ("in_hand", {"tasks": "检索"}, "请写明协办期限"),
        ("in_hand", {"tasks": "检索", "assist_due": "2026-01-01"}, "不能早于收到申请之日"),
        ("new", {"tasks": "检索", "assist_due": "2099-01-01"}, "还没有登记收到"),
    ],
)
def test_a_letter_that_cannot_be_sent_is_said(
    client_of: Clients, application: Case, city: City, stage: str, typed: dict[str, Any], said: str
) -> None:
    case = application(stage, on=today())
    unit = next(iter(city.units.values()))
    answer = client_of("clerk").post(f"/desk/case/{case.number}/assign/", {"unit_id": unit.pk, "before": "-", **typed})
    assert said in answer.content.decode()
    case.refresh_from_db()
    assert case.unit is None


def test_a_letter_goes_to_a_unit(application: Case, city: City) -> None:
    task = assign.Task(("检索",), today())
    viewer = city.viewer("clerk", on=today())
    with pytest.raises(ValueError, match="请选择处室"):
        assign.assign(application(on=today()), unit=None, person=city.people["clerk"], viewer=viewer, task=task)


def test_a_record_is_put_right(application: Case, viewer_of: Any, city: City, client_of: Clients) -> None:
    """条例第四十一条: answered with a letter of its own, delivered like any other."""
    case = application(on=today())
    page = client_of("clerk").get(f"/desk/case/{case.number}/decision/?outcome=other&letter=rectification")
    assert "原记录" in page.content.decode()
    more = {"outcome": "other", "letter": "rectification", "reason": "经核对属实", "elements": RECORD}
    reviewed(case, viewer_of, on=today(), **more)
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("decided", "other")
    letter = case.letters.get(key="rectification")
    assert letter.title == "政府信息更正申请处理告知书"
    case = delivered(case, city)
    letter.refresh_from_db()
    assert (case.stage, letter.delivered_on) == ("closed", today())


def test_what_is_no_application_is_answered_with_where_to_go(
    application: Case, viewer_of: Any, client_of: Clients
) -> None:
    case = application(on=today())
    page = client_of("clerk").get(f"/desk/case/{case.number}/decision/?outcome=petition_or_complaint").content.decode()
    assert "办理渠道" in page
    wanted = {"proper_channel": "向青澜市信访局提出"}
    more = {"outcome": "petition_or_complaint", "letter": "petition_or_complaint", "reason": "反映个人诉求"}
    reviewed(case, viewer_of, on=today(), elements=wanted, **more)
    case.refresh_from_db()
    letter = case.letters.get(key="petition_or_complaint")
    assert (case.stage, case.outcome) == ("decided", "petition_or_complaint")
    assert "向青澜市信访局提出" in str(letter.elements)


def test_a_case_is_reopened_by_a_judgment(application: Case, viewer_of: Any, city: City, client_of: Clients) -> None:
    case = application(on=today())
    reviewed(case, viewer_of, on=today())
    case.refresh_from_db()
    case = delivered(case, city)
    browser = client_of("clerk")
    by = {"ground": "judgment", "document_number": "（2026）鲁0802行初5号", "document_on": str(today())}
    case = take(browser, case, "reopened", days=10, reason="撤销原答复，责令重新答复", **by)
    event = case.events.get(kind="reopened")
    said = "撤销原答复，责令重新答复"
    assert event.note.startswith("人民法院判决、裁定，（2026）鲁0802行初5号，") and event.note.endswith(said)
    assert {key: event.facts[key] for key in by} == by
    calendar = the_calendar()
    assert (case.stage, case.outcome, case.ended_on, case.reopened) == ("in_hand", "", None, True)
    assert case.reply_due == calendar.add(today(), 10)
    reviewed(case, viewer_of, on=today())
    case.refresh_from_db()
    assert case.reopened
    assert case.letters.filter(key="granted").count() == 2


def test_a_case_without_reason_is_not_reopened(
    application: Case, client_of: Clients, city: City, viewer_of: Any
) -> None:
    case = application(on=today())
    reviewed(case, viewer_of, on=today())
    page = client_of("clerk").post(
        f"/desk/case/{case.number}/step/reopened/",
        {"on": str(today()), "version": Application.objects.get().version, "action": "preview", "reason": ""},
    )
    assert "请填写「重新办理的理由」" in page.content.decode()


def _refused(application: Case, viewer_of: Any, client_of: Clients, **typed: object) -> dict[str, list[str]]:
    """What is said at the fields of handling anew."""
    case = application(on=today())
    reviewed(case, viewer_of, on=today())
    case.refresh_from_db()
    given = {"on": str(today()), "version": case.version, "action": "preview", "reason": "重新检索", **typed}
    form = client_of("clerk").post(f"/desk/case/{case.number}/step/reopened/", given).context["form"]
    return {str(name): [str(said) for said in faults] for name, faults in form.errors.items()}


def test_a_ground_is_chosen(application: Case, client_of: Clients, viewer_of: Any, city: City) -> None:
    assert set(_refused(application, viewer_of, client_of)) == {"ground"}


def test_a_document_of_others_has_number_and_day(
    application: Case, client_of: Clients, viewer_of: Any, city: City
) -> None:
    faults = _refused(application, viewer_of, client_of, ground="reconsideration")
    assert set(faults) == {"document_number", "document_on"}
    assert "请填写行政复议决定的文号" in faults["document_number"][0]


def test_correcting_oneself_needs_no_document(
    application: Case, client_of: Clients, viewer_of: Any, city: City
) -> None:
    assert _refused(application, viewer_of, client_of, ground="own") == {}


def test_a_document_is_not_later_than_what_it_causes(
    application: Case, client_of: Clients, viewer_of: Any, city: City
) -> None:
    later = str(today() + timedelta(days=1))
    faults = _refused(
        application, viewer_of, client_of, ground="ordered", document_number="平政办〔2026〕3号", document_on=later
    )
    assert "文书日期不能晚于" in faults["document_on"][0]


def test_joined_cases_know_each_other(application: Case, city: City, client_of: Clients) -> None:
    first, second = application(on=today()), application(on=today())
    viewer = city.viewer("clerk", on=today())
    done = merge.merge(second, into=first, consent="来电同意", viewer=viewer, on=today(), version=second.version)
    assert (done.stage, done.outcome, done.merged_into) == ("closed", "other", first)
    browser = client_of("clerk")
    assert "已并入" in browser.get(f"/desk/case/{second.number}/").content.decode()
    assert "并入本件" in browser.get(f"/desk/case/{first.number}/").content.decode()


def test_split_cases_know_each_other(application: Case, city: City, client_of: Clients) -> None:
    case = application(on=today())
    viewer = city.viewer("clerk", on=today())
    made = merge.split(case, matter=intake.Matter("另一项", "另一项内容"), viewer=viewer, version=case.version)
    assert made.application.split_from == case
    browser = client_of("clerk")
    assert "分立自" in browser.get(f"/desk/case/{made.application.number}/").content.decode()
    assert "由本件分立" in browser.get(f"/desk/case/{case.number}/").content.decode()


def test_the_archive_is_offered_to_those_who_may_take_it(
    application: Case, viewer_of: Any, city: City, client_of: Clients
) -> None:
    case = application(on=today())
    reviewed(case, viewer_of, on=today())
    for role, offered in (("clerk", True), ("head", True), ("signer", False), ("legal_reviewer", False)):
        page = client_of(role).get(f"/desk/case/{case.number}/").content.decode()
        assert ("案卷归档" in page) is offered
    with pytest.raises(PermissionDenied):
        delivery.deliver(case, delivery.Given("portal", today()), viewer=city.viewer("signer", on=today()))


def test_a_silent_party_lets_the_clock_go_on_by_itself(application: Case, city: City) -> None:
    """Asked and delivered on Tuesday 21 April 2026; its 15 working days end on Thursday 14 May."""
    case, on = application(), date(2026, 4, 21)
    viewer = city.viewer("clerk", on=on)
    asked = Event("opinion_requested", on, party="青澜建设公司")
    words = {"information": "合同", "interest": "商业秘密"}
    case = steps.take(case, steps.StepInput(asked, elements=words), viewer=viewer)
    case = steps.take(case, steps.StepInput(Event("opinion_delivered", on, party="青澜建设公司")), viewer=viewer)
    assert (case.stage, case.stopped_since is None) == ("consulting", False)
    last = the_calendar().add(on, 15)
    assert recompute.new_day(the_calendar().add(on, 14)) == 0
    assert recompute.new_day(last) == 1  # the clock's last day of standing still
    later = the_calendar().add(last, 1)
    assert recompute.new_day(later) == 1  # in hand again
    assert recompute.new_day(later) == 0
    case.refresh_from_db()
    due = reply_due(ledger_of(case.events.all()), the_calendar())
    assert (case.stage, case.stopped_since, case.reply_due) == ("in_hand", None, due.day if due else None)


def test_a_day_is_counted_once_by_the_rounds(application: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime

    from django.utils import timezone

    counted: list[date] = []
    monkeypatch.setattr(recompute, "new_day", counted.append)
    zone, done = timezone.get_current_timezone(), rounds.Done()
    for day, hour in ((20, 0), (20, 7), (20, 12), (21, 0)):
        done = rounds.make(datetime(2026, 4, day, hour, 5, tzinfo=zone), done=done)
    assert counted == [date(2026, 4, 20), date(2026, 4, 21)]


def test_due_soon_counts_working_days(application: Case, city: City) -> None:
    """Due on Wednesday 20 May 2026. On Friday the 15th three working days are left, though five days; on Thursday four."""
    from gongkai.web.applications import queries

    case = application()
    assert case.reply_due == date(2026, 5, 20)
    for day, found in ((14, 0), (15, 1), (16, 1), (20, 1), (21, 0)):
        viewer = city.viewer("clerk", on=date(2026, 5, day))
        assert queries.queue(viewer, "soon", on=viewer.on).count() == found, day
    Application.objects.update(stopped_since=date(2026, 5, 18))
    viewer = city.viewer("clerk", on=date(2026, 5, 19))
    assert queries.queue(viewer, "soon", on=viewer.on).count() == 0
