"""Spreadsheets: looked at row by row, stored whole or not at all; what was exported comes back the same."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.web.desk.views import exports
from gongkai.web.organs.models import Post, Role
from gongkai.web.registers import imports, operations, sheets, template, typed
from gongkai.web.registers.models import Charge, Decision, Document, Import
from gongkai.web.registers.register import Register
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review import log
from gongkai.web.review.operations import Stale
from tests.web.conftest import SINCE, TODAY, City
from tests.web.registers.rows import SOUND, entered

HEADS = ("种类", "标题", "发文字号", "制发日期", "来源")


def workbook(*rows: Iterable[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def begun(city: City, key: str, content: bytes, name: str = "台账.xlsx") -> Import:
    return imports.begin(REGISTERS[key], city.justice, name=name, content=content, viewer=city.viewer("clerk"))


def wrong(batch: Import) -> dict[int, list[tuple[str, str]]]:
    return {row.number: [(f.column, f.words) for f in row.faults] for row in imports.look(batch, on=TODAY).bad}


def document(number: int, **changed: Any) -> list[Any]:
    row = {
        "种类": "行政规范性文件",
        "标题": f"办法{number}",
        "发文字号": f"青司规〔2023〕{number}号",
        "制发日期": "2023-05-04",
        "来源": "收发文",
    }
    return [*({**row, **changed}).values()]


@pytest.mark.django_db
def test_it_works(city: City) -> None:
    batch = begun(city, "document", workbook(HEADS, document(1), document(2)))
    assert not Document.objects.exists(), "nothing is stored before it is confirmed"
    assert not imports.look(batch, on=TODAY).bad
    assert imports.confirm(batch, viewer=city.viewer("clerk")) == 2
    first = Document.objects.get(document_number="青司规〔2023〕1号")
    assert (first.issued_on, first.row, first.batch_id) == (date(2023, 5, 4), "normative_document", batch.pk)
    assert first.evidence_sha256 == batch.sha256
    assert [e.kind for e in log.of(batch)] == ["import_begun", "records_imported"]


@pytest.mark.django_db
def test_every_bad_row_is_named_and_none_is_stored(city: City) -> None:
    entered(city, "document", document_number="青司规〔2023〕7号")
    content = workbook(
        HEADS,
        document(1),
        document(2, 标题=""),
        document(3, 制发日期="2023年13月1日"),
        document(4, 种类="通知"),
        document(1),
        document(7),
        document(8, 标题="", 来源=None),
    )
    batch = begun(city, "document", content)
    found = wrong(batch)
    assert sorted(found) == [3, 4, 5, 6, 7, 8]
    assert found[3] == [("title", "请填写「标题」。")]
    assert "不存在" in found[4][0][1] and found[4][0][0] == "issued_on"
    assert found[5][0][0] == "row" and "规章、行政规范性文件" in found[5][0][1]
    assert "第 2 行重复" in found[6][0][1]
    assert "已有的第" in found[7][0][1]
    assert [column for column, _ in found[8]] == ["title", "source"]
    with pytest.raises(operations.Refused, match="一行也没有导入"):
        imports.confirm(batch, viewer=city.viewer("clerk"))
    assert Document.objects.count() == 1
    batch.refresh_from_db()
    assert batch.stored_at is None


@pytest.mark.django_db
def test_what_happened_meanwhile_counts(city: City) -> None:
    batch = begun(city, "document", workbook(HEADS, document(1)))
    assert not wrong(batch)
    entered(city, "document")
    with pytest.raises(operations.Refused):
        imports.confirm(batch, viewer=city.viewer("clerk"))
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_sheet_is_stored_once(city: City) -> None:
    batch = begun(city, "document", workbook(HEADS, document(1)))
    imports.confirm(batch, viewer=city.viewer("clerk"))
    with pytest.raises(Stale, match="已经导入过"):
        imports.confirm(batch, viewer=city.viewer("head"))
    again = begun(city, "document", workbook(HEADS, document(1)))
    assert wrong(again)[2][0][0] == "document_number"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["handler", "signer", "neighbour", "auditor"])
def test_only_clerk_and_head_import(city: City, who: str) -> None:
    content = workbook(HEADS, document(1))
    with pytest.raises(PermissionDenied):
        imports.begin(REGISTERS["document"], city.justice, name="a.xlsx", content=content, viewer=city.viewer(who))
    with pytest.raises(PermissionDenied):
        imports.confirm(begun(city, "document", content), viewer=city.viewer(who))
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_reference_may_stand_in_the_same_sheet(city: City) -> None:
    heads = (*HEADS, "修改哪份文件")
    content = workbook(
        heads,
        [*document(2, 制发日期="2024-01-01"), "青司规〔2023〕1号"],
        [*document(1), None],
        [*document(3), "没有的号"],
    )
    batch = begun(city, "document", content)
    assert list(wrong(batch)) == [4]
    batch = begun(
        city,
        "document",
        workbook(heads, [*document(2, 制发日期="2024-01-01"), "青司规〔2023〕1号"], [*document(1), None]),
    )
    imports.confirm(batch, viewer=city.viewer("clerk"))
    later = Document.objects.get(title="办法2")
    assert later.amends is not None and later.amends.title == "办法1"


@pytest.mark.django_db
def test_many_rows_take_few_queries(city: City) -> None:
    def count(rows: int) -> int:
        batch = begun(city, "document", workbook(HEADS, *(document(n) for n in range(rows))))
        with CaptureQueriesContext(connection) as asked:
            imports.look(batch, on=TODAY)
        return len(asked)

    assert count(300) == count(3) <= 2


@pytest.mark.parametrize("key", REGISTERS)
def test_the_template_is_read_back(key: str) -> None:
    register = REGISTERS[key]
    book = openpyxl.load_workbook(io.BytesIO(template.write(register)))
    sheet = book["填写"]
    sheet.append([SOUND[key].get(b.key) for b in register.bound])
    target = io.BytesIO()
    book.save(target)
    read = sheets.read(register, "xlsx", target.getvalue())
    assert [line.number for line in read.lines] == [2] and not read.unknown
    assert register.read(read.lines[0].cells, on=TODAY)[1] == []


def cells_of(register: Register, values: dict[str, Any]) -> tuple[str, ...]:
    return tuple(b.show(values[b.key]) for b in register.bound)


# What people can put into a column, of every kind: as it is kept, not as it is typed.
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(typed.text).filter(bool)
NUMBERS = WORDS.map(typed.number_as_kept).filter(lambda kept: 0 < len(kept) <= 60)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "lines": st.text(st.characters(codec="utf-8"), max_size=80).map(typed.lines),
    "day": st.dates(date(1949, 10, 1), date(2099, 12, 31)),
    "whole": st.integers(0, typed.MOST),
    "year": st.integers(1990, 2099),
    "yuan": st.integers(0, 10**15),
    "amount": st.decimals(0, 10**9, places=6),
    "number": NUMBERS,
    "reference": NUMBERS,
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("key", REGISTERS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_what_is_exported_is_read_the_same(key: str, form: str, drawn: st.DataObject) -> None:
    register = REGISTERS[key]
    rows = []
    for _ in range(drawn.draw(st.integers(1, 4))):
        row: dict[str, Any] = {}
        for b in register.bound:
            if b.choices:
                row[b.key] = drawn.draw(st.sampled_from(list(b.choices)))
            elif b.key == "address":
                row[b.key] = "https://example.cn/a?b=1"
            else:
                row[b.key] = drawn.draw(KINDS[b.kind.key])
            if not b.required and drawn.draw(st.booleans()):
                row[b.key] = b.empty
        rows.append(row)
    headings = (*(b.words for b in register.bound), *sheets.SYSTEM)
    system = ("1", "某人", "2026-04-20 09:00", "有效")
    content = exports.written(((*cells_of(register, r), *system) for r in rows), form, headings=headings)
    sheet = sheets.read(register, form, content)
    assert not sheet.unknown
    back = [{b.key: b.read(line.cells.get(b.key)) for b in register.bound} for line in sheet.lines]
    assert back == rows


@pytest.mark.django_db
@pytest.mark.parametrize("key", REGISTERS)
def test_an_export_goes_into_another_organ(city: City, client_of: Any, key: str) -> None:
    """The whole way: entered, exported at the desk, imported by the neighbour, equal."""
    mine = entered(city, key)
    register = REGISTERS[key]
    content = client_of("clerk").get(f"/desk/registers/{key}/?export=xlsx").content
    neighbour = city.viewer("neighbour")
    batch = imports.begin(register, city.organs["市财政局"], name="a.xlsx", content=content, viewer=neighbour)
    assert imports.confirm(batch, viewer=neighbour) == 1
    theirs = register.model._default_manager.get(organ=city.organs["市财政局"])
    assert register.values(theirs) == register.values(register.model._default_manager.get(pk=mine.pk))


@pytest.mark.django_db
def test_money_loses_no_cent(city: City) -> None:
    heads = ("收费项目", "金额（元）", "收取日期或统计截止日", "来源")
    amounts = [405100.37, 0.1 + 0.2, "40.51万元", "1,234.50 元", Decimal("0.01"), 7]
    content = workbook(heads, *((f"项目{n}", a, "2023-12-31", "账") for n, a in enumerate(amounts)))
    imports.confirm(begun(city, "charge", content), viewer=city.viewer("clerk"))
    assert list(Charge.objects.order_by("pk").values_list("fen", flat=True)) == [40510037, 30, 40510000, 123450, 1, 700]
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_enter_one_number_twice(city: City) -> None:
    """Two browsers confirm two sheets with one number at the same moment: one is stored, the other is told."""
    batches = [begun(city, "document", workbook(HEADS, document(1))) for _ in range(2)]
    viewer, start = city.viewer("clerk"), threading.Barrier(2)

    def confirm(batch: Import) -> str:
        try:
            start.wait(timeout=10)
            return str(imports.confirm(batch, viewer=viewer))
        except operations.Refused as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(confirm, batches))
    assert told[0] == "1" and "一行也没有导入" in told[1]
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_bad_row_among_thousands_lets_none_in(city: City) -> None:
    rows = [document(n) for n in range(2000)]
    rows[1234] = document(1234, 制发日期="2023-02-29")
    batch = begun(city, "document", workbook(HEADS, *rows))
    assert list(wrong(batch)) == [1236]
    with pytest.raises(operations.Refused, match="还有 1 行"):
        imports.confirm(batch, viewer=city.viewer("clerk"))
    assert not Document.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("key", ["charge", "problem"])  # the second has a column of its own called 状态
def test_a_voided_record_does_not_come_back_by_way_of_an_export(
    city: City, client_of: Any, key: str, form: str
) -> None:
    register = REGISTERS[key]
    gone = entered(city, key)
    operations.void(register, gone, version=1, reason="误登", viewer=city.viewer("clerk"))
    entered(city, key)
    content = client_of("clerk").get(f"/desk/registers/{key}/?state=all&export={form}").content
    batch = begun(city, key, content, f"a.{form}")
    faults = wrong(batch)
    assert "已作废" in faults[3][0][1] and "已作废" not in str(faults.get(2, ""))
    with pytest.raises(operations.Refused):
        imports.confirm(batch, viewer=city.viewer("clerk"))


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_records_of_another_organ_are_not_taken_over_by_way_of_an_export(
    city: City, client_of: Any, form: str
) -> None:
    Post.objects.create(person=city.people["clerk"], organ=city.organs["市财政局"], role=Role.CLERK, since=SINCE)
    entered(city, "charge")
    entered(city, "charge", organ=city.organs["市财政局"], kind="考试费")
    content = client_of("clerk").get(f"/desk/registers/charge/?export={form}").content
    batch = begun(city, "charge", content, f"a.{form}")
    assert sum("市财政局，不是本机关的记录" in str(faults) for faults in wrong(batch).values()) == 1
    with pytest.raises(operations.Refused):
        imports.confirm(batch, viewer=city.viewer("clerk"))


@pytest.mark.django_db
def test_what_another_organ_handed_over_is_asked_about(city: City, client_of: Any) -> None:
    entered(city, "charge", organ=city.organs["市财政局"])
    content = client_of("neighbour").get("/desk/registers/charge/?export=csv").content
    looked = imports.look(begun(city, "charge", content, "a.csv"), on=TODAY)
    assert not looked.bad and "市财政局，不是本机关的记录" in looked.doubtful[0].doubts[-1].words


@pytest.mark.django_db
def test_a_column_of_that_name_in_a_sheet_of_ones_own_says_nothing(city: City) -> None:
    content = workbook([*HEADS, "机关"], [*document(1), "秘书科"], [*document(2), "市司法局"], [*document(3), 7])
    assert not wrong(begun(city, "document", content))
