"""What happens across the end of a year: what no report can ever count, and sentences that must stay true in January."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from gongkai.web.applications import messages
from gongkai.web.applications.models import Application, ApplicationEvent, Fee
from gongkai.web.registers import operations as register_operations
from gongkai.web.registers.table import REGISTERS
from gongkai.web.reports import compiling, operations
from gongkai.web.reports.models import EarlierReport, Edition
from gongkai.web.review.models import Opinion, Review
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.remedies import contests
from tests.web.remedies.contests import Entry
from tests.web.reports.test_operations import earlier
from tests.web.reports.years import DAY, TEXTS, YEAR, begun, ended, passed, recorded, reviewed, written

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


# Under review


def _sent(city: City, application: Applying) -> tuple[dict[str, Any], Review]:
    """A report written as the records would have it, before its signer."""
    made = recorded(city, application)
    report, clerk = begun(city), city.viewer("clerk", on=DAY)
    drafts = compiling.compiled(report).drafts
    for key in ("overview", "other_matters"):
        operations.save_section(report, key, drafts[key].text, version=0, viewer=clerk, base=drafts[key].objects())
    operations.save_section(report, "problems", TEXTS["problems"], version=0, viewer=clerk)
    return made, reviewed(city, report, steps=3)


def test_nobody_signs_figures_that_were_not_sent(city: City, application: Applying) -> None:
    made, passage = _sent(city, application)
    licence, register = made["licence"], REGISTERS["decision"]
    licence.refresh_from_db()
    raw = {**register.shown(licence), "count": "999"}
    register_operations.correct(
        register, licence, raw, version=licence.version, reason="漏计", viewer=city.viewer("clerk")
    )
    with pytest.raises(ValueError, match=r"「行政许可」.*送审时为 408，现在为 999。请退回"):
        passed(city, passage, "signer")
    assert not Edition.objects.exists()


def test_a_reviewer_is_told_before_the_signer(city: City, application: Applying) -> None:
    recorded(city, application)
    passage = reviewed(city, written(city), steps=1)
    application(on=date(YEAR, 6, 3))
    with pytest.raises(ValueError, match="送审时为 2，现在为 3"):
        passed(city, passage, str(passage.step["role"]))  # type: ignore[index]


def test_sent_again_it_passes(city: City, application: Applying) -> None:
    recorded(city, application)
    report = written(city)
    passage = reviewed(city, report, steps=3)
    application(on=date(YEAR, 6, 3))
    back = operations.decide(
        passage, verdict=Opinion.Verdict.SENT_BACK, comment="记录变了。", version=passage.version,
        viewer=city.viewer("signer", on=DAY), on=DAY,
    )  # fmt: skip
    assert back.state == Review.State.SENT_BACK
    reviewed(city, report)
    assert Edition.objects.get().content["section3"]["new"]["total"]["value"] == 4


# Differences with last year's report


def test_words_hold_for_the_differences_they_were_written_for(city: City, application: Applying) -> None:
    recorded(city, application)
    earlier(city, application, carried=2)
    report = written(city)
    operations.explain(report, "上年报告误计一件。", viewer=city.viewer("clerk"))
    report.refresh_from_db()
    assert compiling.compiled(report).obstacles == []
    ended(application(on=date(YEAR - 1, 12, 3), kind="business"), date(YEAR, 1, 8), "granted")
    found = compiling.compiled(report)
    assert {(d.address.column, d.ours, d.before) for d in found.unexplained} == {("business", 1, 0)}
    assert any("请说明原因" in words for words in found.obstacles)
    assert found.explained == "上年报告误计一件。"


def test_words_without_a_difference_are_not_printed(city: City, application: Applying) -> None:
    recorded(city, application)
    earlier(city, application, carried=2)
    report = written(city)
    operations.explain(report, "上年报告误计一件。", viewer=city.viewer("clerk"))
    report.refresh_from_db()
    EarlierReport.objects.all().delete()
    found = compiling.compiled(report)
    assert (found.differences, found.explained, found.obstacles) == ((), "", [])
