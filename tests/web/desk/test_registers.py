"""The registers at the desk: pages of every register, forms, lists, exports, imports, and what each refuses."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.organs.models import Post, Role
from gongkai.web.registers.models import Charge, Decision, Document, Import
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review.models import LogEntry
from tests.web.conftest import SINCE, City
from tests.web.registers.rows import SOUND, entered

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


@pytest.mark.parametrize("key", REGISTERS)
def test_it_works(client_of: Browser, key: str) -> None:
    """Entered in the browser, found in the list, opened, corrected, voided."""
    clerk, register, at = client_of("clerk"), REGISTERS[key], f"/desk/registers/{key}/"
    assert clerk.get(f"{at}new/").status_code == 200
    there = clerk.post(f"{at}new/", SOUND[key])
    assert there.status_code == 302, text(there)
    record: Any = register.model._default_manager.get()
    assert there["Location"] == f"{at}{record.pk}/"
    shown = register.shown(record)[register.headline] or str(record)
    assert shown and shown in text(clerk.get(at)) and shown in text(clerk.get(there["Location"]))
    edited = clerk.post(
        f"{at}{record.pk}/edit/", {**SOUND[key], "source": "另一来源", "version": 1, "reason": "来源写错"}
    )
    assert edited.status_code == 302
    page = text(clerk.get(there["Location"]))
    assert "另一来源" in page and "来源写错" in page and SOUND[key]["source"] in page
    assert clerk.post(f"{at}{record.pk}/void/", {"version": 2, "reason": "登记有误"}).status_code == 302
    assert "还没有记录" in text(clerk.get(at))
    assert "已作废" in text(clerk.get(f"{at}?state=voided"))


def test_the_overview_counts_the_year(city: City, client_of: Browser) -> None:
    for key in SOUND:
        entered(city, key)
    page = text(client_of("clerk").get("/desk/registers/?year=2023"))
    assert all(r.words in page and r.counts in page for r in REGISTERS.values())
    assert re.search(r"规章和规范性文件\s+2023年\s+1\s+条", page)
    assert re.search(r"问题和改进\s+2023年\s+0\s+条", page)
    assert "年初有效加本年制发" in page


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(client_of: Browser) -> None:
    answer = client_of("clerk").post(
        "/desk/registers/document/new/", {**SOUND["document"], "title": "", "ended_on": "2020-01-01"}
    )
    assert answer.status_code == 422 and not Document.objects.exists()
    form = answer.context["form"]
    assert set(form.errors) == {"title", "ended_on", "how_ended"}
    assert "青司规〔2023〕1号" in answer.content.decode() and 'href="#id_title"' in answer.content.decode()


def test_two_people_at_one_record(city: City, client_of: Browser) -> None:
    record = entered(city, "decision")
    at = f"/desk/registers/decision/{record.pk}/edit/"
    first = {**SOUND["decision"], "count": 409, "version": 1, "reason": "漏计"}
    assert client_of("clerk").post(at, first).status_code == 302
    answer = client_of("head").post(at, {**first, "count": 410})
    assert answer.status_code == 409 and "刚被别人改过" in text(answer)
    assert Decision.objects.get().count == 409


@pytest.mark.parametrize("given", [{}, {"version": "x", "reason": "误"}, {"version": "1"}])
def test_voiding_wants_a_reason_and_the_page_that_was_seen(
    city: City, client_of: Browser, given: dict[str, str]
) -> None:
    record = entered(city, "charge")
    answer = client_of("clerk").post(f"/desk/registers/charge/{record.pk}/void/", given)
    assert answer.status_code in (409, 422) and Charge.objects.get().voided_at is None


@pytest.mark.parametrize("who", ["handler", "reviewer", "signer", "legal_reviewer"])
def test_other_posts_read_and_do_not_write(city: City, client_of: Browser, who: str) -> None:
    record, reader = entered(city, "charge"), client_of(who)
    at = f"/desk/registers/charge/{record.pk}/"
    assert "公证费" in text(reader.get(at)) and "更正</a>" not in reader.get(at).content.decode()
    for address in ("/desk/registers/charge/new/", f"{at}edit/", "/desk/registers/charge/import/"):
        assert reader.get(address).status_code == 403
    for address in ("/desk/registers/charge/new/", f"{at}edit/", f"{at}void/"):
        assert reader.post(address, {**SOUND["charge"], "version": 1, "reason": "x"}).status_code == 403
    assert Charge.objects.get().version == 1


def test_the_neighbour_sees_nothing(city: City, client_of: Browser) -> None:
    record = entered(city, "charge")
    neighbour = client_of("neighbour")
    assert neighbour.get(f"/desk/registers/charge/{record.pk}/").status_code == 404
    assert "公证费" not in text(neighbour.get("/desk/registers/charge/"))
    assert "公证费" not in neighbour.get("/desk/registers/charge/?export=csv").content.decode()
    assert neighbour.get("/desk/registers/nothing/").status_code == 404


def test_list_search_filter_and_pages(city: City, client_of: Browser) -> None:
    for n in range(60):
        entered(
            city, "decision", number=f"青司许〔2023〕{n}号", subject="公证机构执业", since="", count=1, on="2023-03-01"
        )
    entered(
        city,
        "decision",
        row="行政处罚",
        number="青司罚〔2022〕1号",
        subject="律师违规",
        since="",
        count=1,
        on="2022-03-01",
    )
    clerk = client_of("clerk")

    def found(query: str) -> int:
        return int(clerk.get(f"/desk/registers/decision/?{query}").context["page"].paginator.count)

    assert [found(q) for q in ("", "year=2022", "row=licence", "row=x", "q=律师", "q=公证 17号", "q=没有", "state=voided")] == [
        61, 1, 60, 61, 1, 1, 0, 0,
    ]  # fmt: skip
    assert len(clerk.get("/desk/registers/decision/?page=2").context["page"].object_list) == 11
    assert found("year=99999999999999999") == 61 and found("year=²") == 61


def test_a_list_takes_few_queries(city: City, client_of: Browser) -> None:
    clerk = client_of("clerk")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get("/desk/registers/document/").status_code == 200
        return len(asked)

    entered(city, "document")
    clerk.get("/desk/registers/document/")
    before = count()
    for n in range(20):
        entered(
            city,
            "document",
            document_number=f"号{n}",
            issued_on="2024-01-01",
            effective_on="",
            amends="青司规〔2023〕1号",
        )
    assert count() == before < 25


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_has_what_the_list_has_and_is_logged(city: City, client_of: Browser, form: str) -> None:
    entered(city, "document", title="=1+1的办法")
    entered(city, "document", document_number="青司规〔2020〕9号", issued_on="2020-01-01", effective_on="")
    answer = client_of("signer").get(f"/desk/registers/document/?year=2023&export={form}")
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    if form == "csv":
        assert (
            "'=1+1的办法" in answer.content.decode("utf-8-sig")
            and "2020" not in answer.content.decode("utf-8-sig").split("录入")[0]
        )
    else:
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
        assert len(rows) == 2 and rows[1][1] == "=1+1的办法"
    assert LogEntry.objects.filter(kind="exported").exists()


def upload(client: Client, key: str, content: bytes, name: str = "台账.csv") -> Any:
    return client.post(f"/desk/registers/{key}/import/", {"sheet": SimpleUploadedFile(name, content)})


HEAD = "种类,标题,发文字号,制发日期,来源\n"


def test_import_in_the_browser(client_of: Browser) -> None:
    clerk = client_of("clerk")
    assert clerk.get("/desk/registers/document/template.xlsx").content[:2] == b"PK"
    there = upload(clerk, "document", f"{HEAD}规章,办法,令1号,2023年5月4日,收发文\n".encode())
    assert there.status_code == 302 and not Document.objects.exists()
    page = text(clerk.get(there["Location"]))
    assert "1 行都没有问题" in page and "2023-05-04" in page
    assert clerk.post(there["Location"]).status_code == 302
    assert Document.objects.get().document_number == "令1号"
    assert "已于" in text(clerk.get(there["Location"]))
    assert clerk.post(there["Location"]).status_code == 409
    assert Document.objects.count() == 1


def test_a_bad_import_names_every_row_and_stores_none(client_of: Browser) -> None:
    clerk = client_of("clerk")
    there = upload(clerk, "document", f"{HEAD}规章,办法,令1号,2023-05-04,收发文\n通知,,令2号,五月,收发文\n".encode())
    page = text(clerk.get(there["Location"]))
    assert "1 行有问题" in page and "第 3 行：3 处问题" in page and "不是日期" in page
    assert "第 2 行" in text(clerk.get(f"{there['Location']}?show=all"))
    assert "确认导入" not in page
    assert clerk.post(there["Location"]).status_code == 422 and not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.pdf", b"%PDF-1.4", "不能导入"), ("a.csv", "甲,乙\n".encode(), "找不到表头"), ("a.xlsx", b"PK", "")],
)
def test_what_is_no_sheet_is_told(client_of: Browser, name: str, content: bytes, words: str) -> None:
    answer = upload(client_of("clerk"), "document", content, name)
    assert answer.status_code == 422 and "这份表没有接收" in text(answer) and words in text(answer)
    assert not Import.objects.exists()


def test_an_upload_without_a_file_is_told(client_of: Browser) -> None:
    answer = client_of("clerk").post("/desk/registers/document/import/")
    assert answer.status_code == 422 and "请选择要导入的文件" in text(answer)


def test_evidence_comes_back_as_a_download_and_is_logged(client_of: Browser) -> None:
    clerk = client_of("clerk")
    paper = SimpleUploadedFile("统计.txt", "许可 408 件".encode())
    there = clerk.post("/desk/registers/decision/new/", {**SOUND["decision"], "files": paper})
    answer = clerk.get(f"{there['Location']}evidence/")
    assert answer.content == "许可 408 件".encode() and answer["Content-Disposition"].startswith("attachment")
    assert LogEntry.objects.filter(kind="downloaded").exists()
    bad = SimpleUploadedFile("a.exe", b"MZ\x00")
    refused = clerk.post("/desk/registers/charge/new/", {**SOUND["charge"], "files": bad})
    assert refused.status_code == 422 and not Charge.objects.exists()


def test_one_after_another(client_of: Browser) -> None:
    there = client_of("clerk").post("/desk/registers/charge/new/", {**SOUND["charge"], "then": "again"})
    assert there["Location"] == "/desk/registers/charge/new/"


def test_whoever_writes_for_two_organs_chooses(city: City, client_of: Browser) -> None:
    finance = city.organs["市财政局"]
    Post.objects.create(person=city.people["clerk"], organ=finance, role=Role.CLERK, since=SINCE)
    clerk = client_of("clerk")
    assert "市财政局" in text(clerk.get("/desk/registers/charge/new/"))
    assert clerk.post("/desk/registers/charge/new/", {**SOUND["charge"], "organ": finance.pk}).status_code == 302
    assert Charge.objects.get().organ == finance
    content = SimpleUploadedFile("a.csv", f"{HEAD}规章,办法,令1号,2023-05-04,收发文\n".encode())
    assert clerk.post("/desk/registers/document/import/", {"sheet": content, "organ": finance.pk}).status_code == 302
    assert Import.objects.get().organ == finance


def test_another_organ_cannot_be_named(city: City, client_of: Browser) -> None:
    other = city.organs["市财政局"].pk
    assert (
        client_of("clerk").post("/desk/registers/charge/new/", {**SOUND["charge"], "organ": other}).status_code == 403
    )
    content = SimpleUploadedFile("a.csv", f"{HEAD}规章,办法,令1号,2023-05-04,收发文\n".encode())
    answer = client_of("clerk").post("/desk/registers/document/import/", {"sheet": content, "organ": other})
    assert answer.status_code == 403 and not Import.objects.exists() and not Charge.objects.exists()


def test_a_decision_in_a_sum_is_asked_about_at_once(city: City, client_of: Browser) -> None:
    total, clerk = entered(city, "decision"), client_of("clerk")
    single = {**SOUND["decision"], "number": "许5号", "since": "", "count": "1", "on": "2023-05-04", "source": "登记簿"}
    there = clerk.post("/desk/registers/decision/new/", single)
    assert "请留意" in text(clerk.get(there["Location"]))
    assert f"已有的第 {total.pk} 号" in text(clerk.get(there["Location"]))
    another = {**single, "number": "许6号", "then": "again"}
    assert "请留意" in text(clerk.post("/desk/registers/decision/new/", another, follow=True))
    record = Decision.objects.get(number="许5号")
    clerk.post(f"/desk/registers/decision/{record.pk}/void/", {"version": 1, "reason": "重复"})
    assert "请留意" not in text(clerk.get(there["Location"]))


def test_the_amendment_chain_is_walked_both_ways(city: City, client_of: Browser) -> None:
    first = entered(city, "document")
    second = entered(
        city, "document", document_number="青司规〔2024〕2号", issued_on="2024-01-01", effective_on="", amends=first.document_number
    )  # fmt: skip
    clerk = client_of("clerk")
    assert f'href="/desk/registers/document/{second.pk}/"' in clerk.get(f"/desk/registers/document/{first.pk}/").content.decode()  # fmt: skip
    assert f'href="/desk/registers/document/{first.pk}/"' in clerk.get(f"/desk/registers/document/{second.pk}/").content.decode()  # fmt: skip


def test_doubtful_rows_are_shown_first_and_can_be_imported(client_of: Browser) -> None:
    heads = "种类,标题,发文字号,制发日期,来源\n"
    rows = "".join(f"行政规范性文件,办法{n},青司规〔2023〕{n}号,2023-05-04,收发文\n" for n in range(5))
    odd = "行政规范性文件,旧办法,青司规〔2023〕9号,2013-05-04,收发文\n"
    clerk = client_of("clerk")
    sheet = SimpleUploadedFile("a.csv", (heads + rows + odd).encode())
    there = clerk.post("/desk/registers/document/import/", {"sheet": sheet})["Location"]
    page = text(clerk.get(there))
    assert "其中 1 行请留意" in page and "旧办法" in page and "办法3" not in page
    assert "办法3" in text(clerk.get(f"{there}?show=all"))
    assert clerk.post(there).status_code == 302
    assert Document.objects.count() == 6


def test_a_figure_of_the_chain_leads_to_its_records(city: City, client_of: Browser) -> None:
    entered(city, "document", issued_on="2022-05-06", effective_on="2022-06-01")
    clerk = client_of("clerk")
    overview = clerk.get("/desk/registers/?year=2023").content.decode()
    at = (
        f"/desk/registers/document/?row=normative_document&amp;organ={city.justice.pk}&amp;year=2023&amp;phase=in_force"
    )
    assert f'<a href="{at}">1</a>' in overview
    there = text(clerk.get(at.replace("&amp;", "&")))
    assert SOUND["document"]["title"] in there and "共 1 条" in there
    assert "只列出：2023年年末有效、行政规范性文件。" in there
    assert "没有符合条件的记录" in text(clerk.get("/desk/registers/document/?year=2023"))
    assert "没有符合条件的记录" in text(clerk.get("/desk/registers/document/?year=2023&phase=repealed"))
    export = clerk.get("/desk/registers/document/?year=2023&phase=in_force&export=csv")
    assert SOUND["document"]["title"] in export.content.decode("utf-8-sig")


def test_a_phase_no_register_has_is_none(city: City, client_of: Browser) -> None:
    entered(city, "charge")
    assert "共 1 条" in text(client_of("clerk").get("/desk/registers/charge/?phase=in_force"))
