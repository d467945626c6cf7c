"""Counting a year: the plain case, one case a rule, and for random histories every identity of the form as a theorem."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.remedies import COURSES, RESULTS
from gongkai.report.cells import Address
from gongkai.report.facts import (
    ApplicationFact,
    BadFact,
    ChargeFact,
    DecisionFact,
    DocumentFact,
    Ending,
    Facts,
    FigureFact,
    RemedyFact,
)
from gongkai.report.identities import across_years, within
from gongkai.report.tally import Counted, tally

PERSON = "natural_person"


def value(facts: Facts, year: int, table: int, row: str, column: str = "total") -> object:
    return tally(facts, year).value(Address(table, row, column))


def test_it_works() -> None:
    facts = Facts(
        applications=(
            ApplicationFact("2023-1", PERSON, date(2023, 3, 1), (Ending(date(2023, 3, 20), "granted"),)),
            ApplicationFact("2023-2", "business", date(2023, 5, 4), (Ending(date(2023, 6, 1), "granted"),)),
            ApplicationFact("2023-3", PERSON, date(2023, 9, 1), (Ending(date(2023, 9, 18), "not_held"),)),
        ),
        documents=(DocumentFact("文1", "normative_document", date(2019, 1, 5)),),
        decisions=(DecisionFact("许可", "licence", date(2023, 12, 31), 408),),
        charges=(ChargeFact("收费", date(2023, 12, 31), 40_510_000),),
    )
    found = tally(facts, 2023)
    assert found.value(Address(3, "new", "total")) == 3
    assert found.value(Address(3, "granted", PERSON)) == 1
    assert found.records[Address(3, "not_held", PERSON)] == (Counted("2023-3"),)
    assert found.value(Address(3, "total", "total")) == 3
    assert found.value(Address(2, "licence", "decisions")) == 408
    assert str(found.value(Address(2, "administrative_charge", "amount_wan_yuan"))) == "40.51"
    assert found.report(organ="某局").value(2, "normative_document", "in_force") == 1


def test_what_is_open_on_new_years_eve_is_carried_over() -> None:
    open_ = ApplicationFact("1", PERSON, date(2023, 12, 20), (Ending(date(2024, 1, 9), "granted"),))
    facts = Facts(applications=(open_,))
    assert value(facts, 2023, 3, "carried_forward") == 1
    assert value(facts, 2024, 3, "brought_forward") == 1
    assert value(facts, 2024, 3, "granted") == 1
    assert value(facts, 2025, 3, "total") == 0


def test_opened_again_in_the_same_year_counts_by_its_last_ending() -> None:
    endings = (Ending(date(2023, 3, 1), "not_held"), Ending(date(2023, 9, 1), "granted"))
    again = ApplicationFact("1", PERSON, date(2023, 2, 1), endings, (date(2023, 7, 1),))
    assert value(Facts(applications=(again,)), 2023, 3, "granted") == 1
    assert value(Facts(applications=(again,)), 2023, 3, "total") == 1


def test_opened_and_decided_again_on_the_same_day_it_counts_as_it_was_left() -> None:
    day = date(2023, 3, 1)
    again = ApplicationFact("1", PERSON, date(2023, 2, 1), (Ending(day, "granted"), Ending(day, "granted")), (day,))
    facts = Facts(applications=(again,))
    assert again.left_at() == 1
    assert (value(facts, 2023, 3, "granted"), value(facts, 2023, 3, "carried_forward")) == (1, 0)
    assert value(facts, 2024, 3, "total") == 0


def test_opened_again_and_open_at_the_end_of_the_year_is_carried_over() -> None:
    endings = (Ending(date(2023, 3, 1), "not_held"), Ending(date(2024, 2, 1), "granted"))
    again = ApplicationFact("1", PERSON, date(2023, 2, 1), endings, (date(2023, 12, 1),))
    facts = Facts(applications=(again,))
    assert (value(facts, 2023, 3, "carried_forward"), value(facts, 2024, 3, "granted")) == (1, 1)


def test_opened_again_in_a_later_year_is_not_counted_twice() -> None:
    endings = (Ending(date(2023, 3, 1), "not_held"), Ending(date(2024, 6, 1), "granted"))
    again = ApplicationFact("1", PERSON, date(2023, 2, 1), endings, (date(2024, 5, 1),))
    facts = Facts(applications=(again,))
    assert (value(facts, 2023, 3, "not_held"), value(facts, 2024, 3, "total")) == (1, 0)


def test_remedies_count_by_their_state_at_the_end_of_the_year() -> None:
    facts = Facts(remedies=(RemedyFact("复1", "reconsideration", date(2023, 11, 1), date(2024, 1, 20), "corrected"),))
    assert value(facts, 2023, 4, "reconsideration", "pending") == 1
    assert value(facts, 2024, 4, "reconsideration", "corrected") == 1
    assert value(facts, 2024, 4, "reconsideration") == 1


def test_a_suit_that_another_organ_counts_is_left_out() -> None:
    facts = Facts(remedies=(RemedyFact("诉1", "direct_suit", date(2023, 11, 1), counted=False),))
    assert value(facts, 2023, 4, "direct_suit") == 0


def test_a_document_that_ended_in_the_year_is_no_longer_in_force() -> None:
    facts = Facts(documents=(DocumentFact("文", "government_rule", date(2022, 1, 1), date(2023, 1, 1)),))
    found = [value(facts, y, 2, "government_rule", "in_force") for y in (2022, 2023)]
    assert (found, value(facts, 2023, 2, "government_rule", "repealed")) == ([1, 0], 1)


def test_cents_are_not_lost() -> None:
    facts = Facts(charges=(ChargeFact("a", date(2023, 1, 1), 1), ChargeFact("b", date(2023, 1, 2), 12_345_678)))
    found = value(facts, 2023, 2, "administrative_charge", "amount_wan_yuan")
    assert found == Decimal("12.345679")


def test_a_figure_from_elsewhere_adds_to_its_cell_and_to_the_totals() -> None:
    facts = Facts(figures=(FigureFact("外1", 2023, Address(3, "new", PERSON), 4),
                           FigureFact("外2", 2023, Address(3, "granted", PERSON), 4)))  # fmt: skip
    assert (value(facts, 2023, 3, "new"), value(facts, 2023, 3, "total")) == (4, 4)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: FigureFact("外", 2023, Address(3, "new", "total"), 1), "总计由各项相加"),
        (lambda: FigureFact("外", 2023, Address(3, "new", PERSON), -1), "小于零"),
        (lambda: DecisionFact("许", "licence", date(2023, 1, 1), -1), "小于零"),
        (lambda: DocumentFact("文", "government_rule", date(2023, 1, 2), date(2023, 1, 1)), "早于制发"),
        (lambda: RemedyFact("复", "reconsideration", date(2023, 1, 2), date(2023, 1, 1), "upheld"), "早于受理"),
        (lambda: RemedyFact("复", "reconsideration", date(2023, 1, 2), date(2023, 1, 3)), "同时填写"),
        (lambda: tally(Facts(), 2020), "旧格式"),
        (lambda: tally(Facts(applications=(ApplicationFact("1", "alien", date(2023, 1, 1)),)), 2023), "申请人类别"),
        (lambda: tally(Facts(remedies=(RemedyFact("复", "appeal", date(2023, 1, 1)),)), 2023), "不在表四"),
        (lambda: tally(Facts(decisions=(DecisionFact("许", "wish", date(2023, 1, 1)),)), 2023), "没有"),
        (
            lambda: tally(
                Facts(
                    applications=(
                        ApplicationFact("1", PERSON, date(2023, 5, 1), (Ending(date(2023, 4, 1), "granted"),)),
                    )
                ),
                2023,
            ),
            "早于",
        ),
        (
            lambda: tally(
                Facts(
                    applications=(ApplicationFact("1", PERSON, date(2023, 5, 1), (Ending(date(2023, 6, 1), "lost"),)),)
                ),
                2023,
            ),
            "办理结果",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, words: str) -> None:
    with pytest.raises(BadFact, match=words):
        make()


DAYS = st.dates(date(2020, 6, 1), date(2025, 12, 31))
OUTCOME_KEYS = st.sampled_from([o.key for o in OUTCOMES])
KINDS = st.sampled_from([k.key for k in APPLICANT_KINDS])


@st.composite
def applications(draw: st.DrawFn) -> ApplicationFact:
    """A history: received, perhaps ended, opened again, ended again."""
    day = received = draw(DAYS)
    endings, reopened = [], []
    for _ in range(draw(st.integers(0, 3))):
        day += timedelta(draw(st.integers(0, 500)))
        endings.append(Ending(day, draw(OUTCOME_KEYS)))
        if draw(st.booleans()):
            break
        day += timedelta(draw(st.integers(0, 500)))
        reopened.append(day)
    return ApplicationFact(str(draw(st.integers())), draw(KINDS), received, tuple(endings), tuple(reopened))


@st.composite
def remedies(draw: st.DrawFn) -> RemedyFact:
    accepted = draw(DAYS)
    ended = draw(st.none() | st.integers(0, 900).map(lambda n: accepted + timedelta(n)))
    result = draw(st.sampled_from([r.key for r in RESULTS if r.key != "pending"])) if ended else ""
    course = draw(st.sampled_from([c.key for c in COURSES]))
    return RemedyFact("复", course, accepted, ended, result, draw(st.booleans()))


@st.composite
def documents(draw: st.DrawFn) -> DocumentFact:
    issued = draw(DAYS)
    ended = draw(st.none() | st.integers(0, 900).map(lambda n: issued + timedelta(n)))
    return DocumentFact("文", draw(st.sampled_from(["government_rule", "normative_document"])), issued, ended)


@settings(deadline=None)
@given(
    st.builds(
        Facts,
        applications=st.lists(applications(), max_size=12).map(tuple),
        remedies=st.lists(remedies(), max_size=6).map(tuple),
        documents=st.lists(documents(), max_size=8).map(tuple),
    )
)
def test_every_identity_and_the_chain_over_years_hold(facts: Facts) -> None:
    reports = {year: tally(facts, year).report(organ="某局") for year in range(2021, 2027)}
    for year, report in reports.items():
        broken = [i for i in within("2021") if not i.holds(report.cells)]
        assert broken == []
        if year - 1 in reports:
            before = reports[year - 1].cells
            assert [i for i in across_years("2021", "2021") if not i.holds(report.cells, before)] == []
