"""The desk's menu marks the entry one is under, on its own page and below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongkai.web.applications.models import Application
from gongkai.web.reports import operations
from tests.web.conftest import City
from tests.web.reports.years import recorded

pytestmark = pytest.mark.django_db
MARKED = re.compile(r'<a href="[^"]*" aria-current="(page|true)">\s*([^<\s]+)')


def marked(browser: Client, address: str) -> list[tuple[str, str]]:
    page = browser.get(address).content.decode()
    return MARKED.findall(page.split('aria-label="办公台"')[1].split("</nav>")[0])


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/desk/", ("page", "办理队列")),
        ("/desk/entry/", ("true", "办理队列")),
        ("/desk/reviews/", ("page", "待我审核")),
        ("/desk/information/", ("page", "主动公开")),
        ("/desk/information/new/", ("true", "主动公开")),
        ("/desk/remedies/year/", ("true", "复议诉讼")),
        ("/desk/registers/document/", ("true", "台账")),
        ("/desk/reports/", ("page", "年度报告")),
        ("/desk/reminders/", ("page", "提醒")),
        ("/desk/mentions/", ("true", "提醒")),
    ],
)
def test_it_works(city: City, client_of: Callable[[str], Client], address: str, entry: tuple[str, str]) -> None:
    assert marked(client_of("clerk"), address) == [entry]


def test_below_the_annual_reports(
    city: City, application: Callable[..., Application], client_of: Callable[[str], Client]
) -> None:
    recorded(city, application)
    report = operations.begin(city.justice, 2025, viewer=city.viewer("clerk"))
    for below in ("", "section/overview/"):
        assert marked(client_of("clerk"), f"/desk/reports/{report.pk}/{below}") == [("true", "年度报告")]


def test_the_public_menu_opens_without_a_script(client: Client) -> None:
    """Twice in the page, for a wide window and for a phone; the sheet shows one of them at a time."""
    page = client.get("/").content.decode()
    assert page.count('aria-label="主要导航"') == 2 and '<details class="gk-menu"><summary>菜单</summary>' in page


def test_the_desks_menu_opens_the_same_way_and_counts_once(
    city: City, client_of: Callable[[str], Client], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    browser = client_of("clerk")
    browser.get("/desk/")
    with django_assert_max_num_queries(12):
        page = browser.get("/desk/").content.decode()
    assert page.count('aria-label="办公台"') == 2 and '<details class="gk-menu"><summary>菜单' in page
    assert page.count(">复议诉讼</a>") == 2
