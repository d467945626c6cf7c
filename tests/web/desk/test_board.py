"""The supervisor's board and the reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.web.applications import assign, boards, outbox, reminders
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Mailing, Reminder
from gongkai.web.organs.models import Cover, Post
from gongkai.web.review.models import Review
from tests.web.desk.stages import reviewed

pytestmark = pytest.mark.django_db
Cases = Callable[..., Application]
Clients = Callable[[str], Client]
MONDAY = date(2026, 4, 20)  # 20 working days from here, with the holidays of May, end on 20 May


@pytest.fixture
def due(application: Cases) -> date:
    """The day on which a case received on MONDAY falls due, with that case."""
    found = application(on=MONDAY).reply_due
    assert found is not None
    return found


def test_it_works(application: Cases, client_of: Clients) -> None:
    today = timezone.localdate()
    application(on=today)
    page = client_of("head").get(reverse("desk:board")).content.decode()
    assert "<svg" in page and "在办多久" in page and "style=" not in page


def test_who_may_see_it(client_of: Clients) -> None:
    for role in ("clerk", "head", "signer"):
        assert client_of(role).get(reverse("desk:board")).status_code == 200
    for role in ("handler", "reviewer", "auditor", "system_administrator"):
        assert client_of(role).get(reverse("desk:board")).status_code == 403
    assert client_of("").get(reverse("desk:board")).status_code == 302


def test_ages_are_counted_in_working_days(application: Cases, viewer_of: Callable[..., Any], due: date) -> None:
    application("new")
    calendar = the_calendar()
    for days, band in ((0, 0), (5, 0), (6, 1), (15, 2), (20, 3), (21, 4)):
        on = calendar.add(MONDAY, days) if days else MONDAY
        board = boards.board(viewer_of("head", on=on), on=on)
        assert [n for _, n in board.bands].index(1) == band
        assert board.open == 2 and board.unregistered == 1 and board.unassigned == 2


def test_what_falls_due(application: Cases, viewer_of: Callable[..., Any], city: Any, due: date) -> None:
    handler = city.people["handler"]
    application(on=MONDAY, handler=handler, unit=city.units["行政复议与应诉科"])
    calendar = the_calendar()
    before = max(d for d in calendar.working_days(MONDAY, due) if calendar.count(d, due) == 8)
    board = boards.board(viewer_of("head", on=before), on=before)
    mine = next(p for p in board.people if p.name == str(handler))
    assert mine.due == (0, 1, 1) and mine.overdue == 0 and board.risky == () and not board.overdue
    late = due + timedelta(days=1)
    board = boards.board(viewer_of("head", on=late), on=late)
    assert board.overdue == 2 and len(board.late) == 2 and all(u.overdue == 1 for u in board.units)


def test_at_risk_until_it_is_under_review(application: Cases, viewer_of: Callable[..., Any], due: date) -> None:
    before = the_calendar().roll(due - timedelta(days=1))
    assert len(boards.board(viewer_of("head", on=before), on=before).risky) == 1
    reviewed(Application.objects.get(), viewer_of, on=before, steps=0)
    assert boards.board(viewer_of("head", on=before), on=before).risky == ()


def test_time_to_assign(application: Cases, viewer_of: Callable[..., Any], city: Any) -> None:
    today = timezone.localdate()
    case = application(on=today)
    Application.objects.filter(pk=case.pk).update(submitted_at=timezone.now() - timedelta(days=2))
    assign.assign(case, unit=None, person=city.people["handler"], viewer=viewer_of("clerk", on=today))
    board = boards.board(viewer_of("head", on=today), on=today)
    assert board.assignment == 2.0 and board.assignments == 1


def test_the_department_above_sees_figures_without_applicants(
    application: Cases, client_of: Clients, viewer_of: Callable[..., Any], due: date
) -> None:
    late = due + timedelta(days=1)
    rows = {b.organ.short_name: b for b in boards.below(viewer_of("office", on=late), on=late)}
    assert rows["市司法局"].open == 1 and rows["市司法局"].overdue == 1 and rows["市财政局"].open == 0
    assert boards.below(viewer_of("head", on=late), on=late) == []
    page = client_of("office").get(reverse("desk:board")).content.decode()
    case = Application.objects.get()
    assert "青澜市司法局" in page and case.number not in page and case.subject not in page


def test_few_queries(application: Cases, client_of: Clients, city: Any, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        application(on=MONDAY, handler=city.people["handler"], unit=city.units["公共法律服务科"])
    browser = client_of("head")
    with django_assert_max_num_queries(20):
        browser.get(reverse("desk:board"))


# Reminders


@pytest.mark.parametrize(
    ("days", "said"), [(5, "还有 5 个工作日到期"), (4, ""), (3, "还有 3"), (2, ""), (1, "还有 1"), (0, "今天到期")]
)
def test_reminded_on_five_three_one_and_none(due: date, days: int, said: str) -> None:
    calendar = the_calendar()
    on = max(d for d in calendar.working_days(MONDAY, due) if calendar.count(d, due) == days)
    told = reminders.run(on)
    assert told.cases == bool(said)
    assert {r.words[: len(said)] for r in Reminder.objects.all()} == ({said} if said else set())


def test_reminded_every_working_day_after(due: date) -> None:
    assert reminders.run(due + timedelta(days=1)).cases == 1
    assert "已逾期 1 个工作日" in {r.words for r in Reminder.objects.all()}
    saturday = due + timedelta(days=(5 - due.weekday()) % 7)
    assert reminders.run(saturday).cases == 0


def test_once_a_day(due: date, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = reminders.run(due)
        again = reminders.run(due)
    assert first.reminders == 2 and again.reminders == again.mails == 0  # clerk and head
    assert sorted(m.to[0] for m in mail.outbox) == ["clerk@example.cn", "head@example.cn"]
    assert "王小明" not in mail.outbox[0].body


def test_the_task_does_the_same(due: date) -> None:
    result = reminders.remind.enqueue(due.isoformat())
    assert result.return_value == {"cases": 1, "reminders": 2, "mails": 2}


def test_handler_and_deputy_are_told(application: Cases, city: Any, due: date) -> None:
    Application.objects.update(handler=city.people["handler"])
    calendar = the_calendar()
    on = max(d for d in calendar.working_days(MONDAY, due) if calendar.count(d, due) == 5)
    Cover.objects.create(person=city.people["handler"], deputy=city.people["publisher"], since=on, until=on)
    reminders.run(on)
    assert {r.person for r in Reminder.objects.all()} == {city.people["handler"], city.people["publisher"]}


def test_what_stands_still_or_is_closed_is_not_reminded(due: date) -> None:
    Application.objects.update(stopped_since=MONDAY)
    assert reminders.run(due).cases == 0
    Application.objects.update(stopped_since=None, ended_on=due)
    assert reminders.run(due).cases == 0


def test_mail_down_keeps_the_reminder(due: date, settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.EMAIL_BACKEND = "tests.web.desk.mailbox.Down"
    with django_capture_on_commit_callbacks(execute=True):
        reminders.run(due)
    assert Reminder.objects.count() == 2 and not mail.outbox
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Mailing.objects.update(next_at=timezone.now())
    assert outbox.flush() == 2 and len(mail.outbox) == 2


def test_read_ones_go_away(due: date, client_of: Clients) -> None:
    reminders.run(due)
    clerk = client_of("clerk")
    assert "今天到期" in clerk.get(reverse("desk:reminders")).content.decode()
    clerk.post(reverse("desk:reminders"), {"action": "chosen"})
    assert Reminder.objects.filter(read_at=None).count() == 2  # none was ticked
    clerk.post(reverse("desk:reminders"), {"action": "all"})
    assert "没有未读的提醒" in clerk.get(reverse("desk:reminders")).content.decode()
    assert Reminder.objects.filter(read_at=None).count() == 1  # the head's own


def test_nobody_reads_anothers(due: date, client_of: Clients) -> None:
    reminders.run(due)
    pk = Reminder.objects.get(person__username="head").pk
    client_of("clerk").post(reverse("desk:reminders"), {"reminder": pk})
    assert Reminder.objects.get(pk=pk).read_at is None


def test_who_left_is_not_told(due: date) -> None:
    Post.objects.filter(role="head").update(until=date(2025, 12, 31))
    reminders.run(due)
    assert {r.person.username for r in Reminder.objects.all()} == {"clerk"}


def test_the_rounds_remind_once_a_morning(due: date) -> None:
    from datetime import datetime

    from gongkai.web.applications import rounds

    def at(hour: int) -> datetime:
        return datetime(due.year, due.month, due.day, hour, tzinfo=timezone.get_current_timezone())

    early = rounds.make(at(7), done=rounds.Done())
    assert early.reminded is None and not Reminder.objects.exists()
    done = rounds.make(at(8), done=early)
    assert done.reminded == due and Reminder.objects.count() == 2
    Reminder.objects.all().delete()
    assert rounds.make(at(9), done=done) == done and not Reminder.objects.exists()


def test_who_has_reviews_waiting_and_since_when(
    application: Cases, client_of: Clients, viewer_of: Callable[..., Any], city: Any
) -> None:
    today = timezone.localdate()
    for _ in range(2):
        reviewed(application(on=today), viewer_of, on=today, steps=1)
    signed = reviewed(application(on=today), viewer_of, on=today, steps=4)
    found = boards.reviewing(viewer_of("head", on=today), on=today)
    (legal,) = found
    assert (legal.name, legal.waiting) == (str(city.people["legal_reviewer"]), 2)
    first = Review.objects.exclude(pk=signed.pk).earliest("pk")
    assert legal.since == first.opinions.get().at
    shown = client_of("head").get("/desk/board/").content.decode().split('id="reviewing"')[1].split("</section>")[0]
    assert legal.name in shown and "<td>2</td>" in shown
    assert not boards.reviewing(viewer_of("neighbour", on=today), on=today)
