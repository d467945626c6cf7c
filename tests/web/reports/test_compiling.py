"""While somebody types the year is counted once, until a record changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from unittest.mock import patch

from gongkai.report.cells import Address
from gongkai.web.applications.models import Application
from gongkai.web.reports import counting, operations
from gongkai.web.reports.compiling import compiled
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.remedies import contests
from tests.web.remedies.contests import Entry
from tests.web.reports.years import DAY, begun, recorded

Case = Callable[..., Application]


def test_typing_counts_once(city: City, application: Case) -> None:
    recorded(city, application)
    report = begun(city)
    first = compiled(report, texts={"overview": "一"})
    clerk = city.viewer("clerk", on=DAY)
    operations.save_section(report, "overview", "二", version=0, viewer=clerk, keep=False)
    with patch.object(counting, "facts_of", side_effect=AssertionError("counted again")):
        again = compiled(report, texts={"overview": "二"})
    assert again.tally is first.tally
    assert again.written.text("overview") == "二"
    assert compiled(report) == compiled(report, texts={"overview": "二"})


def test_a_changed_record_is_seen(city: City, application: Case) -> None:
    recorded(city, application)
    report = begun(city)

    def value(*address: str) -> object:
        return compiled(report, texts={"overview": "一"}).tally.value(Address(int(address[0]), *address[1:]))

    assert (value("2", "licence", "decisions"), value("3", "new", "total")) == (408, 3)
    rows.entered(city, "decision", since="2025-01-01", on="2025-12-31", count="2", row="行政处罚")
    assert value("2", "penalty", "decisions") == 2
    application(on=date(2025, 6, 3))
    assert value("3", "new", "total") == 4
    contests.entered(
        city, Entry("accepted", date(2025, 8, 7)), filed_on=date(2025, 8, 1), case_number="青政复〔2026〕13号"
    )
    assert value("4", "reconsideration", "pending") == 1
