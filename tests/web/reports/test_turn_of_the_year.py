"""What happens across the end of a year: what no report can ever count, and sentences that must stay true in January."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from gongkai.web.applications import messages
from gongkai.web.applications.models import Application, ApplicationEvent, Fee
from gongkai.web.reports import compiling
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.remedies import contests
from tests.web.remedies.contests import Entry
from tests.web.reports.years import YEAR, begun, ended, recorded, written

pytestmark = pytest.mark.django_db
Applying = Callable[..., Application]


def _matters(city: City, year: int = YEAR) -> str:
    return compiling.compiled(begun(city, year=year)).drafts["other_matters"].text


def test_what_was_taken_back_before_it_was_registered_bars_nothing(city: City, application: Applying) -> None:
    recorded(city, application)
    report = written(city)
    case = application(stage="new")
    Application.objects.filter(pk=case.pk).update(submitted_at=f"{YEAR}-05-05T10:00:00+08:00")
    case.refresh_from_db()
    assert any("没有登记收到日期" in words for words in compiling.compiled(report).obstacles)
    messages.take_back(case, text="不要了")
    assert compiling.compiled(report).obstacles == []


def test_a_remedy_without_acceptance_bars_the_way_to_review(city: City, application: Applying) -> None:
    recorded(city, application)
    report = written(city)
    assert compiling.compiled(report).obstacles == []
    contests.entered(city, Entry("received", date(YEAR, 8, 7)), filed_on=date(YEAR, 8, 1), case_number="z9")
    assert compiling.compiled(report).obstacles == [
        "还有 1 件复议诉讼案件没有登记受理日期，没有计入表四；请登记“受理”，不受理的登记结果。"
    ]


def test_a_fee_paid_in_the_next_year_is_told_there(city: City, application: Applying) -> None:
    last = YEAR - 1
    case = ended(application(on=date(last, 12, 2)), date(YEAR, 2, 3), "granted")
    sent = ApplicationEvent.objects.create(
        application=case, order=9, kind="fee_notified", on=date(last, 12, 20), at=timezone.now()
    )
    Fee.objects.create(
        application=case, event=sent, method="item", units=15,
        standard=Decimal(500), amount=Decimal(500), paid_on=date(YEAR, 1, 8),
    )  # fmt: skip
    before, after = _matters(city, last), _matters(city)
    assert "收费通知1件，通知收取的总金额500元" in before
    assert "没有申请人缴纳" in before
    assert "实际收取信息处理费500元" in after
    assert "没有" not in after.split("实际收取")[0]


def test_a_task_finished_in_january_was_open_in_december(city: City) -> None:
    rows.entered(city, "key_task", year=str(YEAR), number="1", item="甲", done_on=f"{YEAR + 1}-01-15")
    rows.entered(city, "key_task", year=str(YEAR), number="2", item="乙", done_on=f"{YEAR}-06-15")
    text = _matters(city)
    assert "年内完成1项，尚未完成1项" in text
    assert "已完成的任务是：乙。" in text


@pytest.mark.parametrize(("terms", "says"), [(2, False), (4, True)])
def test_in_time_is_told_only_where_every_term_is_known(city: City, terms: int, says: bool) -> None:
    for at in range(4):
        due = f"{YEAR}-06-01" if at < terms else ""
        rows.entered(
            city, "proposal", number=f"第{at}号", subject=f"题{at}", received_on=f"{YEAR}-03-01", due_on=due,
            replied_on=f"{YEAR}-05-20", satisfaction="",
        )  # fmt: skip
    text = _matters(city)
    assert "已答复4件" in text
    assert ("均在规定期限内答复" in text) is says
    assert "按期的" not in text
