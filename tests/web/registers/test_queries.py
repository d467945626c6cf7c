"""From records to facts, to the chain over the years, to the year's work: few queries, voided records left out."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.report.cells import Address
from gongkai.report.facts import Facts
from gongkai.report.tally import tally
from gongkai.report.yearwork import ACTIVITIES
from gongkai.web.registers import operations, queries
from gongkai.web.registers.models import Document
from gongkai.web.registers.table import REGISTERS
from tests.web.conftest import City
from tests.web.registers.rows import SOUND, entered

pytestmark = pytest.mark.django_db
END = date(2023, 12, 31)


def counted(city: City, year: int = 2023) -> dict[str, object]:
    found = tally(Facts(**queries.facts(city.justice, until=date(year, 12, 31))._asdict()), year)
    return {f"{a.row}/{a.column}": found.value(a) for a in found.records if a.table == 2}


def test_it_works(city: City) -> None:
    """The founding year: two documents in force, 408 licences, 40.51 万元."""
    entered(city, "document", document_number="青司规〔2021〕1号", issued_on="2021-02-01", effective_on="")
    entered(city, "document", document_number="青司规〔2022〕1号", issued_on="2022-02-01", effective_on="")
    entered(city, "decision")
    entered(city, "charge")
    assert counted(city) == {
        "government_rule/issued": 0, "government_rule/repealed": 0, "government_rule/in_force": 0,
        "normative_document/issued": 0, "normative_document/repealed": 0, "normative_document/in_force": 2,
        "licence/decisions": 408, "penalty/decisions": 0, "compulsion/decisions": 0,
        "administrative_charge/amount_wan_yuan": Decimal("40.51"),
    }  # fmt: skip


def test_facts_name_their_records(city: City) -> None:
    made = {key: entered(city, key) for key in ("document", "decision", "charge", "figure")}
    found = queries.facts(city.justice, until=END)
    assert [f.record for facts in found for f in facts] == [f"{key}/{r.pk}" for key, r in made.items()]
    assert found.figures[0].address == Address(3, "new", "natural_person") and found.figures[0].value == 3
    viewer = city.viewer("clerk")
    assert [queries.record_of(viewer, f"{k}/{r.pk}") for k, r in made.items()] == [*made.values()]
    assert queries.record_of(city.viewer("neighbour"), f"charge/{made['charge'].pk}") is None
    assert queries.record_of(viewer, "charge/x") is queries.record_of(viewer, "nothing/1") is None


def test_voided_others_and_later_records_are_no_facts(city: City) -> None:
    record = entered(city, "charge")
    operations.void(REGISTERS["charge"], record, version=1, reason="重复", viewer=city.viewer("clerk"))
    entered(city, "charge", organ=city.organs["市财政局"])
    entered(city, "charge", on="2024-01-01")
    entered(city, "document", issued_on="2024-01-02", effective_on="")
    entered(city, "figure", year=2024)
    assert queries.facts(city.justice, until=END) == ((), (), (), ())


def test_validity_ends_a_document_on_its_last_day(city: City) -> None:
    entered(city, "document", valid_until="2024-06-30")
    assert counted(city, 2023)["normative_document/in_force"] == 1
    assert counted(city, 2024)["normative_document/repealed"] == 1
    # In the middle of the year it still stands.
    assert queries.document_facts(city.justice, until=date(2024, 6, 29))[0].ended_on is None
    assert queries.document_facts(city.justice, until=date(2024, 6, 30))[0].ended_on == date(2024, 6, 30)


def test_charges_lose_no_cent(city: City) -> None:
    for n in range(3):
        entered(city, "charge", item=f"项目{n}", fen="0.01")
    assert counted(city)["administrative_charge/amount_wan_yuan"] == Decimal("0.000003")


def test_one_query_a_table(city: City) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.facts(city.justice, until=END)
        return len(asked)

    before = count()
    for n in range(8):
        entered(city, "decision", number=f"许{n}", since="", count=1)
        entered(city, "document", document_number=f"号{n}")
    assert before == count() == 4


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.dates(date(2018, 1, 1), END), st.none() | st.dates(date(2018, 1, 1), date(2025, 1, 1))), max_size=8
    )
)
def test_the_chain_holds(city: City, lives: list[tuple[date, date | None]]) -> None:
    Document.objects.all().delete()
    clerk = city.people["clerk"]
    Document.objects.bulk_create(
        Document(
            organ=city.justice, row="normative_document", title=f"办法{n}", document_number=f"号{n}", issued_on=on,
            ended_on=max(on, end) if end else None, source="x", entered_by=clerk, entered_at="2026-01-01T00:00Z",
        )
        for n, (on, end) in enumerate(lives)
    )  # fmt: skip
    links = [
        link for link in queries.section_2_chain(city.justice, range(2021, 2026)) if link.row == "normative_document"
    ]
    assert all(link.before + link.issued - link.ended == link.in_force for link in links)
    assert all(a.in_force == b.before for a, b in itertools.pairwise(links))
    assert sum(link.issued for link in links) == sum(on.year >= 2021 for on, _ in lives)


def test_the_chain_of_no_year(city: City) -> None:
    assert queries.section_2_chain(city.justice, ()) == ()


def test_the_years_work(city: City) -> None:
    for key in SOUND:
        entered(city, key)
    entered(city, "publication", kind="interpretation", form="图解", title="一图读懂", count=2)
    entered(city, "publication", kind="press_conference", title="立法实施发布会", count="")
    entered(city, "publication", channel="政务微信", column="法治聊城", title="转载", count="4000")
    entered(
        city, "proposal", kind="政协委员提案", number="第3号", subject="未成年人保护", replied_on="", satisfaction=""
    )
    entered(city, "activity", kind="政府开放日", title="开放日", participants="")
    entered(city, "document", document_number="y", title="备案的", filed_on="2023-06-10", clean_up="继续有效", cleaned_up_on="2023-11-01")  # fmt: skip
    work = queries.year_records(city.justice, 2023)
    assert work.published.total.value == 4011
    assert [(p.words, p.value) for p in work.published.by_channel] == [("政府网站", 11), ("政务微信", 4000)]
    assert [(p.words, p.value) for p in work.published.by_column] == [("法治聊城", 4000), ("部门会议", 11)]
    assert (work.published.interpretations.value, work.published.by_form[0].words) == (2, "图解")
    assert [o.title for o in work.published.press_conferences] == ["立法实施发布会"]
    assert work.proposals.received.value == 2 and work.proposals.subjects == ("优化营商环境", "未成年人保护")
    assert work.proposals.reply_rate == Fraction(1, 2) and work.proposals.satisfaction_rate == 1
    assert work.proposals.in_time.value == 1 and work.proposals.published.value == 0
    assert set(work.activities) == set(ACTIVITIES) and work.participants("training") == 45
    assert work.activities["open_day"][0].participants is None
    assert [d.name for d in work.duties] == ["周远"] and not work.duty_changes
    assert work.key_tasks[0].progress == ("3月：已公开",)
    assert work.last_problems[0].outcome == "增加了图解" and not work.problems
    assert (work.filed.value, work.cleaned_up.value) == (1, 1)
    assert all(record.count("/") == 1 for record in work.published.total.records)


def test_the_years_work_takes_seven_queries(city: City) -> None:
    for key in SOUND:
        entered(city, key)
    with CaptureQueriesContext(connection) as asked:
        work = queries.year_records(city.justice, 2023)
    assert len(asked) == 7
    assert queries.year_records(city.organs["市财政局"], 2023).proposals.reply_rate is None
    assert work.year == 2023


def test_a_phase_takes_what_the_chain_counts(city: City) -> None:
    """What a cell of the chain says is how many records the list shows for the year and the phase."""
    ends: list[dict[str, str]] = [
        {}, {"valid_until": "2023-12-31"}, {"valid_until": "2024-01-01"}, {"ended_on": "2024-05-06", "how_ended": "废止"},
        {"ended_on": "2023-06-30", "how_ended": "废止", "valid_until": "2026-01-01"},
    ]  # fmt: skip
    for number, end in enumerate(ends):
        entered(
            city,
            "document",
            issued_on="2023-01-05",
            effective_on="",
            document_number=f"青司规〔2023〕{number}号",
            **end,
        )
    register, viewer = REGISTERS["document"], city.viewer("clerk")

    def listed(year: int, phase: str) -> int:
        rows = queries.narrowed(queries.listing(viewer, register), register, year=year, phase=phase)
        return rows.filter(row="normative_document").count()

    links = [
        link for link in queries.section_2_chain(city.justice, range(2023, 2026)) if link.row == "normative_document"
    ]
    assert [(link.issued, link.ended, link.in_force) for link in links] == [(5, 2, 3), (0, 2, 1), (0, 0, 1)]
    for link in links:
        said = (link.issued, link.ended, link.in_force, link.before)
        asked = ((link.year, ""), (link.year, "repealed"), (link.year, "in_force"), (link.year - 1, "in_force"))
        assert said == tuple(listed(*each) for each in asked)


def test_who_is_in_office_at_the_end_of_a_year(city: City) -> None:
    entered(city, "duty", since="2022-03-01", until="")
    entered(city, "duty", since="2022-03-01", until="2023-12-31", name="乙")
    entered(city, "duty", since="2022-03-01", until="2023-05-01", name="丙")
    entered(city, "duty", since="2024-02-01", until="", name="丁")
    register, viewer = REGISTERS["duty"], city.viewer("clerk")

    def names(phase: str) -> set[str]:
        rows = queries.narrowed(queries.listing(viewer, register), register, year=2023, phase=phase)
        return set(rows.values_list("name", flat=True))

    assert names("in_office") == {SOUND["duty"]["name"], "乙"}
    assert (names("ended"), names("")) == ({"乙", "丙"}, set())
