"""The extension at the desk: asking, the head's page, the clock meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.law.conditions import Facts
from gongkai.law.events import Event
from gongkai.web.applications import extensions, papers
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import StepInput
from gongkai.web.organs.gate import Viewer
from gongkai.web.review.models import Review
from tests.web.desk.test_steps import address, previewed, take

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]
WHY = "需要检索历年档案"


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def case(application: Case) -> Application:
    return application(on=today())


@pytest.fixture
def page(case: Application, client_of: Clients) -> str:
    """The address of the page on which the head decides about the clerk's request."""
    take(client_of("clerk"), case, "extended", days=20, reason=WHY)
    return f"/desk/extension/{Review.objects.get(kind='extension').pk}/"


def test_it_works(case: Application, page: str, client_of: Clients) -> None:
    clerk, head, due = client_of("clerk"), client_of("head"), case.reply_due
    shown = clerk.get(f"/desk/case/{case.number}/").content.decode()
    assert "已提请延长，负责人同意后才生效" in shown and "提请延长</a>" not in shown and page in shown
    assert page in head.get("/desk/reviews/").content.decode()
    shown = head.get(page).content.decode()
    for words in (WHY, "20 个工作日", "今天同意，变为", "延长答复"):
        assert words in shown
    assert "王小明" not in shown
    answer = head.post(page, {"verdict": "passed", "comment": "", "version": 0})
    assert answer.status_code == 302 and case.number in answer["Location"]
    case.refresh_from_db()
    assert due and case.reply_due and case.reply_due > due
    assert "已同意" in client_of("clerk").get(page).content.decode()
    ((on, paper),) = papers.extension_forms(case)  # what goes into the archive
    assert on == today()
    for words in ("延长答复期限 20 个工作日", WHY):
        assert words in paper.text


def test_the_head_extends_at_once(case: Application, client_of: Clients) -> None:
    head = client_of("head")
    assert "提请" not in head.get(address(case, "extended")).content.decode().split("<main")[1]
    before = case.reply_due
    case = take(head, case, "extended", days=20, approver="别人", reason=WHY)
    assert before and case.reply_due and case.reply_due > before
    assert "别人" not in str(case.events.get(kind="extended").facts)  # who consents is who signed in


def test_nobody_consents_backwards(case: Application, client_of: Clients) -> None:
    head = client_of("head")
    early = str(today() - timedelta(days=1))
    head.post(address(case, "extended"), previewed(head, case, "extended", on=early, days=20, reason=WHY))
    assert case.events.get(kind="extended").on == today()


def test_others_are_refused(case: Application, page: str, client_of: Clients) -> None:
    refused = client_of("signer").get(address(case, "extended")).content.decode()
    assert "须由政府信息公开工作机构负责人办理" in refused
    for role in ("clerk", "signer"):
        answer = client_of(role).post(page, {"verdict": "passed", "comment": "", "version": 0})
        assert answer.status_code == 403
    assert client_of("neighbour").get(page).status_code == 404
    assert not case.events.filter(kind="extended").exists()


def test_sending_back_needs_a_reason(case: Application, page: str, client_of: Clients) -> None:
    head = client_of("head")
    assert "退回须写明理由" in head.post(page, {"verdict": "sent_back", "version": 0}).content.decode()
    head.post(page, {"verdict": "sent_back", "comment": "请按期答复", "version": 0})
    shown = client_of("clerk").get(f"/desk/case/{case.number}/").content.decode()
    assert "提请延长</a>" in shown and "请按期答复" in shown


def test_once_the_day_has_passed_the_page_says_so(
    application: Case, viewer_of: Callable[..., Viewer], client_of: Clients
) -> None:
    then = today() - timedelta(days=80)
    case = application(on=then)
    step = StepInput(Event("extended", then, days=20), Facts(reason=WHY))
    passage = extensions.request(case, step, viewer=viewer_of("clerk", on=then))
    page, head = f"/desk/extension/{passage.pk}/", client_of("head")
    assert "今天不能同意延长" in head.get(page).content.decode()
    answer = head.post(page, {"verdict": "passed", "comment": "", "version": 0})
    assert answer.status_code == 422 and "期限没有延长" in answer.content.decode()
    passage.refresh_from_db()
    assert passage.state == Review.State.OPEN


def test_who_asked_takes_it_back(case: Application, page: str, client_of: Clients) -> None:
    assert "撤回提请" not in client_of("head").get(page).content.decode()
    clerk = client_of("clerk")
    assert "撤回提请" in clerk.get(page).content.decode()
    assert clerk.post(page, {"action": "withdraw"})["Location"] == f"/desk/case/{case.number}/"
    assert "提请延长</a>" in clerk.get(f"/desk/case/{case.number}/").content.decode()


def test_a_request_of_an_ended_case_says_why_it_ended(case: Application, page: str, client_of: Clients) -> None:
    head = client_of("head")
    assert page in head.get("/desk/reviews/").content.decode()
    take(client_of("clerk"), case, "withdrawn", reason="已在网站找到")
    assert page not in head.get("/desk/reviews/").content.decode()
    shown = head.get(page).content.decode()
    assert "延长提请自动终止" in shown and "已自动终止" in shown and "您的决定" not in shown
