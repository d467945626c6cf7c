"""Reconsideration and litigation: which way is open, until when, and how the form counts it (three courses, four results)."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from gongkai.law.outcomes import Group, Outcome
from gongkai.sources import (
    CIVIL_CODE,
    FORM_2021_NOTICE,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    REGULATIONS,
    SPC_2025,
    Citation,
)

# The form reads this module for its rows; only who asks for a last day needs the calendar.
if TYPE_CHECKING:
    from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Course:
    """A way a decision is contested: a row of section 4."""

    key: str
    words: str
    law: Citation


@dataclass(frozen=True, slots=True)
class Result:
    """How it stands at the end of the year: a column of section 4."""

    key: str
    words: str


COURSES = (
    Course("reconsideration", "行政复议", REGULATIONS.art(51)),
    Course("direct_suit", "未经复议直接起诉", REGULATIONS.art(51)),
    Course("suit_after_reconsideration", "复议后起诉", REGULATIONS.art(51)),
)
COURSE = {c.key: c for c in COURSES}
RESULTS = (
    Result("upheld", "结果维持"),
    Result("corrected", "结果纠正"),
    Result("other_result", "其他结果"),
    Result("pending", "尚未审结"),
)
RESULT = {r.key: r for r in RESULTS}

# From this day on a refusal must be contested by reconsideration before a suit.
RECONSIDERATION_FIRST_SINCE = date(2024, 1, 1)
RECONSIDERATION_FIRST = (RECONSIDERATION_LAW.art(23, 1, 4), SPC_2025.art(10, None, 1))
# Silence is no refusal but a duty not performed, another item of the same list; its text was not read at its source, so it
# only makes people ask.
SILENCE_FIRST = RECONSIDERATION_LAW.art(23, 1, 3)


@dataclass(frozen=True, slots=True)
class Term:
    """How long somebody has to contest a letter, in the words a letter uses (``60日``), from ``since`` to ``until``.

    ``days`` are calendar days, ``months`` calendar months; one of them is set. ``counts_from`` is the day the term starts
    after. ``unverified``: the figure's text was not read at its source (law.md C1), so an administrator may set it.
    """

    key: str
    words: str
    since: date
    law: Citation
    until: date | None = None
    unverified: bool = True
    days: int = 0
    months: int = 0
    counts_from: str = "知道或者应当知道答复之日"


# fmt: off
TERMS = (
    Term("reconsideration", "60日", date(1999, 10, 1), RECONSIDERATION_LAW.part("（2023年修订前）第九条"), until=date(2023, 12, 31), days=60),
    Term("reconsideration", "60日", date(2024, 1, 1), RECONSIDERATION_LAW.art(20), days=60),
    Term("direct_suit", "6个月", date(2015, 5, 1), LITIGATION_LAW.art(46), months=6),
    Term("suit_after_reconsideration", "15日", date(1990, 10, 1), LITIGATION_LAW.art(45), days=15, counts_from="收到复议决定书之日"),
)
# fmt: on


class BadRemedy(ValueError):
    """A remedy that cannot be: the message is one Chinese sentence with the rule, ``law`` the citation or None."""

    def __init__(self, message: str, law: Citation | None = None) -> None:
        super().__init__(f"{message}（依据：{law}）" if law else message)
        self.law = law


def term_on(key: str, day: date, terms: tuple[Term, ...] = TERMS) -> Term:
    """The term of a course in force on the day a letter is issued. ValueError (a Chinese sentence) when there is none."""
    for term in reversed(terms):
        if term.key == key and term.since <= day and (term.until is None or day <= term.until):
            return term
    raise ValueError(f"{day} 没有可适用的「{key}」期限；请核对发文日期，或在期限表中补充。")


def last_day(term: Term, known_on: date, calendar: "WorkingCalendar") -> "Due":
    """The last day to apply or to sue: the day of knowing does not count (民法典 201), a term in months ends on the same day
    of the month or, where it has none, on its last (202), and a last day that is a day off moves to the next working day
    (203). ``provisional`` when the end falls into a year without a holiday notice. CalendarEnds outside the calendar."""
    from gongkai.workdays import Due

    end = _months_later(known_on, term.months) + timedelta(days=term.days)
    last = calendar.roll(end)
    years = tuple(y for y in range(end.year, last.year + 1) if y not in calendar.announced)
    return Due(last, bool(years), years)


ROLLS = CIVIL_CODE.art(203)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Route(Enum):
    """Which remedies are open to whoever disagrees with a reply."""

    EITHER = "可以申请行政复议，也可以直接提起行政诉讼"
    RECONSIDERATION_FIRST = "应当先申请行政复议，对复议决定不服的再提起行政诉讼"
    FIRST_FOR_THE_REFUSED_PART = (
        "其中不予公开的部分应当先申请行政复议；其余部分可以申请行政复议，也可以直接提起行政诉讼"
    )

    @property
    def courses(self) -> tuple[Course, ...]:
        """The courses that may be taken first."""
        return COURSES[:1] if self is Route.RECONSIDERATION_FIRST else COURSES[:2]


def route(outcome: Outcome, decided_on: date) -> Route:
    """The way that is open against a reply of a day: from 2024-01-01 a refusal goes to reconsideration first (复议法 23).

    For a separated reply the refused part is read as a refusal, the careful reading: a suit brought too early is rejected.
    """
    if decided_on >= RECONSIDERATION_FIRST_SINCE:
        if outcome.group is Group.REFUSED:
            return Route.RECONSIDERATION_FIRST
        if outcome.group is Group.PARTIALLY_GRANTED:
            return Route.FIRST_FOR_THE_REFUSED_PART
    return Route.EITHER


def terms_of(outcome: Outcome, decided_on: date, terms: tuple[Term, ...] = TERMS) -> tuple[Term, ...]:
    """The terms a letter names, in order. A direct suit is left out where reconsideration comes first."""
    return tuple(term_on(course.key, decided_on, terms) for course in route(outcome, decided_on).courses)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that cannot be contested by itself: the key of its event, words, article."""

    key: str
    words: str
    law: Citation


NOT_ALONE = (
    Step("supplement_asked", "告知补正", SPC_2025.art(10, None, 2)),
    Step("extended", "延长答复期限", SPC_2025.art(10, None, 2)),
    Step("fee_notified", "收取信息处理费", SPC_2025.art(10, None, 3)),
)


def reviewable(event: str) -> bool:
    """Whether a step of the procedure (key of an event) can be contested by itself, without the reply."""
    return all(step.key != event for step in NOT_ALONE)


@dataclass(frozen=True, slots=True)
class Disposal:
    """How a reconsideration or a suit ended, and the column it counts in: the form names the columns, the assignment is
    our reading of them."""

    key: str
    words: str
    courses: tuple[str, ...]
    result: str
    law: Citation


_R, _S = ("reconsideration",), ("direct_suit", "suit_after_reconsideration")
_T4 = FORM_2021_NOTICE.part("表四")
# fmt: off
DISPOSALS = (
    Disposal("maintained",           "维持原行政行为",         _R, "upheld", _T4),
    Disposal("claim_rejected",       "驳回行政复议请求",       _R, "upheld", _T4),
    Disposal("annulled",             "撤销（含责令重新答复）", _R + _S, "corrected", _T4),
    Disposal("changed",              "变更",                   _R + _S, "corrected", _T4),
    Disposal("declared_unlawful",    "确认违法或者无效",       _R + _S, "corrected", _T4),
    Disposal("ordered",              "责令或者判决履行",       _R + _S, "corrected", _T4),
    Disposal("claims_dismissed",     "判决驳回诉讼请求",       _S, "upheld", _T4),
    Disposal("application_rejected", "驳回行政复议申请、不予受理", _R, "other_result", _T4),
    Disposal("suit_rejected",        "裁定驳回起诉、不予立案", _S, "other_result", _T4),
    Disposal("withdrawn",            "撤回申请或者撤诉",       _R + _S, "other_result", _T4),
    Disposal("settled",              "调解、和解后终止",       _R + _S, "other_result", _T4),
)
# fmt: on
DISPOSAL = {d.key: d for d in DISPOSALS}
# How a case may end that was never accepted; table 4 counts accepted cases only.
UNACCEPTED = frozenset({"application_rejected", "suit_rejected", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Contest:
    """One reconsideration or suit: the course, the day it was accepted, how and when it ended (None while it is open;
    a judgment under appeal is open)."""

    course: str
    accepted_on: date
    disposal: str = ""
    ended_on: date | None = None

    def __post_init__(self) -> None:
        if self.course not in COURSE:
            raise BadRemedy(f"没有「{self.course}」这种途径；可用的有：{'、'.join(COURSE)}。", _T4)
        if bool(self.disposal) != (self.ended_on is not None):
            raise BadRemedy("审结的案件应同时填写结果和审结日期；未审结的两项都不填。", _T4)
        if self.ended_on is not None and self.ended_on < self.accepted_on:
            raise BadRemedy(f"审结日期 {self.ended_on} 早于受理日期 {self.accepted_on}；请核对。")
        if self.disposal and self.course not in getattr(DISPOSAL.get(self.disposal), "courses", ()):
            usable = "、".join(d.key for d in DISPOSALS if self.course in d.courses)
            raise BadRemedy(f"{COURSE[self.course].words}没有「{self.disposal}」这种结果；可用的有：{usable}。", _T4)


def result_in(contest: Contest, year: int) -> Result | None:
    """The column of section 4 a contest stands in for a year, by its state on 31 December; None when it does not count:
    not yet accepted by then, or over before the year began."""
    if contest.accepted_on.year > year or (contest.ended_on is not None and contest.ended_on.year < year):
        return None
    if contest.ended_on is None or contest.ended_on.year > year:
        return RESULT["pending"]
    return RESULT[DISPOSAL[contest.disposal].result]


def section_4(contests: Iterable[Contest], year: int) -> dict[tuple[str, str], int]:
    """The fifteen cells of section 4 for a year: (course, result or ``total``) → number."""
    cells = {(course.key, key): 0 for course in COURSES for key in (*RESULT, "total")}
    for contest in contests:
        result = result_in(contest, year)
        if result is not None:
            cells[contest.course, result.key] += 1
            cells[contest.course, "total"] += 1
    return cells


def counting_organ(original: str, defendants: Sequence[str]) -> str:
    """Which organ counts a suit. The reconsideration organ being co-defendant, only the original organ does (表四 of the
    form); an organ sued alone counts its own case. BadRemedy when nobody is named or two others are."""
    if original in defendants:
        return original
    if len(defendants) == 1:
        return defendants[0]
    raise BadRemedy(f"被告 {len(defendants)} 个，其中没有原行为机关“{original}”，不能确定由谁统计；请核对被告。", _T4)
