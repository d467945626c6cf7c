"""From the platform's records to the cells: the plain year, then what must not bend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.report.cells import Address
from gongkai.report.facts import BadFact
from gongkai.web.applications.models import Application, ApplicationEvent
from gongkai.web.reports import counting
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.reports.years import YEAR, begun, ended, recorded

ALL = Address(3, "total", "total")


def test_it_works(city: City, application: Callable[..., Application]) -> None:
    made = recorded(city, application)
    tally = counting.counted(city.justice, YEAR)
    values = {(a.table, a.row, a.column): tally.value(a) for a in tally.records if tally.value(a)}
    assert values == {
        (2, "normative_document", "issued"): 1,
        (2, "normative_document", "in_force"): 2,
        (2, "licence", "decisions"): 408,
        (2, "administrative_charge", "amount_wan_yuan"): tally.value(Address(2, "administrative_charge", "amount_wan_yuan")),
        (3, "new", "natural_person"): 2, (3, "new", "business"): 1, (3, "new", "total"): 3,
        (3, "brought_forward", "natural_person"): 1, (3, "brought_forward", "total"): 1,
        (3, "granted", "natural_person"): 1, (3, "granted", "total"): 1,
        (3, "not_held", "natural_person"): 1, (3, "not_held", "total"): 1,
        (3, "state_secret", "business"): 1, (3, "state_secret", "total"): 1,
        (3, "total", "natural_person"): 2, (3, "total", "business"): 1, (3, "total", "total"): 3,
        (3, "carried_forward", "natural_person"): 1, (3, "carried_forward", "total"): 1,
        (4, "reconsideration", "upheld"): 1, (4, "reconsideration", "total"): 1,
    }  # fmt: skip
    assert str(tally.value(Address(2, "administrative_charge", "amount_wan_yuan"))) == "40.51"
    assert [c.record for c in tally.records[Address(3, "granted", "total")]] == [f"application/{made['granted'].pk}"]
    assert [c.record for c in tally.records[Address(4, "reconsideration", "total")]] == [f"remedy/{made['remedy'].pk}"]


def test_a_cell_asked_for_alone_has_the_records_of_the_whole_count(
    city: City, application: Callable[..., Application]
) -> None:
    recorded(city, application)
    rows.entered(city, "figure", year=YEAR, cell="3/granted/business")
    tally = counting.counted(city.justice, YEAR)
    for address in tally.records:
        assert sorted(counting.records_in(city.justice, YEAR, address)) == sorted(tally.records[address]), address


def test_a_cell_is_read_by_the_page(
    city: City,
    application: Callable[..., Application],
    django_assert_num_queries: Any,
) -> None:
    made = recorded(city, application)
    again = ended(application(on=date(2025, 7, 1)), date(2025, 7, 9), "granted")
    reopened(again, ("decided", date(2025, 7, 4), "not_held"), ("reopened", date(2025, 7, 7), ""),
             ("decided", date(2025, 7, 9), "granted"))  # fmt: skip
    rows.entered(city, "figure", year=YEAR, cell="3/granted/business", value="7")
    found = counting.records_in(city.justice, YEAR, ALL)
    plain = [f"application/{made[key].pk}" for key in ("late", "granted", "business")]
    assert (len(found), found.value) == (5, 11)
    assert [c.record for c in found[:2]] == plain[:2]
    assert [c.record for c in found[2:4]] == [plain[2], f"application/{again.pk}"]
    assert found[-1].value == 7
    assert list(found) == [*found[:3], *found[3:]]
    assert found[5:9] == ()
    with django_assert_num_queries(1):
        assert [c.record for c in found[1:3]] == plain[1:3]
    with django_assert_num_queries(0):  # what is not among the database's rows is read already
        assert len(found[3:5]) == 2
    with pytest.raises(IndexError):
        found[5]


@pytest.mark.parametrize("row", ["granted", "total"])
def test_a_cell_tells_a_contradiction_among_its_records(
    city: City, application: Callable[..., Application], row: str
) -> None:
    case = ended(application(on=date(2025, 3, 3)), date(2025, 2, 3), "granted")
    with pytest.raises(BadFact, match=f"^application/{case.pk}：办结日期 2025-02-03 早于 2025-03-03"):
        counting.records_in(city.justice, YEAR, Address(3, row, "total"))


def test_a_cell_of_a_result_no_row_has_is_refused(city: City, application: Callable[..., Application]) -> None:
    case = ended(application(on=date(2025, 3, 3)), date(2025, 3, 5), "forgotten")
    with pytest.raises(BadFact, match=f"^application/{case.pk}：办理结果不在表三各行之内"):
        counting.records_in(city.justice, YEAR, ALL)


def test_the_year_takes_few_queries(
    city: City, application: Callable[..., Application], django_assert_max_num_queries: Any
) -> None:
    recorded(city, application)
    with django_assert_max_num_queries(10):  # one a table, and the frame of the snapshot
        counting.counted(city.justice, YEAR)
    with django_assert_max_num_queries(6):
        counting.records_in(city.justice, YEAR, ALL)


def test_the_next_year_brings_forward_what_this_one_carries(
    city: City, application: Callable[..., Application]
) -> None:
    recorded(city, application)
    this, after = (counting.counted(city.justice, year) for year in (YEAR, YEAR + 1))
    assert this.records[Address(3, "carried_forward", "total")] == after.records[Address(3, "brought_forward", "total")]


def test_the_neighbours_records_are_not_ours(city: City, application: Callable[..., Application]) -> None:
    ended(application(on=date(2025, 3, 3), organ=city.organs["市财政局"]), date(2025, 3, 20), "granted")
    rows.entered(city, "decision", organ=city.organs["市财政局"], since="2025-01-01", on="2025-12-31")
    assert not any(counting.counted(city.justice, YEAR).records.values())


def test_an_old_year_is_refused(city: City) -> None:
    with pytest.raises(BadFact, match="旧格式"):
        counting.counted(city.justice, 2020)


def test_a_contradiction_is_one_sentence_that_names_the_record(
    city: City, application: Callable[..., Application]
) -> None:
    case = ended(application(on=date(2025, 3, 3)), date(2025, 2, 3), "granted")
    with pytest.raises(BadFact, match=f"^application/{case.pk}：办结日期 2025-02-03 早于 2025-03-03"):
        counting.counted(city.justice, YEAR)


def test_what_has_no_day_of_receipt_is_told(city: City, application: Callable[..., Application]) -> None:
    case = application(stage="new")
    assert counting.unregistered(city.justice, case.submitted_at.year) == 1


@pytest.fixture
def committed(transactional_db: None) -> None:
    """Records that other connections see."""


def test_what_is_written_while_we_count_does_not_show(
    committed: None, city: City, application: Callable[..., Application]
) -> None:
    recorded(city, application)
    begun(city)

    def write() -> None:
        rows.entered(city, "decision", since="2025-06-01", on="2025-06-30", row="行政处罚")
        Application.objects.filter(ended_on=None).update(ended_on=date(2025, 12, 30), outcome="granted")
        connection.close()

    with counting.snapshot():
        before = counting.facts_of(city.justice, YEAR)
        other = Thread(target=write)
        other.start()
        other.join()
        assert counting.facts_of(city.justice, YEAR) == before
    assert counting.facts_of(city.justice, YEAR) != before


def test_counting_writes_nothing(committed: None, city: City) -> None:
    with pytest.raises(DatabaseError, match=r"read-?only"), counting.snapshot():
        city.justice.save()
    with transaction.atomic():
        city.justice.save()


def reopened(case: Application, *happened: tuple[str, date, str]) -> None:
    """Append endings and reopenings to a case's ledger as the steps would: kind, day, outcome."""
    order = case.events.count()
    for at, (kind, on, outcome) in enumerate(happened, order + 1):
        ApplicationEvent.objects.create(
            application=case,
            order=at,
            kind=kind,
            on=on,
            facts={"outcome": outcome} if outcome else {},
            at=timezone.now(),
        )
    Application.objects.filter(pk=case.pk).update(reopened=any(kind == "reopened" for kind, _, _ in happened))


def test_what_was_opened_again_tells_its_history_by_its_events(
    city: City, application: Callable[..., Application]
) -> None:
    later = ended(application(on=date(2024, 3, 4)), date(2025, 4, 1), "granted")
    reopened(later, ("decided", date(2024, 3, 20), "not_held"), ("reopened", date(2025, 3, 3), ""),
             ("decided", date(2025, 4, 1), "granted"))  # fmt: skip
    same = ended(application(on=date(2025, 3, 4)), date(2025, 6, 2), "granted")
    reopened(same, ("decided", date(2025, 3, 20), "not_held"), ("reopened", date(2025, 5, 6), ""),
             ("decided", date(2025, 6, 2), "granted"))  # fmt: skip
    before, this = (counting.counted(city.justice, year) for year in (2024, YEAR))
    assert [c.record for c in before.records[Address(3, "not_held", "total")]] == [f"application/{later.pk}"]
    assert [c.record for c in this.records[Address(3, "total", "total")]] == [f"application/{same.pk}"]
    assert [c.record for c in this.records[Address(3, "granted", "total")]] == [f"application/{same.pk}"]
    for address in this.records:
        assert sorted(counting.records_in(city.justice, YEAR, address)) == sorted(this.records[address]), address


def test_opened_and_decided_again_on_one_day_is_not_carried_over(
    city: City, application: Callable[..., Application]
) -> None:
    day = date(YEAR, 4, 22)
    case = ended(application(on=date(YEAR, 4, 21)), day, "granted")
    reopened(case, ("decided", day, "granted"), ("reopened", day, ""), ("decided", day, "granted"))
    this, after = (counting.counted(city.justice, year) for year in (YEAR, YEAR + 1))
    assert {a.row for a, kept in this.records.items() if kept} == {"new", "granted", "total"}
    assert not any(after.records.values())
