"""Comments on a section: written beside the text, by reviewers too, settled by those who write; what each refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.test import Client

from gongkai.web.applications.models import Application
from gongkai.web.reports.models import SectionNote
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City
from tests.web.desk.test_reports import body
from tests.web.reports.years import begun, ended, published, recorded, reviewed, written

Case = Callable[..., Application]
Browser = Callable[[str], Client]


def test_it_works(city: City, client_of: Browser) -> None:
    report = begun(city)
    address = f"/desk/reports/{report.pk}/section/problems/"
    client_of("clerk").post(address, {"text": "答复说理不够充分。", "version": "0"})
    answer = client_of("legal_reviewer").post(
        f"{address}note/", {"about": "说理不够充分", "note": "请写明改进措施。"}, follow=True
    )
    assert "请写明改进措施。" in body(answer) and "说理不够充分</blockquote>" in body(answer)
    assert "1 条意见还没有处理" in body(client_of("clerk").get(f"/desk/reports/{report.pk}/"))
    note = SectionNote.objects.get()
    answer = client_of("clerk").post(f"/desk/reports/note/{note.pk}/settle/", follow=True)
    assert "标为已处理" in body(answer)
    assert "条意见还没有处理" not in body(client_of("clerk").get(f"/desk/reports/{report.pk}/"))
    assert list(LogEntry.objects.filter(kind__startswith="section_note").values_list("kind", flat=True)) == [
        "section_noted", "section_note_settled",
    ]  # fmt: skip


def test_with_a_script_only_the_list_comes_anew(city: City, client_of: Browser) -> None:
    report = begun(city)
    answer = client_of("clerk").post(
        f"/desk/reports/{report.pk}/section/overview/note/", {"note": "再核一遍。"}, headers={"HX-Request": "true"}
    )
    assert "再核一遍。" in body(answer)
    assert "<html" not in body(answer) and 'name="text"' not in body(answer)


def test_comments_stay_while_the_report_is_under_review(city: City, application: Case, client_of: Browser) -> None:
    recorded(city, application)
    report = written(city)
    passage = reviewed(city, report, steps=1)
    address = f"/desk/reports/{report.pk}/section/overview/note/"
    assert client_of("legal_reviewer").post(address, {"note": "第二段重复。"}).status_code == 302
    assert "1 条意见还没有处理" in body(client_of("legal_reviewer").get(f"/desk/reports/review/{passage.pk}/"))


def test_what_is_refused(city: City, client_of: Browser) -> None:
    report = begun(city)
    address = f"/desk/reports/{report.pk}/section/overview/note/"
    for typed, words in (
        ({"note": "  "}, "请写下意见"),
        ({"note": "改。", "about": "不在正文里"}, "正文里没有“不在正文里”"),
        ({"note": "长" * 1001}, "1000"),
    ):
        answer = client_of("clerk").post(address, typed)
        assert answer.status_code == 422, typed
        assert words in body(answer)
    assert "改。</textarea>" in body(client_of("clerk").post(address, {"note": "改。", "about": "不在正文里"}))
    assert not SectionNote.objects.exists()


def test_settled_once_and_not_by_other_reviewers(city: City, client_of: Browser) -> None:
    report = begun(city)
    client_of("legal_reviewer").post(f"/desk/reports/{report.pk}/section/overview/note/", {"note": "再核一遍。"})
    address = f"/desk/reports/note/{SectionNote.objects.get().pk}/settle/"
    assert client_of("secrecy_reviewer").post(address).status_code == 403
    assert client_of("legal_reviewer").post(address).status_code == 302
    answer = client_of("clerk").post(address)
    assert answer.status_code == 409
    assert "已经把这条意见标为处理过了" in body(answer)


def test_comments_are_no_part_of_what_is_published(
    city: City, application: Case, client_of: Browser, client: Client
) -> None:
    recorded(city, application)
    report = written(city)
    client_of("clerk").post(f"/desk/reports/{report.pk}/section/overview/note/", {"note": "内部的话不外传"})
    edition = published(city, report)
    page = client.get(f"/reports/{edition.report.organ.code}/{edition.report.year}/")
    assert "内部的话不外传" not in body(page)


def test_after_a_record_that_cannot_be_counted_the_next_save_goes_through(
    city: City, application: Case, client_of: Browser
) -> None:
    """What was typed is saved before the draft is asked for; the page that says why there is none goes on from there."""
    ended(application(on=date(2025, 3, 3)), date(2025, 2, 3), "granted")
    address = f"/desk/reports/{begun(city).pk}/section/overview/"
    answer = client_of("clerk").post(address, {"text": "甲", "version": "0", "then": "draft"})
    assert answer.status_code == 422
    version = re.search(r'name="version"[^>]*value="(\d+)"', body(answer))
    assert version is not None
    assert client_of("clerk").post(address, {"text": "甲乙", "version": version[1]}).status_code == 302
