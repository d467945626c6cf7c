"""The city's past years: no cell of the form is empty in all of them, every report adds up and continues the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.law.events import KINDS
from gongkai.law.outcomes import OUTCOMES
from gongkai.report.cells import Address
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import across_years, within
from gongkai.report.reading import Report
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Fee
from gongkai.web.demo import affairs, build, bureaus, current, land
from gongkai.web.organs.models import Organ
from gongkai.web.registers.models import Activity, Document, Problem, Proposal
from gongkai.web.remedies.models import Remedy
from gongkai.web.reports import counting, queries
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.models import AnnualReport, Edition
from gongkai.web.review import log

TODAY = date(2026, 4, 17)
Filed = dict[tuple[str, int], Report]


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The small demonstration, built once for this module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        sid = transaction.atomic()
        sid.__enter__()
        build.small(today=TODAY)
        yield
        transaction.set_rollback(True)
        sid.__exit__(None, None, None)
    (Path(settings.HOME) / "demo.json").unlink(missing_ok=True)


@pytest.fixture
def filed(_city: None, db: None) -> Filed:
    """Every published report by organ and year."""
    rows = Edition.objects.select_related("report__organ")
    return {(e.report.organ.short_name, e.report.year): queries.read_content(e.content) for e in rows}


def test_it_works(filed: Filed) -> None:
    """Cell by cell: each is more than zero in at least one report."""
    empty = [FORM_2021.name(a) for a in FORM_2021.addresses if not any(r.cells[a].value for r in filed.values())]
    assert empty == []
    assert {(land.ORGAN, year) for year in land.YEARS} <= set(filed)
    assert {organ for organ, _ in filed} == set(Organ.objects.values_list("short_name", flat=True))


def test_every_identity_holds_and_the_chain_too(filed: Filed) -> None:
    for (organ, year), report in filed.items():
        assert all(i.holds(report.cells) for i in within("2021")), (organ, year)
        before = filed.get((organ, year - 1))
        if before is None:
            continue
        broken = [i.words for i in across_years("2021", "2021") if i.holds(report.cells, before.cells) is False]
        assert bool(broken) == bool(report.text("requests").strip()), (organ, year, broken)
    both = filed[land.ORGAN, 2023], filed[land.ORGAN, 2024]
    assert both[0].value(3, "carried_forward") == both[1].value(3, "brought_forward") == 6


def test_the_one_difference_is_explained_in_the_file(filed: Filed) -> None:
    explained = [y for y in bureaus.YEARS if y.why]
    assert [(y.organ, y.year) for y in explained] == [("市教育局", 2024)]
    report, before = filed["市教育局", 2024], filed["市教育局", 2023]
    assert report.value(3, "brought_forward") == before.value(3, "carried_forward") + 1
    assert explained[0].why in report.text("requests")


def test_check_finds_nothing_else(filed: Filed) -> None:
    for (organ, year), report in filed.items():
        found = {f.code for f in check(report, Context(previous=filed.get((organ, year - 1))))}
        assert found == ({"Y-1"} if (organ, year) == ("市教育局", 2024) else set()), (organ, year)


def test_a_filed_cell_is_what_the_records_still_say(filed: Filed) -> None:
    """Counted anew, each year gives the cells that were filed, but for what was entered late."""
    for (organ, year), report in filed.items():
        again = counting.counted(Organ.objects.get(short_name=organ), year).cells()
        moved = [a for a, cell in again.items() if cell.value != report.cells[a].value]
        assert bool(moved) == ((organ, year) == ("市教育局", 2023)), (organ, year, moved)


def test_the_richest_bureau_knows_fees_and_contests(filed: Filed) -> None:
    organ = Organ.objects.get(short_name=land.ORGAN)
    kinds = set(Application.objects.filter(organ=organ).values_list("events__kind", flat=True))
    assert kinds >= {
        "supplement_asked",
        "opinion_received",
        "extended",
        "fee_paid",
        "fee_lapsed",
        "reopened",
        "reasons_given",
    }
    assert kinds - {None} <= {k.key for k in KINDS}
    assert Fee.objects.filter(application__organ=organ, paid_on__isnull=False).exists()
    assert Remedy.objects.filter(organ=organ).count() == len(land.CONTESTS)
    assert Document.objects.filter(organ=organ, ended_on__isnull=False).exists()
    assert list(log.broken(organ)) == []


def test_the_distribution_is_that_of_life(filed: Filed) -> None:
    """Residents ask most; releases and what is not held are common, what is rare in life is rare."""
    for year in land.YEARS:
        report = filed[land.ORGAN, year]

        def total(row: str, column: str = "total", report: Report = report) -> int:
            return int(report.value(3, row, column) or 0)

        assert total("new", "natural_person") >= 2 * (total("new") - total("new", "natural_person")), year
        assert all(6 <= total(row) <= 20 for row in ("granted", "partially_granted", "not_held")), year
        rare = {o.key for o in OUTCOMES} - {"granted", "partially_granted", "not_held", "registry_inquiry"}
        assert {row: total(row) for row in rare if total(row) > 4} == {}, year
    asked = {key: int(report.value(3, "new", "total") or 0) for key, report in filed.items() if key[0] != land.ORGAN}
    assert len(set(asked.values())) >= 8 and max(asked.values()) <= 20
    residents = sum(int(r.value(3, "new", "natural_person") or 0) for r in filed.values())
    assert residents > 0.58 * sum(int(r.value(3, "new", "total") or 0) for r in filed.values())


def test_no_bureau_is_like_another(filed: Filed) -> None:
    """What they publish, answer and hold is their own, and not everything went as it should."""
    for one, year in affairs.AFFAIRS:
        alike = [k for k in affairs.AFFAIRS if k != (one, year) and affairs.AFFAIRS[k] == affairs.AFFAIRS[one, year]]
        assert alike == []
    subjects = [s for told_of in affairs.AFFAIRS.values() for s, _ in (*told_of.suggestions, *told_of.motions)]
    assert len(subjects) == len(set(subjects))
    texts = [report.text("other_matters") for report in filed.values()]
    assert any("满意率100%" not in text and "满意率" in text for text in texts)
    assert len({t.partition("政府开放日活动")[2] for t in texts}) > len(texts) / 2
    # What became of a problem is told in a sentence of its own, not by the measure with a 已 before it.
    assert [p.outcome for p in Problem.objects.exclude(outcome="") if p.improvement in p.outcome] == []


def test_the_bureaus_remedies_are_in_its_reports(filed: Filed) -> None:
    bureau = Organ.objects.get(short_name="市司法局")
    rows = Remedy.objects.filter(organ=bureau)
    assert {r.course for r in rows} == {"reconsideration", "suit_after_reconsideration"}
    assert not rows.filter(filed_on__year=2023).exists()
    assert rows.filter(ended_on=None).exists()  # one is under way
    assert filed["市司法局", 2024].value(4, "reconsideration", "upheld") == 1
    draft = counting.counted(bureau, current.drafted(TODAY)).cells()
    assert draft[Address(4, "reconsideration", "upheld")].value == 1
    assert draft[Address(4, "suit_after_reconsideration", "pending")].value == 1
    sued = rows.get(course="suit_after_reconsideration")
    assert set(sued.defendants) == {"青澜市司法局", "东澜省司法厅"}  # who upheld it is sued as well


def test_nothing_is_dated_on_a_day_off(filed: Filed) -> None:
    """Documents are issued, people meet, proposals are answered on working days."""
    working = the_calendar()
    days = [
        *((d, d.issued_on) for d in Document.objects.all()),
        *((a, a.on) for a in Activity.objects.all()),
        *((p, p.received_on) for p in Proposal.objects.all()),
        *((p, p.replied_on) for p in Proposal.objects.exclude(replied_on=None)),
    ]
    assert [(str(x), d) for x, d in days if d.year >= 2019 and working.roll(d) != d] == []


def test_the_draft_has_one_finding_and_one_letter_is_waiting(filed: Filed) -> None:
    """What a newcomer mends: a sentence that contradicts the table; what they register: a letter of that year."""
    report = AnnualReport.objects.get(organ__short_name="市司法局", year=current.drafted(TODAY))
    found = compiled(report)
    right, typed = current.mistake(report.year)
    assert [(f.code, f.printed, f.expected) for f in found.findings] == [("N-9", "425", "452")]
    assert (found.unregistered, len(found.obstacles), found.differences) == (1, 1, ())
    overview = report.sections.get(key="overview").text
    mended = compiled(report, texts={"overview": overview.replace(typed, right)})
    assert mended.findings == []
    assert Application.objects.filter(subject=current.LATE, stage="new").exists()
