"""An extension is asked for and agreed to: nothing moves before the consent, and none is given when the day has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.law.conditions import Facts
from gongkai.law.events import Event, Unlawful
from gongkai.web.applications import archive, extensions, lapsing, papers
from gongkai.web.applications.models import Application, Extension
from gongkai.web.applications.steps import StepInput, take
from gongkai.web.organs.models import Cover, Post, Role
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review import queries as reviews
from gongkai.web.review.models import Kind, Opinion, Review, Step
from gongkai.web.review.operations import Stale
from tests.web.conftest import TODAY, City
from tests.web.desk.stages import reviewed

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Viewers = Callable[..., Any]
WHY = "需要检索历年档案"
ASKED = {"information": "合同", "interest": "商业秘密"}


def longer(days: int = 20, *, on: date = TODAY, reason: str = WHY) -> StepInput:
    return StepInput(Event("extended", on, days=days), Facts(reason=reason))


@pytest.fixture
def case(application: Case) -> Application:
    return application()


@pytest.fixture
def asked(case: Application, viewer_of: Viewers) -> Review:
    return extensions.request(case, longer(), viewer=viewer_of("clerk"))


def decide(passage: Review, viewer: Any, verdict: str = "passed", comment: str = "", *, on: date = TODAY) -> Review:
    return extensions.decide(
        passage, verdict=Opinion.Verdict(verdict), comment=comment, version=passage.version, viewer=viewer, on=on
    )


def kinds(case: Application) -> list[str]:
    return list(log.of(case).values_list("kind", flat=True))


def test_it_works(case: Application, asked: Review, viewer_of: Viewers) -> None:
    due, letters = case.reply_due, case.letters.count()
    case.refresh_from_db()
    assert (
        case.reply_due == due and case.letters.count() == letters and not case.events.filter(kind="extended").exists()
    )
    head = viewer_of("head")
    assert reviews.waiting_for(head) == [asked] and not reviews.waiting_for(viewer_of("clerk"))
    after = decide(asked, head)
    case.refresh_from_db()
    assert after.state == Review.State.SIGNED
    assert due is not None and case.reply_due is not None and case.reply_due > due
    event = case.events.get(kind="extended")
    assert (event.days, event.on, event.actor, event.note) == (20, TODAY, head.person, WHY)
    assert event.facts["approver"] == str(head.person)
    assert event.letters.get().key == "extension_notice"
    assert kinds(case)[-2:] == ["extension_requested", "step_extended"]
    assert log.of(case).get(kind="extension_requested").payload["days"] == 20


def test_sent_back_with_a_reason_nothing_has_moved(case: Application, asked: Review, viewer_of: Viewers) -> None:
    with pytest.raises(ValueError, match="退回须写明理由"):
        decide(asked, viewer_of("head"), "sent_back")
    decide(asked, viewer_of("head"), "sent_back", "材料不多，请按期答复")
    due = case.reply_due
    case.refresh_from_db()
    assert case.reply_due == due and not case.events.filter(kind="extended").exists()
    assert "材料不多" in log.of(case).get(kind="extension_sent_back").words
    assert extensions.request(case, longer(10), viewer=viewer_of("clerk")).state == Review.State.OPEN


def test_a_consent_after_the_due_day_is_unlawful(case: Application, asked: Review, viewer_of: Viewers) -> None:
    assert case.reply_due is not None
    late = case.reply_due + timedelta(days=1)
    with pytest.raises(Unlawful, match="期限已过"):
        decide(asked, viewer_of("head", on=late), on=late)
    asked.refresh_from_db()
    assert asked.state == Review.State.OPEN and not asked.opinions.exists()
    on_the_day = case.reply_due
    assert decide(asked, viewer_of("head", on=on_the_day), on=on_the_day).state == Review.State.SIGNED


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (longer(21), "最长 20 个工作日"),
        (longer(on=TODAY + timedelta(days=60)), "期限已过"),
    ],
)
def test_what_could_not_be_agreed_to_is_not_asked(
    case: Application, viewer_of: Viewers, step: StepInput, said: str
) -> None:
    with pytest.raises(Unlawful, match=said):
        extensions.request(case, step, viewer=viewer_of("clerk", on=step.event.on))
    assert not Extension.objects.exists()


def test_once_is_enough(case: Application, asked: Review, viewer_of: Viewers) -> None:
    with pytest.raises(Stale, match="不必重复提请"):
        extensions.request(case, longer(), viewer=viewer_of("clerk"))
    with pytest.raises(Stale, match="已经提请负责人同意"):
        extensions.agree_at_once(case, longer(), viewer=viewer_of("head"), version=None)


def test_only_the_head_agrees(asked: Review, viewer_of: Viewers) -> None:
    for role in ("clerk", "signer", "legal_reviewer"):
        with pytest.raises(PermissionDenied):
            decide(asked, viewer_of(role))


def test_only_the_office_and_the_unit_ask(case: Application, viewer_of: Viewers) -> None:
    for role in ("signer", "neighbour", "auditor"):
        with pytest.raises(PermissionDenied):
            extensions.request(case, longer(), viewer=viewer_of(role))


def test_a_deputy_consents_for_the_head(case: Application, asked: Review, city: City, viewer_of: Viewers) -> None:
    Cover.objects.create(person=city.people["head"], deputy=city.people["signer"], since=TODAY, until=TODAY)
    decide(asked, viewer_of("signer"))
    named = case.events.get(kind="extended").facts["approver"]
    assert named == f"{city.people['signer']}（代{city.people['head']}）"


def test_no_configuration_takes_the_heads_consent_away(case: Application, viewer_of: Viewers) -> None:
    Step.objects.create(organ=case.organ, kind=Kind.EXTENSION, order=1, role=Role.LEGAL_REVIEWER, words="法制审核")
    passage = extensions.request(case, longer(), viewer=viewer_of("clerk"))
    assert [s["role"] for s in passage.steps] == [Role.LEGAL_REVIEWER, Role.HEAD]
    passage = decide(passage, viewer_of("legal_reviewer"))
    assert not case.events.filter(kind="extended").exists()
    assert decide(passage, viewer_of("head")).state == Review.State.SIGNED


def test_without_a_head_nobody_is_asked(case: Application, viewer_of: Viewers) -> None:
    Post.objects.filter(organ=case.organ, role=Role.HEAD).delete()
    with pytest.raises(Stale, match="没有人担任"):
        extensions.request(case, longer(), viewer=viewer_of("clerk"))


def test_who_asked_may_take_it_back(case: Application, asked: Review, viewer_of: Viewers) -> None:
    with pytest.raises(PermissionDenied):
        extensions.withdraw(asked, version=asked.version, viewer=viewer_of("head"))
    extensions.withdraw(asked, version=asked.version, viewer=viewer_of("clerk"))
    assert extensions.awaiting(case) is None and kinds(case)[-1] == "extension_withdrawn"


def test_a_request_ends_with_its_case(case: Application, asked: Review, viewer_of: Viewers) -> None:
    """Withdrawn by the applicant: nothing is left to extend, so nothing waits for the head."""
    before, head = asked.version, viewer_of("head")
    take(case, StepInput(Event("withdrawn", TODAY), Facts(reason="已在网站找到")), viewer=viewer_of("clerk"))
    asked.refresh_from_db()
    assert (asked.state, asked.version) == (Review.State.LAPSED, before + 1) and asked.ended_at
    assert extensions.awaiting(case) is None and reviews.waiting_for(head) == []
    entry = log.of(case).get(kind="extension_lapsed")
    assert "已登记「申请人撤回」" in entry.words and entry.actor == viewer_of("clerk").person
    assert (entry.payload["before"], entry.payload["after"]) == ({"review": "open"}, {"review": "lapsed"})
    assert lapsing.why_lapsed(case, asked) == entry.words
    with pytest.raises((Stale, PermissionDenied)):
        decide(asked, head)
    with pytest.raises(Stale, match="已经结束"):
        review.lapse(asked)


def test_an_answer_ends_the_request(case: Application, asked: Review, viewer_of: Viewers) -> None:
    reviewed(case, viewer_of, on=TODAY)
    asked.refresh_from_db()
    assert asked.state == Review.State.LAPSED and "作出" in lapsing.why_lapsed(case, asked)
    assert not log.of(case).filter(kind="answer_lapsed").exists()  # what was signed has not lapsed


def test_a_step_that_ends_nothing_leaves_the_request(case: Application, asked: Review, viewer_of: Viewers) -> None:
    take(case, StepInput(Event("opinion_requested", TODAY, party="甲公司"), elements=ASKED), viewer=viewer_of("clerk"))
    asked.refresh_from_db()
    assert asked.state == Review.State.OPEN and lapsing.why_lapsed(case, asked) == ""


def test_a_draft_under_review_ends_with_its_case(case: Application, viewer_of: Viewers) -> None:
    passage = reviewed(case, viewer_of, on=TODAY, steps=1)
    take(case, StepInput(Event("withdrawn", TODAY), Facts(reason="已在网站找到")), viewer=viewer_of("clerk"))
    passage.refresh_from_db()
    assert passage.state == Review.State.LAPSED and reviews.waiting_for(viewer_of("legal_reviewer")) == []
    assert "答复稿的审核自动终止" in lapsing.why_lapsed(case, passage)


def forms(case: Application) -> list[str]:
    return [paper.text for _, paper in papers.extension_forms(case)]


def test_the_archive_holds_who_asked_and_who_consented(case: Application, asked: Review, viewer_of: Viewers) -> None:
    before, clerk, head = case.reply_due, viewer_of("clerk").person, viewer_of("head")
    (said,) = forms(case)
    assert "（尚未答复）" in said and f"{clerk}，" in said and "延长答复期限 20 个工作日" in said and WHY in said
    decide(asked, head, comment="同意，抓紧办理")
    case.refresh_from_db()
    (said,) = forms(case)
    assert "同意，抓紧办理" in said and f"{head.person}，" in said and "尚未答复" not in said
    assert before and f"{before.year}年{before.month}月{before.day}日" in said
    names = [i.name for i in archive.items(case)]
    assert "政府信息公开申请审查呈批单（延长答复期限）" in names


def test_what_was_sent_back_is_in_the_archive_too(case: Application, asked: Review, viewer_of: Viewers) -> None:
    decide(asked, viewer_of("head"), "sent_back", "材料不多，不必延长")
    (said,) = forms(case)
    assert "材料不多，不必延长" in said and "（未同意，已退回）" in said


def test_what_the_head_gave_unasked_has_its_form(case: Application, viewer_of: Viewers) -> None:
    head = viewer_of("head")
    extensions.agree_at_once(case, longer(), viewer=head, version=None)
    (said,) = forms(case)
    assert f"{head.person}，" in said and "未经提请" in said and WHY in said
