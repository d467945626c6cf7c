"""The supervisor's figures: how old the open cases are, what falls due for whom, what is at risk, how fast work is given out.

Everything comes from the rows in sight: a competent department sees numbers of the organs below it, never a case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Decision
from gongkai.web.applications.queries import OPEN_STAGES
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ, Post, Role
from gongkai.web.review.models import LogEntry, Opinion, Review
from gongkai.workdays import WorkingCalendar

SUPERVISORS = (Role.HEAD, Role.SIGNER, Role.CLERK)
HORIZONS = (5, 10, 20)
AT_RISK = 3
# Working days since receipt: the last of each band, and its words.
BANDS = ((5, "5 天以内"), (10, "6—10 天"), (15, "11—15 天"), (20, "16—20 天"))
OLDEST = "20 天以上"
_LISTED = 50
# Days looked back for the time to assign, and how many cases at most.
_SINCE, _MANY = 90, 900


@dataclass(frozen=True, slots=True)
class Load:
    """What one person or unit has to do: name, overdue, due within each horizon (cumulative), open in all."""

    name: str
    overdue: int
    due: tuple[int, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of a day. ``bands``: words and cases; ``risky`` and ``late`` are cases, at most fifty each."""

    open: int
    stopped: int
    unregistered: int
    unassigned: int
    bands: tuple[tuple[str, int], ...]
    people: tuple[Load, ...]
    units: tuple[Load, ...]
    risky: tuple[Application, ...]
    late: tuple[Application, ...]
    overdue: int
    assignment: float | None
    assignments: int


@dataclass(frozen=True, slots=True)
class Below:
    """The figures of an organ below: open, due within three working days, overdue, closed this year, how many in time,
    mean calendar days from receipt to the answer."""

    organ: Organ
    open: int
    soon: int
    overdue: int
    closed: int
    in_time: int
    days: float | None


def board(viewer: Viewer, *, on: date) -> Board:
    """The board of the organs in which the viewer supervises. Four queries, whatever the number of cases."""
    organs = viewer.organs(*SUPERVISORS)
    rows = visible(viewer, Application).filter(organ__in=organs, stage__in=OPEN_STAGES)
    cases = list(rows.select_related("unit", "handler").defer("content").order_by("reply_due", "pk"))
    running = [a for a in cases if a.ended_on is None and a.stage != "new"]
    ahead = Ahead.of(the_calendar(), on)
    late = [a for a in running if a.reply_due and a.reply_due < on]
    soon = [a for a in running if a.stopped_since is None and ahead.within(a.reply_due, AT_RISK)]
    reviewed = _under_review(soon)
    assignment, count = _assignment(organs, on)
    return Board(
        open=len(cases),
        stopped=sum(a.stopped_since is not None for a in running),
        unregistered=sum(a.stage == "new" for a in cases),
        unassigned=sum(a.unit_id is None and a.handler_id is None for a in cases),
        bands=_bands(running, on),
        people=_loads([(str(a.handler or "（未指定经办人）"), a) for a in running], ahead),
        units=_loads([(str(a.unit or "（未分办）"), a) for a in running], ahead),
        risky=tuple([a for a in soon if a.pk not in reviewed][:_LISTED]),
        late=tuple(late[:_LISTED]),
        overdue=len(late),
        assignment=assignment,
        assignments=count,
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day and the last day of each horizon of working days after it."""

    on: date
    last: dict[int, date]

    @classmethod
    def of(cls, calendar: WorkingCalendar, on: date) -> Ahead:
        """Looks the days up once."""
        return cls(on, {n: calendar.add(on, n) for n in (AT_RISK, *HORIZONS)})

    def within(self, due: date | None, days: int) -> bool:
        """Whether something falls due from the day on, at most so many working days later."""
        return due is not None and self.on <= due <= self.last[days]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What waits for one person's review: name, how many, since when the longest waits."""

    name: str
    waiting: int
    since: datetime


def reviewing(viewer: Viewer, *, on: date) -> list[Reviewing]:
    """Who has how many reviews waiting in the organs in which the viewer supervises, the longest wait first. A review counts
    for everybody who may take its step. Two queries."""
    organs = viewer.organs(*SUPERVISORS)
    passed = Max("opinions__at", filter=Q(opinions__verdict=Opinion.Verdict.PASSED))
    rows = visible(viewer, Review).filter(organ__in=organs, state=Review.State.OPEN).annotate(passed_at=passed)
    people = Post.objects.filter(organ__in=organs, person__is_active=True).select_related("person")
    posts = [p for p in people if p.holds(on)]
    found: dict[int, tuple[str, list[datetime]]] = {}
    for row in rows:
        for post in {p.person_id: p for p in posts if _takes(p, row)}.values():
            found.setdefault(post.person_id, (str(post.person), []))[1].append(row.passed_at or row.started_at)
    loads = [Reviewing(name, len(since), min(since)) for name, since in found.values()]
    return sorted(loads, key=lambda x: (x.since, x.name))


def _takes(post: Post, review: Review) -> bool:
    """Whether the waiting step is one for the holder of a post: the role, the unit for its reviewers, not one's own."""
    step = review.step
    if step is None or post.organ_id != review.organ_id or post.role != step["role"]:
        return False
    of_unit = post.role != Role.REVIEWER or review.unit_id is None or post.unit_id in (None, review.unit_id)
    return of_unit and post.person_id != review.started_by_id


def _bands(cases: Sequence[Application], on: date) -> tuple[tuple[str, int], ...]:
    """Open cases by the working days since receipt, each working day looked up once."""
    received = [a.received_on for a in cases if a.received_on is not None]
    limits = [limit for limit, _ in BANDS]
    found = [0] * (len(BANDS) + 1)
    if received:
        days = the_calendar().working_days(min(received), on)
        for day in received:
            age = len(days) - bisect_right(days, day)
            found[next((i for i, limit in enumerate(limits) if age <= limit), len(limits))] += 1
    return tuple(zip((*(words for _, words in BANDS), OLDEST), found, strict=True))


def _loads(named: Iterable[tuple[str, Application]], ahead: Ahead) -> tuple[Load, ...]:
    """The load of everybody named, the heaviest first."""
    found: dict[str, list[Application]] = {}
    for name, application in named:
        found.setdefault(name, []).append(application)
    loads = [
        Load(
            name,
            sum(a.reply_due is not None and a.reply_due < ahead.on for a in cases),
            tuple(sum(ahead.within(a.reply_due, n) for a in cases) for n in HORIZONS),
            len(cases),
        )
        for name, cases in found.items()
    ]
    return tuple(sorted(loads, key=lambda x: (-x.overdue, -x.due[0], -x.open, x.name)))


def _under_review(cases: Sequence[Application]) -> set[int]:
    """The primary keys of the cases whose draft is under review."""
    if not cases:
        return set()
    type_ = ContentType.objects.get_for_model(Decision)
    open_ = Review.objects.filter(subject_type=type_, state=Review.State.OPEN).values("subject_id")
    rows = Decision.objects.filter(pk__in=open_, application__in=[a.pk for a in cases])
    return set(rows.values_list("application", flat=True))


def _assignment(organs: set[int], on: date) -> tuple[float | None, int]:
    """The median of days (one decimal) from submission to the first assignment, and of how many cases of the last ninety
    days; None when there were none."""
    type_ = ContentType.objects.get_for_model(Application)
    since = timezone.make_aware(datetime.combine(on - timedelta(days=_SINCE), time.min))
    recent = Application.objects.filter(organ__in=organs, submitted_at__gte=since)
    entries = LogEntry.objects.filter(organ__in=organs, kind="assigned", subject_type=type_)
    first = dict(entries.filter(subject_id__in=recent.values("pk")).values_list("subject_id").annotate(Min("at")))
    if not first:
        return None, 0
    submitted = recent.filter(pk__in=list(first)[:_MANY]).values_list("pk", "submitted_at")
    waits = [(first[pk] - at).total_seconds() / 86400 for pk, at in submitted]
    return (round(median(waits), 1) if waits else None), len(waits)


def below(viewer: Viewer, *, on: date) -> list[Below]:
    """The figures of the organs below those competent departments in which the viewer supervises: counts only, no case
    and no applicant. Three queries."""
    heads = [p.organ for p in viewer.posts if p.role in SUPERVISORS and p.organ.competent]
    own = {o.pk for o in heads}
    pks = {pk for organ in {o.pk: o for o in heads}.values() for pk in organ.below()} - own
    if not pks:
        return []
    soon = the_calendar().add(on, AT_RISK)
    open_ = Q(stage__in=OPEN_STAGES)
    running = open_ & Q(ended_on=None) & ~Q(stage="new")
    closed = Q(ended_on__year=on.year, ended_on__lte=on, received_on__isnull=False)
    figures = (
        Application.objects.filter(organ__in=pks)
        .values("organ")
        .annotate(
            open=Count("pk", filter=open_),
            soon=Count("pk", filter=running & Q(reply_due__gte=on, reply_due__lte=soon, stopped_since=None)),
            overdue=Count("pk", filter=running & Q(reply_due__lt=on)),
            closed=Count("pk", filter=closed),
            in_time=Count("pk", filter=closed & (Q(reply_due=None) | Q(ended_on__lte=F("reply_due")))),
        )
    )
    by_organ = {row["organ"]: row for row in figures.order_by("organ")}
    days = _mean_days(pks, closed)
    keys = ("open", "soon", "overdue", "closed", "in_time")
    found = [
        Below(organ, **{k: by_organ.get(organ.pk, {}).get(k, 0) for k in keys}, days=days.get(organ.pk))
        for organ in visible(viewer, Organ).filter(pk__in=pks)
    ]
    return sorted(found, key=lambda b: (-b.overdue, -b.soon, -b.open, b.organ.pk))


def _mean_days(organs: set[int], closed: Q) -> dict[int, float]:
    """The mean calendar days from receipt to the answer, by organ."""
    rows = Application.objects.filter(closed, organ__in=organs).exclude(received_on=None).exclude(ended_on=None)
    found: dict[int, list[int]] = {}
    for organ, received, ended in rows.values_list("organ", "received_on", "ended_on").iterator(chunk_size=5000):
        assert received is not None and ended is not None  # excluded above
        found.setdefault(organ, []).append((ended - received).days)
    return {organ: round(sum(spans) / len(spans), 1) for organ, spans in found.items()}
