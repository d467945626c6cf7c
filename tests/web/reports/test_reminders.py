"""Reminders towards 31 January: who is told what on which day, once; the office above sees who filed and reminds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from gongkai.web.applications.models import Mailing
from gongkai.web.organs.models import Cover, Organ
from gongkai.web.reports import filing, operations, reminders
from gongkai.web.reports.filing import Stage
from gongkai.web.reports.models import EarlierReport, FilingReminder
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City
from tests.web.reports import years

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


@pytest.fixture
def justice(city: City) -> Organ:
    """Only this organ takes applications, so that nobody else is told anything."""
    Organ.objects.exclude(pk=city.justice.pk).update(active=False)
    return city.justice


def told(organ: Organ) -> dict[str, str]:
    return {r.person.username: r.words for r in FilingReminder.objects.filter(organ=organ)}


def test_it_works(city: City, justice: Organ) -> None:
    assert reminders.run(date(2026, 1, 24)) == 2
    assert set(told(justice)) == {"clerk", "head"}
    assert told(justice)["clerk"] == "市司法局 2025 年度报告还没有开始编制，应在 2026年1月31日以前公开，还有 7 天。"
    mails = Mailing.objects.filter(purpose=Mailing.Purpose.REMINDER)
    assert {m.to for m in mails} == {"clerk@example.cn", "head@example.cn"}
    assert "还有 7 天" in mails[0].body and "第四十九条" in mails[0].body


def test_nobody_is_told_twice_a_day(justice: Organ) -> None:
    reminders.run(date(2026, 1, 24))
    assert reminders.run(date(2026, 1, 24)) == 0
    assert Mailing.objects.count() == FilingReminder.objects.count() == 2


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 1, 1), "还有 30 天"),
        (date(2026, 1, 2), ""),
        (date(2026, 1, 17), "还有 14 天"),
        (date(2026, 1, 30), "还有 1 天"),
        (date(2026, 1, 31), "今天（2026年1月31日）是最后一天"),
        (date(2026, 2, 1), ""),
        (date(2026, 2, 7), "已经过了 2026年1月31日，逾期 7 天"),
        (date(2026, 2, 8), ""),
        (date(2026, 2, 14), "逾期 14 天"),
    ],
)
def test_the_days(justice: Organ, on: date, words: str) -> None:
    reminders.run(on)
    assert bool(told(justice)) is bool(words)
    assert all(words in said for said in told(justice).values())


def test_a_government_has_until_the_end_of_march(justice: Organ) -> None:
    Organ.objects.filter(pk=justice.pk).update(name="青澜市人民政府")
    justice.refresh_from_db()
    found = filing.owing([justice], 2025, on=date(2026, 2, 10))[0]
    assert (found.stage, found.until, found.late) == (Stage.NOT_BEGUN, date(2026, 3, 31), False)
    for on in (date(2026, 1, 24), date(2026, 2, 14)):
        reminders.run(on)
    assert not told(justice)
    reminders.run(date(2026, 3, 24))
    assert "应在 2026年3月31日以前公开，还有 7 天" in told(justice)["clerk"]
    assert filing.owing([justice], 2025, on=date(2026, 4, 1))[0].stage == Stage.OVERDUE


def test_how_far_the_work_is(city: City, justice: Organ) -> None:
    report = years.written(city)
    reminders.run(date(2026, 1, 17))
    assert "正在编制" in told(justice)["clerk"]
    passage = operations.send(report, viewer=city.viewer("head", on=years.DAY))
    FilingReminder.objects.all().delete()
    reminders.run(date(2026, 1, 24))
    assert "正在审核" in told(justice)["clerk"]
    for role in years.CHAIN:
        passage = years.passed(city, passage, role)
    FilingReminder.objects.all().delete()
    assert reminders.run(date(2026, 1, 28)) == 0


def test_a_report_published_elsewhere_is_not_owed(city: City, justice: Organ) -> None:
    EarlierReport.objects.create(
        organ=justice, year=2025, name="报告.docx", sha256="0" * 64, content={}, at="2026-01-10T00:00:00Z"
    )
    # A file alone does not say that it was published.
    assert filing.owing([justice], 2025, on=date(2026, 1, 24))[0].owed
    EarlierReport.objects.update(published_on=date(2026, 1, 9))
    assert reminders.run(date(2026, 1, 24)) == 0
    assert filing.owing([justice], 2025, on=date(2026, 2, 24))[0].late is False


def test_whoever_acts_for_the_clerk_is_told(city: City, justice: Organ) -> None:
    Cover.objects.create(
        person=city.people["clerk"], deputy=city.people["handler"], since=date(2026, 1, 20), until=date(2026, 1, 25)
    )
    reminders.run(date(2026, 1, 24))
    assert set(told(justice)) == {"clerk", "head", "handler"}


def test_reading_the_newest_reads_the_older(city: City, justice: Organ) -> None:
    for day in (17, 24):
        reminders.run(date(2026, 1, day))
    viewer = city.viewer("clerk", on=date(2026, 1, 24))
    assert [r.on for r in reminders.unread(viewer)] == [date(2026, 1, 24)]
    assert reminders.read(viewer, pks=[reminders.unread(viewer)[0].pk]) == 2
    assert not reminders.unread(viewer)
    assert reminders.unread(city.viewer("head", on=date(2026, 1, 24)))


def test_what_is_published_is_no_longer_reminded_of(city: City, justice: Organ) -> None:
    reminders.run(date(2026, 1, 17))
    years.reviewed(city, years.written(city))
    assert not reminders.unread(city.viewer("clerk", on=date(2026, 1, 24)))


def test_the_office_above_sees_and_reminds(city: City) -> None:
    years.reviewed(city, years.written(city))
    viewer = city.viewer("office", on=date(2026, 2, 3))
    rows = {s.organ.short_name: s for s in filing.standings(viewer, 2025)}
    assert rows["市司法局"].stage == Stage.PUBLISHED and not rows["市司法局"].late
    others = [s for s in rows.values() if s.owed]
    assert others and {s.stage for s in others} == {Stage.OVERDUE}
    neighbour = next(p.organ for p in city.people["neighbour"].posts.all())
    assert reminders.urge([neighbour.pk], 2025, viewer=viewer) == 1
    made = FilingReminder.objects.get()
    assert made.by == city.people["office"] and "逾期 3 天" in made.words
    assert LogEntry.objects.filter(kind="report_urged", organ=neighbour).count() == 1
    assert reminders.urge([neighbour.pk], 2025, viewer=viewer) == 0


def test_there_must_be_something_to_remind_of(city: City) -> None:
    years.reviewed(city, years.written(city))
    with pytest.raises(ValueError, match="请勾选还没有公开报告的机关"):
        reminders.urge([city.justice.pk], 2025, viewer=city.viewer("office", on=years.DAY))


@pytest.mark.parametrize("role", ["clerk", "head", "signer", "auditor", "neighbour"])
def test_nobody_else_oversees(city: City, role: str) -> None:
    assert filing.overseen(city.viewer(role)) == []
    with pytest.raises(PermissionDenied):
        filing.standings(city.viewer(role), 2025)
    with pytest.raises(PermissionDenied):
        reminders.urge([city.justice.pk], 2025, viewer=city.viewer(role))


def test_the_page(city: City, client_of: Clients) -> None:
    years.reviewed(city, years.written(city))
    office, address = client_of("office"), "/desk/reports/filing/?year=2025"
    page = office.get(address).content.decode()
    assert "已公开 1" in page and "逾期未公开" in page
    assert city.justice.name in page and years.TEXTS["problems"][:10] not in page
    assert city.justice.name not in office.get(address + "&stage=overdue").content.decode()
    assert "已公开" in office.get(address + "&export=csv").content.decode()
    assert office.post(address).status_code == 422
    neighbour = next(p.organ for p in city.people["neighbour"].posts.all())
    assert "已提醒 1 人" in office.post(address, {"organ": neighbour.pk}, follow=True).content.decode()
    theirs = client_of("neighbour")
    listed = theirs.get("/desk/reminders/").content.decode()
    assert "2025 年度报告还没有开始编制" in listed and "提醒</span>" in listed
    assert "2025 年度报告" in theirs.get("/desk/reminders/?export=csv").content.decode()
    theirs.post("/desk/reminders/", {"action": "chosen", "filing": FilingReminder.objects.get().pk})
    assert "没有未读的提醒" in theirs.get("/desk/reminders/").content.decode()
    assert theirs.get(address).status_code == 403
