"""Everyday words find official ones: exact hits first, to the last page, on both databases."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.web.catalogue import queries, search, synonyms
from gongkai.web.organs.models import Organ
from tests.web.catalogue.test_search import CORPUS, NOBODY, found, many
from tests.web.conftest import City


def test_it_works(city: City) -> None:
    many(city, CORPUS)
    hits = search.find(queries.published(NOBODY), "法援 花了多少钱")
    assert [row.title for row in hits] == ["2025年法律援助经费支出明细"]
    assert hits.exact
    assert hits.also == ("法律援助", "经费", "决算", "支出")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("法援花了多少钱", "2025年法律援助经费支出明细"),
        ("红头文件", "行政规范性文件清理结果"),
        ("2025年法援开支", "2025年法律援助经费支出明细"),
        ("公证费", "公证服务收费标准"),
    ],
)
def test_everyday_words_find_official_ones(city: City, words: str, title: str) -> None:
    many(city, CORPUS)
    assert found(words)[0] == title


def test_the_very_words_come_first_and_every_page_is_reached(city: City) -> None:
    many(city, [(f"法律援助经费公告第{n}号", "内容") for n in range(30)] + [("关于法援的问答", "很长的内容" * 300)])
    hits = search.find(queries.published(NOBODY), "法援")
    assert (len(hits), hits[0].title) == (31, "关于法援的问答")
    paged = [row.pk for start in range(0, 40, 7) for row in hits[start : start + 7]]
    assert paged == [row.pk for row in hits]
    assert len(set(paged)) == 31


def test_official_words_are_not_widened(city: City) -> None:
    many(city, [("关于法援的问答", "内容")])
    assert found("法律援助") == []
    assert synonyms.also("法律援助经费支出") == ()


def test_one_word_of_two_that_nobody_wrote_is_no_hit(city: City) -> None:
    many(city, CORPUS)
    hits = search.find(queries.published(NOBODY), "法援 潜水艇")
    assert not hits.exact


@pytest.mark.parametrize("word", list(synonyms.OFFICIAL))
def test_every_row_of_the_table_says_something_else(word: str) -> None:
    assert synonyms.OFFICIAL[word]
    assert word not in synonyms.OFFICIAL[word]
    assert synonyms.pieces(word) == [synonyms.Piece(word, synonyms.OFFICIAL[word])]  # no shorter row takes a part of it


def test_who_may_hold_it_is_named_when_nothing_is_found(client: Client, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(holds="法律援助、公证、律师的有关信息。")
    assert [o.pk for o in queries.may_hold(NOBODY, "法援补贴发给谁")] == [city.justice.pk]
    assert queries.may_hold(NOBODY, "潜水艇") == []
    for address in ("/information/?q=法援", "/apply/before/?q=法援", "/organs/?q=法援"):
        said = client.get(address).content.decode()
        assert f"/organs/{city.justice.code}/" in said, address
        assert "可能" in said


def test_before_applying_everyday_words_find_what_is_published(city: City) -> None:
    many(city, CORPUS)
    assert queries.similar(NOBODY, "法援花了多少钱")[0].title == "2025年法律援助经费支出明细"
