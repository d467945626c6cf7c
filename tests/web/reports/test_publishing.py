"""What was published in the catalogue counts in the year's work, once and beside the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.catalogue.models import Column, InformationItem, State
from gongkai.web.reports import compiling
from tests.web.conftest import City
from tests.web.registers import rows
from tests.web.reports.years import YEAR, begun

pytestmark = pytest.mark.django_db


def put(city: City, *, on: date | None = date(YEAR, 5, 6), column: Column = Column.POLICY, **more: object) -> str:
    """An item of the organ, published on a day."""
    state = State.PUBLISHED if on else State.DRAFT
    item = InformationItem.objects.create(
        organ=city.justice, column=column, title="题", body="文", state=state, published_on=on,
        drafted_by=city.people["clerk"], drafted_at=timezone.now(), **more,
    )  # fmt: skip
    return f"information/{item.pk}"


def test_it_works(city: City) -> None:
    mine = [put(city), put(city, column=Column.PLAN), put(city)]
    rows.entered(city, "publication", channel="website", column="工作动态", on=f"{YEAR}-12-31", count="40")
    rows.entered(city, "publication", channel="wechat", column="政务微信", on=f"{YEAR}-12-31", count="5")
    found = compiling.compiled(begun(city))
    work = found.sources.work.published
    assert work.total.value == 48
    assert set(mine) <= set(work.total.records)
    assert [(p.key, p.value) for p in work.by_channel] == [("website", 43), ("wechat", 5)]
    assert [(p.words, p.value) for p in work.by_column] == [
        ("工作动态", 40), ("政务微信", 5), ("政策文件", 2), ("规划和计划", 1),
    ]  # fmt: skip
    assert "政府信息48条" in found.drafts["overview"].text


def test_what_does_not_count(city: City) -> None:
    """A draft, another year, what was withdrawn within the year, another organ's."""
    put(city, on=None)
    put(city, on=date(YEAR - 1, 12, 31))
    put(city, withdrawn_on=date(YEAR, 6, 1))
    kept = put(city, withdrawn_on=date(YEAR + 1, 1, 4))
    InformationItem.objects.filter(pk=int(put(city).split("/")[1])).update(organ=city.organs["市财政局"])
    assert compiling.compiled(begun(city)).sources.work.published.total.records == (kept,)


def test_one_query_whatever_their_number(city: City) -> None:
    report = begun(city)

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            compiling.compiled(report)
        return len(made)

    before = asked()
    for _ in range(3):
        put(city)
    assert asked() == before


def test_both_on_the_website_are_named_apart(city: City, client_of: Callable[..., Any]) -> None:
    """A sum of the register that already holds what the catalogue published counts it twice; nobody but people can tell."""
    address = f"/desk/reports/{begun(city).pk}/"
    put(city)
    assert "政府网站发布" not in client_of("clerk").get(address).content.decode()
    rows.entered(city, "publication", channel="website", column="工作动态", on=f"{YEAR}-12-31", count="40")
    rows.entered(city, "publication", channel="wechat", column="政务微信", on=f"{YEAR}-12-31", count="5")
    page = client_of("clerk").get(address).content.decode()
    assert "政府网站发布 41 条，是本系统公开的 1 条加上台账登记的 40 条" in page
