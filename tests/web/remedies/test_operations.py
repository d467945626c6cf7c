"""Entering remedies: the plain case, then one test for each refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from gongkai.law.remedies import BadRemedy
from gongkai.report.cells import Address
from gongkai.report.facts import RemedyFact
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Setting
from gongkai.web.remedies import operations, queries, terms
from gongkai.web.remedies.models import Remedy, RemedyEvent
from gongkai.web.remedies.operations import Entry, File
from gongkai.web.review import log
from gongkai.web.review.operations import Stale
from gongkai.workdays import calendar
from tests.web.conftest import TODAY, City
from tests.web.remedies.contests import ACCEPTED, NAME, details, entered, went_on

ENDED = date(2026, 4, 10)


def test_it_works(city: City, django_assert_num_queries: Any) -> None:
    remedy = entered(city)
    assert remedy.answer_due == date(2026, 3, 16)  # ten working days after Monday 2026-03-02
    remedy = went_on(city, remedy, "answered", date(2026, 3, 12))
    remedy = went_on(city, remedy, "ended", ENDED, "annulled")
    remedy = went_on(city, remedy, "served", date(2026, 4, 13))
    assert (remedy.result.key, remedy.ended_on, remedy.served_on) == ("corrected", ENDED, date(2026, 4, 13))
    with django_assert_num_queries(1):
        found = queries.facts(city.justice, until=date(2026, 12, 31))
    assert found == (RemedyFact(f"remedy/{remedy.pk}", "reconsideration", ACCEPTED, ENDED, "corrected", True),)
    cell = Address(4, "reconsideration", "corrected")
    assert [c.record for c in queries.table_4(city.justice, 2026).records[cell]] == [f"remedy/{remedy.pk}"]
    assert [e.kind for e in log.of(remedy)] == ["remedy_entered", "remedy_step", "remedy_step", "remedy_step"]


def test_the_names_of_the_parties_are_sealed_and_stand_in_no_log(city: City) -> None:
    remedy = entered(city, third_parties="某某公司")
    with connection.cursor() as cursor:
        cursor.execute("SELECT claimants, third_parties FROM remedies_remedy")
        stored = str(cursor.fetchone())
    assert NAME not in stored
    assert "某某公司" not in stored
    assert Remedy.objects.get().claimants == NAME
    operations.change(
        remedy, details(city, claimants="李大力"), version=remedy.version, viewer=city.viewer("clerk"), calendar=calendar()
    )  # fmt: skip
    said = " ".join(f"{e.words} {e.payload}" for e in log.of(remedy))
    assert "申请人（原告）" in said
    assert NAME not in said
    assert "李大力" not in said


def test_reading_the_names_wants_a_reason_and_is_logged(city: City) -> None:
    remedy = entered(city)
    with pytest.raises(ValueError, match="写明理由"):
        queries.reveal(remedy, viewer=city.viewer("clerk"), reason=" ")
    queries.reveal(remedy, viewer=city.viewer("clerk"), reason="准备答辩")
    entry = log.of(remedy).last()
    assert entry is not None
    assert (entry.kind, "准备答辩" in entry.words) == ("revealed", True)


def test_with_the_reconsideration_agency_as_co_defendant_the_original_organ_counts(city: City) -> None:
    both = (city.justice.name, "青澜市人民政府")
    ours = entered(city, course="suit_after_reconsideration", defendants=both, case_number="（2026）鲁01行初1号")
    assert ours.counted
    office = city.organs["市政府办公室"]
    theirs = entered(
        city, role="office", organ=office, course="suit_after_reconsideration", original=city.justice.name,
        defendants=(city.justice.name, office.name), case_number="（2026）鲁01行初1号",
    )  # fmt: skip
    assert not theirs.counted
    assert [f.counted for f in queries.facts(office, until=TODAY)] == [False]
    assert queries.table_4(office, 2026).value(Address(4, "suit_after_reconsideration", "total")) == 0


def test_an_organ_that_is_no_party_is_refused(city: City) -> None:
    with pytest.raises(BadRemedy, match="既不是原行为机关"):
        entered(city, original="青澜市财政局", defendants=("青澜市财政局",))


def test_who_counts_must_be_decided(city: City) -> None:
    with pytest.raises(BadRemedy, match="不能确定由谁统计"):
        entered(city, defendants=("青澜市人民政府", "青澜市财政局"))


@pytest.mark.parametrize(
    "typed", ["青政复〔2026〕12号", "青政复[2026]12号", " 青政复【2026】 12号", "青政复〔２０２６〕12号"]
)
def test_a_double_case_number_is_refused(city: City, typed: str) -> None:
    entered(city)
    with pytest.raises(Stale, match="已另有一件登记"):
        entered(city, case_number=typed)


def test_a_case_without_number_may_stand_beside_another(city: City) -> None:
    entered(city, case_number="")
    entered(city, case_number="")
    assert Remedy.objects.count() == 2


def test_two_people_at_once(city: City) -> None:
    remedy = entered(city)
    went_on(city, remedy, "answered", date(2026, 3, 10))
    with pytest.raises(Stale, match="刚被别人改过"):
        went_on(city, remedy, "heard", date(2026, 3, 11))
    with pytest.raises(Stale):
        operations.change(
            remedy, details(city), version=remedy.version, viewer=city.viewer("clerk"), calendar=calendar()
        )


def test_whoever_only_reads_does_not_write(city: City) -> None:
    with pytest.raises(PermissionDenied):
        entered(city, role="signer")
    remedy = entered(city, role="legal_reviewer")
    with pytest.raises(PermissionDenied):
        went_on(city, remedy, "answered", date(2026, 3, 10), role="neighbour")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("clerk", True), ("head", True), ("legal_reviewer", True), ("signer", True), ("secrecy_reviewer", True),
     ("handler", False), ("neighbour", False), ("office", False), ("auditor", False), ("", False)],
)  # fmt: skip
def test_the_gate(city: City, role: str, sees: bool) -> None:
    entered(city)
    viewer = city.viewer(role) if role else Viewer(None, TODAY)
    assert visible(viewer, Remedy).exists() is sees
    assert visible(viewer, RemedyEvent).exists() is sees


# Contradictions


@pytest.mark.parametrize(
    ("kind", "on", "disposal", "says"),
    [
        ("ended", date(2026, 3, 1), "annulled", "之前没有受理"),
        ("ended", date(2026, 4, 21), "annulled", "晚于今天"),
        ("ended", ENDED, "", "选择结果"),
        ("ended", ENDED, "claims_dismissed", "没有「claims_dismissed」这种结果"),
        ("ended", ENDED, "nonsense", "没有「nonsense」这种结果"),
        ("accepted", date(2026, 3, 3), "", "已经登记过"),
        ("answered", date(2026, 3, 1), "", "还没有登记收到副本"),
        ("served", date(2026, 4, 1), "", "早于审结日期"),
        ("resumed", date(2026, 4, 1), "", "没有中止"),
        ("appealed", date(2026, 4, 1), "", "行政复议没有上诉"),
        ("nonsense", date(2026, 4, 1), "", "没有这种进展"),
        ("voided", TODAY, "", "须写明理由"),
    ],
)
def test_a_step_that_cannot_be_is_refused(city: City, kind: str, on: date, disposal: str, says: str) -> None:
    remedy = entered(city)
    with pytest.raises(BadRemedy, match=says):
        went_on(city, remedy, kind, on, disposal)
    assert remedy.events.count() == 2
    assert Remedy.objects.get().version == remedy.version


@pytest.mark.parametrize(
    ("course", "disposal"),
    [
        ("reconsideration", "application_rejected"),
        ("reconsideration", "withdrawn"),
        ("direct_suit", "suit_rejected"),
        ("direct_suit", "withdrawn"),
    ],
)
def test_a_case_that_was_never_accepted_ends_and_counts_nowhere(city: City, course: str, disposal: str) -> None:
    bare = entered(city, Entry("received", date(2026, 3, 2)), course=course)
    assert list(queries.undated(city.justice, 2026)) == [bare]
    ended = went_on(city, bare, "ended", ENDED, disposal)
    assert not queries.undated(city.justice, 2026).exists()
    assert list(queries.left_out(city.justice, 2026)) == [ended]
    assert not queries.left_out(city.justice, 2027).exists()
    assert queries.facts(city.justice, until=date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    ("course", "disposal"),
    [("reconsideration", "maintained"), ("reconsideration", "settled"), ("direct_suit", "application_rejected")],
)
def test_a_case_that_was_never_accepted_has_no_other_result(city: City, course: str, disposal: str) -> None:
    bare = entered(city, Entry("received", date(2026, 3, 2)), course=course)
    with pytest.raises(BadRemedy, match="之前没有受理"):
        went_on(city, bare, "ended", ENDED, disposal)


def test_nothing_but_serving_and_appealing_follows_the_end(city: City) -> None:
    remedy = went_on(city, entered(city), "ended", ENDED, "maintained")
    with pytest.raises(BadRemedy, match="审结"):
        went_on(city, remedy, "heard", date(2026, 4, 15))
    with pytest.raises(BadRemedy, match="审结"):
        went_on(city, remedy, "ended", date(2026, 4, 15), "annulled")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"filed_on": date(2026, 3, 3)}, "受理日期 2026-03-02 早于提出复议"),
        ({"replied_on": date(2026, 2, 10), "known_on": date(2026, 2, 9)}, "知道答复之日 2026-02-09 早于答复日期"),
        ({"known_on": date(2026, 2, 26)}, "早于知道答复之日"),
    ],
)
def test_days_in_disorder_are_refused(city: City, more: dict[str, Any], says: str) -> None:
    with pytest.raises(BadRemedy, match=says):
        entered(city, **more)
    assert not Remedy.objects.exists()


def test_a_suit_follows_a_reconsideration_of_the_same_organ(city: City) -> None:
    first = entered(city)
    suit = entered(city, course="suit_after_reconsideration", before=first, case_number="（2026）鲁01行初1号")
    assert list(first.suits.all()) == [suit]
    with pytest.raises(BadRemedy, match="只有“复议后起诉”"):
        entered(city, course="direct_suit", before=first, case_number="2")
    with pytest.raises(BadRemedy, match="不是本机关登记的行政复议"):
        entered(city, course="suit_after_reconsideration", before=suit, case_number="3")


def test_too_long_a_text_is_refused(city: City) -> None:
    with pytest.raises(ValidationError) as caught:
        entered(city, matter="长" * 201)
    assert operations.faults(caught.value)[0].startswith("争议事项：")


# Appeals, corrections, voiding


def test_a_judgment_under_appeal_is_open(city: City) -> None:
    remedy = entered(city, course="direct_suit", case_number="（2026）鲁01行初1号")
    remedy = went_on(city, remedy, "ended", date(2026, 4, 1), "claims_dismissed")
    remedy = went_on(city, remedy, "appealed", date(2026, 4, 8))
    assert (remedy.ended_on, remedy.disposal) == (None, "")
    remedy = went_on(city, remedy, "ended", date(2026, 4, 18), "annulled")
    assert (remedy.ended_on, remedy.result.key) == (date(2026, 4, 18), "corrected")


def test_a_step_typed_wrong_is_replaced_and_stays_on_file(city: City) -> None:
    remedy = went_on(city, entered(city), "ended", ENDED, "maintained")
    wrong = remedy.events.get(kind="ended")
    operations.attach(remedy, [File("决定书.pdf", "pdf", 3, "a" * 64)], viewer=city.viewer("clerk"), event=wrong)
    fixed = operations.correct(
        wrong, Entry("ended", date(2026, 4, 9), "annulled"), why="看错了决定书", version=remedy.version,
        viewer=city.viewer("clerk"), calendar=calendar(),
    )  # fmt: skip
    assert (fixed.ended_on, fixed.disposal) == (date(2026, 4, 9), "annulled")
    assert remedy.events.filter(kind="ended").count() == 2
    assert "看错了决定书" in remedy.events.latest("order").note
    assert fixed.files.get().event == remedy.events.latest("order")
    with pytest.raises(Stale, match="已经被更正过"):
        operations.correct(
            wrong, None, why="再改", version=fixed.version, viewer=city.viewer("clerk"), calendar=calendar()
        )


def test_a_correction_is_measured_like_the_step_itself(city: City) -> None:
    remedy = went_on(city, entered(city), "ended", ENDED, "maintained")
    accepted = remedy.events.get(kind="accepted")
    given = {"version": remedy.version, "viewer": city.viewer("clerk"), "calendar": calendar()}
    with pytest.raises(BadRemedy, match="之前没有受理"):
        operations.correct(accepted, Entry("accepted", date(2026, 4, 15)), why="日期写错", **given)  # type: ignore[arg-type]
    with pytest.raises(BadRemedy, match="之前没有受理"):
        operations.correct(accepted, None, why="日期写错", **given)  # type: ignore[arg-type]
    with pytest.raises(BadRemedy, match="写明理由"):
        operations.correct(accepted, None, why=" ", **given)  # type: ignore[arg-type]


def test_a_voided_case_counts_nowhere_and_comes_back(city: City) -> None:
    remedy = went_on(city, entered(city), "voided", TODAY, note="重复登记")
    assert queries.facts(city.justice, until=TODAY) == ()
    with pytest.raises(BadRemedy, match="已作废"):
        went_on(city, remedy, "answered", date(2026, 3, 10))
    again = entered(city)  # the number is free
    given = {"why": "误作废", "viewer": city.viewer("clerk"), "calendar": calendar()}
    event = remedy.events.get(kind="voided")
    with pytest.raises(Stale, match="已另有一件登记"):
        operations.correct(event, None, version=remedy.version, **given)  # type: ignore[arg-type]
    went_on(city, again, "voided", TODAY, note="重复登记")
    back = operations.correct(event, None, version=remedy.version, **given)  # type: ignore[arg-type]
    assert back.voided_on is None
    assert len(queries.facts(city.justice, until=TODAY)) == 1


def test_events_are_never_changed(city: City) -> None:
    remedy = entered(city)
    with pytest.raises(Exception, match="append-only"):
        RemedyEvent.objects.filter(remedy=remedy).update(on=TODAY)


# The term to answer


def test_the_summary_procedure_has_its_own_term(city: City) -> None:
    assert entered(city, proceeding="summary").answer_due == date(2026, 3, 9)


def test_a_suit_is_answered_in_calendar_days(city: City) -> None:
    assert entered(city, course="direct_suit").answer_due == date(2026, 3, 17)


def test_a_figure_an_administrator_set_is_used_from_its_day_on(city: City) -> None:
    by = city.people["system_administrator"]
    given = {"value": 7, "why": "行政复议法（已核对原文）", "by": by, "at": timezone.now()}
    Setting.objects.create(key="answer_reconsideration", since=date(2026, 3, 3), **given)
    before = entered(city)
    after = entered(
        city, Entry("accepted", ACCEPTED), Entry("received", date(2026, 3, 3)), case_number="青政复〔2026〕13号"
    )
    assert (before.answer_due, after.answer_due) == (date(2026, 3, 16), date(2026, 3, 12))
    found = terms.term_of(after)
    assert found is not None
    assert (found.source, found.term.unverified) == ("行政复议法（已核对原文）", False)


def test_before_the_first_term_nothing_is_said(city: City) -> None:
    remedy = entered(city, Entry("received", date(1998, 1, 5)), filed_on=None)
    assert remedy.answer_due is None


# Retrials


def test_the_log_has_what_was_changed_and_no_names(city: City) -> None:
    remedy = entered(city)
    changed = details(city, matter="不服答复内容", replied_on=date(2026, 2, 2), claimants="李芳")
    given = {"version": remedy.version, "viewer": city.viewer("clerk"), "calendar": calendar()}
    remedy = operations.change(remedy, changed, **given)  # type: ignore[arg-type]
    payload = log.of(remedy).latest("pk").payload
    assert payload == {
        "before": {"matter": "不服不予公开答复", "replied_on": None},
        "after": {"matter": "不服答复内容", "replied_on": "2026-02-02"},
    }
    first = log.of(remedy).get(kind="remedy_entered").payload
    assert first["after"]["matter"] == "不服不予公开答复" and "王" not in str(first) and "李芳" not in str(payload)
    event = remedy.events.get(kind="accepted")
    given["version"] = remedy.version
    operations.correct(event, Entry("accepted", date(2026, 3, 3)), why="看错", **given)  # type: ignore[arg-type]
    payload = log.of(remedy).latest("pk").payload
    assert (payload["before"], payload["after"]) == (["2026-03-02", ""], ["2026-03-03", ""])
