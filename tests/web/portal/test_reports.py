"""Annual reports on the public site: read, seen as pictures, beside each other, downloaded as they were signed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.documents import read
from gongkai.web.registers.models import Publication
from gongkai.web.reports import operations
from gongkai.web.reports.models import AnnualReport, Edition
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.reports import years

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def edition(city: City, application: Callable[..., Any]) -> Edition:
    years.recorded(city, application)
    years.reviewed(city, years.written(city))
    return Edition.objects.get()


@pytest.fixture
def address(edition: Edition) -> str:
    return f"/reports/{edition.report.organ.code}/{edition.report.year}/"


def test_it_works(client: Client, edition: Edition, address: str) -> None:
    assert address in page(client, "/reports/")
    shown = page(client, address)
    assert "<h1>" in shown and "本年新收政府信息公开申请数量" in shown
    assert years.TEXTS["problems"] in shown
    assert edition.digest in shown
    assert shown.count("<table") >= 3


def test_every_file_reads_back_as_what_is_shown(client: Client, edition: Edition, address: str) -> None:
    shown = page(client, address)
    found = re.findall(rf'href="({address}1/(\w+)/)"', shown)
    assert {format for _, format in found} == set(edition.files)
    for link, format in found:
        if format in ("docx", "xlsx", "html", "json", "pdf"):
            answer = client.get(link)
            assert answer.headers["Content-Disposition"].startswith("attachment")
            report = read(answer.content, name=f"a.{format}").report
            assert report.value(3, "new") == 3
            assert report.value(2, "licence", "decisions") is not None


def test_pictures_have_their_table_behind(client: Client, address: str) -> None:
    shown = page(client, f"{address}illustrated/")
    assert shown.count("<svg") == shown.count("看数字") > 2
    assert 'role="img"' in shown


def test_pictures_of_the_registers_stay_as_they_were_signed(
    client: Client, city: City, application: Callable[..., Any]
) -> None:
    years.recorded(city, application)
    rows.entered(city, "publication", on="2025-05-06", channel="政府网站", count="812")
    rows.entered(city, "publication", on="2025-06-06", channel="政务微信", count="40")
    edition = years.published(city)
    address = f"/reports/{edition.report.organ.code}/{edition.report.year}/"
    assert edition.pictured is not None
    channels = {words: value for words, value, _ in edition.pictured["channels"]}
    assert channels == {"政府网站": 812, "政务微信": 40}
    before = page(client, f"{address}illustrated/")
    assert all(f"{words} {value} 条" in before for words, value in channels.items())
    assert "行政事业性收费（万元）" in before and "没有画的：" in before
    Publication.objects.update(count=999)
    assert page(client, f"{address}illustrated/") == before


def test_an_edition_from_before_the_registers_were_drawn_says_so(client: Client, edition: Edition) -> None:
    report = AnnualReport.objects.create(
        organ=edition.report.organ, year=edition.report.year + 1, begun_at=timezone.now()
    )
    Edition.objects.create(
        report=report, number=1, content={**edition.content, "year": report.year}, digest="0" * 64, files={},
        at=timezone.now(), published_on=edition.published_on,
    )  # fmt: skip
    shown = page(client, f"/reports/{report.organ.code}/{report.year}/illustrated/")
    assert "没有随这一版报告固定" in shown and "各渠道发布的信息（" not in shown
    charges = shown[shown.index("行政事业性收费（万元）") :]
    assert f"{edition.report.year} 年" in charges and f"{report.year} 年" in charges, "beside last year's"


def test_the_years_beside_each_other(client: Client, edition: Edition) -> None:
    shown = page(client, f"/reports/{edition.report.organ.code}/")
    assert "2025 年" in shown and "本年新收政府信息公开申请" in shown


def test_years_and_organs_without_a_report_are_named(client: Client, edition: Edition) -> None:
    organ, content = edition.report.organ, edition.content
    year = edition.report.year
    listed = page(client, f"/reports/?year={year}")
    missing = listed[listed.index("年度报告的机关") :]
    assert "青澜市人民政府办公室" in missing and organ.name not in missing
    assert "没有在本平台公布" not in page(client, "/reports/")
    assert "没有在本平台公布" not in page(client, f"/reports/{organ.code}/")
    older = AnnualReport.objects.create(organ=organ, year=year - 2, begun_at=timezone.now())
    Edition.objects.create(
        report=older, number=1, content={**content, "year": year - 2}, digest="0" * 64, files={},
        at=timezone.now(), published_on=edition.published_on,
    )  # fmt: skip
    assert f"{year - 1} 年度的报告没有在本平台公布" in page(client, f"/reports/{organ.code}/")


def test_an_amendment_shows_what_it_changed(client: Client, city: City, edition: Edition, address: str) -> None:
    report = edition.report
    operations.begin_amending(report, "漏写一个问题", viewer=city.viewer("clerk", on=years.DAY))
    section = report.sections.get(key="problems")
    operations.save_section(
        report, "problems", f"{section.text}三是培训覆盖面不够，明年将分批组织。", version=section.version,
        viewer=city.viewer("clerk", on=years.DAY),
    )  # fmt: skip
    years.reviewed(city, report)
    shown = page(client, address)
    assert "漏写一个问题" in shown and "这一版改了什么" in shown and "第 2 版" in shown
    assert re.search(r"<ins>(?:(?!</ins>).)*三是培训覆盖面不够", shown), (
        "what was added is marked, not the whole section"
    )
    assert "数字没有改动" in shown and "文字没有改动" not in shown
    old = page(client, f"{address}?edition=1")
    assert "已由第 2 版更正" in old and "这一版改了什么" not in old
    names = [unquote(client.get(f"{address}{number}/docx/")["Content-Disposition"]) for number in (1, 2)]
    assert "年度报告.docx" in names[0] and "年度报告（第2版）.docx" in names[1] and "-2.docx" in names[1]


@pytest.mark.parametrize("tail", ["?edition=9", "?edition=x", "1/exe/", "2/json/"])
def test_what_is_not_there(client: Client, address: str, tail: str) -> None:
    assert client.get(address + tail).status_code == 404


@pytest.mark.parametrize("address", ["/reports/x/2025/", "/reports/x/", "/reports/11370800MB28559184/2020/"])
def test_a_report_that_was_not_published(client: Client, city: City, address: str) -> None:
    assert client.get(address).status_code == 404


def test_searching_and_an_empty_list(client: Client, city: City) -> None:
    assert "还没有公开" in page(client, "/reports/")
    assert "没有找到" in page(client, "/reports/?q=火星&year=9999")


def test_queries_do_not_grow(client: Client, address: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        client.get(address)
    with django_assert_max_num_queries(8):
        client.get("/reports/")
