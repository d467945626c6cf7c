"""The figures of an organ and a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.law.outcomes import Group
from gongkai.web.applications import statistics as counting
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.web.applications.statistics import Figures, statistics, total, years
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ
from tests.web.conftest import City

Case = Callable[..., Application]
ON = date(2026, 6, 30)
PUBLIC = Viewer(None, ON)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """However slow the machine was in the test before."""
    counting._kept.clear()


@pytest.fixture
def cases(city: City, application: Case) -> None:
    """The founding report's year: three applications of 2025, two granted (one late), one not held; and one withdrawn
    in 2026, of another organ."""
    spans = [("granted", 10, date(2025, 3, 31)), ("granted", 20, date(2025, 3, 15)), ("not_held", 3, date(2025, 3, 31))]
    for outcome, days, due in spans:
        case = application("new")
        ended = date.fromordinal(date(2025, 3, 3).toordinal() + days)
        _set(case, received_on=date(2025, 3, 3), ended_on=ended, reply_due=due, outcome=outcome)
    case = application("new", organ=city.organs["市财政局"])
    _set(case, received_on=date(2025, 12, 30), ended_on=date(2026, 1, 4), reply_due=date(2026, 1, 28), outcome="")
    application("new")  # not registered: not received yet


def _set(case: Application, **fields: object) -> None:
    Application.objects.filter(pk=case.pk).update(stage="closed", **fields)


def test_it_works(cases: None, city: City) -> None:
    found = statistics(PUBLIC, on=ON)
    assert [(f.organ.short_name, f.year) for f in found if f.organ] == [
        ("市财政局", 2026), ("市司法局", 2025), ("市财政局", 2025),
    ]  # fmt: skip
    justice = found[1]
    assert (justice.received, justice.answered, justice.ended, justice.in_time) == (3, 3, 3, 2)
    assert {g: n for g, n in justice.groups.items() if n} == {Group.GRANTED: 2, Group.UNAVAILABLE: 1}
    assert justice.average_days == 11.0
    assert justice.on_time == 0.667
    assert (found[0].received, found[0].answered, found[0].without_answer) == (0, 0, 1)
    assert (found[2].received, found[2].average_days, found[2].on_time) == (1, None, None)


def test_one_organ_and_one_year(cases: None, city: City) -> None:
    assert [f.year for f in statistics(PUBLIC, on=ON, organ=city.organs["市财政局"])] == [2026, 2025]
    assert len(statistics(PUBLIC, on=ON, year=2025)) == 2
    assert statistics(PUBLIC, on=ON, year=2024) == []


def test_what_is_still_to_come_does_not_count(cases: None, city: City) -> None:
    found = statistics(PUBLIC, on=date(2025, 3, 10), organ=city.justice)
    assert [(f.received, f.ended) for f in found] == [(3, 1)]


def test_an_organ_out_of_sight_has_no_figures(cases: None, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(active=False)
    assert {f.organ.short_name for f in statistics(PUBLIC, on=ON) if f.organ} == {"市财政局"}
    assert statistics(PUBLIC, on=ON, organ=city.justice) == []


def test_four_queries_whatever_the_number_of_cases(cases: None, city: City) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        statistics(PUBLIC, on=ON)
    assert len(asked) == 4


def test_what_took_long_to_count_is_kept_for_a_minute(
    cases: None, city: City, application: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_kept", {})
    monkeypatch.setattr(counting, "_LONG", -1)
    first = statistics(PUBLIC, on=ON, year=2025)
    _set(application("new"), received_on=date(2025, 5, 5))
    with CaptureQueriesContext(connection) as asked:
        assert statistics(PUBLIC, on=ON, year=2025) == first
    assert len(asked) == 1  # which organs are in sight
    Organ.objects.filter(pk=city.justice.pk).update(active=False)
    assert {f.organ.short_name for f in statistics(PUBLIC, on=ON, year=2025) if f.organ} == {"市财政局"}
    monkeypatch.setattr(counting, "_KEPT", 0)
    Organ.objects.update(active=True)
    assert sum(f.received for f in statistics(PUBLIC, on=ON, year=2025)) == 5


def test_the_sum_and_a_share_that_is_never_rounded_up_to_all(cases: None, city: City) -> None:
    whole = total(statistics(PUBLIC, on=ON), year=2025)
    assert (whole.received, whole.answered, whole.without_answer, whole.in_time) == (4, 3, 1, 3)
    nearly = Figures(None, 2025, groups=dict.fromkeys(Group, 0) | {Group.GRANTED: 10_000}, in_time=9_999)
    assert (nearly.on_time, nearly.percent) == (0.999, 99)


def test_years_without_a_case_give_the_present_one(city: City) -> None:
    assert years(PUBLIC, on=ON) == [2026]


# The page


def test_the_page(client: Client, cases: None, city: City) -> None:
    shown = client.get("/statistics/?year=2025").content.decode()
    assert shown.count("<h1") == 1
    for words in ("市司法局", "市财政局", "合计", "2/3", "11.0", 'role="img"', "予以公开 2 件"):
        assert words in shown
    assert "王小明" not in shown


def test_the_page_of_one_organ_and_of_all_years(client: Client, cases: None, city: City) -> None:
    assert "2025 年" in client.get(f"/statistics/?organ={city.justice.code}").content.decode()
    assert "2026" in client.get("/statistics/?year=all").content.decode()


def test_the_page_with_nothing_says_so(client: Client, city: City) -> None:
    assert "还没有收到过申请" in client.get("/statistics/").content.decode()


@pytest.mark.parametrize(
    "asked", ["year=1999", "year=x", "year=²", "organ=000", "organ=%20", "year=99999999999999999999"]
)
def test_what_is_not_there_is_not_found(client: Client, cases: None, asked: str) -> None:
    assert client.get(f"/statistics/?{asked}").status_code == 404
    assert client.get(f"/statistics.csv?{asked}").status_code == 404


def test_the_file(client: Client, cases: None, city: City) -> None:
    answer = client.get("/statistics.csv?year=2025")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("机关,统一社会信用代码,年度,收到申请,答复,予以公开,部分公开")
    assert f"青澜市司法局,{city.justice.code},2025,3,3,2,0,0,1,0,0,0,3,2,11.0,66.7" in lines
    assert lines[0].endswith("办结,按期办结,平均天数,按期办结比例（%）")
    assert answer["Content-Type"].startswith("text/csv")


def test_a_file_whose_cell_would_be_a_formula(client: Client, cases: None, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(name="=HYPERLINK(1)")
    assert "'=HYPERLINK" in client.get("/statistics.csv?year=2025").content.decode("utf-8-sig")


def _happened(case: Application, *happened: tuple[str, date, str]) -> None:
    """Append endings and reopenings to a case's ledger as the steps would: kind, day, outcome."""
    for at, (kind, on, outcome) in enumerate(happened, case.events.count() + 1):
        said = {"outcome": outcome} if outcome else {}
        ApplicationEvent.objects.create(application=case, order=at, kind=kind, on=on, facts=said, at=timezone.now())


def test_what_was_opened_again_counts_once_as_in_the_report(city: City, application: Case) -> None:
    """Decided in 2024 and anew in 2025: of 2024, with the days of the first round, held against its own due date."""
    case = application(on=date(2024, 3, 4))
    _happened(case, ("decided", date(2024, 3, 20), "not_held"), ("reopened", date(2025, 3, 3), ""),
              ("decided", date(2025, 4, 1), "granted"))  # fmt: skip
    _set(case, ended_on=date(2025, 4, 1), reply_due=date(2025, 3, 28), outcome="granted", reopened=True)
    assert [
        (f.year, f.groups[Group.UNAVAILABLE], f.ended, f.average_days, f.in_time) for f in statistics(PUBLIC, on=ON)
    ] == [(2024, 1, 1, 16.0, 1)]
    assert statistics(PUBLIC, on=ON, year=2025) == []


def test_opened_again_within_the_year_the_last_ending_counts(city: City, application: Case) -> None:
    """From the day it was opened again: the time between belongs to nobody's clock."""
    case = application(on=date(2025, 3, 4))
    _happened(case, ("decided", date(2025, 3, 20), "not_held"), ("reopened", date(2025, 5, 6), ""),
              ("decided", date(2025, 6, 9), "granted"))  # fmt: skip
    _set(case, ended_on=date(2025, 6, 9), reply_due=date(2025, 6, 4), outcome="granted", reopened=True)
    found = statistics(PUBLIC, on=ON)
    assert [(f.year, f.groups[Group.GRANTED], f.ended, f.average_days, f.in_time) for f in found] == [
        (2025, 1, 1, 34.0, 0)
    ]


def test_what_was_withdrawn_or_transferred_is_no_answer(city: City, application: Case) -> None:
    """The form counts all three as 其他; only one of them was answered."""
    for kind in ("decided", "withdrawn", "transferred"):
        case = application(on=date(2025, 3, 3))
        _happened(case, (kind, date(2025, 3, 10), "other"))
        _set(case, ended_on=date(2025, 3, 10), outcome="other")
    again = application(on=date(2025, 3, 3))
    _happened(again, ("decided", date(2025, 3, 10), "granted"), ("reopened", date(2025, 4, 1), ""),
              ("withdrawn", date(2025, 4, 9), ""))  # fmt: skip
    _set(again, ended_on=date(2025, 4, 9), outcome="other", reopened=True)
    assert [(f.groups[Group.OTHER], f.without_answer, f.ended) for f in statistics(PUBLIC, on=ON)] == [(1, 3, 4)]


def test_a_late_answer_stays_late_while_the_case_is_open_again(city: City, application: Case) -> None:
    """The row knows the clock of the new round; the answer of last year came after its own."""
    case = application(on=date(2024, 3, 4))
    _happened(case, ("decided", date(2024, 5, 20), "not_held"), ("reopened", date(2025, 3, 3), ""))
    Application.objects.filter(pk=case.pk).update(
        stage="in_hand", ended_on=None, reply_due=date(2025, 3, 31), outcome="", reopened=True
    )
    assert [(f.year, f.ended, f.in_time) for f in statistics(PUBLIC, on=ON)] == [(2024, 1, 0)]
