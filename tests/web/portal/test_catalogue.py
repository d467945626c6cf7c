"""Published information on the public site, and what is offered before somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from gongkai.web.applications import store
from gongkai.web.catalogue import operations
from gongkai.web.catalogue.models import Column
from gongkai.web.catalogue.operations import File
from tests.web.catalogue.items import drafted, published
from tests.web.catalogue.test_search import many
from tests.web.conftest import TODAY, City


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_works(client: Client, city: City) -> None:
    kept = store.keep("表格".encode())
    files = [File("明细.txt", "text", 6, kept)]
    item = published(city, "2025年法律援助经费支出明细", "全年支出120万元。", source="SECRET-7", files=files)
    listed = page(client.get("/information/"))
    assert "2025年法律援助经费支出明细" in listed
    shown = page(client.get(f"/information/{item.pk}/"))
    assert item.index_number in shown
    assert "全年支出120万元。" in shown
    answer = client.get(f"/information/file/{item.files.get().pk}/")
    assert answer.content == "表格".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "SECRET-7" not in listed + shown  # the application it comes from


def test_a_search_marks_what_it_found(client: Client, city: City) -> None:
    published(city, "法律援助须知", "向法律援助中心申请。")
    published(city, "公证收费标准", "按件收取。")
    found = page(client.get("/information/?q=援助"))
    assert "<mark>援助</mark>" in found or "<mark>法律援助</mark>" in found
    assert "公证收费标准" not in found
    loose = page(client.get("/information/?q=" + quote("我想知道怎样申请法律援助中心帮助")))
    assert "没有完全相符的" in loose
    assert "没有找到" in page(client.get("/information/?q=潜水艇"))


def test_lists_are_narrowed_by_organ_and_column(client: Client, city: City) -> None:
    published(city, "甲类信息", column=Column.POLICY)
    published(city, "乙类信息", column=Column.PLAN)
    assert "乙类信息" not in page(client.get("/information/?column=policy"))
    assert "甲类信息" in page(client.get(f"/information/?organ={city.justice.code}"))
    assert "甲类信息" in page(client.get("/information/?organ=nobody&column=nothing"))  # unknown choices choose nothing


def test_the_list_is_paged_to_the_end(client: Client, city: City) -> None:
    many(city, [(f"第{n:03d}号公告", "内容") for n in range(45)])
    for query in ("", "q=公告&"):
        seen = "".join(page(client.get(f"/information/?{query}page={n}")) for n in (1, 2, 3))
        assert all(f"第{n:03d}号" in seen.replace("<mark>", "").replace("</mark>", "") for n in range(45))
    assert page(client.get("/information/?page=999999999999999999999&q=公告"))
    assert page(client.get("/information/?page=x"))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_does_not_exist(client: Client, city: City, state: str) -> None:
    kept = store.keep("不该看到".encode())
    files = [File("附件.txt", "text", 12, kept)]
    item = drafted(city, "不该看到", files=files) if state == "draft" else published(city, "不该看到", files=files)
    if state == "withdrawn":
        operations.withdraw(item, reason="含有个人信息", viewer=city.viewer("clerk"), on=TODAY)
    assert client.get(f"/information/{item.pk}/").status_code == 404
    assert client.get(f"/information/file/{item.files.get().pk}/").status_code == 404
    for path in ("/information/", "/information/?q=该看", "/apply/before/?q=看到什么"):
        shown = page(client.get(path))
        assert "不该看到" not in shown
        assert f"/information/{item.pk}/" not in shown


def test_not_even_its_own_people_see_a_draft_on_the_public_site(client_of: Callable[[str], Client], city: City) -> None:
    item = drafted(city, "草稿一件")
    assert client_of("clerk").get(f"/information/{item.pk}/").status_code == 404
    assert "草稿一件" not in page(client_of("clerk").get("/information/"))


def test_before_writing_published_answers_are_offered(client: Client, city: City) -> None:
    item = published(city, "2025年法律援助经费支出明细（申请答复）", "办理结果：予以公开。", column=Column.ANSWER)
    asked = "想知道2025年法律援助经费怎么花的"
    found = page(client.get(f"/apply/before/?q={quote(asked)}"))
    assert f"/information/{item.pk}/" in found
    assert "已有的答复" in found
    assert "没有找到，继续申请" in found


def test_the_words_are_carried_into_the_form_and_nobody_is_forced(client: Client, city: City) -> None:
    first = page(client.get("/apply/before/"))
    assert "跳过这一步" in first
    form = page(client.get(f"/apply/?wanted={quote('2025年桥梁检测报告')}&organ={city.justice.code}"))
    assert 'value="2025年桥梁检测报告"' in form
    assert "2025年桥梁检测报告" in page(client.get("/apply/before/?q=2025年桥梁检测报告"))
    assert client.get("/apply/").status_code == 200


def test_words_do_not_overwrite_a_draft(client: Client, city: City) -> None:
    client.post("/apply/draft/", {"subject": "写到一半的名称"})
    assert 'value="写到一半的名称"' in page(client.get("/apply/?wanted=别的"))


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '" OR 1=1', "法" * 3000, "😀", "%00", "a\x00b", "');--", "&organ=x", "# ?/"]
)
def test_hostile_words_do_no_harm(client: Client, city: City, words: str) -> None:
    published(city, "法律援助须知")
    for path in ("/information/", "/apply/before/"):
        answer = client.get(path, {"q": words})
        assert answer.status_code == (400 if "\x00" in words else 200)  # the platform refuses what no text holds
        assert "<script>alert" not in answer.content.decode()
    assert client.get("/apply/", {"wanted": words}).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/information/", "/information/?q=公告", "/apply/before/?q=公告内容"])
def test_pages_cost_few_queries_whatever_there_is(
    client: Client, city: City, django_assert_max_num_queries: Any, path: str
) -> None:
    many(city, [(f"第{n}号公告", "公告内容") for n in range(120)])
    with django_assert_max_num_queries(6):
        client.get(path)


def test_the_home_page_leads_there(client: Client, city: City) -> None:
    home = page(client.get("/"))
    assert 'href="/information/"' in home
    assert 'href="/apply/before/"' in home
