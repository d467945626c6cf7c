"""Remedies: terms to the last day, which way is open, and the cells of section 4."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.events import KIND
from gongkai.law.outcomes import OUTCOME, OUTCOMES, Group
from gongkai.law.remedies import (
    COURSE,
    COURSES,
    DISPOSALS,
    NOT_ALONE,
    RECONSIDERATION_FIRST_SINCE,
    RESULT,
    TERMS,
    BadRemedy,
    Contest,
    Route,
    Term,
    counting_organ,
    last_day,
    result_in,
    reviewable,
    route,
    section_4,
    term_on,
    terms_of,
)
from gongkai.sources import INSTRUMENTS, LITIGATION_LAW
from gongkai.workdays import CalendarEnds, calendar

CALENDAR = calendar()
DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 30))


def contest(course: str, accepted: str, disposal: str = "", ended: str = "") -> Contest:
    return Contest(course, date.fromisoformat(accepted), disposal, date.fromisoformat(ended) if ended else None)


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    course = draw(st.sampled_from(sorted(COURSE)))
    accepted = draw(DAYS)
    if draw(st.booleans()):
        return Contest(course, accepted)
    disposal = draw(st.sampled_from([d.key for d in DISPOSALS if course in d.courses]))
    return Contest(course, accepted, disposal, accepted + timedelta(days=draw(st.integers(0, 900))))


def test_it_works() -> None:
    assert last_day(term_on("reconsideration", date(2024, 4, 22)), date(2024, 4, 22), CALENDAR).day == date(2024, 6, 21)
    assert route(OUTCOME["state_secret"], date(2024, 1, 1)) is Route.RECONSIDERATION_FIRST
    assert route(OUTCOME["state_secret"], date(2023, 12, 31)) is Route.EITHER


@given(DAYS, st.sampled_from(TERMS))
def test_the_last_day_is_a_working_day_and_never_early(on: date, term: Term) -> None:
    due = last_day(term, on, CALENDAR)
    assert CALENDAR.is_working_day(due.day)
    least = timedelta(days=term.days or 28 * term.months)
    assert due.day - on >= least
    assert due.provisional == any(y not in CALENDAR.announced for y in due.years)


@given(DAYS, st.sampled_from(TERMS))
def test_knowing_later_never_ends_earlier(on: date, term: Term) -> None:
    assert last_day(term, on, CALENDAR).day <= last_day(term, on + timedelta(days=1), CALENDAR).day


def test_outside_the_calendar_is_said() -> None:
    with pytest.raises(CalendarEnds, match="日历范围"):
        last_day(TERMS[-2], date(2089, 1, 1), CALENDAR)


def test_a_day_without_a_term_is_said() -> None:
    with pytest.raises(ValueError, match="没有可适用的「direct_suit」期限"):
        term_on("direct_suit", date(2010, 1, 1))


def test_words_and_figures_of_a_term_agree() -> None:
    for term in TERMS:
        assert term.words == (f"{term.days}日" if term.days else f"{term.months}个月")
        assert bool(term.days) != bool(term.months)
        assert term.key in COURSE
        assert term.law.place and term.law.instrument in INSTRUMENTS
        assert term.unverified


def test_a_setting_can_be_changed() -> None:
    longer = Term("direct_suit", "1年", date(2027, 1, 1), LITIGATION_LAW.art(46), months=12)
    assert term_on("direct_suit", date(2027, 1, 2), (*TERMS, longer)).months == 12
    assert last_day(longer, date(2024, 2, 29), CALENDAR).day == date(2025, 2, 28)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.key)
def test_reconsideration_first_for_refusals_only(outcome) -> None:
    before, since = RECONSIDERATION_FIRST_SINCE - timedelta(days=1), RECONSIDERATION_FIRST_SINCE
    assert route(outcome, before) is Route.EITHER
    assert (route(outcome, since) is Route.RECONSIDERATION_FIRST) == (outcome.group is Group.REFUSED)
    assert ("direct_suit" in {t.key for t in terms_of(outcome, since)}) == (outcome.group is not Group.REFUSED)


def test_steps_that_cannot_be_contested_alone() -> None:
    assert {s.key for s in NOT_ALONE} <= set(KIND)
    assert [k for k in KIND if not reviewable(k)] == ["supplement_asked", "extended", "fee_notified"]


def test_section_4_adds_up() -> None:
    cells = section_4(
        [
            contest("reconsideration", "2024-03-04", "maintained", "2024-05-06"),
            contest("reconsideration", "2024-12-02", "annulled", "2025-01-20"),
            contest("direct_suit", "2023-05-04", "claims_dismissed", "2023-11-06"),
            contest("direct_suit", "2024-05-06"),
        ],
        2024,
    )
    assert len(cells) == 15
    assert {k: v for k, v in cells.items() if v} == {
        ("reconsideration", "upheld"): 1,
        ("reconsideration", "pending"): 1,
        ("reconsideration", "total"): 2,
        ("direct_suit", "pending"): 1,
        ("direct_suit", "total"): 1,
    }


@given(st.lists(contests(), max_size=30), st.integers(2018, 2030))
def test_each_total_is_the_sum_of_its_results(many: list[Contest], year: int) -> None:
    cells = section_4(many, year)
    for course in COURSES:
        assert cells[course.key, "total"] == sum(cells[course.key, key] for key in RESULT)
    assert sum(cells[c.key, "total"] for c in COURSES) == sum(result_in(c, year) is not None for c in many)


@given(contests())
def test_a_contest_ends_in_one_year_only(one: Contest) -> None:
    ended = [y for y in range(2018, 2032) if (r := result_in(one, y)) is not None and r.key != "pending"]
    assert ended == ([one.ended_on.year] if one.ended_on else [])


def test_every_disposal_has_a_column() -> None:
    assert {d.result for d in DISPOSALS} == set(RESULT) - {"pending"}
    assert all(set(d.courses) <= set(COURSE) and d.courses and d.law.place for d in DISPOSALS)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (("appeal", "2025-03-03"), "没有「appeal」这种途径"),
        (("direct_suit", "2025-03-03", "annulled"), "应同时填写结果和审结日期"),
        (("direct_suit", "2025-03-03", "", "2025-03-04"), "应同时填写结果和审结日期"),
        (("direct_suit", "2025-03-03", "annulled", "2025-03-02"), "早于受理日期"),
        (("direct_suit", "2025-03-03", "maintained", "2025-04-02"), "未经复议直接起诉没有「maintained」这种结果"),
        (("reconsideration", "2025-03-03", "lost", "2025-04-02"), "行政复议没有「lost」这种结果"),
    ],
)
def test_a_contest_that_cannot_be_is_refused(values: tuple[str, ...], says: str) -> None:
    with pytest.raises(BadRemedy, match=says):
        contest(*values)


def test_only_the_original_organ_counts() -> None:
    assert counting_organ("区民政局", ["区人民政府", "区民政局"]) == "区民政局"
    assert counting_organ("区民政局", ["区人民政府"]) == "区人民政府"
    for defendants in ([], ["甲局", "乙局"]):
        with pytest.raises(BadRemedy, match="不能确定由谁统计"):
            counting_organ("区民政局", defendants)
