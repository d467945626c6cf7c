"""What people are asked to look at: counted twice, a year that does not fit. Nothing of it stops anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.registers import imports, operations
from gongkai.web.registers.doubts import doubts
from gongkai.web.registers.models import Decision, Document
from gongkai.web.registers.table import REGISTERS
from tests.web.conftest import TODAY, City
from tests.web.registers.rows import entered
from tests.web.registers.test_imports import HEADS, begun, document, workbook

pytestmark = pytest.mark.django_db

SINGLE = {"number": "青司许〔2023〕5号", "since": "", "count": 1, "on": "2023-05-04", "source": "登记簿"}


def asked(city: City, key: str, record: Any) -> list[str]:
    register = REGISTERS[key]
    return [d.words for d in doubts(register, city.justice, [register.values(record)], but=record.pk)[0]]


def test_it_works(city: City) -> None:
    """A decision entered singly and again inside a sum of another source: both are named, from either side."""
    total, single = entered(city, "decision"), entered(city, "decision", **SINGLE)
    (of_single,) = asked(city, "decision", single)
    assert (
        f"已有的第 {total.pk} 号“行政许可 408 件”（2023-01-01 至 2023-12-31）" in of_single and "会计两次" in of_single
    )
    (of_sum,) = asked(city, "decision", total)
    assert f"已有的第 {single.pk} 号“行政许可 青司许〔2023〕5号”（2023-05-04）" in of_sum
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ({}, True),
        ({"on": "2023-01-01"}, True),
        ({"on": "2023-12-31"}, True),
        ({"on": "2022-12-31"}, False),
        ({"on": "2024-01-01"}, False),
        ({"row": "行政处罚"}, False),
    ],
)
def test_only_the_same_kind_on_the_same_days(city: City, changed: dict[str, Any], asks: bool) -> None:
    entered(city, "decision")
    assert bool(asked(city, "decision", entered(city, "decision", **{**SINGLE, **changed}))) is asks


def test_two_singles_are_no_doubt(city: City) -> None:
    entered(city, "decision", **SINGLE)
    assert not asked(city, "decision", entered(city, "decision", **{**SINGLE, "number": "青司许〔2023〕6号"}))


def test_two_sums_of_different_sources(city: City) -> None:
    entered(city, "decision")
    assert "会计两次" in asked(city, "decision", entered(city, "decision", source="另一个平台", since="2023-03-01"))[0]


def test_a_figure_without_its_first_day_counts_from_january(city: City) -> None:
    entered(city, "decision", **SINGLE)
    assert asked(city, "decision", entered(city, "decision", since=""))


def test_charges_are_compared_by_item(city: City) -> None:
    entered(city, "charge", since="2023-01-01")
    assert asked(city, "charge", entered(city, "charge", on="2023-03-01", fen="80", source="收据"))
    assert not asked(city, "charge", entered(city, "charge", item="鉴定费", on="2023-03-01", fen="80", source="收据"))


def test_a_sum_of_one_is_asked_about(city: City) -> None:
    assert "只有 1 件" in asked(city, "decision", entered(city, "decision", count=1))[0]
    assert not asked(city, "decision", entered(city, "decision", row="行政处罚", count=2))
    assert not asked(
        city, "decision", entered(city, "decision", row="行政强制", since="2023-05-04", on="2023-05-04", count=1)
    )


def test_what_is_voided_counts_no_more(city: City) -> None:
    total, single = entered(city, "decision"), entered(city, "decision", **SINGLE)
    operations.void(REGISTERS["decision"], total, version=1, reason="重复", viewer=city.viewer("clerk"))
    assert not asked(city, "decision", single)


def test_another_organs_records_are_not_compared(city: City) -> None:
    entered(city, "decision", organ=city.organs["市财政局"])
    assert not asked(city, "decision", entered(city, "decision", **SINGLE))


@pytest.mark.parametrize(
    ("number", "asks"),
    [("青司规〔2022〕1号", True), ("青司规[2022]1号", True), ("青司规〔2023〕1号", False), ("第2022号令", False)],
)
def test_the_year_of_a_number(city: City, number: str, asks: bool) -> None:
    found = asked(city, "document", entered(city, "document", document_number=number))
    assert [("2022 年的" in words, "2023 年" in words) for words in found] == ([(True, True)] if asks else [])


def test_a_row_of_another_year_in_a_sheet(city: City) -> None:
    rows = [document(n) for n in range(9)] + [document(9, 制发日期="2013-05-04", 发文字号="青司规〔2013〕9号")]
    looked = imports.look(begun(city, "document", workbook(HEADS, *rows)), on=TODAY)
    assert not looked.bad
    (stray,) = looked.doubtful
    assert stray.number == 11 and "9 行属于 2023 年" in stray.doubts[0].words
    mixed = [document(n, 制发日期=f"{2015 + n}-05-04", 发文字号=f"青司规〔{2015 + n}〕1号") for n in range(9)]
    assert not imports.look(begun(city, "document", workbook(HEADS, *mixed)), on=TODAY).doubtful


def test_within_a_sheet_both_rows_are_named_and_it_can_be_imported(city: City) -> None:
    heads = ("种类", "决定书文号", "统计起始日", "决定日期或统计截止日", "件数", "来源")
    batch = begun(
        city,
        "decision",
        workbook(
            heads,
            ("行政许可", "许1号", None, "2023-05-04", 1, "登记簿"),
            ("行政许可", None, "2023-01-01", "2023-12-31", 408, "平台"),
            ("行政处罚", "罚1号", None, "2023-05-04", 1, "登记簿"),
        ),
    )
    looked = imports.look(batch, on=TODAY)
    assert [row.number for row in looked.doubtful] == [3]
    assert "第 2 行“行政许可 许1号”" in looked.doubtful[0].doubts[0].words
    assert imports.confirm(batch, viewer=city.viewer("clerk")) == 3


@pytest.mark.parametrize("rows", [3, 300])
def test_one_query_however_many_rows(city: City, rows: int) -> None:
    register = REGISTERS["decision"]
    values = [register.values(entered(city, "decision", **SINGLE))] * rows
    with CaptureQueriesContext(connection) as made:
        doubts(register, city.justice, values)
    assert len(made) == 1
    with CaptureQueriesContext(connection) as made:
        doubts(REGISTERS["document"], city.justice, [REGISTERS["document"].values(entered(city, "document"))])
    assert not [q for q in made if "select" in q["sql"].lower() and Document._meta.db_table in q["sql"]][1:]


@pytest.mark.parametrize(
    ("changed", "asks"),
    [
        ({"clean_up": "废止"}, True),
        ({"clean_up": "宣布失效"}, True),
        ({"clean_up": "废止", "ended_on": "2024-03-01", "how_ended": "废止"}, False),
        ({"clean_up": "拟废止"}, False),
    ],
)
def test_a_clean_up_that_ended_a_document_wants_its_day(city: City, changed: dict[str, Any], asks: bool) -> None:
    found = asked(city, "document", entered(city, "document", cleaned_up_on="2024-02-01", **changed))
    assert bool(found) is asks
    assert not asks or "现行有效" in found[0]
