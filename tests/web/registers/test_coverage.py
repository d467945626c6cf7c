"""Days of a year that the sums leave out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.web.registers import operations
from gongkai.web.registers.coverage import uncovered
from gongkai.web.registers.table import REGISTERS
from tests.web.conftest import TODAY, City
from tests.web.registers.rows import entered

pytestmark = pytest.mark.django_db


def left_out(city: City, year: int = 2023, *, on: date = TODAY) -> list[str]:
    return [each.words for each in uncovered(city.justice, year, on=on)]


def test_it_works(city: City, django_assert_num_queries: Any) -> None:
    entered(city, "decision", since="2023-02-01", on="2023-06-30", count=5)
    entered(city, "decision", since="2023-08-01", on="2023-09-30", count=5, source="另一个平台")
    with django_assert_num_queries(2):
        assert left_out(city) == [
            "行政许可 2023-01-01 至 2023-01-31", "行政许可 2023-07-01 至 2023-07-31", "行政许可 2023-10-01 至 2023-12-31",
        ]  # fmt: skip


def test_a_whole_year_leaves_nothing_out(city: City) -> None:
    entered(city, "decision", since="2023-01-01", on="2023-06-30", count=5)
    entered(city, "decision", since="2023-06-01", on="2023-12-31", count=5, source="另一个平台")
    assert not left_out(city)


def test_a_figure_without_the_day_it_starts_from_is_read_as_from_january(city: City) -> None:
    entered(city, "decision", since="", on="2023-12-31", count=5)
    assert not left_out(city)


def test_what_is_entered_case_by_case_is_not_asked_about(city: City) -> None:
    entered(city, "decision", number="许1", since="", count="", on="2023-05-04")
    entered(city, "charge", on="2023-05-04")
    assert not left_out(city)
    entered(city, "decision", since="2023-06-01", on="2023-12-31", count=5)
    assert not left_out(city)  # from January to May the single decisions are entered


def test_sums_of_money(city: City) -> None:
    entered(city, "charge", since="2023-01-01", on="2023-11-30")
    assert left_out(city) == ["公证费 2023-12-01 至 2023-12-31"]


def test_nothing_is_asked_before_the_year_is_over(city: City) -> None:
    entered(city, "decision", since="2023-01-01", on="2023-06-30", count=5)
    assert left_out(city, on=date(2024, 1, 1)) and not left_out(city, on=date(2023, 12, 31))


def test_what_is_voided_covers_nothing(city: City) -> None:
    register = REGISTERS["decision"]
    gone = entered(city, "decision", since="2023-01-01", on="2023-06-30", count=5)
    operations.void(register, gone, version=1, reason="误登", viewer=city.viewer("clerk"))
    assert not left_out(city)
