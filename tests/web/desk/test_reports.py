"""Annual reports at the desk: the plain way through the pages, then what each refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.applications import store
from gongkai.web.applications.models import Application
from gongkai.web.reports import operations
from gongkai.web.reports.models import AnnualReport, EarlierReport, Edition
from gongkai.web.review.models import LogEntry, Review
from tests.web.conftest import City
from tests.web.registers.rows import entered
from tests.web.remedies import contests
from tests.web.remedies.contests import Entry
from tests.web.reports.test_operations import earlier
from tests.web.reports.years import (
    CHAIN,
    DAY,
    TEXTS,
    YEAR,
    begun,
    ended,
    passed,
    published,
    recorded,
    reviewed,
    written,
)

Case = Callable[..., Application]
Browser = Callable[[str], Client]


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_it_works(city: City, application: Case, client_of: Browser) -> None:
    """From nothing to a published report that is downloaded in Word, by the pages alone."""
    recorded(city, application)
    clerk, head = client_of("clerk"), client_of("head")
    address = clerk.post("/desk/reports/begin/", {"year": str(YEAR)}).url
    for key, text in TEXTS.items():
        answer = clerk.post(f"{address}section/{key}/", {"text": text, "version": "0"})
        assert answer.status_code == 302
    assert "可以送审" in body(clerk.get(address))
    assert head.post(f"{address}send/").status_code == 302
    passage = Review.objects.get()
    for role in CHAIN:
        page = client_of(role).get(f"/desk/reports/review/{passage.pk}/")
        assert "您的决定" in body(page)
        version = re.search(r'name="version" value="(\d+)"', body(page))
        assert version is not None
        given = {"verdict": "passed", "comment": "", "version": version[1]}
        assert client_of(role).post(f"/desk/reports/review/{passage.pk}/", given).status_code == 302
    edition = Edition.objects.get()
    page = body(clerk.get(f"{address}edition/1/"))
    assert edition.digest in page
    assert "与定稿时一致" in page
    file = clerk.get(f"{address}edition/1/docx/")
    assert file.content == store.fetch(edition.files["docx"])
    assert file["Content-Disposition"].startswith("attachment")
    assert "已公开" in body(clerk.get("/desk/reports/"))


def test_a_web_page_is_sent_as_a_file_the_browser_does_not_open(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    report = published(city).report
    answer = client_of("clerk").get(f"/desk/reports/{report.pk}/edition/1/html/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of("clerk").get(f"/desk/reports/{report.pk}/edition/1/exe/").status_code == 404


def test_every_cell_opens_its_records(city: City, application: Case, client_of: Browser) -> None:
    made = recorded(city, application)
    report, clerk = begun(city), client_of("clerk")
    page = body(clerk.get(f"/desk/reports/{report.pk}/"))
    links = re.findall(rf"/desk/reports/{report.pk}/cell/[^\"]+", page)
    assert len(links) == len(set(links)) == 200
    cell = body(clerk.get(f"/desk/reports/{report.pk}/cell/3/granted/total/"))
    assert f"/desk/case/{made['granted'].number}/" in cell
    remedy = body(clerk.get(f"/desk/reports/{report.pk}/cell/4/reconsideration/upheld/"))
    assert f"/desk/remedy/{made['remedy'].pk}/" in remedy
    licence = body(clerk.get(f"/desk/reports/{report.pk}/cell/2/licence/decisions/"))
    assert f"/desk/registers/decision/{made['licence'].pk}/" in licence
    assert "计 408 件" in licence
    assert "<h1>行政许可，本年处理决定数量：408 件</h1>" in licence and city.justice.name in licence
    assert "二、主动公开政府信息情况" in licence and "第二十条第（五）项" in licence
    assert "2025年1月1日至2025年12月31日，来源：许可平台导出，" in licence.replace("\u202f", "")
    assert f"?year=2025&amp;organ={city.justice.pk}&amp;row=licence" in licence
    assert "所以是 0" in body(clerk.get(f"/desk/reports/{report.pk}/cell/3/reissue/business/"))


@pytest.mark.parametrize("cell", ["3/nothing/total", "9/new/total", "3/new/nothing", "99999/new/total"])
def test_a_cell_the_form_does_not_have_is_no_page(city: City, client_of: Browser, cell: str) -> None:
    assert client_of("clerk").get(f"/desk/reports/{begun(city).pk}/cell/{cell}/").status_code == 404


def test_a_late_application_moves_the_draft(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    report, clerk = begun(city), client_of("clerk")
    cell = r'id="cell-3-new-total"[^>]*>.*?</span>(\d+)'
    before = re.search(cell, body(clerk.get(f"/desk/reports/{report.pk}/")))
    application(on=date(2025, 12, 30))
    after = re.search(cell, body(clerk.get(f"/desk/reports/{report.pk}/")))
    assert before is not None
    assert after is not None
    assert (before[1], after[1]) == ("3", "4")


def test_a_record_that_cannot_be_counted_is_told_with_its_link(
    city: City, application: Case, client_of: Browser
) -> None:
    case = ended(application(on=date(2025, 3, 3)), date(2025, 2, 3), "granted")
    report, clerk = begun(city), client_of("clerk")
    addresses = ("", "section/overview/", "cell/3/granted/total/")
    for address in addresses:
        answer = clerk.get(f"/desk/reports/{report.pk}/{address}")
        assert answer.status_code == 200
        assert f"{case.number}：办结日期 2025-02-03 早于 2025-03-03" in body(answer), address
        assert f'href="/desk/case/{case.number}/"' in body(answer)
        assert f"application/{case.pk}" not in body(answer)
    refused = clerk.post(f"/desk/reports/{report.pk}/send/")
    assert refused.status_code == 422
    assert f"application/{case.pk}" not in body(refused)


# The list


@pytest.mark.parametrize("year", ["99999", "abcd", "", "-1", "２０２５", "2019", "2098"])
def test_a_year_that_cannot_be_is_one_sentence(city: City, client_of: Browser, year: str) -> None:
    answer = client_of("clerk").post("/desk/reports/begin/", {"year": year})
    assert answer.status_code == 422
    assert "没有办成" in body(answer)
    assert not AnnualReport.objects.exists()


def test_the_reminder_counts_working_days(city: City, client_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for on, words in (
        (date(2026, 1, 20), "还有 8 个工作日"),
        (date(2026, 2, 3), "已经过期"),
        (date(2098, 1, 5), "放假日历没有这一年"),
    ):
        monkeypatch.setattr(timezone, "localdate", lambda *_, on=on: on)
        assert words in body(client_of("clerk").get("/desk/reports/")), on


def test_an_earlier_report_is_taken_in(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    content = store.fetch(published(city).files["docx"])
    file = SimpleUploadedFile("旧报告.docx", content)
    given = {"file": file, "year": "", "published_on": "2026-01-20"}
    answer = client_of("clerk").post("/desk/reports/earlier/", given, follow=True)
    assert "已导入市司法局 2025 年度报告" in body(answer)
    assert "2026年1月20日 公开" in body(answer)
    assert EarlierReport.objects.get().organ == city.justice


def test_the_report_of_another_organ_is_taken_in_only_when_that_is_confirmed(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    content = store.fetch(published(city).files["docx"])
    for ours, status, words in (
        ("", 422, "不是青澜市财政局的；请选对文件"),
        ("1", 200, "已导入市财政局 2025 年度报告"),
    ):
        given = {"file": SimpleUploadedFile("旧报告.docx", content), "ours": ours}
        answer = client_of("neighbour").post("/desk/reports/earlier/", given, follow=True)
        assert answer.status_code == status
        assert words in body(answer)
    assert EarlierReport.objects.get().organ == city.organs["市财政局"]


def test_what_was_taken_in_by_mistake_is_taken_out_with_a_reason(
    city: City, application: Case, client_of: Browser
) -> None:
    recorded(city, application)
    row = earlier(city, application, carried=1)
    address = f"/desk/reports/earlier/{row.pk}/out/"
    answer = client_of("clerk").post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "撤销导入须写明理由" in body(answer)
    assert EarlierReport.objects.exists()
    answer = client_of("clerk").post(address, {"reason": "导入了错的年度"}, follow=True)
    assert "已撤销导入的市司法局 2024 年度报告" in body(answer)
    assert not EarlierReport.objects.exists()
    entry = LogEntry.objects.get(kind="report_taken_out")
    assert entry.payload["reason"] == "导入了错的年度"
    assert client_of("clerk").post(address, {"reason": "再来一次"}).status_code == 404


@pytest.mark.parametrize(("day", "words"), [("2025-06-01", "年度结束以后"), ("明天", "不是日期")])
def test_a_day_of_publication_that_cannot_be(
    city: City, application: Case, client_of: Browser, day: str, words: str
) -> None:
    recorded(city, application)
    content = store.fetch(published(city).files["docx"])
    given = {"file": SimpleUploadedFile("旧报告.docx", content), "published_on": day}
    answer = client_of("clerk").post("/desk/reports/earlier/", given)
    assert answer.status_code == 422
    assert words in body(answer)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.docx", b"PK\x03\x04", "没有办成"), ("a.txt", "天气".encode(), "没有办成"), ("", b"", "请选择")],
)
def test_a_file_that_is_no_report_is_one_sentence(
    city: City, client_of: Browser, name: str, content: bytes, words: str
) -> None:
    given: dict[str, Any] = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = client_of("clerk").post("/desk/reports/earlier/", given)
    assert answer.status_code == 422
    assert words in body(answer)


# Sections


# Differences, review, amendment


def test_an_obstacle_is_told_on_the_page(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    report, clerk = begun(city), client_of("clerk")
    assert "还没有内容，请撰写" in body(clerk.get(f"/desk/reports/{report.pk}/"))
    assert clerk.post(f"/desk/reports/{report.pk}/send/").status_code == 422


def test_a_break_with_last_year_names_the_cell_and_both_sources(
    city: City, application: Case, client_of: Browser
) -> None:
    """The clerk reads which cell says what against which of last year's report, and has the way to each."""
    recorded(city, application)
    before = published(city, written(city, year=YEAR - 1))
    report, clerk = begun(city), client_of("clerk")
    address = f"/desk/reports/{report.pk}/"
    assert "与上年报告接不上的数" not in body(clerk.get(address))
    late = application(on=date(2024, 11, 4))
    page = re.sub(r"</?strong>", "", body(clerk.get(address)))
    assert "表三「二、上年结转政府信息公开申请数量」行「自然人」列为 2；" in page
    assert "上年报告表三「四、结转下年度继续办理」行「自然人」列为 1，这里应为 1。" in page
    for there in ("cell/3/brought_forward/natural_person/", ""):
        assert f'href="{address}{there}' in page
    last = f"/desk/reports/{before.report_id}/"
    assert (
        f'href="{last}edition/1/"' in page and f'href="{last}cell/3/carried_forward/natural_person/?edition=1"' in page
    )
    assert late.number in body(clerk.get(f"{address}cell/3/brought_forward/natural_person/"))
    assert clerk.get(f"{last}cell/3/carried_forward/natural_person/").status_code == 200


def test_a_case_without_a_day_of_acceptance_is_told(city: City, client_of: Browser) -> None:
    """It stands in no cell, whenever somebody enters it; begun in a later year it is not this report's."""
    report, clerk = begun(city), client_of("clerk")
    on = date(2026, 1, 15)
    asked = contests.entered(city, Entry("received", date(2025, 12, 12)), on=on, filed_on=None, case_number="第1号")
    contests.entered(city, Entry("received", date(2026, 1, 9)), on=on, filed_on=date(2026, 1, 4), case_number="第2号")
    page = body(clerk.get(f"/desk/reports/{report.pk}/"))
    assert "有 1 件复议诉讼案件还没有登记受理日期，没有计入表四" in page
    assert f"/desk/remedy/{asked.pk}/" in page and "第2号" not in page
    contests.went_on(city, asked, "accepted", date(2025, 12, 10), today=on)
    assert "还没有登记受理日期" not in body(clerk.get(f"/desk/reports/{report.pk}/"))


def test_sums_that_stop_before_the_end_of_the_year_are_told(city: City, client_of: Browser) -> None:
    report, clerk = begun(city), client_of("clerk")
    entered(city, "decision", since="2025-01-01", on="2025-09-30", count=5)
    page = body(clerk.get(f"/desk/reports/{report.pk}/"))
    assert "行政许可 2025-10-01 至 2025-12-31" in page
    assert f"/desk/registers/decision/?year=2025&amp;organ={city.justice.pk}" in page
    entered(city, "decision", since="2025-10-01", on="2025-12-31", count=0)
    assert "汇总数没有覆盖全年" not in body(clerk.get(f"/desk/reports/{report.pk}/"))


def test_the_inbox_leads_to_the_review_and_back(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    report = written(city)
    passage = operations.send(report, viewer=city.viewer("head", on=DAY))
    assert f"/desk/reports/review/{passage.pk}/" in body(client_of("reviewer").get("/desk/reviews/"))
    given = {"verdict": "sent_back", "comment": "请补充。", "version": "0"}
    assert client_of("reviewer").post(f"/desk/reports/review/{passage.pk}/", given).status_code == 302
    assert "已退回修改" in body(client_of("clerk").get(f"/desk/reports/{report.pk}/"))


def test_the_head_takes_it_back(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    report = written(city)
    client_of("head").post(f"/desk/reports/{report.pk}/send/")
    assert "撤回送审" not in body(client_of("clerk").get(f"/desk/reports/{report.pk}/"))
    assert "撤回送审" in body(client_of("head").get(f"/desk/reports/{report.pk}/"))
    assert client_of("head").post(f"/desk/reports/{report.pk}/withdraw/").status_code == 302
    assert client_of("head").post(f"/desk/reports/{report.pk}/withdraw/").status_code == 409


def test_an_amendment_shows_what_it_changed(city: City, application: Case, client_of: Browser) -> None:
    made = recorded(city, application)
    report, clerk = published(city).report, client_of("clerk")
    address = f"/desk/reports/{report.pk}/"
    assert clerk.post(f"{address}amend/", {"reason": " "}).status_code == 422
    assert clerk.post(f"{address}amend/", {"reason": "字" * 501}).status_code == 422
    assert clerk.post(f"{address}amend/", {"reason": "结果登记有误"}).status_code == 302
    Application.objects.filter(pk=made["granted"].pk).update(outcome="not_compiled")
    report.refresh_from_db()
    passage = reviewed(city, report, steps=3)
    review = body(client_of("signer").get(f"/desk/reports/review/{passage.pk}/"))
    assert "改了什么" in review and "「（一）予以公开」行「自然人」列" in review
    passed(city, passage, "signer")
    page = body(clerk.get(f"{address}edition/2/"))
    assert "更正理由：结果登记有误" in page
    assert "「（一）予以公开」行「自然人」列" in page


def test_pages_take_few_queries(
    city: City, application: Case, client_of: Browser, django_assert_max_num_queries: Any
) -> None:
    recorded(city, application)
    report, clerk = written(city), client_of("clerk")
    clerk.get("/desk/reports/")
    pages = {"/desk/reports/": 30, f"/desk/reports/{report.pk}/": 45, f"/desk/reports/{report.pk}/cell/3/total/total/": 30,
             f"/desk/reports/{report.pk}/section/overview/": 45}  # fmt: skip
    for _ in range(12):
        ended(application(on=date(2025, 5, 5)), date(2025, 5, 20), "granted")
    for address, most in pages.items():
        with django_assert_max_num_queries(most):
            assert clerk.get(address).status_code == 200
