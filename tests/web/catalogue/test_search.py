"""Chinese search: words, substrings, ranking, paging to the end, hostile queries; the same on both databases."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.utils import timezone

from gongkai.web.catalogue import cutting, queries, search
from gongkai.web.catalogue.models import Column, InformationItem, State
from gongkai.web.organs.gate import Viewer
from tests.web.catalogue.items import drafted, published
from tests.web.conftest import TODAY, City

NOBODY = Viewer(None, TODAY)


def many(city: City, titles: list[tuple[str, str]]) -> list[InformationItem]:
    """Published items without their way through review."""
    rows = [
        InformationItem(
            organ=city.justice, column=Column.OTHER, title=title, body=body, state=State.PUBLISHED, published_on=TODAY,
            drafted_by=city.people["clerk"], drafted_at=timezone.now(),
        )
        for title, body in titles
    ]  # fmt: skip
    InformationItem.objects.bulk_create(rows)
    search.put(rows)
    return rows


def found(words: str) -> list[str]:
    return [row.title for row in search.find(queries.published(NOBODY), words)]


CORPUS = [
    ("2025年法律援助经费支出明细", "全年支出 120 万元，其中办案补贴 80 万元。"),
    ("法律援助机构名录", "各区县法律援助中心的地址和电话。"),
    ("行政规范性文件清理结果", "保留 12 件，废止 3 件。青司〔2025〕12号。"),
    ("公证服务收费标准", "公证费按件收取，法律援助对象免收。"),
    ("社区矫正工作办法", "适用于社区矫正对象的监督管理。"),
    ("白鹭镇道路改造方案", "改造路段全长3公里，由ABC公司设计。"),
]


def test_it_works(city: City) -> None:
    many(city, CORPUS)
    assert set(found("法律援助")[:2]) == {"法律援助机构名录", "2025年法律援助经费支出明细"}
    assert found("法律援助")[2:] == ["公证服务收费标准"]  # only in the text: behind the titles
    assert found("公证") == ["公证服务收费标准"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("规范", "行政规范性文件清理结果"),  # two characters
        ("范性", "行政规范性文件清理结果"),  # no word of the dictionary
        ("鹭", "白鹭镇道路改造方案"),  # one character, inside a word
        ("性文件清", "行政规范性文件清理结果"),  # across words
        ("青司〔2025〕12号", "行政规范性文件清理结果"),  # a document number
        ("经费 明细", "2025年法律援助经费支出明细"),  # two terms
        ("援助支出明细", "2025年法律援助经费支出明细"),  # words apart
        ("ａｂｃ公司", "白鹭镇道路改造方案"),  # full width, other case
        ("80 万元", "2025年法律援助经费支出明细"),
    ],
)
def test_short_words_and_substrings_are_found(city: City, words: str, title: str) -> None:
    many(city, CORPUS)
    assert found(words) == [title]


def test_a_pair_of_characters_does_not_reach_over_punctuation(city: City) -> None:
    many(city, [("甲文件", "前面是山。河在后面"), ("乙文件", "这里有山河图")])
    assert found("山河") == ["乙文件"]


def test_what_nobody_wrote_is_not_found(city: City) -> None:
    many(city, CORPUS)
    assert found("潜水艇") == []


def test_a_sentence_finds_what_shares_words_with_it_and_says_so(city: City) -> None:
    many(city, CORPUS)
    hits = search.find(queries.published(NOBODY), "我想知道去年法律援助的经费都花在哪里了")
    assert not hits.exact
    assert hits[0].title == "2025年法律援助经费支出明细"
    assert search.find(queries.published(NOBODY), "法律援助").exact


def test_similar_items_are_about_the_same_thing(city: City) -> None:
    many(city, CORPUS)
    near = queries.similar(NOBODY, "申请公开2025年法律援助经费支出情况")
    assert near[0].title == "2025年法律援助经费支出明细"
    assert "社区矫正工作办法" not in [n.title for n in near]
    assert queries.similar(NOBODY, "潜水艇采购合同") == []
    assert queries.similar(NOBODY, "我想申请公开政府信息") == []


def test_the_list_can_be_paged_to_the_end(city: City) -> None:
    many(city, [(f"第{n}号法律援助公告", "内容") for n in range(730)])
    pages = Paginator(search.find(queries.published(NOBODY), "法律援助"), 100)
    seen = [row.pk for number in pages.page_range for row in pages.page(number)]
    assert pages.count == 730
    assert len(set(seen)) == 730
    assert seen == [row.pk for row in search.find(queries.published(NOBODY), "法律援助")]  # one order for all pages


def test_drafts_and_what_was_withdrawn_are_not_found(city: City) -> None:
    drafted(city, "未公开的法律援助稿")
    item = published(city, "公开过的法律援助稿")
    InformationItem.objects.filter(pk=item.pk).update(state=State.WITHDRAWN)
    assert found("法律援助") == []
    own = search.find(queries.own(city.viewer("clerk")), "法律援助")
    assert len(own) == 2


def test_a_change_that_fails_leaves_search_as_it_was(city: City) -> None:
    item = many(city, [("法律援助公告", "内容")])[0]
    item.title = "公证公告"

    class Failure(Exception):
        pass

    with pytest.raises(Failure), transaction.atomic():
        search.put([item])
        raise Failure
    assert found("公证") == []
    search.put([item])
    assert found("援助") == []


@pytest.mark.parametrize(
    "words",
    [
        "", " ", '"', "'", '" OR 1=1 --', "'; DROP TABLE catalogue_search; --", "AND", "NOT 法律", "法律 AND", "NEAR(法律 援助)", "title:法律", "法律*", "(((((",
        "法律'援助", "\\", "%", "%s", "_", "😀", "😀法律😀", "\x00", "a\x00b", "法" * 5000, "法律援助 " * 500, "|&!<->", "'a':*A", "{title}:x", "–—…", "𠮷𠮷", "१२३",
        "①②", "\u202e法律", "ＡＢＣ", "l'été", "e\u0301te", "法:D", "-法律", "^法律",
    ],
)  # fmt: skip
def test_hostile_queries_are_words_and_nothing_else(
    city: City, words: str, django_assert_max_num_queries: object
) -> None:
    many(city, [*CORPUS, ("𠮷野家 l'été 😀", "e\u0301te १२३ ①②")])
    hits = search.find(queries.published(NOBODY), words)
    assert len(list(hits)) == len(hits)
    queries.similar(NOBODY, words)
    cutting.highlighted(CORPUS[0][1], words)


def test_odd_characters_are_found_as_they_are(city: City) -> None:
    many(city, [("𠮷野家 l'été 😀", "१२३")])
    assert found("𠮷野") == found("L'ÉTÉ") == found("१२३") == ["𠮷野家 l'été 😀"]


def test_a_page_of_results_costs_three_queries(city: City, django_assert_num_queries: object) -> None:
    many(city, [(f"第{n}号法律援助公告", "内容") for n in range(60)])
    with django_assert_num_queries(3):  # type: ignore[operator]
        page = Paginator(search.find(queries.published(NOBODY), "法律援助"), 20).page(2)
        assert len([row.organ.name for row in page]) == 20


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite alone: its planner")
@pytest.mark.parametrize("sql", ["ranked", "counted"])
def test_the_index_is_asked_once_not_for_every_key(city: City, sql: str) -> None:
    rows = InformationItem.objects.filter(state=State.PUBLISHED).order_by().values("pk")
    keys, given = rows.query.sql_with_params()
    engine = search.Fts5()
    with connection.cursor() as cursor:
        asked = getattr(engine, sql)(engine.every(["法律援助"]), keys)
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}", [engine.every(["法律援助"]), *given])
        plan = [str(row[3]) for row in cursor.fetchall() if "VIRTUAL TABLE" in str(row[3])]
    assert plan
    assert not [line for line in plan if "=" in line]


def test_a_long_text_is_found_by_its_last_words(city: City) -> None:
    many(city, [("长文", "公告内容甲乙丙丁" * 1490 + "最后的钟乳石")])
    assert found("钟乳石") == ["长文"]
    assert found("乳石") == ["长文"]


def test_what_was_found_is_marked_in_its_surroundings() -> None:
    parts = cutting.highlighted("前言。" * 40 + "本市法律援助经费共计一百万元。", "援助")
    assert ("援助", True) in parts
    assert parts[0] == ("…", False)
    assert "".join(p for p, _ in cutting.highlighted("甲乙丙", "没有")) == "甲乙丙"
