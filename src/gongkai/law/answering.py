"""How long the organ has to answer a reconsideration or a suit, with its evidence."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongkai.sources import LITIGATION_LAW, RECONSIDERATION_LAW, Citation

if TYPE_CHECKING:
    from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """Days to answer after the day the copy came in; working days where ``working``, else calendar days.

    ``unverified``: the article's text was not read at its source, so an organ may set the term with the source it read.
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
    AnswerTerm("reconsideration",         "行政复议答复（普通程序）", 10, False, date(1999, 10, 1), RECONSIDERATION_LAW.part("（2023年修订前）第二十三条")),
    AnswerTerm("reconsideration",         "行政复议答复（普通程序）", 10, True,  date(2024, 1, 1),  RECONSIDERATION_LAW.art(48)),
    AnswerTerm("reconsideration_summary", "行政复议答复（简易程序）", 5,  True,  date(2024, 1, 1),  RECONSIDERATION_LAW.art(54)),
    AnswerTerm("suit",                    "行政诉讼答辩和举证",       15, False, date(2015, 5, 1),  LITIGATION_LAW.art(67)),
)
# fmt: on
ANSWER_TERM_WORDS = {t.key: t.words for t in ANSWER_TERMS}


def key_of(course: str, *, summary: bool) -> str:
    """Which term a case has: by its course, and for a reconsideration by its procedure."""
    if course != "reconsideration":
        return "suit"
    return "reconsideration_summary" if summary else "reconsideration"


def answer_term(key: str, day: date) -> AnswerTerm | None:
    """The term in force on the day the copy came in; None before the first."""
    found = [t for t in ANSWER_TERMS if t.key == key and t.since <= day]
    return found[-1] if found else None


def set_by_hand(key: str, *, days: int, working: bool, since: date) -> AnswerTerm:
    """A term as an organ set it, with the words and the article of the declared one."""
    declared = next(t for t in reversed(ANSWER_TERMS) if t.key == key)
    return replace(declared, days=days, working=working, since=since, unverified=False)


def answer_due(term: AnswerTerm, received_on: date, calendar: "WorkingCalendar") -> "Due":
    """The last day to answer: the day of receipt does not count, and a last day that is a day off moves to the next
    working day. CalendarEnds outside the calendar."""
    from gongkai.workdays import Due

    if term.working:
        return calendar.due(received_on, term.days)
    last = calendar.roll(received_on + timedelta(days=term.days))
    return Due(last, bool(years := calendar.unannounced(received_on, last)), years)
