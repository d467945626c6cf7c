"""How long the organ has to answer a reconsideration or a suit, with its evidence."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongkai.sources import LITIGATION_LAW, RECONSIDERATION_LAW, Citation

if TYPE_CHECKING:
    from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """Days to answer after the day the copy came in; working days where ``working``, else calendar days.

    ``unverified``: the article's text was not read at its source, so an administrator may set the figure.
    """

    key: str
    words: str
    days: int
    working: bool
    since: date
    law: Citation
    unverified: bool = True


# fmt: off
ANSWER_TERMS = (
    AnswerTerm("answer_reconsideration",         "行政复议答复（普通程序）", 10, False, date(1999, 10, 1), RECONSIDERATION_LAW.part("（2023年修订前）第二十三条")),
    AnswerTerm("answer_reconsideration",         "行政复议答复（普通程序）", 10, True,  date(2024, 1, 1),  RECONSIDERATION_LAW.art(48)),
    AnswerTerm("answer_reconsideration_summary", "行政复议答复（简易程序）", 5,  True,  date(2024, 1, 1),  RECONSIDERATION_LAW.art(54)),
    AnswerTerm("answer_suit",                    "行政诉讼答辩和举证",       15, False, date(2015, 5, 1),  LITIGATION_LAW.art(67)),
)
# fmt: on


def key_of(course: str, *, summary: bool) -> str:
    """Which term a case has: by its course, and for a reconsideration by its procedure."""
    if course != "reconsideration":
        return "answer_suit"
    return "answer_reconsideration_summary" if summary else "answer_reconsideration"


def answer_term(key: str, day: date) -> AnswerTerm | None:
    """The term in force on the day the copy came in; None before the first."""
    found = [t for t in ANSWER_TERMS if t.key == key and t.since <= day]
    return found[-1] if found else None


def answer_due(term: AnswerTerm, received_on: date, calendar: "WorkingCalendar") -> "Due":
    """The last day to answer: the day of receipt does not count, and a last day that is a day off moves to the next
    working day. CalendarEnds outside the calendar."""
    from gongkai.workdays import Due

    if term.working:
        return calendar.due(received_on, term.days)
    last = calendar.roll(received_on + timedelta(days=term.days))
    return Due(last, bool(years := calendar.unannounced(received_on, last)), years)
