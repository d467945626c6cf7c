"""Filing in time: when a year's report is due, how each organ stands, and who is reminded (条例第四十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models

from gongkai.report.checks.organs import last_day
from gongkai.sources import REGULATIONS
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.reports.models import AnnualReport, EarlierReport
from gongkai.web.reports.queries import WRITERS, State, state_of, with_state

LAW = REGULATIONS.art(49)


class Stage(models.TextChoices):
    """How far an organ is with the report of a year."""

    OVERDUE = "overdue", "逾期未公开"
    NOT_BEGUN = "not_begun", "未开始"
    WRITING = "writing", "编制中"
    REVIEW = "review", "审核中"
    PUBLISHED = "published", "已公开"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one organ stands with the report of a year: its stage; published when, here or elsewhere (a file that was
    taken in says so with a day); days left (negative: the day is past)."""

    organ: Organ
    year: int
    stage: Stage
    work: Stage  # the stage without regard to the day
    published_on: date | None
    left: int

    @property
    def until(self) -> date:
        """The last day for it."""
        return due(self.organ, self.year)

    @property
    def late(self) -> bool:
        """Whether it was published after the last day, or is not published although that day is past."""
        if self.published_on is not None:
            return self.published_on > self.until
        return self.owed and self.left < 0

    @property
    def owed(self) -> bool:
        """Whether the report is still to be published."""
        return self.work != Stage.PUBLISHED


def due(organ: Organ, year: int) -> date:
    """The last day on which an organ may publish its report of a year (条例第四十九条)."""
    return last_day(organ.name, year)


def due_days(year: int) -> tuple[date, ...]:
    """Every day on which reports of a year are due: that of organs, that of governments."""
    return last_day("机关", year), last_day("人民政府", year)


def owing(organs: Iterable[Organ], year: int, *, on: date) -> list[Standing]:
    """How the organs stand with the report of a year on a day, in the order given. Two queries."""
    listed = list(organs)
    reports = with_state(AnnualReport.objects.filter(organ__in=[o.pk for o in listed], year=year))
    found = {r.organ_id: r for r in reports}
    taken_in = EarlierReport.objects.filter(organ__in=listed, year=year, published_on__lte=on)
    elsewhere = dict(taken_in.values_list("organ", "published_on"))
    return [_standing(o, year, found.get(o.pk), on, elsewhere.get(o.pk)) for o in listed]


def _standing(organ: Organ, year: int, report: AnnualReport | None, on: date, elsewhere: date | None) -> Standing:
    left, published = (due(organ, year) - on).days, elsewhere
    work = Stage.NOT_BEGUN
    if report is not None:
        published = report.first_on or elsewhere  # type: ignore[attr-defined]
        work = Stage.REVIEW if state_of(report) == State.REVIEW else Stage.WRITING
    if published is not None:
        work = Stage.PUBLISHED
    stage = Stage.OVERDUE if work != Stage.PUBLISHED and left < 0 else work
    return Standing(organ, year, stage, work, published, left)


def overseen(viewer: Viewer) -> list[Organ]:
    """The organs whose filing the viewer oversees: those that take applications below the competent departments in whose
    office the viewer works, and these departments. Empty for everybody else."""
    offices = {p.organ_id: p.organ for p in viewer.posts if p.role in WRITERS and p.organ.competent}
    if not offices:
        return []
    below = {pk for office in offices.values() for pk in office.below()}
    return list(visible(viewer, Organ).filter(pk__in=below, active=True).order_by("pk"))


def standings(viewer: Viewer, year: int) -> list[Standing]:
    """How the organs overseen stand with the report of a year: states and days, nothing of what they write. Raises
    PermissionDenied for whoever oversees none."""
    organs = overseen(viewer)
    if not organs:
        raise PermissionDenied("各机关年度报告的公开情况由政务公开主管部门的公开办查看。")
    return owing(organs, year, on=viewer.on)
