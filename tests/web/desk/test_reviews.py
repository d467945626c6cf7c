"""The review inbox, passing, sending back, signing; cover; the second of two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.web.applications import decisions, store
from gongkai.web.applications.models import Application, Letter
from gongkai.web.organs.models import Cover, Post
from gongkai.web.review import log
from gongkai.web.review.models import Opinion, Review, Step
from gongkai.web.review.operations import Stale
from tests.web.desk.stages import CHAIN, reviewed

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


@pytest.fixture
def case(application: Callable[..., Application]) -> Application:
    """A case registered today."""
    return application(on=timezone.localdate())


@pytest.fixture
def passage(case: Application, viewer_of: Callable[..., Any]) -> Review:
    """Its draft, under review, nobody has looked yet."""
    return reviewed(case, viewer_of, on=timezone.localdate(), steps=0)


def _page(passage: Review) -> str:
    return reverse("desk:review", args=[passage.pk])


def _verdict(passage: Review, verdict: str = "passed", comment: str = "", **more: Any) -> dict[str, Any]:
    passage.refresh_from_db()
    return {"verdict": verdict, "comment": comment, "version": passage.version, **more}


def test_it_works(case: Application, passage: Review, client_of: Clients) -> None:
    """From the inbox of each to the signed letter, downloaded."""
    for role in CHAIN:
        browser = client_of(role)
        assert passage.title in browser.get(reverse("desk:reviews")).content.decode()
        page = browser.get(_page(passage)).content.decode()
        assert "2025年法律援助经费支出明细" in page
        assert browser.post(_page(passage), _verdict(passage)).status_code == 302
        assert passage.title not in browser.get(reverse("desk:reviews")).content.decode()
    passage.refresh_from_db()
    case.refresh_from_db()
    assert passage.state == Review.State.SIGNED and case.stage == "decided" and case.outcome == "granted"
    letter = Letter.objects.get(application=case, key="granted")
    assert letter.number == f"青司公开〔{timezone.localdate().year}〕2号"  # 1 is the receipt's
    answer = client_of("clerk").get(reverse("desk:letter", args=[letter.pk, "pdf"]))
    assert answer.content == store.fetch(letter.pdf_sha256) and answer.content.startswith(b"%PDF")
    from pypdfium2 import PdfDocument

    text = PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    assert "王小明" in text and "草稿" not in text
    done = client_of("signer").get(reverse("desk:reviews"), {"slice": "done"}).content.decode()
    assert passage.title in done
    assert not list(log.broken(case.organ))


def test_others_in_the_organ_see_that_it_waits(passage: Review, client_of: Clients) -> None:
    page = client_of("clerk").get(reverse("desk:reviews"), {"slice": "others"}).content.decode()
    assert passage.title in page and "处室审核" in page


def test_sending_back_needs_a_reason(passage: Review, client_of: Clients) -> None:
    page = client_of("reviewer").post(_page(passage), _verdict(passage, "sent_back")).content.decode()
    assert "退回须写明理由" in page
    client_of("reviewer").post(_page(passage), _verdict(passage, "sent_back", "附件名称写错"))
    passage.refresh_from_db()
    assert passage.state == Review.State.SENT_BACK
    case = decisions.Decision.objects.get().application
    page = client_of("clerk").get(reverse("desk:decision", args=[case.number])).content.decode()
    assert "附件名称写错" in page


def test_comments_decide_nothing(passage: Review, client_of: Clients) -> None:
    client_of("legal_reviewer").post(_page(passage), _verdict(passage, "comment", "请核对数字"))
    passage.refresh_from_db()
    assert passage.at_step == 0 and passage.opinions.get().comment == "请核对数字"
    assert "请核对数字" in client_of("reviewer").get(_page(passage)).content.decode()


def test_nobody_takes_anothers_step(passage: Review, client_of: Clients) -> None:
    answer = client_of("signer").post(_page(passage), _verdict(passage))
    assert answer.status_code == 403 and "审核人" in answer.content.decode()
    assert not passage.opinions.exists()


def test_nobody_reviews_their_own_draft(passage: Review, city: Any, client_of: Clients) -> None:
    Post.objects.create(person=city.people["clerk"], organ=city.justice, role="reviewer", since="2020-01-01")
    answer = client_of("clerk").post(_page(passage), _verdict(passage))
    assert answer.status_code == 403 and "自己" in answer.content.decode()
    assert passage.title not in client_of("clerk").get(reverse("desk:reviews")).content.decode()


def test_who_wrote_at_the_draft_does_not_review_it(case: Application, city: Any, viewer_of: Callable[..., Any]) -> None:
    """The head drafts, the clerk sends it: the head, who is a reviewer too, may not pass it."""
    on = timezone.localdate()
    Post.objects.create(person=city.people["head"], organ=city.justice, role="reviewer", since="2020-01-01")
    decisions.draft(
        case,
        outcome="granted",
        letter="granted",
        reason="",
        elements={"enclosures": ["表"]},
        viewer=viewer_of("head", on=on),
    )
    passage = reviewed(case, viewer_of, on=on, steps=0)
    with pytest.raises(PermissionDenied, match="起草人"):
        decisions.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=0, viewer=viewer_of("head", on=on), on=on
        )


def test_the_second_of_two_is_told(passage: Review, client_of: Clients) -> None:
    first = _verdict(passage)
    client_of("reviewer").post(_page(passage), first)
    answer = client_of("reviewer").post(_page(passage), first)
    assert answer.status_code == 409 and "您的操作没有生效" in answer.content.decode()


def test_cover_acts_for_and_says_so(passage: Review, city: Any, client_of: Clients, case: Application) -> None:
    today = timezone.localdate()
    week = timedelta(days=7)
    Cover.objects.create(
        person=city.people["reviewer"], deputy=city.people["publisher"], since=today, until=today + week
    )
    browser = client_of("publisher")
    assert passage.title in browser.get(reverse("desk:reviews")).content.decode()
    assert "您代" in browser.get(_page(passage)).content.decode()
    browser.post(_page(passage), _verdict(passage))
    opinion = passage.opinions.get()
    assert opinion.person == city.people["publisher"] and opinion.on_behalf_of == city.people["reviewer"]
    assert log.LogEntry.objects.filter(kind="review_passed", on_behalf_of=str(city.people["reviewer"])).exists()


def test_the_drafter_does_not_review_through_a_deputy(
    passage: Review, city: Any, viewer_of: Callable[..., Any]
) -> None:
    today = timezone.localdate()
    Post.objects.create(person=city.people["clerk"], organ=city.justice, role="reviewer", since="2020-01-01")
    Cover.objects.create(person=city.people["clerk"], deputy=city.people["publisher"], since=today, until=today)
    assert "代理人" in decisions.refusal(passage, viewer_of("publisher", on=today))


def test_a_signature_that_is_not_lawful_leaves_nothing(
    case: Application, passage: Review, client_of: Clients, viewer_of: Callable[..., Any]
) -> None:
    """While it is under review the applicant is asked to supplement: the signature is refused with the rule."""
    from gongkai.law.events import Event
    from gongkai.web.applications import steps

    on = timezone.localdate()
    for role in CHAIN[:3]:
        client_of(role).post(_page(passage), _verdict(passage))
    wanted = {"unclear": "年度不明", "supplement_wanted": ["哪一年"], "supplement_days": 7}
    steps.take(
        case, steps.StepInput(Event("supplement_asked", on, days=7), elements=wanted), viewer=viewer_of("clerk", on=on)
    )
    page = client_of("signer").post(_page(passage), _verdict(passage)).content.decode()
    passage.refresh_from_db()
    assert "等待补正" in page and passage.state == Review.State.OPEN and passage.at_step == 3
    assert not Letter.objects.filter(key="granted").exists()


def test_the_secrecy_review_cannot_be_left_out(case: Application, city: Any, viewer_of: Callable[..., Any]) -> None:
    """An organ whose chain has no secrecy review cannot release (条例第十七条)."""
    from gongkai.law.events import Unlawful

    Step.objects.create(organ=city.justice, kind="answer", order=1, role="signer", words="签发", final=True)
    on = timezone.localdate()
    passage = reviewed(case, viewer_of, on=on, steps=0)
    with pytest.raises(Unlawful, match="保密审查"):
        decisions.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=0, viewer=viewer_of("signer", on=on), on=on
        )


def test_concurrent_decisions_count_once(passage: Review, viewer_of: Callable[..., Any]) -> None:
    on = timezone.localdate()
    mine, theirs = Review.objects.get(pk=passage.pk), Review.objects.get(pk=passage.pk)
    given = {
        "verdict": Opinion.Verdict.PASSED,
        "comment": "",
        "version": 0,
        "viewer": viewer_of("reviewer", on=on),
        "on": on,
    }
    decisions.decide(mine, **given)
    with pytest.raises(Stale):
        decisions.decide(theirs, **given)
    assert passage.opinions.count() == 1


def test_other_organs_see_nothing(passage: Review, client_of: Clients) -> None:
    for browser in (client_of("neighbour"), client_of("office")):
        assert browser.get(_page(passage)).status_code == 404
        assert browser.get(reverse("desk:review_pdf", args=[passage.pk])).status_code == 404
        assert passage.title not in browser.get(reverse("desk:reviews"), {"slice": "others"}).content.decode()
    assert client_of("auditor").get(_page(passage)).status_code == 403


def test_a_reviewer_sees_the_draft_of_a_case_nobody_was_given(passage: Review, client_of: Clients) -> None:
    answer = client_of("reviewer").get(reverse("desk:review_pdf", args=[passage.pk]))
    assert answer.content.startswith(b"%PDF")


def test_cover_in_another_organ_is_told_apart(passage: Review, city: Any, viewer_of: Callable[..., Any]) -> None:
    """A reviewer of the neighbour covers ours: what they pass here is said to be for the one they cover."""
    today = timezone.localdate()
    deputy = city.people["neighbour"]
    Post.objects.create(person=deputy, organ=city.organs["市财政局"], role="reviewer", since="2020-01-01")
    Cover.objects.create(person=city.people["reviewer"], deputy=deputy, since=today, until=today)
    decisions.decide(
        passage,
        verdict=Opinion.Verdict.PASSED,
        comment="",
        version=0,
        viewer=viewer_of("neighbour", on=today),
        on=today,
    )
    assert passage.opinions.get().on_behalf_of == city.people["reviewer"]
