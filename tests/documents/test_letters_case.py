"""Elements that follow from the case: days from the ledger, terms from the clock."""

from datetime import date

import pytest

from gongkai.documents import letters
from gongkai.documents.letters.case import Applicant, Organ, elements_from, wanted
from gongkai.law.events import Event, Ledger
from gongkai.law.stages import Facts
from gongkai.workdays import calendar

ORGAN = Organ("平川市司法局", "政府信息公开办公室", "0000-1234567", "", "平川市人民政府", "平川市城关区人民法院")
APPLICANT = Applicant("李青禾", "natural_person", "2025年度统计表", "2026-0012")
CALENDAR = calendar()


def elements(*events: Event, on: date, facts: Facts | None = None) -> dict[str, object]:
    ledger = Ledger.of((Event("received", date(2026, 3, 2), channel="internet"), *events))
    return elements_from(ledger, facts or Facts(), ORGAN, APPLICANT, CALENDAR, on=on, number="平司公开〔2026〕12号")


def test_it_works() -> None:
    text = letters.prepare("registration_receipt", elements(on=date(2026, 3, 2))).text
    assert "以双方确认之日为收到申请之日" in text
    assert "本机关将在2026年3月30日前（含当日）答复。" in text


def test_an_extension_gives_its_days_and_the_new_day() -> None:
    found = elements(Event("extended", date(2026, 3, 20), days=20), on=date(2026, 3, 20), facts=Facts(reason="调档"))
    assert (found["extension_days"], found["new_due"]) == (20, date(2026, 4, 28))
    assert letters.prepare("extension_notice", found)


def test_a_supplement_gives_its_last_day() -> None:
    asked = Event("supplement_asked", date(2026, 3, 5), days=10)
    told = Event("supplement_delivered", date(2026, 3, 9))
    found = elements(asked, told, Event("supplement_lapsed", date(2026, 3, 24)), on=date(2026, 3, 24))
    assert (found["supplement_asked_on"], found["supplement_days"]) == (date(2026, 3, 5), 10)
    assert found["supplement_due"] == date(2026, 3, 23)
    assert "supplement_due" not in elements(asked, on=date(2026, 3, 5))
    assert "reply_due" not in elements(asked, on=date(2026, 3, 5))


def test_events_after_the_day_are_not_looked_at() -> None:
    late = Event("supplement_asked", date(2026, 3, 5))
    assert "supplement_asked_on" not in elements(late, on=date(2026, 3, 4))
    with pytest.raises(ValueError, match="之前没有收到申请"):
        elements(on=date(2026, 3, 1))


def test_a_third_partys_silence_is_its_opinion() -> None:
    events = (
        Event("opinion_requested", date(2026, 3, 4), party="甲公司"),
        Event("opinion_delivered", date(2026, 3, 6), party="甲公司"),
        Event("opinion_silent", date(2026, 3, 30), party="甲公司"),
    )
    found = elements(*events, on=date(2026, 3, 31))
    assert (found["party"], found["consulted_on"], found["opinion_days"]) == ("甲公司", date(2026, 3, 4), 15)
    assert found["opinion"] == "逾期未提出意见"


def test_a_comaker_alone_is_the_one_consulted() -> None:
    found = elements(Event("comaker_consulted", date(2026, 3, 4), party="水务局"), on=date(2026, 3, 4))
    assert (found["comaker"], found["consultee"]) == ("水务局", "共同制作信息的其他机关")
    assert letters.prepare("consultation_notice", found)


def test_the_applicant_is_not_told_who_is_consulted() -> None:
    """条例第三十二条: neither the third party nor the other organ stands in what the applicant is sent; each notice tells
    the day of its own consultation."""
    third = Event("opinion_requested", date(2026, 3, 4), party="平川甲建筑公司")
    organ = Event("comaker_consulted", date(2026, 3, 6), party="平川市水务局")
    first = letters.prepare("consultation_notice", elements(third, on=date(2026, 3, 4))).text
    assert "需要征求第三方的意见，本机关已于2026年3月4日" in first
    found = elements(third, organ, on=date(2026, 3, 6))
    second = letters.prepare("consultation_notice", found).text
    assert "需要征求共同制作信息的其他机关的意见，本机关已于2026年3月6日" in second
    assert not [name for name in ("甲建筑", "水务局") if name in first + second]
    asked = letters.prepare("third_party_consultation", {**found, "information": "合同", "interest": "商业秘密"}).text
    assert "平川甲建筑公司" in asked
    # A refusal drafted meanwhile keeps the day on which the third party was asked.
    refusing = elements(third, organ, on=date(2026, 3, 6), facts=Facts(outcome="third_party"))
    assert refusing["consulted_on"] == date(2026, 3, 4)


def test_a_fee_gives_its_last_day_from_the_receipt_of_the_notice() -> None:
    notice, told = Event("fee_notified", date(2026, 3, 6)), Event("fee_delivered", date(2026, 3, 10))
    found = elements(notice, told, on=date(2026, 3, 10), facts=Facts(fee_amount=1080))
    assert (found["fee_notified_on"], found["fee_due"], found["fee_amount"]) == (
        date(2026, 3, 10),
        date(2026, 4, 8),
        1080,
    )
    sent = elements(notice, on=date(2026, 3, 6), facts=Facts(fee_amount=1080))
    assert sent["payment_days"] == 20 and not {"fee_notified_on", "fee_due"} & set(sent)


def test_a_decision_brings_its_basis_and_reason() -> None:
    from gongkai.sources import REGULATIONS

    facts = Facts(outcome="internal_affairs", basis=(REGULATIONS.art(16, 1),), basis_text="内部岗位调整")
    found = elements(on=date(2026, 3, 20), facts=facts)
    text = letters.prepare("internal_affairs", {**found, "internal_kind": "人事管理"}).text
    assert "人事管理方面的信息：内部岗位调整。" in text and "《中华人民共和国政府信息公开条例》第十六条第一款" in text


def test_what_only_a_person_can_say_is_asked_for() -> None:
    with pytest.raises(letters.MissingElements) as refusal:
        letters.prepare("not_held", elements(on=date(2026, 3, 20)))
    assert [e.key for e in refusal.value.missing] == ["search"]


@pytest.mark.parametrize(
    ("written", "repeated"),
    [
        ("申请公开2025年预算。", "2025年预算"),
        ("本人现向贵局申请公开：某项目的批复", "某项目的批复"),
        ("请你局依法公开2025年补贴标准；", "2025年补贴标准"),
        ("2025年公开招聘方案", "2025年公开招聘方案"),
        ("申请公开", "申请公开"),
    ],
)
def test_what_is_asked_for_is_repeated_without_asking_twice(written: str, repeated: str) -> None:
    assert wanted(written) == repeated


def test_the_plea_at_the_end_is_not_repeated_and_the_office_not_named_twice() -> None:
    assert wanted("想要2025年公交补贴的有关材料，请公开。") == "想要2025年公交补贴的有关材料"
    assert wanted("2025年度应当依法公开的项目清单") == "2025年度应当依法公开的项目清单"
    organ = Organ("平川市司法局", "平川市司法局政务公开办公室", "0000-1234567", "", "平川市人民政府", "法院")
    ledger = Ledger.of((Event("received", date(2026, 3, 2), channel="internet"),))
    found = elements_from(ledger, Facts(), organ, APPLICANT, CALENDAR, on=date(2026, 3, 2))
    assert found["office"] == "政务公开办公室"
