"""Writing a report: the plain way to an edition, then one test for each refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from gongkai.documents import read, write
from gongkai.documents.blocks import Unreadable
from gongkai.report.cells import Address, Cell
from gongkai.report.prose import UNANSWERED
from gongkai.web.applications import store
from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.reports import compiling, operations, queries
from gongkai.web.reports import earlier as earlier_reports
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.freezing import FORMATS, digest_of, seal, sealing
from gongkai.web.reports.models import AnnualReport, EarlierReport, Edition, Section, SectionVersion
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Appended, LogEntry, Opinion
from gongkai.web.review.operations import Stale
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.reports.years import DAY, TEXTS, YEAR, begun, passed, published, recorded, reviewed, written

Case = Callable[..., Application]


def test_it_works(city: City, application: Case) -> None:
    recorded(city, application)
    report = written(city)
    assert compiling.compiled(report).obstacles == []
    reviewed(city, report)
    edition = Edition.objects.get()
    assert (edition.number, edition.reason, edition.published_on) == (1, "", DAY)
    assert set(edition.files) == set(FORMATS)
    for format, digest in edition.files.items():
        content = store.fetch(digest)
        assert hashlib.sha256(content).hexdigest() == digest
        again = read(content, name=f"a.{format}").report
        assert again.value(3, "new") == 3
        assert again.value(2, "licence", "decisions") == 408
    assert digest_of(edition.content) == edition.digest
    kept = json.loads(store.fetch(edition.files["json"]))
    assert kept["published_on"] == "2026-01-20"
    assert queries.filed(city.justice, YEAR) == queries.read_content(edition.content)
    assert edition.records["4/reconsideration/upheld"][0][0].startswith("remedy/")
    kinds = [e.kind for e in log.of(report)]
    assert kinds[0] == "report_begun"
    assert kinds[-1] == "report_frozen"


def test_last_years_problem_without_a_result_bars_the_way_to_review(city: City, application: Case) -> None:
    recorded(city, application)
    silent = rows.entered(city, "problem", year=YEAR - 1, problem="解读形式单一", state="open", outcome="")
    report = begun(city)
    found = compiling.compiled(report)
    drafted = found.drafts["problems"]
    assert f"“解读形式单一”{UNANSWERED}" in drafted.text
    assert [gap.record for gap in drafted.gaps if gap.record] == [f"problem/{silent.pk}"]
    report = written(city, problems=TEXTS["problems"] + drafted.text)
    (told,) = compiling.compiled(report).obstacles
    assert "登记簿“问题和改进”" in told
    with pytest.raises(ValueError, match="尚未登记"):
        operations.send(report, viewer=city.viewer("head", on=DAY))


def test_a_filed_edition_stays_when_the_records_move_on(city: City, application: Case) -> None:
    made = recorded(city, application)
    edition = published(city)
    Application.objects.filter(pk=made["granted"].pk).update(outcome="not_compiled")
    filed = queries.filed(city.justice, YEAR)
    assert filed is not None
    assert filed.value(3, "granted") == 1
    assert f"application/{made['granted'].pk}" in str(edition.records["3/granted/natural_person"])


# Beginning


def test_a_report_is_begun_once(city: City) -> None:
    assert begun(city) == begun(city)
    assert [s.key for s in begun(city).sections.order_by("pk")] == ["overview", "problems", "other_matters"]


@pytest.mark.parametrize(("year", "words"), [(2020, "旧格式"), (2027, "还没有到"), (99999, "还没有到")])
def test_a_year_that_cannot_be_is_refused(city: City, year: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        begun(city, year=year)


@pytest.mark.parametrize("role", ["handler", "signer", "auditor", "neighbour", "office"])
def test_only_the_office_of_the_organ_writes(city: City, role: str) -> None:
    report, viewer = begun(city), city.viewer(role)
    with pytest.raises(PermissionDenied):
        operations.begin(city.justice, YEAR, viewer=viewer)
    with pytest.raises(PermissionDenied):
        operations.save_section(report, "overview", "x", version=0, viewer=viewer)
    with pytest.raises(PermissionDenied):
        operations.explain(report, "x", viewer=viewer)
    with pytest.raises(PermissionDenied):
        operations.send(report, viewer=viewer)
    with pytest.raises(PermissionDenied):
        earlier_reports.take_in(city.justice, "a.json", b"{}", viewer=viewer)
    with pytest.raises(PermissionDenied):
        operations.begin_amending(report, "x", viewer=viewer)


def test_who_sees_what(city: City, application: Case) -> None:
    recorded(city, application)
    report = written(city)
    public = Viewer(None, DAY)
    for role, sees in (("clerk", True), ("signer", True), ("auditor", False), ("neighbour", False), ("", False)):
        viewer = city.viewer(role)
        assert visible(viewer, AnnualReport).exists() is sees
        assert visible(viewer, Section).exists() is sees
        assert visible(viewer, SectionVersion).exists() is sees
    reviewed(city, report)
    assert visible(public, AnnualReport).exists()
    assert visible(public, Edition).exists()
    assert not visible(public, Section).exists()


# Sections


def test_two_people_editing_one_section_lose_nothing(city: City) -> None:
    report = begun(city)
    operations.save_section(report, "overview", "甲写的", version=0, viewer=city.viewer("clerk"))
    with pytest.raises(Stale, match="刚刚保存过这一部分，您的文字没有保存"):
        operations.save_section(report, "overview", "乙写的", version=0, viewer=city.viewer("head"))
    section = report.sections.get(key="overview")
    assert (section.text, section.version) == ("甲写的", 1)
    operations.save_section(report, "overview", "甲写的，乙补的", version=1, viewer=city.viewer("head"))
    assert [(v.number, v.text) for v in section.versions.all()] == [(2, "甲写的，乙补的"), (1, "甲写的")]


def test_the_same_text_makes_no_version(city: City) -> None:
    report = begun(city)
    for typed in ("甲\r\n乙 ", "甲\n乙"):
        version = report.sections.get(key="overview").version
        operations.save_section(report, "overview", typed, version=version, viewer=city.viewer("clerk"))
    assert SectionVersion.objects.count() == 1


def test_what_is_typed_becomes_a_version_before_another_writes_on(city: City) -> None:
    report, clerk, head = begun(city), city.viewer("clerk"), city.viewer("head")
    for version, typed in enumerate(("甲", "甲乙", "甲乙丙")):
        operations.save_section(report, "overview", typed, version=version, viewer=clerk, keep=False)
    assert not SectionVersion.objects.exists()
    operations.save_section(report, "overview", "丁", version=3, viewer=head, keep=False)
    assert [(v.number, v.text, v.by) for v in SectionVersion.objects.all()] == [(3, "甲乙丙", clerk.person)]
    operations.save_section(report, "overview", "丁", version=4, viewer=head)
    assert SectionVersion.objects.count() == 2


def test_a_text_that_is_too_long_is_refused(city: City) -> None:
    with pytest.raises(ValidationError):
        operations.save_section(begun(city), "overview", "字" * 20_001, version=0, viewer=city.viewer("clerk"))
    assert not SectionVersion.objects.exists()


# Last year's report


def earlier(
    city: City, application: Case, *, carried: int, format: str = "docx", year: int = YEAR - 1
) -> EarlierReport:
    """Last year's report in a file, with so many cases carried forward by natural persons."""
    compiled = compiling.compiled(AnnualReport(organ=city.justice, year=YEAR, pk=0))
    address = [Address(3, "carried_forward", c) for c in ("natural_person", "total")]
    file = compiled.tally.report(organ=city.justice.name, title=f"{city.justice.name}{year}年政府信息公开工作年度报告")
    changed = file.with_cells({a: Cell(carried) for a in address})
    content = write(type(changed)(changed.organ, year, changed.form, changed.cells, changed.title), format=format)
    return earlier_reports.take_in(city.justice, f"去年.{format}", content, viewer=city.viewer("clerk"), year=year)


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "json"])
def test_carry_over_is_held_against_the_imported_report(city: City, application: Case, format: str) -> None:
    recorded(city, application)
    taken = earlier(city, application, carried=2, format=format)
    assert (taken.year, len(taken.sha256)) == (YEAR - 1, 64)
    found = compiling.compiled(written(city))
    carried = [d for d in found.differences if d.address.row == "brought_forward"]
    assert {(d.address.column, d.ours, d.before) for d in carried} == {("natural_person", 1, 2), ("total", 1, 2)}
    assert any("请说明原因" in o for o in found.obstacles)


def test_a_cell_without_a_figure_last_year_is_told_not_passed_over(
    city: City, application: Case, client_of: Callable[..., Any]
) -> None:
    recorded(city, application)
    taken = earlier(city, application, carried=2)
    report = written(city)
    assert compiling.compiled(report).uncompared == ()
    for cell in taken.content["section3"]["carried_forward"].values():
        cell |= {"value": None, "state": "slash", "raw": "/"}
    EarlierReport.objects.update(content=taken.content)
    found = compiling.compiled(report)
    assert not [d for d in found.differences if d.address.row == "brought_forward"]
    assert len(found.uncompared) == 7 and all("结转" in name for name in found.uncompared)
    assert "没有同本年核对" in client_of("clerk").get(f"/desk/reports/{report.pk}/").content.decode()


def test_a_difference_needs_a_word_that_goes_into_the_file(city: City, application: Case) -> None:
    recorded(city, application)
    earlier(city, application, carried=2)
    report = written(city)
    with pytest.raises(ValueError, match="请说明原因"):
        operations.send(report, viewer=city.viewer("head", on=DAY))
    operations.explain(report, "上年报告误计一件已经撤回的申请。", viewer=city.viewer("clerk"))
    report.refresh_from_db()
    reviewed(city, report)
    filed = queries.filed(city.justice, YEAR)
    assert filed is not None
    assert filed.text("requests") == "上年报告误计一件已经撤回的申请。"


def test_our_own_edition_goes_before_an_imported_file(city: City, application: Case) -> None:
    recorded(city, application)
    earlier(city, application, carried=7, year=YEAR)
    published(city)
    filed = queries.filed(city.justice, YEAR)
    assert filed is not None
    assert filed.value(3, "carried_forward") == 1


def test_a_file_that_is_no_report_is_refused(city: City) -> None:
    viewer = city.viewer("clerk")
    with pytest.raises(Unreadable):
        earlier_reports.take_in(city.justice, "a.docx", b"PK\x03\x04nothing", viewer=viewer)
    with pytest.raises(Unreadable):
        earlier_reports.take_in(city.justice, "a.txt", "天气很好。".encode(), viewer=viewer)
    assert not EarlierReport.objects.exists()


# Review and edition


def test_a_year_that_runs_is_not_sent(city: City) -> None:
    with pytest.raises(ValueError, match="年度结束后才能送审"):
        operations.send(begun(city, year=2026), viewer=city.viewer("clerk", on=DAY))


def test_an_empty_section_bars(city: City, application: Case) -> None:
    recorded(city, application)
    with pytest.raises(ValueError, match="总体情况」还没有内容"):
        operations.send(begun(city), viewer=city.viewer("clerk", on=DAY))


def test_an_application_without_a_day_of_receipt_bars(city: City, application: Case) -> None:
    recorded(city, application)
    report = written(city)
    waiting = application(stage="new")
    Application.objects.filter(pk=waiting.pk).update(submitted_at=f"{YEAR}-05-05T10:00:00+08:00")
    with pytest.raises(ValueError, match="1 件 2025 年提交的申请没有登记收到日期"):
        operations.send(report, viewer=city.viewer("clerk", on=DAY))


def test_under_review_nothing_is_changed(city: City, application: Case) -> None:
    recorded(city, application)
    report = written(city)
    passage = reviewed(city, report, steps=1)
    for attempt in (
        lambda: operations.save_section(report, "overview", "x", version=1, viewer=city.viewer("clerk")),
        lambda: operations.explain(report, "x", viewer=city.viewer("clerk")),
        lambda: operations.send(report, viewer=city.viewer("clerk")),
    ):
        with pytest.raises(Stale, match="正在审核"):
            attempt()
    review.cancel(passage, version=passage.version, viewer=city.viewer("head"))
    operations.save_section(report, "overview", TEXTS["overview"], version=1, viewer=city.viewer("clerk"))


def test_an_author_does_not_review(city: City, application: Case) -> None:
    from gongkai.web.organs.models import Post, Role
    from tests.web.conftest import SINCE

    recorded(city, application)
    report = written(city)
    Post.objects.create(person=city.people["clerk"], organ=city.justice, role=Role.REVIEWER, since=SINCE)
    passage = operations.send(report, viewer=city.viewer("head", on=DAY))
    with pytest.raises(PermissionDenied, match="撰稿人不能审核自己写的报告"):
        passed(city, passage, "clerk")


def test_what_came_up_since_bars_the_signature(city: City, application: Case) -> None:
    made = recorded(city, application)
    passage = reviewed(city, written(city), steps=3)
    Application.objects.filter(pk=made["granted"].pk).update(ended_on=date(2025, 3, 1))
    with pytest.raises(ValueError, match="送审之后记录有变化，暂不能通过：application"):
        passed(city, passage, "signer")
    passage.refresh_from_db()
    assert passage.state == "open"
    assert not Edition.objects.exists()


def test_two_signers_make_one_edition(city: City, application: Case) -> None:
    recorded(city, application)
    passage = reviewed(city, written(city), steps=3)
    stale = type(passage).objects.get(pk=passage.pk)
    passed(city, passage, "signer")
    with pytest.raises(Stale):
        passed(city, stale, "signer")
    assert Edition.objects.count() == 1


def test_sent_back_it_is_written_again(city: City, application: Case) -> None:
    recorded(city, application)
    report = written(city)
    passage = reviewed(city, report, steps=1)
    operations.decide(
        passage, verdict=Opinion.Verdict.SENT_BACK, comment="请补充解读情况。", version=passage.version,
        viewer=city.viewer("legal_reviewer"), on=DAY,
    )  # fmt: skip
    operations.save_section(report, "problems", TEXTS["problems"] + "补。", version=1, viewer=city.viewer("clerk"))
    row = queries.listing(city.viewer("clerk")).get()
    assert queries.state_of(row) == queries.State.SENT_BACK


# Amendment


def test_a_published_report_is_amended_with_a_reason(city: City, application: Case) -> None:
    made = recorded(city, application)
    first = published(city)
    report, clerk = first.report, city.viewer("clerk", on=DAY)
    for attempt in (
        lambda: operations.save_section(report, "overview", "x", version=1, viewer=clerk),
        lambda: operations.send(report, viewer=clerk),
    ):
        with pytest.raises(Stale, match="已经公开，不能修改"):
            attempt()
    with pytest.raises(ValueError, match="须写明理由"):
        operations.begin_amending(report, "  ", viewer=clerk)
    operations.begin_amending(report, "一件申请的结果登记有误", viewer=clerk)
    with pytest.raises(Stale, match="已经在更正中"):
        operations.begin_amending(report, "再来", viewer=clerk)
    Application.objects.filter(pk=made["granted"].pk).update(outcome="not_compiled")
    report.refresh_from_db()
    reviewed(city, report)
    second = report.editions.get(number=2)
    assert second.reason == "一件申请的结果登记有误"
    assert queries.previous_edition(second) == first
    assert [e.number for e in queries.published()] == [2]
    report.refresh_from_db()
    assert report.amendment_why == ""


def test_an_amendment_that_changes_nothing_is_refused(city: City, application: Case) -> None:
    recorded(city, application)
    report = published(city).report
    operations.begin_amending(report, "看看", viewer=city.viewer("clerk", on=DAY))
    report.refresh_from_db()
    with pytest.raises(ValueError, match="第 1 版相同，没有可以更正的"):
        operations.send(report, viewer=city.viewer("head", on=DAY))
    with pytest.raises(Stale, match="没有可以更正的地方"):
        seal(sealing(compiled(report), on=DAY), viewer=city.viewer("signer", on=DAY))
    assert Edition.objects.count() == 1


def test_an_amendment_is_given_up(city: City, application: Case) -> None:
    recorded(city, application)
    report, clerk = published(city).report, city.viewer("clerk", on=DAY)
    with pytest.raises(Stale, match="不在更正中"):
        operations.end_amending(report, "点错了", viewer=clerk)
    operations.begin_amending(report, "看看", viewer=clerk)
    before = report.sections.get(key="overview")
    operations.save_section(report, "overview", "改成这样。", version=before.version, viewer=clerk)
    with pytest.raises(ValueError, match="取消更正已公开的报告须写明理由"):
        operations.end_amending(report, " ", viewer=clerk)
    with pytest.raises(PermissionDenied):
        operations.end_amending(report, "点错了", viewer=city.viewer("reviewer", on=DAY))
    operations.end_amending(report, "点错了", viewer=clerk)
    row = queries.listing(clerk).get(pk=report.pk)
    assert queries.state_of(row) == queries.State.PUBLISHED and Edition.objects.count() == 1
    after = report.sections.get(key="overview")
    assert after.text == before.text
    assert [v.text for v in after.versions.all()[:2]] == [before.text, "改成这样。"]
    entry = LogEntry.objects.get(kind="amendment_ended")
    assert entry.payload["restored"] == ["overview"] and entry.payload["given_up"] == "看看"


def test_an_amendment_under_review_is_not_given_up(city: City, application: Case) -> None:
    made = recorded(city, application)
    report, clerk = published(city).report, city.viewer("clerk", on=DAY)
    operations.begin_amending(report, "结果登记有误", viewer=clerk)
    Application.objects.filter(pk=made["granted"].pk).update(outcome="not_compiled")
    operations.send(report, viewer=clerk)
    with pytest.raises(Stale, match="正在审核"):
        operations.end_amending(report, "点错了", viewer=clerk)


def test_what_is_not_published_is_not_amended(city: City) -> None:
    with pytest.raises(ValueError, match="还没有公开，直接修改"):
        operations.begin_amending(begun(city), "理由", viewer=city.viewer("clerk"))


# What nobody changes


@pytest.mark.parametrize("table", ["reports_edition", "reports_sectionversion"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 9", "DELETE FROM {}"])
def test_the_database_refuses(city: City, application: Case, table: str, statement: str) -> None:
    recorded(city, application)
    published(city)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_attempt_through_the_code_is_refused_and_logged(city: City, application: Case) -> None:
    recorded(city, application)
    edition = published(city)
    attempts: tuple[Callable[[], Any], ...] = (
        edition.save, edition.delete, Edition.objects.all().delete, lambda: Edition.objects.update(digest="x"),
        SectionVersion.objects.all().delete, SectionVersion.objects.all()[0].save,
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Appended, match="永久保存"):
            attempt()
    assert LogEntry.objects.filter(kind="frozen_touched").count() == len(attempts)
    assert Edition.objects.get().digest == edition.digest


def test_a_report_with_editions_is_not_deleted(city: City, application: Case) -> None:
    from django.db.models import ProtectedError

    recorded(city, application)
    with pytest.raises(ProtectedError):
        published(city).report.delete()
