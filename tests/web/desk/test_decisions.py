"""Drafting an answer: the adviser, the form, the refusals, the way to review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law.events import Unlawful
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.applications import decisions, drafting, steps
from gongkai.web.applications.models import Application, Attachment
from gongkai.web.review import log
from gongkai.web.review.models import Review
from gongkai.web.review.operations import Stale
from tests.web.desk.stages import drafted, reviewed

pytestmark = pytest.mark.django_db
Cases = Callable[..., Application]


@pytest.fixture
def case(application: Cases) -> Application:
    """A case registered today, so that views, which know only today, can go on with it."""
    return application(on=timezone.localdate())


def _address(case: Application, name: str = "decision") -> str:
    return reverse(f"desk:{name}", args=[case.number])


def _typed(**more: Any) -> dict[str, Any]:
    return {
        "outcome": "granted",
        "letter": "granted",
        "version": 0,
        "reason": "",
        "e_enclosures": "2025年经费支出明细",
        "e_provision": "纸质复印件，邮寄",
        "action": "save",
        **more,
    }


def test_it_works(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    page = clerk.get(_address(case))
    assert "直接选择" in page.content.decode()
    page = clerk.get(_address(case), {"outcome": "granted"}).content.decode()
    assert 'name="e_enclosures"' in page and 'name="e_organ"' not in page
    assert clerk.post(_address(case), _typed()).status_code == 302
    draft = case.decisions.get()
    assert draft.elements["enclosures"] == ["2025年经费支出明细"]
    named = SimpleUploadedFile("2025年经费支出明细.txt", "一、支出\n".encode())
    clerk.post(_address(case, "enclose"), {"files": named})
    page = clerk.get(_address(case)).content.decode()
    assert "2025年经费支出明细" in page and "可以送审" in page and "（草稿）" in page
    done = clerk.post(_address(case), _typed(version=draft.version, action="send"))
    assert done.status_code == 302
    assert Review.objects.get().state == Review.State.OPEN


def test_the_preview_does_not_name_the_applicant(case: Application, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").post(_address(case, "decision_preview"), _typed()).content.decode()
    assert "2025年经费支出明细" in page and "王小明" not in page


def test_the_draft_comes_as_pdf(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    assert clerk.get(_address(case, "decision_pdf")).status_code == 404
    clerk.post(_address(case), _typed())
    answer = clerk.get(_address(case, "decision_pdf"))
    assert answer.content.startswith(b"%PDF")
    from pypdfium2 import PdfDocument

    text = PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    assert "草稿" in text and "不得外发" in text


@pytest.mark.parametrize("outcome", [o.key for o in OUTCOMES if o.key not in ("supplement_lapsed", "fee_lapsed")])
def test_every_outcome_has_a_form(case: Application, client_of: Callable[[str], Client], outcome: str) -> None:
    for letter in decisions.letters_of(outcome):
        answer = client_of("clerk").get(_address(case), {"outcome": outcome, "letter": letter.key})
        page = answer.content.decode()
        assert answer.status_code == 200
        for element in drafting.lacking(case, outcome, letter.key, on=timezone.localdate()):
            if element.key != "reason":
                assert f"e_{element.key}" in page


def test_pairs_are_typed_in_rows(case: Application, client_of: Callable[[str], Client]) -> None:
    typed = _typed(outcome="partially_granted", letter="partially_granted", reason="含个人隐私", e_released="决算总表")
    typed |= {"e_withheld-what": ["受援人姓名", ""], "e_withheld-why": ["第十五条，个人隐私", ""]}
    clerk = client_of("clerk")
    assert clerk.post(_address(case), typed).status_code == 302
    assert case.decisions.get().elements["withheld"] == [["受援人姓名", "第十五条，个人隐私"]]
    assert "受援人姓名" in clerk.get(_address(case)).content.decode()
    answer = clerk.post(_address(case), {**typed, "version": 1, "e_withheld-why": ["", ""]})
    assert answer.status_code == 200 and "每条两栏都要填写" in answer.content.decode()


def test_a_wrong_date_stays_and_is_said(case: Application, client_of: Callable[[str], Client]) -> None:
    typed = _typed(outcome="repeated", letter="repeated", e_earlier_number="青司公开〔2025〕3号", e_earlier_on="昨天")
    page = client_of("clerk").post(_address(case), typed).content.decode()
    assert "日期应写成" in page and "青司公开〔2025〕3号" in page
    assert not case.decisions.exists()


def test_what_no_letter_can_print_is_said_at_its_field(case: Application, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").post(_address(case), _typed(e_provision="网上获取🧧")).content.decode()
    assert "“🧧”不能印在文书上" in page and "网上获取🧧" in page
    assert not case.decisions.exists()


def test_what_lacks_is_listed_and_not_sent(case: Application, client_of: Callable[[str], Client]) -> None:
    typed = _typed(outcome="not_held", letter="not_held", action="send")
    page = client_of("clerk").post(_address(case), typed, follow=True).content.decode()
    assert "还不能送审" in page and "检索情况" in page
    assert case.decisions.exists() and not Review.objects.exists()


def test_the_second_of_two_is_told(case: Application, client_of: Callable[[str], Client]) -> None:
    client_of("clerk").post(_address(case), _typed())
    answer = client_of("head").post(_address(case), _typed(e_enclosures="另一份"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "刚被别人改过" in page and "另一份" in page
    assert case.decisions.get().elements["enclosures"] == ["2025年经费支出明细"]


def test_a_draft_under_review_is_not_changed(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    clerk.post(_address(case), _typed(action="send"))
    assert clerk.post(_address(case), _typed(version=1)).status_code == 409
    passage = Review.objects.get()
    assert "撤回送审" in clerk.get(_address(case)).content.decode()
    clerk.post(_address(case, "withdraw_review"), {"version": passage.version})
    passage.refresh_from_db()
    assert passage.state == Review.State.CANCELLED
    assert clerk.post(_address(case), _typed(version=1)).status_code == 302


def test_only_the_sender_withdraws(case: Application, client_of: Callable[[str], Client]) -> None:
    client_of("clerk").post(_address(case), _typed(action="send"))
    page = client_of("head").post(_address(case, "withdraw_review"), {"version": 0}, follow=True).content.decode()
    assert "只有送审人" in page and Review.objects.get().state == Review.State.OPEN


def test_signers_do_not_draft(case: Application, client_of: Callable[[str], Client]) -> None:
    assert client_of("signer").post(_address(case), _typed()).status_code == 409
    assert not case.decisions.exists()


def test_other_organs_see_nothing(case: Application, client_of: Callable[[str], Client]) -> None:
    for name in ("decision", "adviser", "decision_pdf", "delivery", "archive", "archive_zip"):
        assert client_of("neighbour").get(_address(case, name)).status_code == 404
        assert client_of("auditor").get(_address(case, name)).status_code == 403
        assert client_of("").get(_address(case, name)).status_code == 302


def test_a_new_case_is_registered_first(application: Cases, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get(_address(application(stage="new"))).content.decode()
    assert "收到申请" in page and "直接选择" not in page


def test_the_adviser_asks_step_by_step(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk, address = client_of("clerk"), _address(case, "adviser")
    answers: dict[str, str] = {}
    for _ in range(30):
        context = clerk.get(address, answers).context
        question = context["question"]
        if question is None:
            break
        usual = {"standing": "open", "matter": question.options[0].key}
        no = next((o.key for o in question.options if o.key in ("no", "none")), question.options[0].key)
        answers[question.key] = usual.get(question.key, no)
    found = context["advice"]
    assert found and all(a.outcome or a.step for a, _ in found)


def test_the_adviser_leads_to_the_draft(case: Application, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get(_address(case, "adviser"), {"standing": "withdrawn"}).content.decode()
    assert "按此起草" in page and "outcome=other" in page


def test_the_adviser_survives_nonsense(case: Application, client_of: Callable[[str], Client]) -> None:
    page = client_of("clerk").get(_address(case, "adviser"), {"standing": "？"})
    assert page.status_code == 200 and "不能回答" in page.content.decode()


def test_enclosures_are_added_and_taken_out(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    clerk.post(_address(case, "enclose"), {"files": SimpleUploadedFile("明细.txt", "一、支出".encode())})
    file = case.attachments.get(side=Attachment.Side.ANSWER)
    assert "value" in clerk.get(_address(case), {"outcome": "granted"}).content.decode()
    assert drafting.suggested(case)["enclosures"] == ["明细"]
    clerk.post(reverse("desk:take_out", args=[file.pk]))
    assert not case.attachments.exists()


def test_enclosures_stay_during_review(case: Application, client_of: Callable[[str], Client]) -> None:
    clerk = client_of("clerk")
    clerk.post(_address(case, "enclose"), {"files": SimpleUploadedFile("明细.txt", "一、支出".encode())})
    clerk.post(_address(case), _typed(action="send"))
    file = case.attachments.get()
    page = clerk.post(reverse("desk:take_out", args=[file.pk]), follow=True).content.decode()
    assert "正在审核" in page and case.attachments.exists()


def test_a_bad_enclosure_is_refused(case: Application, client_of: Callable[[str], Client]) -> None:
    wrong = SimpleUploadedFile("明细.pdf", "不是 PDF".encode())
    client_of("clerk").post(_address(case, "enclose"), {"files": wrong})
    assert not case.attachments.exists()


def test_a_signed_decision_stays_when_the_case_is_reopened(application: Cases, viewer_of: Callable[..., Any]) -> None:
    from gongkai.law.conditions import Facts
    from gongkai.law.events import Event

    day = date(2026, 4, 22)
    case = application()
    reviewed(case, viewer_of, on=day)
    reopen = steps.StepInput(Event("reopened", date(2026, 5, 18)), Facts(reason="复议决定责令重新答复"))
    case = steps.take(case, reopen, viewer=viewer_of("clerk", on=date(2026, 5, 18)))
    assert drafting.the_draft(case) is None
    second = drafted(case, viewer_of, on=date(2026, 5, 19))
    first = case.decisions.exclude(pk=second.pk).get()
    assert decisions.is_signed(first) and not first.current and second.version == 1


def test_third_parties_are_overruled_only_with_the_public_interest(
    application: Cases, viewer_of: Callable[..., Any]
) -> None:
    from gongkai.law.conditions import Facts
    from gongkai.law.events import Event

    case, clerk = application(), viewer_of("clerk", on=date(2026, 4, 22))
    asked = {"information": "合同", "interest": "商业秘密"}
    case = steps.take(
        case,
        steps.StepInput(Event("opinion_requested", date(2026, 4, 21), party="甲公司"), elements=asked),
        viewer=clerk,
    )
    assert case.touches_third_party  # the letter said so
    logged = log.of(case).get(kind="step_opinion_requested").payload
    assert (logged["before"]["touches_third_party"], logged["after"]["touches_third_party"]) == (False, True)
    said = {"甲公司": ("refused", "报价没有公开过"), "乙公司": ("agreed", ""), "丙公司": ("refused_unreasoned", "")}
    for party in ("乙公司", "丙公司"):
        event = Event("opinion_requested", date(2026, 4, 21), party=party)
        case = steps.take(case, steps.StepInput(event, elements=asked), viewer=clerk)
    for party, (position, reason) in said.items():
        event = Event("opinion_received", date(2026, 4, 22), party=party)
        case = steps.take(case, steps.StepInput(event, Facts(position=position, reason=reason)), viewer=clerk)
    assert "不同意公开，理由是报价没有公开过" in str(drafting.suggested(case)["opinion"])
    keys = {e.key for e in drafting.possible(case, "granted", "granted", on=date(2026, 4, 22))}
    assert "public_interest" in keys
    draft = drafted(case, viewer_of, on=date(2026, 4, 22))
    assert decisions.facts_of(draft, signed=True, secrecy=True).overruled == ("甲公司",)
    refused = "第三方有合理理由不同意的不得公开"
    assert [p for p in decisions.problems(draft, on=date(2026, 4, 22)) if refused in p]
    with pytest.raises(Unlawful, match=refused):
        decisions.send_for_review(draft, viewer=clerk, on=date(2026, 4, 22))
    draft.elements["public_interest"] = "涉及公共安全"
    assert decisions.facts_of(draft, signed=True, secrecy=True).overruled == ("甲公司",)
    assert not [p for p in decisions.problems(draft, on=date(2026, 4, 22)) if refused in p]


def test_a_draft_that_was_saved_meanwhile_is_not_overwritten(case: Application, viewer_of: Callable[..., Any]) -> None:
    on = timezone.localdate()
    drafted(case, viewer_of, on=on)
    with pytest.raises(Stale):
        drafted(case, viewer_of, on=on, version=0)


def test_letters_of_outcomes_fit() -> None:
    """Each outcome has its own letters; 更正 (条例第四十一条) has a letter but no outcome and stands among the others."""
    for outcome in OUTCOMES:
        strange = [x.key for x in decisions.letters_of(outcome.key) if x.outcome != outcome.key]
        assert strange == (["rectification"] if outcome.key == "other" else [])
        assert decisions.letters_of(outcome.key)[0].key in letters.LETTER


def test_a_letter_cites_the_article_it_rests_on_and_no_alternative(application: Any, viewer_of: Any) -> None:
    found = {}
    for letter in ("granted", "already_public"):
        case = application(on=timezone.localdate())
        given = {"provision": "网上获取", "enclosures": "1. 说明", "access": "本机关网站"}
        made = decisions.draft(
            case,
            outcome="granted",
            letter=letter,
            reason="",
            elements=given,
            viewer=viewer_of("clerk", on=timezone.localdate()),
        )
        found[letter] = [str(c) for c in decisions.facts_of(made, signed=True, secrecy=True).basis]
    assert [len(cited) for cited in found.values()] == [1, 1]
    assert "第（二）项" in found["granted"][0] and "第（一）项" in found["already_public"][0]


@pytest.mark.parametrize(
    ("answers", "letter"),
    [
        ({"maker": "other_organ"}, "not_this_organ"),
        ({"maker": "self", "search": "none"}, "not_held"),
        ({"published": "yes"}, "already_public"),
    ],
)
def test_the_adviser_opens_the_letter_of_its_article(
    case: Application, client_of: Callable[[str], Client], answers: dict[str, str], letter: str
) -> None:
    asked = ["standing", "matter", "clear", "answered_before", "excessive", "published", "registry"]
    first = dict(zip(asked, ["open", "information", "yes", "no", "no", "no", "no"], strict=True))
    if "published" in answers:
        del first["registry"]
    page = client_of("clerk").get(_address(case, "adviser"), first | answers).content.decode()
    assert f"letter={letter}" in page


def test_an_answer_that_promises_a_file_and_has_none_is_not_sent(
    case: Application, client_of: Callable[[str], Client]
) -> None:
    clerk, online = client_of("clerk"), {"e_provision": "电子文件，网上获取"}
    page = clerk.post(_address(case), _typed(action="send", **online)).content.decode()
    assert "还不能送审" in page and "但没有答复附件" in page and not Review.objects.exists()
    assert "没有缺漏" not in clerk.get(_address(case)).content.decode()
    clerk.post(_address(case, "enclose"), {"files": SimpleUploadedFile("另一份.txt", "一、支出\n".encode())})
    page = clerk.get(_address(case)).content.decode()
    assert "答复附件「另一份」没有写进" in page and "但没有答复附件" not in page
    assert clerk.post(_address(case), _typed(version=1, action="send", **online)).status_code == 302


def test_adding_a_file_saves_what_was_typed_and_lists_the_file(
    case: Application, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    files = {"files": SimpleUploadedFile("收支总表.txt", "一、支出\n".encode())}
    clerk.post(_address(case, "enclose"), _typed(e_provision="电子文件，网上获取", **files))
    draft = case.decisions.get()
    assert draft.elements["enclosures"] == ["2025年经费支出明细", "收支总表"]
    assert draft.elements["provision"] == "电子文件，网上获取" and case.attachments.count() == 1
    late = _typed(version=0, files=SimpleUploadedFile("迟到.txt", "一、支出\n".encode()))
    page = clerk.post(_address(case, "enclose"), late)
    assert page.status_code == 409 and case.attachments.count() == 1


def test_a_refused_file_changes_nothing_and_keeps_what_was_typed(
    case: Application, client_of: Callable[[str], Client]
) -> None:
    wrong = SimpleUploadedFile("明细.pdf", "不是 PDF".encode())
    page = client_of("clerk").post(_address(case, "enclose"), _typed(e_provision="到窗口查阅", files=wrong))
    assert page.status_code == 422 and "到窗口查阅" in page.content.decode()
    assert not case.decisions.exists() and not case.attachments.exists()


def test_somebody_elses_privacy_is_questioned_where_no_third_party_is_found(
    case: Application, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    typed = _typed(outcome="partially_granted", letter="partially_granted", reason="其中账号属于个人隐私。")
    clerk.post(_address(case), typed)
    assert "却「未认定涉及」第三方" in clerk.get(_address(case)).content.decode()
    Application.objects.filter(pk=case.pk).update(touches_third_party=True)
    assert "却「未认定涉及」第三方" not in clerk.get(_address(case)).content.decode()


def test_whether_the_responsible_organ_is_known_is_said_by_a_person(
    case: Application, client_of: Callable[[str], Client]
) -> None:
    clerk = client_of("clerk")
    typed = _typed(outcome="not_held", letter="not_this_organ", reason="由住房部门制作。")
    clerk.post(_address(case), typed)
    assert "能否确定负责机关" in str(decisions.problems(case.decisions.get(), on=timezone.localdate()))
    clerk.post(_address(case), typed | {"version": 1, "e_responsible_known": "能够确定"})
    assert "名称、联系方式" in str(decisions.problems(case.decisions.get(), on=timezone.localdate()))
    clerk.post(_address(case), typed | {"version": 2, "e_responsible_known": "不能确定"})
    assert decisions.problems(case.decisions.get(), on=timezone.localdate()) == []
