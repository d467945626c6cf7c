"""Reconsideration and litigation as the form counts them: three courses, four results."""

from dataclasses import dataclass
from datetime import date

from gongkai.sources import RECONSIDERATION_LAW, REGULATIONS, SPC_2025, Citation


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
