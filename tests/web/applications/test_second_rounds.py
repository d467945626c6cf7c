"""What one round of a case leaves to the next: files stay with the decision they were reviewed with, a refusal binds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gongkai.law.conditions import Facts
from gongkai.law.events import Event, Unlawful
from gongkai.web.applications import decisions, delivery, drafting, messages, steps, store
from gongkai.web.applications.models import Application, Attachment, Message
from gongkai.web.applications.steps import StepInput
from gongkai.web.portal import progress
from gongkai.web.review.models import Opinion, Review
from gongkai.web.review.operations import Stale
from tests.web.desk.stages import reviewed

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Viewers = Callable[..., Any]
LOOKED = [key for key, _ in delivery.SECOND_LOOK]
FIRST, GIVEN, AGAIN = date(2026, 4, 22), date(2026, 4, 23), date(2026, 5, 18)


def answered(case: Application, viewer_of: Viewers) -> Application:
    """Signed on 22 April 2026 and delivered on the portal the day after."""
    reviewed(case, viewer_of, on=FIRST)
    case.refresh_from_db()
    given = delivery.Given("portal", GIVEN, looked=LOOKED)
    return delivery.deliver(case, given, viewer=viewer_of("clerk", on=GIVEN))


def reopened(case: Application, viewer_of: Viewers) -> Application:
    why = Facts(reason="行政复议决定责令重新答复")
    return steps.take(case, StepInput(Event("reopened", AGAIN), why), viewer=viewer_of("clerk", on=AGAIN))


def file(case: Application, name: str, viewer_of: Viewers, *, on: date = FIRST) -> Attachment:
    return drafting.enclose(case, store.inspect(name, name.encode()), viewer=viewer_of("clerk", on=on))


def seen(case: Application) -> list[str]:
    """The files the applicant is offered."""
    return [a.name for a in progress.enclosures(case, progress.letters_for(case))]


def test_it_works(application: Case, viewer_of: Viewers) -> None:
    case = application()
    file(case, "名册.txt", viewer_of)
    case = answered(case, viewer_of)
    assert seen(case) == ["名册.txt"]


def test_nothing_is_added_to_a_signed_answer(application: Case, viewer_of: Viewers) -> None:
    case = application()
    file(case, "名册.txt", viewer_of)
    reviewed(case, viewer_of, on=FIRST)
    case.refresh_from_db()
    for _ in range(2):
        with pytest.raises(Stale, match="答复已经作出"):
            file(case, "未审.txt", viewer_of)
        case = delivery.deliver(
            case, delivery.Given("portal", GIVEN, looked=LOOKED), viewer=viewer_of("clerk", on=GIVEN)
        ) if case.stage == "decided" else case  # fmt: skip
    assert seen(case) == ["名册.txt"]


def test_a_file_of_the_new_draft_waits_for_its_own_delivery(application: Case, viewer_of: Viewers) -> None:
    case = application()
    first = file(case, "第一次.txt", viewer_of)
    case = reopened(answered(case, viewer_of), viewer_of)
    file(case, "新.txt", viewer_of, on=AGAIN)
    assert seen(case) == ["第一次.txt"]
    first.refresh_from_db()
    with pytest.raises(Stale, match="以前的答复"):
        drafting.take_out(first, viewer=viewer_of("clerk", on=AGAIN))
    assert case.attachments.filter(name="第一次.txt").exists()


def test_a_refusal_binds_after_reopening_until_the_party_is_asked_again(application: Case, viewer_of: Viewers) -> None:
    case, clerk = application(), viewer_of("clerk", on=FIRST)
    asked = {"information": "合同", "interest": "商业秘密"}
    case = steps.take(
        case, StepInput(Event("opinion_requested", date(2026, 4, 21), party="甲公司"), elements=asked), viewer=clerk
    )
    said = Facts(position="refused", reason="报价没有公开过")
    case = steps.take(case, StepInput(Event("opinion_received", FIRST, party="甲公司"), said), viewer=clerk)
    elements = {"party": "甲公司", "opinion": "不同意", **asked}
    draft = decisions.draft(
        case,
        outcome="third_party",
        letter="third_party",
        reason="第三方有理由地不同意公开",
        elements=elements,
        viewer=clerk,
    )
    passage = decisions.send_for_review(draft, viewer=clerk, on=FIRST)
    for role in ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer"):
        passage = decisions.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version,
            viewer=viewer_of(role, on=FIRST), on=FIRST,
        )  # fmt: skip
    case.refresh_from_db()
    given = delivery.Given("portal", GIVEN, looked=LOOKED)
    case = reopened(delivery.deliver(case, given, viewer=viewer_of("clerk", on=GIVEN)), viewer_of)
    assert [row.party for row in decisions.opinions(case)] == ["甲公司"]
    later = viewer_of("clerk", on=AGAIN)
    release = decisions.draft(
        case, outcome="granted", letter="granted", reason="", elements={"provision": "纸质"}, viewer=later
    )
    assert any("第三方有合理理由不同意" in words for words in decisions.problems(release, on=AGAIN))
    case.refresh_from_db()
    case = steps.take(case, StepInput(Event("opinion_requested", AGAIN, party="甲公司"), elements=asked), viewer=later)
    assert decisions.opinions(case) == []


def test_no_lapse_while_a_supplement_waits(application: Case, viewer_of: Viewers) -> None:
    case, day = application(), date(2026, 4, 21)
    clerk, end = viewer_of("clerk", on=day), date(2026, 5, 20)
    asked = {"unclear": "不清楚", "supplement_wanted": "写明"}
    case = steps.take(case, StepInput(Event("supplement_asked", day, days=5), elements=asked), viewer=clerk)
    case = steps.take(case, StepInput(Event("supplement_delivered", day)), viewer=clerk)
    message = messages.receive(case, kind="supplement", text="补正内容在这里")
    Message.objects.update(at="2026-04-22T02:00Z")
    case.refresh_from_db()
    signer = viewer_of("signer", on=end)
    lapse = StepInput(
        Event("supplement_lapsed", end), elements={"supplement_number": "青司公开〔2026〕2号", "reason": "逾期"}
    )
    with pytest.raises(Unlawful, match="2026-04-22 在网上提交的补正材料还没有处理"):
        steps.take(case, lapse, viewer=signer)
    messages.put_aside(message, reason="没有写明所需信息", viewer=viewer_of("clerk", on=end))
    case.refresh_from_db()
    assert steps.take(case, lapse, viewer=signer).ended_on == end


def test_splitting_twice_with_one_form_makes_one_case(application: Case, client_of: Callable[..., Any]) -> None:
    case, browser = application(), client_of("clerk")
    sent = {"subject": "公证员名册", "content": "全市公证员名册", "version": case.version}
    answers = [browser.post(f"/desk/case/{case.number}/split/", sent) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 409]
    assert Application.objects.filter(split_from=case).count() == 1


def decided_again(case: Application, viewer_of: Viewers, *, on: date) -> Application:
    """Signed anew with another outcome, not delivered yet."""
    clerk = viewer_of("clerk", on=on)
    draft = decisions.draft(
        case, outcome="not_held", letter="not_held", reason="经检索没有", elements={"search": "已检索"}, viewer=clerk
    )
    passage = decisions.send_for_review(draft, viewer=clerk, on=on)
    for role in ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer"):
        passage = decisions.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version,
            viewer=viewer_of(role, on=on), on=on,
        )  # fmt: skip
    case.refresh_from_db()
    return case


def test_the_second_answer_is_told_with_its_own_letter(application: Case, viewer_of: Viewers) -> None:
    case = reopened(answered(application(), viewer_of), viewer_of)
    case = decided_again(case, viewer_of, on=date(2026, 5, 19))
    told = progress.letters_for(case)
    assert progress.answer(case, told) == "予以公开"
    first = [r.last.day for r in progress.remedies_of(case, told)[1] if r.last]
    given = delivery.Given("portal", date(2026, 5, 20), looked=LOOKED)
    case = delivery.deliver(case, given, viewer=viewer_of("clerk", on=date(2026, 5, 20)))
    told = progress.letters_for(case)
    assert "不掌握" in progress.answer(case, told)
    assert all(a < b.last.day for a, b in zip(first, progress.remedies_of(case, told)[1], strict=True) if b.last)


def test_a_case_that_lapsed_tells_its_remedies_once_delivered(application: Case, viewer_of: Viewers) -> None:
    case, day, end = application(), date(2026, 4, 21), date(2026, 5, 20)
    asked = {"unclear": "不清楚", "supplement_wanted": "写明"}
    clerk = viewer_of("clerk", on=day)
    case = steps.take(case, StepInput(Event("supplement_asked", day, days=5), elements=asked), viewer=clerk)
    case = steps.take(case, StepInput(Event("supplement_delivered", day)), viewer=clerk)
    elements = {"supplement_number": "青司公开〔2026〕2号", "reason": "逾期"}
    case = steps.take(
        case, StepInput(Event("supplement_lapsed", end), elements=elements), viewer=viewer_of("signer", on=end)
    )
    told = progress.letters_for(case)
    assert "supplement_lapsed" not in {x.key for x in told}
    assert progress.remedies_of(case, told) == ("", [])
    case = delivery.deliver(case, delivery.Given("portal", end, looked=LOOKED), viewer=viewer_of("clerk", on=end))
    told = progress.letters_for(case)
    assert "supplement_lapsed" in {x.key for x in told}
    way, remedies = progress.remedies_of(case, told)
    assert way and remedies


def test_each_review_shows_what_it_ended_in(
    application: Case, viewer_of: Viewers, client_of: Callable[..., Any]
) -> None:
    case = application()
    file(case, "名册.txt", viewer_of)
    case = reopened(answered(case, viewer_of), viewer_of)
    file(case, "第二次的说明.txt", viewer_of, on=AGAIN)
    case = decided_again(case, viewer_of, on=date(2026, 5, 19))
    first, second = Review.objects.filter(kind="answer").order_by("pk")
    one, two = decisions.issued(first), decisions.issued(second)
    assert one and two and one.order < two.order
    pages = [client_of("clerk").get(f"/desk/review/{p.pk}/").content.decode() for p in (first, second)]
    assert ["名册.txt" in page for page in pages] == [True, False]
    assert ["第二次的说明.txt" in page for page in pages] == [False, True]
