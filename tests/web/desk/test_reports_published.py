"""A published report at the desk: the figures and the records of its edition, and what the records would say today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.report.cells import Address
from gongkai.web.applications.models import Application
from gongkai.web.reports import operations, queries
from gongkai.web.reports import published as standing
from gongkai.web.reports.models import AnnualReport
from tests.web.conftest import City
from tests.web.reports.years import DAY, TEXTS, YEAR, ended, published, recorded, written

pytestmark = pytest.mark.django_db

Case = Callable[..., Application]
Browser = Callable[[str], Client]
GRANTED = "cell/3/granted/natural_person/"


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def report(city: City, application: Case) -> AnnualReport:
    """The year's report, published with one application granted."""
    recorded(city, application)
    return published(city).report


def test_it_works(city: City, report: AnnualReport, application: Case, client_of: Browser) -> None:
    """The page keeps the published figure when another application is entered, and says what the records give now."""
    clerk, address = client_of("clerk"), f"/desk/reports/{report.pk}/"
    page = body(clerk.get(address))
    assert "公开的第 1 版的文字和数" in page and "公开以后记录有变化" not in page
    late = ended(application(on=date(2025, 5, 5)), date(2025, 5, 20), "granted")
    page = body(clerk.get(address))
    assert "「（一）予以公开」行「自然人」列</a>：公开的是 1，现在的记录是 <strong>2</strong>" in page
    cell = next(c for s in clerk.get(address).context["sheets"] for r in s.rows for c in r if c.url.endswith(GRANTED))
    assert cell.slot.text == "1"
    shown = clerk.get(f"{address}{GRANTED}")
    assert shown.context["value"] == 1 and len(shown.context["rows"]) == 1
    assert "按现在的记录，这一格是 <strong>2</strong>" in body(shown) and "公开以后新计入的记录" in body(shown)
    assert late.number in body(shown)


def test_a_record_that_counts_no_more_is_named(report: AnnualReport, client_of: Browser) -> None:
    made = Application.objects.get(outcome="granted")
    Application.objects.filter(pk=made.pk).update(outcome="not_held")
    page = body(client_of("clerk").get(f"/desk/reports/{report.pk}/{GRANTED}"))
    assert made.number in page and page.count("现在不再计入") == 1


def test_the_edition_knows_every_cell_and_total(report: AnnualReport) -> None:
    edition = standing.standing(report)
    assert edition is not None
    written_as, counted = queries.read_content(edition.content), standing.recorded(edition)
    assert all(counted.value(a) == written_as.value(*a) for a in counted.form.addresses)
    assert counted.value(Address(3, "total", "total")) == 3


def test_while_it_is_amended_the_records_count(
    city: City, report: AnnualReport, application: Case, client_of: Browser
) -> None:
    ended(application(on=date(2025, 5, 5)), date(2025, 5, 20), "granted")
    operations.begin_amending(report, "漏登一件", viewer=city.viewer("clerk", on=DAY))
    clerk, address = client_of("clerk"), f"/desk/reports/{report.pk}/{GRANTED}"
    assert clerk.get(address).context["value"] == 2
    assert clerk.get(f"{address}?edition=1").context["value"] == 1


def test_what_the_check_finds_is_shown_with_a_published_report(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    wrong = f"2025年，共收到公开申请9件。{TEXTS['overview']}"
    report = published(city, written(city, overview=wrong)).report
    shown = client_of("clerk").get(f"/desk/reports/{report.pk}/")
    found = shown.context["findings"]
    assert f"检查意见（{len(found)} 条）" in body(shown) and any("9" in finding.message for finding, _ in found)


@pytest.mark.parametrize("number", ["2", "x", "²", "99999"])
def test_an_edition_that_is_not_there(report: AnnualReport, client_of: Browser, number: str) -> None:
    assert client_of("clerk").get(f"/desk/reports/{report.pk}/{GRANTED}?edition={number}").status_code == 404


def test_records_that_cannot_be_counted_leave_the_published_figures(report: AnnualReport, client_of: Browser) -> None:
    Application.objects.filter(outcome="granted").update(ended_on=date(2025, 1, 1))
    clerk, address = client_of("clerk"), f"/desk/reports/{report.pk}/"
    page = body(clerk.get(address))
    assert "没有同公开的数核对" in page and "暂时不能汇总" not in page and "三、收到和处理" in page
    cell = body(clerk.get(f"{address}{GRANTED}"))
    assert "没有同公开的数核对" in cell and "：1 " in cell


def test_last_years_cell_opens_as_it_was_published(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    before = published(city, written(city, year=YEAR - 1))
    late = application(on=date(2024, 11, 4))
    report = operations.begin(city.justice, YEAR, viewer=city.viewer("clerk", on=DAY))
    clerk, cell = client_of("clerk"), "cell/3/carried_forward/natural_person/?edition=1"
    assert f'href="/desk/reports/{before.report_id}/{cell}"' in body(clerk.get(f"/desk/reports/{report.pk}/"))
    shown = clerk.get(f"/desk/reports/{before.report_id}/{cell}")
    assert (shown.context["value"], shown.context["today"]) == (1, 2)
    assert late.number in body(shown)


def test_the_page_takes_few_queries(
    report: AnnualReport, application: Case, client_of: Browser, django_assert_max_num_queries: Any
) -> None:
    clerk = client_of("clerk")
    clerk.get("/desk/reports/")
    for _ in range(12):
        ended(application(on=date(2025, 5, 5)), date(2025, 5, 20), "granted")
    for address in ("", GRANTED):
        with django_assert_max_num_queries(40):
            clerk.get(f"/desk/reports/{report.pk}/{address}")


def test_an_amendment_with_nothing_new_can_only_be_given_up(
    city: City, report: AnnualReport, client_of: Browser
) -> None:
    clerk, address = client_of("clerk"), f"/desk/reports/{report.pk}/"
    assert clerk.post(f"{address}amend/", {"reason": "看看"}).status_code == 302
    page = body(clerk.get(address))
    assert "没有可以更正的" in page and "取消更正" in page and f'action="{address}send/"' not in page
    assert clerk.post(f"{address}amend/end/", {"reason": ""}).status_code == 422
    assert clerk.post(f"{address}amend/end/", {"reason": "点错了"}).status_code == 302
    assert "更正这份报告" in body(clerk.get(address))
    assert clerk.post(f"{address}amend/end/", {"reason": "点错了"}).status_code == 409
