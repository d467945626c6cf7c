"""Reconsideration and litigation: the courses and results the form counts, and the terms a letter must name."""

from dataclasses import dataclass
from datetime import date

from gongkai.sources import LITIGATION_LAW, RECONSIDERATION_LAW, REGULATIONS, SPC_2025, Citation


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
RESULTS = (
    Result("upheld", "结果维持"),
    Result("corrected", "结果纠正"),
    Result("other_result", "其他结果"),
    Result("pending", "尚未审结"),
)

# From this day on a refusal must be contested by reconsideration before a suit.
RECONSIDERATION_FIRST_SINCE = date(2024, 1, 1)
RECONSIDERATION_FIRST = (RECONSIDERATION_LAW.art(23, 1, 4), SPC_2025.art(10, None, 1))


@dataclass(frozen=True, slots=True)
class Term:
    """How long somebody has to contest a letter, in the words a letter uses (``60日``), from ``since`` to ``until``.

    ``unverified``: the figure's text was not read at its source (law.md C1), so an administrator may set it.
    """

    key: str
    words: str
    since: date
    law: Citation
    until: date | None = None
    unverified: bool = True


# fmt: off
TERMS = (
    Term("reconsideration", "60日", date(1999, 10, 1), RECONSIDERATION_LAW.part("（2023年修订前）第九条"), until=date(2023, 12, 31)),
    Term("reconsideration", "60日", date(2024, 1, 1), RECONSIDERATION_LAW.art(20)),
    Term("direct_suit", "6个月", date(2015, 5, 1), LITIGATION_LAW.art(46)),
    Term("suit_after_reconsideration", "15日", date(1990, 10, 1), LITIGATION_LAW.art(45)),
)
# fmt: on


def term_on(key: str, day: date, terms: tuple[Term, ...] = TERMS) -> Term:
    """The term of a course in force on the day a letter is issued. ValueError (a Chinese sentence) when there is none."""
    for term in reversed(terms):
        if term.key == key and term.since <= day and (term.until is None or day <= term.until):
            return term
    raise ValueError(f"{day} 没有可适用的「{key}」期限；请核对发文日期，或在期限表中补充。")
