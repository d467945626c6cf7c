"""The founding year as records: compiled, it is the founding report, figure for figure."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.documents import read
from gongkai.report.checks import check
from gongkai.web.applications import store
from gongkai.web.demo import build
from gongkai.web.demo.city import BUREAU
from gongkai.web.organs.models import Organ
from gongkai.web.reports import counting, queries
from gongkai.web.reports.models import Edition
from tests import facts
from tests.paths import SHARED

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 20)


@pytest.fixture
def organ() -> Organ:
    build.small(today=TODAY)
    return Organ.objects.get(short_name=BUREAU)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_it_works(organ: Organ) -> None:
    found = counting.counted(organ, 2023).cells()
    wanted = facts.report("liaocheng_sfj_2023").cells
    assert len(wanted) == len(found)
    assert {a: c.value for a, c in found.items()} == {a: c.value for a, c in wanted.items()}


def test_nothing_is_found_wrong_in_ours(organ: Organ) -> None:
    edition = Edition.objects.get(report__organ=organ, report__year=2023)
    assert edition.published_on == date(2024, 1, 16)
    report = queries.read_content(edition.content)
    assert check(report) == []
    read_back = read(store.fetch(edition.files["docx"]), name="年报.docx").report
    assert {f.code for f in check(read_back) if f.severity.value == "error"} == set()
    assert read_back.cells == report.cells
