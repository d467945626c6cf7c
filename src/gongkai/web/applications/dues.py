"""How much time is left, in the words of a list: from the row alone, without a query for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.web.applications.models import Application
from gongkai.workdays import CalendarEnds, WorkingCalendar

# What the clock waits for, by stage.
_WAITS = {"awaiting_supplement": "等待补正", "awaiting_fee": "等待缴费", "consulting": "征求意见"}


@dataclass(frozen=True, slots=True)
class DueWords:
    """The words and how urgent they are: ``new``, ``late``, ``today``, ``soon``, ``running``, ``stopped``, ``done``."""

    words: str
    urgency: str


def due_words(application: Application, *, on: date, calendar: WorkingCalendar) -> DueWords:
    """What a list says of the reply's due date on a day, counted in working days (条例第三十三条).

    Raises CalendarEnds when a date lies outside the calendar.
    """
    due, ended = application.reply_due, application.ended_on
    if application.stage == "new":
        return _waiting(timezone.localdate(application.submitted_at), on, calendar)
    if ended is not None and application.stage == "decided":
        return DueWords(f"待送达（{_ended(due, ended, '答复', calendar).words}）", "soon")
    if ended is not None:
        return _ended(due, ended, "办结" if application.stage == "closed" else "答复", calendar)
    if due is None:
        waits = _WAITS.get(application.stage)
        return DueWords(f"停止计算（{waits}）" if waits else "停止计算", "stopped")
    if on > due:
        late = calendar.count(due, on)
        return DueWords(f"已逾期 {late} 个工作日" if late else "已逾期", "late")
    if application.stopped_since is not None:
        return DueWords("停止计算（征求意见）", "stopped")
    left = calendar.count(on, due)
    if not left:
        return DueWords("今天到期", "today")
    return DueWords(f"还有 {left} 个工作日", "soon" if left <= 3 else "running")


def _waiting(submitted: date, on: date, calendar: WorkingCalendar) -> DueWords:
    """How long nobody has registered what was submitted. The day of receipt is to be settled at once (条例第三十一条), so
    whatever waited over a working day is late. Years without a calendar are counted in days."""
    try:
        waited, unit = calendar.count(submitted, on), "个工作日"
    except CalendarEnds:
        waited, unit = (on - submitted).days, "天"
    return DueWords(f"待登记，已等 {waited} {unit}", "late") if waited > 0 else DueWords("待登记", "new")


def _ended(due: date | None, ended: date, how: str, calendar: WorkingCalendar) -> DueWords:
    if due is None or ended <= due:
        return DueWords(f"按期{how}", "done")
    late = calendar.count(due, ended)
    return DueWords(f"逾期 {late} 个工作日{how}" if late else f"逾期{how}", "late")
