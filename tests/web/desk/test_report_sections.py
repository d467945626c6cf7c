"""Writing a section of the report on its page: typing, drafts, versions, two editors, what is kept of last year."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.web.applications.models import Application
from tests.web.conftest import City
from tests.web.desk.test_reports import body
from tests.web.registers import rows
from tests.web.reports.years import (
    TEXTS,
    YEAR,
    begun,
    published,
    recorded,
    reviewed,
    written,
)

Case = Callable[..., Application]
Browser = Callable[[str], Client]


def test_the_second_of_two_editors_is_told_and_loses_nothing(city: City, client_of: Browser) -> None:
    report = begun(city)
    address = f"/desk/reports/{report.pk}/section/overview/"
    assert client_of("clerk").post(address, {"text": "甲写的。", "version": "0"}).status_code == 302
    answer = client_of("head").post(address, {"text": "乙写的。", "version": "0"})
    assert answer.status_code == 409
    assert "刚刚保存过这一部分" in body(answer)
    assert re.search(r"<textarea[^>]*>\s*乙写的。</textarea>", body(answer))
    assert "甲写的。" in body(answer)
    assert client_of("head").post(address, {"text": "甲写的。乙写的。", "version": "1"}).status_code == 302


def test_a_text_for_a_published_report_is_refused_and_can_be_copied(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    address = f"/desk/reports/{published(city).report_id}/section/overview/"
    answer = client_of("clerk").post(address, {"text": "后来改的。", "version": "1"})
    assert answer.status_code == 409
    assert "已经公开，不能修改" in body(answer)
    assert "您没有存上的文字" in body(answer) and "后来改的。" in body(answer)
    assert 'name="text"' not in body(answer)


def test_while_typing_the_text_is_saved_and_numbers_are_marked(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    report = begun(city)
    address = f"/desk/reports/{report.pk}/section/overview/live/"
    answer = client_of("clerk").post(address, {"text": "2025年，共收到公开申请9件。", "version": "0"})
    assert "已自动保存" in body(answer)
    assert 'value="1" hx-swap-oob="true"' in body(answer)
    assert "不一致，应为“3”" in body(answer)
    assert "…，共收到公开申请9件。…" in body(answer)
    section = report.sections.get(key="overview")
    assert (section.text, section.versions.count()) == ("2025年，共收到公开申请9件。", 0)
    stale = body(client_of("head").post(address, {"text": "别的", "version": "0"}))
    assert "您的文字没有保存" in stale
    assert 'value="0" hx-swap-oob="true"' in stale


def test_a_number_against_its_register_is_told_on_the_page_of_the_report(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    rows.entered(city, "activity", kind="training", title="政务公开培训", on="2025-05-06")
    report, clerk = begun(city), client_of("clerk")
    address = f"/desk/reports/{report.pk}/section/overview/"
    clerk.post(address, {"text": "x", "version": "0", "then": "draft"})
    section = report.sections.get(key="overview")
    assert "45人次" in section.text
    assert "正文与记录不符" not in body(clerk.get(f"/desk/reports/{report.pk}/"))
    clerk.post(address, {"text": section.text.replace("45人次", "450人次"), "version": str(section.version)})
    page = body(clerk.get(f"/desk/reports/{report.pk}/"))
    assert page.count("正文与记录不符") == 1 and "应为“45”" in page and "没有发现问题" not in page


def test_a_gap_leads_to_the_record_to_complete(city: City, client_of: Browser) -> None:
    record = rows.entered(city, "problem", year=YEAR - 1, problem="解读形式单一", state="open", outcome="")
    report, clerk = begun(city), client_of("clerk")
    page = body(clerk.get(f"/desk/reports/{report.pk}/section/problems/"))
    address = f"/desk/registers/problem/{record.pk}/"
    assert "“解读形式单一”还没有登记处理结果" in page
    assert f'<a href="{address}">打开这条记录</a>' in page
    assert clerk.get(address).status_code == 200


def test_what_is_kept_from_last_year_is_named_beside_the_text(city: City, client_of: Browser) -> None:
    reviewed(city, written(city, year=YEAR - 1))
    report, clerk = begun(city), client_of("clerk")
    address = f"/desk/reports/{report.pk}/section/problems/"
    clerk.post(address, {"text": "开头。\n" + TEXTS["problems"], "version": "0"})
    page = body(clerk.get(address))
    assert "第 2 段（“一是主动公开的内容还不够…”）与上年几乎相同：请写今年的问题" in page
    assert f"上年这一部分 {len(TEXTS['problems'])} 字" in page
    anew = "今年的问题是办事指南没有跟着新条例改。明年三月底以前全部改完，由法制科逐份核对后重新公布。"
    clerk.post(address, {"text": anew, "version": "1"})
    assert "没有整段沿用上年的文字" in body(clerk.get(address))


def test_a_draft_is_put_in_and_its_figures_follow_the_records(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    report, clerk = begun(city), client_of("clerk")
    address = f"/desk/reports/{report.pk}/section/overview/"
    clerk.post(address, {"text": "手写的旧稿。", "version": "0", "then": "draft"})
    section = report.sections.get(key="overview")
    assert "408" in section.text
    assert next(v.text for v in section.versions.order_by("number")) == "手写的旧稿。"
    edited = f"{section.text}\n我们自己补的一句。"
    rows.entered(city, "decision", since="2025-06-01", on="2025-06-30", count=2, source="县级平台")
    answer = clerk.post(address, {"text": edited, "version": str(section.version), "then": "refresh"}, follow=True)
    assert "“408”改为“410”" in body(answer)
    section.refresh_from_db()
    assert "410" in section.text
    assert section.text.endswith("我们自己补的一句。")


def test_a_version_shows_what_it_changed_and_is_put_back(city: City, client_of: Browser) -> None:
    report, clerk = begun(city), client_of("clerk")
    address = f"/desk/reports/{report.pk}/section/overview/"
    clerk.post(address, {"text": "第一句。第二句。", "version": "0"})
    clerk.post(address, {"text": "第一句。第三句。", "version": "1"})
    page = body(clerk.get(f"{address}version/2/"))
    assert '<del><span class="visually-hidden">删去：</span>第二句。</del>' in page
    assert '<ins><span class="visually-hidden">新增：</span>第三句。</ins>' in page
    assert "恢复这一稿" in body(clerk.get(f"{address}version/1/"))
    assert clerk.get(f"{address}version/9/").status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_none_saves_nothing(city: City, client_of: Browser, version: str) -> None:
    report = begun(city)
    address = f"/desk/reports/{report.pk}/section/overview/"
    assert client_of("clerk").post(address, {"text": "x", "version": version}).status_code == 409


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(city: City, client_of: Browser) -> None:
    report = begun(city)
    answer = client_of("clerk").post(
        f"/desk/reports/{report.pk}/section/overview/", {"text": "字" * 20_001, "version": "0"}
    )
    assert answer.status_code == 422
    assert "字" * 20_001 in body(answer)
