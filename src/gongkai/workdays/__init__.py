"""Working days of China: which days count, by which notice, and how sure that is."""

from gongkai.workdays.calendar import CalendarEnds, DayKind, DayOff, Due, WorkingCalendar
from gongkai.workdays.notices import BadNotice, Notice, calendar, shipped

__all__ = [
    "BadNotice",
    "CalendarEnds",
    "DayKind",
    "DayOff",
    "Due",
    "Notice",
    "WorkingCalendar",
    "calendar",
    "shipped",
]
