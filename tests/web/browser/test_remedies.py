"""Reconsideration and litigation in the browser: every page holds on a phone and on a desk, without sideways scrolling."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from gongkai.web.remedies.models import Remedy
from tests.web.browser.conftest import DESK, PHONE
from tests.web.conftest import City
from tests.web.remedies.contests import entered, went_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cases(city: City) -> Remedy:
    """A reconsideration that was corrected, a suit brought directly against a refusal, one that another organ counts."""
    one = went_on(city, entered(city, third_parties="青澜某某有限公司"), "answered", date(2026, 3, 12))
    wrong = went_on(city, one, "ended", date(2026, 4, 10), "annulled", note="责令十个工作日内重新答复")
    entered(
        city, course="direct_suit", case_number="（2026）鲁0802行初5号", matter="不服不予公开（国家秘密）的答复",
        tribunal="青澜市东城区人民法院", outcome="state_secret", replied_on=date(2025, 12, 8), known_on=date(2025, 12, 9),
    )  # fmt: skip
    both = ("青澜市财政局", city.justice.name)
    entered(
        city,
        original="青澜市财政局",
        defendants=both,
        course="suit_after_reconsideration",
        case_number="（2026）鲁08行初9号",
    )
    return wrong


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_holds(cases: Remedy, signed_in: Callable[..., Page], viewport: Any) -> None:
    page = signed_in("clerk", viewport)
    event, suit = cases.events.first(), Remedy.objects.get(course="direct_suit")
    assert event is not None
    for name, path in {
        "list": "/desk/remedies/",
        "new": "/desk/remedies/new/",
        "case": f"/desk/remedy/{cases.pk}/",
        "suit": f"/desk/remedy/{suit.pk}/",
        "result": f"/desk/remedy/{suit.pk}/step/ended/",
        "correct": f"/desk/remedy/event/{event.pk}/",
        "year": "/desk/remedies/year/?year=2026",
    }.items():
        page.goto(path)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        folder = os.environ.get("GONGKAI_PICTURES")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{viewport['width']}.png", full_page=True)
