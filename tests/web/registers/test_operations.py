"""Entering, correcting, voiding: the plain case of every register, then one test a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.web.organs import store
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.registers import operations, queries
from gongkai.web.registers.models import Charge, Decision, Document
from gongkai.web.registers.operations import Refused
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review import log
from gongkai.web.review.operations import Stale
from tests.web.conftest import TODAY, City
from tests.web.registers.rows import SOUND, entered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", REGISTERS)
def test_it_works(city: City, key: str) -> None:
    record = entered(city, key)
    register = REGISTERS[key]
    assert register.model._default_manager.get().pk == record.pk
    assert record.entered_by == city.people["clerk"] and record.source == SOUND[key]["source"]
    entry = log.of(record).get()
    assert entry.kind == "record_entered" and register.noun in entry.words


def refused(city: City, key: str, column: str, **changed: Any) -> str:
    """The words of the one fault, which stands at a column; nothing is stored."""
    before = REGISTERS[key].model._default_manager.count()
    with pytest.raises(Refused) as caught:
        entered(city, key, **changed)
    assert [f.column for f in caught.value.faults] == [column], caught.value.faults
    assert REGISTERS[key].model._default_manager.count() == before
    return caught.value.faults[0].words


@pytest.mark.parametrize(
    ("key", "column", "changed", "words"),
    [
        ("document", "title", {"title": "  "}, "请填写「标题」"),
        ("document", "row", {"row": "通知"}, "规章、行政规范性文件"),
        ("document", "issued_on", {"issued_on": "2023年2月30日"}, "不存在"),
        ("document", "issued_on", {"issued_on": "去年五月"}, "不是日期"),
        ("document", "issued_on", {"issued_on": "0223-05-04"}, "1949"),
        ("document", "effective_on", {"effective_on": "2023-05-01"}, "前后矛盾"),
        ("document", "ended_on", {"ended_on": "2023-05-01", "how_ended": "repealed"}, "前后矛盾"),
        ("document", "how_ended", {"ended_on": "2024-05-01"}, "同时填写"),
        ("document", "valid_until", {"valid_until": "2023-05-10"}, "早于施行日期"),
        (
            "document",
            "ended_on",
            {"valid_until": "2024-05-04", "ended_on": "2025-01-01", "how_ended": "void"},
            "已经届满",
        ),
        ("document", "valid_until", {"ended_on": "2025-01-01", "how_ended": "lapsed"}, "有效期至应为"),
        ("document", "cleaned_up_on", {"clean_up": "继续有效"}, "同时填写"),
        ("document", "amends", {"amends": "青司规〔2019〕9号"}, "先登记"),
        ("document", "amends", {"amends": "青司规〔2023〕1号"}, "不能修改自己"),
        ("decision", "count", {"number": "青司许〔2023〕1号", "since": ""}, "应为 1"),
        ("decision", "since", {"number": "青司许〔2023〕1号", "count": 1}, "不填统计起始日"),
        ("decision", "since", {"since": "2022-12-01"}, "两个年度"),
        ("decision", "count", {"count": "四百零八"}, "不是数字"),
        ("decision", "count", {"count": "-1"}, "应在 0 到"),
        ("decision", "count", {"count": "3.5"}, "不是整数"),
        ("charge", "fen", {"fen": "40.511"}, "细于一分"),
        ("charge", "fen", {"fen": "约四十万"}, "不是数字"),
        ("charge", "on", {"since": "2024-01-01"}, "前后矛盾"),
        ("publication", "form", {"kind": "政策解读"}, "选择解读形式"),
        ("publication", "form", {"form": "图解"}, "只有政策解读"),
        ("publication", "count", {"kind": "新闻发布会"}, "条数填 1"),
        ("publication", "address", {"address": "javascript:alert(1)"}, "网址"),
        ("proposal", "replied_on", {"replied_on": "2023-02-01"}, "前后矛盾"),
        ("proposal", "satisfaction", {"replied_on": ""}, "还没有答复"),
        ("activity", "result", {"kind": "问题整改"}, "整改情况"),
        ("duty", "until", {"until": "2021-01-01"}, "前后矛盾"),
        ("key_task", "done_on", {"done_on": "2022-12-31"}, "早于 2023 年度"),
        ("key_task", "year", {"year": "23"}, "四位年份"),
        ("problem", "outcome", {"outcome": ""}, "写明改进结果"),
        ("figure", "cell", {"cell": "3/total/total"}, "不在可选项"),
        ("figure", "value", {"value": "3.5"}, "请填整数"),
        ("charge", "source", {"source": ""}, "来源"),
        ("document", "issued_on", {"issued_on": "2026-04-21", "effective_on": ""}, "晚于今天（2026-04-20）"),
        ("document", "filed_on", {"filed_on": "2026-04-21"}, "晚于今天"),
        ("document", "filed_on", {"filed_on": "2023-05-03"}, "前后矛盾"),
        ("document", "cleaned_up_on", {"clean_up": "继续有效", "cleaned_up_on": "2023-05-03"}, "前后矛盾"),
        ("decision", "on", {"since": "", "on": "2026-12-31"}, "晚于今天"),
        ("charge", "on", {"on": "2026-12-31"}, "晚于今天"),
        ("publication", "on", {"on": "2026-05-01"}, "晚于今天"),
        ("proposal", "replied_on", {"replied_on": "2026-05-01", "due_on": ""}, "晚于今天"),
        ("proposal", "published_on", {"published_on": "2023-05-19"}, "前后矛盾"),
        ("proposal", "due_on", {"due_on": "2023-02-01"}, "前后矛盾"),
        (
            "proposal",
            "published_on",
            {"replied_on": "", "satisfaction": "", "published_on": "2023-06-01"},
            "还没有答复",
        ),
        ("decision", "count", {"count": ""}, "汇总数"),
        ("activity", "on", {"on": "2026-04-21"}, "晚于今天"),
        ("activity", "result", {"kind": "责任追究"}, "处理结果"),
        ("key_task", "done_on", {"done_on": "2026-04-21"}, "晚于今天"),
        ("problem", "year", {"year": "2027"}, "还没有到（今年是 2026 年）"),
        ("figure", "year", {"year": "2027"}, "还没有到"),
        ("figure", "on", {"on": "2026-04-21"}, "晚于今天"),
    ],
)
def test_what_cannot_be_is_refused_at_its_column(city: City, key: str, column: str, changed: Any, words: str) -> None:
    assert words in refused(city, key, column, **changed)


@pytest.mark.parametrize(
    ("key", "column", "first", "second"),
    [
        ("document", "document_number", {}, {"title": "另一份文件"}),
        ("decision", "number", {"number": "许1", "since": "", "count": 1}, {"number": "许1", "since": "", "count": 1, "on": "2024-01-01"}),
        ("proposal", "number", {}, {"subject": "另一件"}),
        ("key_task", "number", {}, {"item": "另一项"}),
    ],
)  # fmt: skip
def test_a_number_stands_once(city: City, key: str, column: str, first: Any, second: Any) -> None:
    entered(city, key, **first)
    assert "重复" in refused(city, key, column, **{**first, **second})


@pytest.mark.parametrize("typed", ["青司规[2023]1号", "青司规【２０２３】1号", "青司规〔2023〕 1 号"])
def test_a_number_is_the_same_however_it_is_typed(city: City, typed: str) -> None:
    entered(city, "document", document_number=typed)
    assert Document.objects.get().document_number == "青司规〔2023〕1号"
    assert "重复" in refused(city, "document", "document_number", title="另一份文件")
    later = entered(
        city, "document", document_number="青司规〔2024〕2号", issued_on="2024-01-05", effective_on="", amends=typed
    )
    assert later.amends == Document.objects.get(document_number="青司规〔2023〕1号")
    viewer, register = city.viewer("clerk"), REGISTERS["document"]
    assert queries.narrowed(queries.listing(viewer, register), register, words="[2023]1").count() == 1


def test_a_single_decision_without_a_count_is_one(city: City) -> None:
    assert entered(city, "decision", number="许1", since="", count="").count == 1


def test_a_proposal_of_another_year_may_have_the_same_number(city: City) -> None:
    entered(city, "proposal")
    entered(city, "proposal", received_on="2024-03-01", due_on="", replied_on="", satisfaction="")


def test_another_organ_has_its_own_numbers(city: City) -> None:
    entered(city, "document")
    entered(city, "document", organ=city.organs["市财政局"])
    assert Document.objects.count() == 2


def test_the_same_twice_is_refused(city: City) -> None:
    entered(city, "charge")
    assert "完全相同" in refused(city, "charge", "")


def test_sums_do_not_cover_the_same_days(city: City) -> None:
    entered(city, "decision", since="2023-01-01", on="2023-06-30", count=200)
    assert "重叠" in refused(city, "decision", "since", since="2023-06-30", on="2023-12-31")
    entered(city, "decision", since="2023-07-01", on="2023-12-31")
    entered(city, "decision", source="另一个平台")
    entered(city, "decision", row="行政处罚")
    entered(city, "charge", since="2023-01-01")
    assert "重叠" in refused(city, "charge", "since", since="2023-12-01", fen="1")


def test_cents_are_kept(city: City) -> None:
    assert entered(city, "charge", fen="405100.37").fen == 40510037
    assert entered(city, "charge", fen="40.51万元").fen == 40510000


def test_what_is_to_come_may_lie_ahead(city: City) -> None:
    """A repeal that is announced, a validity, a key task of the year to come: said of the future rightly."""
    entered(city, "document", valid_until="2028-05-04", ended_on="2027-01-01", how_ended="repealed")
    entered(city, "key_task", year="2027")
    entered(city, "proposal", due_on="2026-09-01", replied_on="", satisfaction="")


def test_the_log_has_what_was_entered(city: City) -> None:
    entry = log.of(entered(city, "charge")).get()
    assert entry.payload["entered"] == {
        "item": "公证费", "on": "2023-12-31", "fen": "405100.00", "source": "财务账",
    }  # fmt: skip


def test_a_document_amends_another(city: City) -> None:
    first = entered(city, "document")
    second = entered(city, "document", document_number="青司规〔2024〕2号", issued_on="2024-01-01", effective_on="", amends="青司规〔2023〕1号")  # fmt: skip
    assert second.amends_id == first.pk
    assert "制发在后" in refused(city, "document", "amends", document_number="x〔2022〕1号", issued_on="2022-01-01", amends="青司规〔2024〕2号")  # fmt: skip
    with pytest.raises(Refused, match="不能作废"):
        operations.void(REGISTERS["document"], first, version=1, reason="误登", viewer=city.viewer("clerk"))


@pytest.mark.parametrize("who", ["handler", "reviewer", "signer", "auditor", "system_administrator", "neighbour"])
def test_only_clerk_and_head_write(city: City, who: str) -> None:
    with pytest.raises(PermissionDenied):
        operations.enter(REGISTERS["charge"], city.justice, SOUND["charge"], viewer=city.viewer(who))
    record = entered(city, "charge")
    with pytest.raises(PermissionDenied):
        operations.correct(REGISTERS["charge"], record, SOUND["charge"], version=1, reason="x", viewer=city.viewer(who))
    with pytest.raises(PermissionDenied):
        operations.void(REGISTERS["charge"], record, version=1, reason="x", viewer=city.viewer(who))
    assert Charge.objects.get().version == 1


@pytest.mark.parametrize("key", REGISTERS)
def test_the_gate(city: City, key: str) -> None:
    entered(city, key)
    model = REGISTERS[key].model
    seen = {who for who in city.people if visible(city.viewer(who), model).exists()}
    nobody = {"neighbour", "office", "auditor", "system_administrator", "security_administrator"}
    assert seen == set(city.people) - nobody
    assert not visible(Viewer(None, TODAY), model).exists()


def test_correcting_keeps_what_stood_there(city: City) -> None:
    record = entered(city, "decision")
    again = operations.correct(
        REGISTERS["decision"], record, {**SOUND["decision"], "count": "409"}, version=1, reason="漏计一件", viewer=city.viewer("head"),
    )  # fmt: skip
    assert (again.count, again.version) == (409, 2)
    entry = log.of(record).last()
    assert entry is not None and entry.payload["changed"] == {"count": ["408", "409"]}
    assert entry.payload["reason"] == "漏计一件" and "漏计一件" in entry.words


def test_correcting_wants_a_reason_and_a_change(city: City) -> None:
    record, register = entered(city, "decision"), REGISTERS["decision"]
    with pytest.raises(Refused, match="更正的理由"):
        operations.correct(
            register, record, {**SOUND["decision"], "count": 1}, version=1, reason=" ", viewer=city.viewer("clerk")
        )
    with pytest.raises(Refused, match="没有改动"):
        operations.correct(register, record, SOUND["decision"], version=1, reason="看看", viewer=city.viewer("clerk"))
    with pytest.raises(Refused, match="不是数字"):
        operations.correct(
            register, record, {**SOUND["decision"], "count": "x"}, version=1, reason="改", viewer=city.viewer("clerk")
        )
    assert Decision.objects.get().version == 1 and log.of(record).count() == 1


def test_the_second_of_two_is_told(city: City) -> None:
    record, register = entered(city, "decision"), REGISTERS["decision"]
    operations.correct(
        register, record, {**SOUND["decision"], "count": 409}, version=1, reason="一", viewer=city.viewer("clerk")
    )
    with pytest.raises(Stale, match="刚被别人改过"):
        operations.correct(
            register, record, {**SOUND["decision"], "count": 410}, version=1, reason="二", viewer=city.viewer("head")
        )
    with pytest.raises(Stale):
        operations.void(register, record, version=1, reason="二", viewer=city.viewer("head"))
    assert Decision.objects.get().count == 409


def test_voiding_keeps_the_record_and_frees_its_number(city: City) -> None:
    record, register = entered(city, "document"), REGISTERS["document"]
    gone = operations.void(register, record, version=1, reason="登记在错误的机关", viewer=city.viewer("clerk"))
    assert gone.voided_why == "登记在错误的机关" and gone.voided_by == city.people["clerk"]
    with pytest.raises(Stale, match="已经作废"):
        operations.correct(register, record, SOUND["document"], version=2, reason="改", viewer=city.viewer("clerk"))
    with pytest.raises(Refused, match="作废的理由"):
        operations.void(register, entered(city, "document"), version=1, reason="", viewer=city.viewer("clerk"))
    assert Document.objects.count() == 2


def test_evidence_is_kept_by_its_hash(city: City) -> None:
    paper = store.inspect("许可统计.txt", "许可 408 件".encode())
    record = operations.enter(
        REGISTERS["decision"], city.justice, SOUND["decision"], viewer=city.viewer("clerk"), evidence=paper
    )
    assert store.fetch(record.evidence_sha256) == "许可 408 件".encode() and record.evidence_name == "许可统计.txt"
