"""Cases of reconsideration and litigation as people would enter them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.web.remedies import operations
from gongkai.web.remedies.models import Remedy
from gongkai.web.remedies.operations import Details, Entry
from gongkai.workdays import calendar
from tests.web.conftest import TODAY, City

NAME = "王小明"
ACCEPTED = date(2026, 3, 2)


def details(city: City, **more: Any) -> Details:
    """What a reconsideration against 青澜市司法局 is, with ``more`` said otherwise."""
    given: dict[str, Any] = {
        "course": "reconsideration",
        "tribunal": "青澜市人民政府",
        "matter": "不服不予公开答复",
        "claimants": NAME,
        "original": city.justice.name,
        "defendants": (city.justice.name,),
        "case_number": "青政复〔2026〕12号",
        "filed_on": date(2026, 2, 25),
    }
    return Details(**{**given, **more})


def entered(city: City, *entries: Entry, role: str = "clerk", on: date = TODAY, **more: Any) -> Remedy:
    """A case accepted on ``ACCEPTED`` unless other ``entries`` are given; of 市司法局 unless ``organ`` is."""
    organ = more.pop("organ", city.justice)
    steps = entries or (Entry("accepted", ACCEPTED), Entry("received", ACCEPTED))
    return operations.enter(organ, details(city, **more), steps, viewer=city.viewer(role, on=on), calendar=calendar())


def went_on(city: City, remedy: Remedy, kind: str, on: date, disposal: str = "", **more: Any) -> Remedy:
    """A step of the clerk's; ``version`` is the case's own unless given."""
    entry = Entry(kind, on, disposal, more.pop("note", ""))
    today = more.pop("today", TODAY)
    more.setdefault("version", remedy.version)
    return operations.record(
        remedy, entry, viewer=city.viewer(more.pop("role", "clerk"), on=today), calendar=calendar(), **more
    )
