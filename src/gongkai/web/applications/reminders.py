"""Reminding people of what falls due: 5, 3, 1 and 0 working days before, and every working day after (条例第三十三条); and
telling them when the applicant sent something or a colleague named them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from gongkai.web.applications import outbox
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Mailing, Reminder
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Cover, Person, Post, Role
from gongkai.workdays import CalendarEnds, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Told:
    """What one run did: cases that were due for a reminder, reminders written, mails queued."""

    cases: int
    reminders: int
    mails: int


@rule_for(Reminder)
def _reminders(viewer: Viewer, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """One's own, about cases still in sight."""
    if viewer.person is None:
        return rows.none()
    # Asked of each of the few reminders: listing all that is in sight costs 20 ms at 80,000 cases, on every page.
    in_sight = visible(viewer, Application).filter(pk=OuterRef("application_id"))
    return rows.filter(Exists(in_sight), person=viewer.person)


def words(due: date, on: date, calendar: WorkingCalendar) -> str:
    """What is said of a due date on a day; empty on a day without a reminder. Raises CalendarEnds."""
    if not calendar.is_working_day(on):
        return ""
    if on > due:
        late = calendar.count(due, on)
        return f"已逾期 {late} 个工作日" if late else ""
    left = calendar.count(on, due)
    if left not in dated.value("reminder_days", on):
        return ""
    return f"还有 {left} 个工作日到期" if left else "今天到期"


def run(on: date) -> Told:
    """Tell everybody concerned of what falls due. Once for each case, person and day, however often it runs."""
    calendar = the_calendar()
    rows = Application.objects.filter(ended_on=None).exclude(reply_due=None).exclude(stage="new")
    rows = rows.filter(Q(stopped_since=None) | Q(reply_due__lt=on))
    with dated.remembered():
        found = list(_due(rows.select_related("organ", "handler"), on, calendar))
    people = staff_of({a.organ_id for a, _ in found}, on)
    fresh: dict[Person, list[tuple[Application, str]]] = {}
    with transaction.atomic():
        for application, said in found:
            for person in people.told(application, urgent=_urgent(application, on)):
                made = _remember(person, application, said, on)
                if made:
                    fresh.setdefault(person, []).append((application, said))
        mails = sum(_mail(person, cases, on) for person, cases in fresh.items())
    return Told(len(found), sum(map(len, fresh.values())), mails)


def _due(rows: Iterable[Application], on: date, calendar: WorkingCalendar) -> Iterator[tuple[Application, str]]:
    for application in rows:
        assert application.reply_due is not None
        try:
            said = words(application.reply_due, on, calendar)
        except CalendarEnds:
            continue
        if said:
            yield application, said


def _urgent(application: Application, on: date) -> bool:
    return application.reply_due is not None and application.reply_due <= on


def _remember(person: Person, application: Application, said: str, on: date) -> bool:
    urgent = _urgent(application, on)
    _, made = Reminder.objects.get_or_create(
        person=person,
        application=application,
        on=on,
        kind=Reminder.Kind.DUE,
        defaults={"words": said, "urgent": urgent},
    )
    return made


def tell(application: Application, *, kind: str, words: str, on: date, people: Iterable[Person] | None = None) -> int:
    """Tell people something about a case at once, in the system and by e-mail; how many. Without ``people``: whoever works
    at it, or the clerks, and who acts for them. What was read already that day comes up again."""
    told = list(people) if people is not None else staff_of({application.organ_id}, on).told(application, urgent=False)
    for person in told:
        Reminder.objects.update_or_create(
            person=person, application=application, on=on, kind=kind, defaults={"words": words[:100], "read_at": None}
        )
        if person.email:
            outbox.post(
                purpose=Mailing.Purpose.REMINDER,
                to=person.email,
                subject=f"政府信息公开申请：{words}（{application.number}）",
                body=f"{person}：\n\n申请 {application.number}：{words}。\n\n请登录办公台查看。",
                by=person,
            )
    return len(told)


@dataclass(frozen=True, slots=True)
class Staff:
    """Clerks and heads by organ, and deputies by the person they act for."""

    clerks: dict[int, list[Person]]
    heads: dict[int, list[Person]]
    deputies: dict[int, list[Person]]

    def told(self, application: Application, *, urgent: bool) -> list[Person]:
        """Who is told: the handler or, while nobody handles it, the clerks; from the last day on the heads too; and who
        acts for any of them."""
        first = [application.handler] if application.handler else self.clerks.get(application.organ_id, [])
        return self.with_deputies([*first, *(self.heads.get(application.organ_id, []) if urgent else [])])

    def office(self, organ: int) -> list[Person]:
        """The clerks and heads of an organ, by its key, and who acts for any of them."""
        return self.with_deputies([*self.clerks.get(organ, []), *self.heads.get(organ, [])])

    def with_deputies(self, named: list[Person]) -> list[Person]:
        """The people and who acts for them, each once; nobody whose account is closed."""
        both = [*named, *(d for p in named for d in self.deputies.get(p.pk, []))]
        return list({p.pk: p for p in both if p.is_active}.values())


def staff_of(organs: set[int], on: date) -> Staff:
    """Who works in the office of the organs (their keys) on a day. Two queries."""
    held = Q(until=None) | Q(until__gte=on)
    posts = Post.objects.filter(held, organ__in=organs, since__lte=on, role__in=(Role.CLERK, Role.HEAD))
    clerks: dict[int, list[Person]] = {}
    heads: dict[int, list[Person]] = {}
    for post in posts.select_related("person"):
        (clerks if post.role == Role.CLERK else heads).setdefault(post.organ_id, []).append(post.person)
    deputies: dict[int, list[Person]] = {}
    for cover in Cover.objects.filter(since__lte=on, until__gte=on).select_related("deputy"):
        deputies.setdefault(cover.person_id, []).append(cover.deputy)
    return Staff(clerks, heads, deputies)


def _mail(person: Person, cases: list[tuple[Application, str]], on: date) -> bool:
    """One mail a person and run, without a word about the applicants; whether there is an address to send it to."""
    if not person.email:
        return False
    lines = "\n".join(f"· {a.number}（{said}，期限 {a.reply_due}）" for a, said in cases)
    outbox.post(
        purpose=Mailing.Purpose.REMINDER,
        to=person.email,
        subject=f"政府信息公开申请到期提醒：{len(cases)} 件（{on}）",
        body=f"{person}：\n\n下列申请需要办理：\n{lines}\n\n请登录办公台办理。",
        by=person,
    )
    return True


@task()
def remind(on: str) -> dict[str, int]:
    """``run`` in the background; ``on`` is an ISO date."""
    told = run(date.fromisoformat(on))
    return {"cases": told.cases, "reminders": told.reminders, "mails": told.mails}


def unread(viewer: Viewer) -> QuerySet[Reminder]:
    """The viewer's unread reminders, newest first; those of a due date only while the case is open."""
    rows = visible(viewer, Reminder).filter(Q(application__ended_on=None) | ~Q(kind=Reminder.Kind.DUE), read_at=None)
    return rows.select_related("application").order_by("-on", F("application__reply_due").asc(nulls_last=True))


def read(viewer: Viewer, *, pks: Iterable[int] | None = None) -> int:
    """Mark reminders as read (all of them, without ``pks``); how many."""
    rows = visible(viewer, Reminder).filter(read_at=None)
    return (rows if pks is None else rows.filter(pk__in=list(pks))).update(read_at=timezone.now())
