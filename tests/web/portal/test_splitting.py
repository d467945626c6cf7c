"""One form that holds two matters: the hint, the split, the second form; and that nothing is in the way."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.web.applications.models import Application
from gongkai.web.portal.models import Draft
from tests.web.conftest import City
from tests.web.portal.test_applying import TYPED, page, proved

TWO = {"subject": "2025年法律援助经费支出明细和公证服务收费标准", "content": "请公开全文。"}


@pytest.fixture
def typed(city: City) -> dict[str, str]:
    return {**TYPED, **TWO, "organ": city.justice.code}


def test_it_works(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    assert "好像有 2 件事" in page(client.get("/apply/review/"))
    assert client.post("/apply/split/").url == "/apply/"  # type: ignore[attr-defined]
    first = client.get("/apply/").context["form"].initial
    assert first["subject"] == "2025年法律援助经费支出明细"
    client.post("/apply/", {**typed, "subject": first["subject"], "content": first["content"]})
    assert "好像有" not in page(client.get("/apply/review/"))
    client.post("/apply/review/", proved(client))
    assert "继续写下一件" in page(client.get("/apply/receipt/"))
    client.post("/apply/another/")
    second = client.get("/apply/").context["form"].initial
    assert (second["subject"], second["name"], second["organ"]) == ("公证服务收费标准", TYPED["name"], typed["organ"])
    client.post("/apply/", {**typed, **second})
    client.post("/apply/review/", proved(client))
    assert set(Application.objects.values_list("subject", flat=True)) == {
        "2025年法律援助经费支出明细",
        "公证服务收费标准",
    }
    assert "继续写下一件" not in page(client.get("/apply/receipt/"))


def test_the_hint_is_not_in_the_way(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    assert client.post("/apply/review/", proved(client)).url == "/apply/receipt/"  # type: ignore[attr-defined]
    assert Application.objects.get().subject == TWO["subject"]


def test_splitting_can_be_undone(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    client.post("/apply/split/")
    client.post("/apply/split/", {"undo": "1"})
    initial = client.get("/apply/").context["form"].initial
    assert (initial["subject"], initial["content"]) == (TWO["subject"], TWO["content"])
    assert "waiting" not in Draft.objects.get().typed


def test_one_matter_has_no_hint_and_cannot_be_split(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", {**typed, "subject": TYPED["subject"]})
    assert "好像有" not in page(client.get("/apply/review/"))
    client.post("/apply/split/")
    assert client.get("/apply/").context["form"].initial["subject"] == TYPED["subject"]


def test_nothing_of_the_matter_stays_after_sending(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", {**typed, "subject": "只有这一件", "content": "请公开全文，别的不要。"})
    client.post("/apply/review/", proved(client))
    left = Draft.objects.get().typed
    assert "content" not in left
    assert left["name"] == TYPED["name"]


def test_there_is_no_next_form_before_one_is_sent(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    client.post("/apply/another/")
    assert Draft.objects.count() == 1
    assert Client().post("/apply/another/").url == "/apply/"  # type: ignore[attr-defined]
