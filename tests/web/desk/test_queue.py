"""The queue: slices, search, filters, pages, bulk work, exports without personal data."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.applications import intake, queries
from gongkai.web.applications.dues import due_words
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application
from gongkai.web.applications.nearby import near
from gongkai.web.desk.filters import QueueFilter
from gongkai.web.desk.views.exports import veiled
from gongkai.web.desk.views.queue import BothWays
from tests.web.conftest import TODAY, City

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
Clients = Callable[[str], Client]


def test_it_works(client_of: Clients, application: Case) -> None:
    case = application(subject="2025年法律援助经费")
    page = client_of("clerk").get("/desk/").content.decode()
    assert "2025年法律援助经费" in page
    assert case.number in page
    assert "逾期" in page  # received in April, looked at today
    assert "王小明" not in page


def test_strangers_are_sent_to_sign_in_and_administrators_are_told(client_of: Clients) -> None:
    assert client_of("").get("/desk/").status_code == 302
    page = client_of("system_administrator").get("/desk/")
    assert page.status_code == 200
    assert "不办理申请" in page.content.decode()
    assert client_of("auditor").get("/desk/export/csv/").status_code == 403


def test_another_organ_sees_none_of_it(client_of: Clients, application: Case) -> None:
    case = application(subject="只有本机关能看")
    assert "只有本机关能看" not in client_of("neighbour").get("/desk/?slice=all").content.decode()
    assert client_of("neighbour").get(f"/desk/case/{case.number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=援助", True),
        ("q=年度+援助", True),
        ("q=没有这个词", False),
        ("stage=in_hand", True),
        ("stage=closed", False),
        ("channel=internet", True),
        ("channel=fax", False),
        ("due_from=2026-05-01&due_to=2026-05-31", True),
        ("due_from=2026-06-01", False),
        ("sort=-received", True),
    ],
)
def test_search_and_filters(client_of: Clients, application: Case, query: str, found: bool) -> None:
    application(subject="法律援助年度总结")
    page = client_of("clerk").get(f"/desk/?slice=all&{query}").content.decode()
    assert ("法律援助年度总结" in page) is found


def test_a_filter_that_makes_no_sense_is_said_and_drops_nothing(client_of: Clients, application: Case) -> None:
    application(subject="还在")
    page = client_of("clerk").get("/desk/?due_from=13月&q=还在").content.decode()
    assert "日期应写成" in page
    assert "还在" in page


def test_an_applicant_is_found_by_number_and_the_number_stays_out_of_the_address(
    client_of: Clients, application: Case
) -> None:
    application(subject="甲的申请", id_number="370802199001011234")
    application(subject="乙的申请", id_number="370802199203047654")
    browser = client_of("clerk")
    answer = browser.post("/desk/find-applicant/", {"id_number": "370802199203047654"})
    assert "370802" not in answer["Location"]
    page = browser.get(answer["Location"]).content.decode()
    assert "乙的申请" in page
    assert "甲的申请" not in page


def test_what_waits_for_registration_stands_first_with_its_day(client_of: Clients, application: Case) -> None:
    """Before what is overdue and what is stopped: the day of receipt is to be settled at once (条例第三十一条)."""
    long_ago = timezone.now() - timedelta(days=20)
    for subject, stage in (("已停止的", "in_hand"), ("已逾期的", "in_hand"), ("没登记的", "new")):
        application(stage, subject=subject)
    Application.objects.filter(subject="已停止的").update(reply_due=None)
    Application.objects.filter(subject="没登记的").update(submitted_at=long_ago)
    page = client_of("clerk").get("/desk/").content.decode()
    assert page.index("没登记的") < page.index("已逾期的") < page.index("已停止的")
    submitted = timezone.localdate(long_ago)
    assert f"{submitted.year}年{submitted.month}月{submitted.day}日提交，未登记" in page
    assert "待登记，已等" in page


def test_pages_go_to_the_end(client_of: Clients, application: Case) -> None:
    first = application(stage="new")
    Application.objects.bulk_create(
        Application(
            organ=first.organ, number=f"X-2026-{n:04d}", code_hash="", applicant=first.applicant, channel="internet",
            submitted_at=first.submitted_at, subject=f"第{n}件", content="",
        )
        for n in range(120)
    )  # fmt: skip
    browser = client_of("clerk")
    page = browser.get("/desk/?slice=new&page=3&sort=number").content.decode()
    assert "共 121 件" in page
    assert "第119件" in page


def test_the_queue_asks_few_questions_however_many_cases(
    client_of: Clients, application: Case, django_assert_max_num_queries: Any
) -> None:
    first = application()
    browser = client_of("clerk")
    browser.get("/desk/")
    counted = []
    for size in (1, 60):
        while Application.objects.count() < size:
            n = Application.objects.count()
            Application.objects.create(
                organ=first.organ, number=f"Y-2026-{n:04d}", code_hash="", applicant=first.applicant,
                channel="internet", submitted_at=first.submitted_at, subject="同样", content="", stage="in_hand",
                reply_due=date(2026, 5, 20), received_on=date(2026, 4, 20),
            )  # fmt: skip
        with django_assert_max_num_queries(12) as seen:
            browser.get("/desk/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_ticked_cases_are_assigned(client_of: Clients, city: City, application: Case) -> None:
    cases = [application(), application()]
    unit, person = city.units["行政复议与应诉科"], city.people["handler"]
    asked = {"case": [c.pk for c in cases], "action": "assign", "unit": unit.pk, "handler": person.pk, "back": "/desk/"}
    page = client_of("clerk").post("/desk/selected/", asked, follow=True).content.decode()
    assert "已分办 2 件" in page
    assert set(Application.objects.values_list("handler", flat=True)) == {person.pk}


def test_ticking_another_organs_case_does_nothing(client_of: Clients, city: City, application: Case) -> None:
    foreign = application(organ=city.organs["市财政局"])
    asked = {"case": [foreign.pk], "action": "assign", "unit": city.units["行政复议与应诉科"].pk, "back": "/desk/"}
    page = client_of("clerk").post("/desk/selected/", asked, follow=True).content.decode()
    assert "没有勾选" in page
    assert client_of("clerk").post("/desk/selected/", {**asked, "back": "https://example.com/"})["Location"] == "/desk/"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_hold_no_personal_data(client_of: Clients, application: Case, form: str) -> None:
    application(subject="王小明（370802199001011234，13812345678）的公证档案", content="=HYPERLINK(1)")
    answer = client_of("clerk").get(f"/desk/export/{form}/?slice=all")
    text = answer.getvalue().decode("utf-8-sig") if form == "csv" else _cells(answer.getvalue())
    assert "的公证档案" in text
    for personal in ("王小明", "370802199001011234", "13812345678", "西街2号"):
        assert personal not in text
    assert "attachment" in answer["Content-Disposition"]


def _cells(content: bytes) -> str:
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(v) for row in sheet.values for v in row)


def test_a_subject_cannot_become_a_formula(client_of: Clients, application: Case) -> None:
    application(subject="=1+1")
    text = client_of("clerk").get("/desk/export/csv/?slice=all").getvalue().decode("utf-8-sig")
    assert "'=1+1" in text


def test_veiling_leaves_numbers_of_documents_alone() -> None:
    assert veiled("青政发〔2025〕12号，2024年至2025年") == "青政发〔2025〕12号，2024年至2025年"
    assert veiled("联系 13812345678 或 a.b@c.cn") == "联系 138****5678 或 a***@c.cn"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reply_due": date(2026, 4, 23)}, "还有 3 个工作日"),
        ({"reply_due": date(2026, 4, 20)}, "今天到期"),
        ({"reply_due": date(2026, 4, 16)}, "已逾期 2 个工作日"),
        ({"reply_due": None, "stage": "awaiting_supplement"}, "停止计算（等待补正）"),
        ({"reply_due": date(2026, 4, 23), "stopped_since": date(2026, 4, 10)}, "停止计算（征求意见）"),
        ({"reply_due": date(2026, 4, 23), "ended_on": date(2026, 4, 22)}, "按期答复"),
        ({"reply_due": date(2026, 4, 21), "ended_on": date(2026, 4, 23), "stage": "closed"}, "逾期 2 个工作日办结"),
        ({"stage": "new", "submitted_at": datetime(2026, 4, 20, 1, tzinfo=UTC)}, "待登记"),
        # Friday 17 April, nine in the evening in Beijing: the weekend does not count.
        ({"stage": "new", "submitted_at": datetime(2026, 4, 17, 13, tzinfo=UTC)}, "待登记，已等 1 个工作日"),
        ({"stage": "new", "submitted_at": datetime(2026, 4, 13, 1, tzinfo=UTC)}, "待登记，已等 5 个工作日"),
        ({"stage": "new", "submitted_at": datetime(1990, 4, 20, 1, tzinfo=UTC)}, "待登记，已等 13149 天"),
    ],
)
def test_due_dates_in_words(values: dict[str, Any], words: str) -> None:
    case = Application(**{"stage": "in_hand", **values})
    assert due_words(case, on=date(2026, 4, 20), calendar=the_calendar()).words == words


def test_nearly_the_same_is_found_and_other_things_are_not(city: City, application: Case) -> None:
    case = application(subject="法律援助经费明细", content="申请公开2025年法律援助经费支出明细表")
    twin = application(subject="法律援助经费", content="请公开2025年度法律援助经费的支出明细")
    application(subject="公证处执业许可", content="青澜公证处历年执业许可证的年检材料")
    found = near(case, city.viewer("clerk"))
    assert [n.application.pk for n in found] == [twin.pk]


def test_a_keyed_hash_does_not_show_the_number() -> None:
    assert "370802" not in intake.fingerprint("370802199001011234")


def test_an_answer_that_is_not_delivered_is_not_done() -> None:
    case = Application(stage="decided", reply_due=date(2026, 5, 6), ended_on=date(2026, 4, 30))
    words = due_words(case, on=date(2026, 5, 1), calendar=the_calendar())
    assert (words.words, words.urgency) == ("待送达（按期答复）", "soon")


@pytest.mark.parametrize("number", [7, 8, 9, 10, 11])
@pytest.mark.parametrize("sort", ["due", "-due", "received"])
def test_pages_read_from_the_end_hold_the_same(
    application: Case, viewer_of: Callable[..., Any], number: int, sort: str
) -> None:
    for at in range(number):
        application("new" if at % 3 else "in_hand")
    rows = queries.queue(viewer_of("clerk"), "all", on=TODAY)
    filters = QueueFilter({"sort": sort}, queryset=rows)
    whole = [case.pk for case in filters.qs]
    pages = BothWays(filters.qs, 3)
    assert [case.pk for at in pages.page_range for case in pages.page(at).object_list] == whole
    assert len(set(whole)) == number
