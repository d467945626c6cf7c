"""What htmx swaps: the keyboard keeps its place, what is unfolded stays so, and what is new is told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gongkai.web.applications.models import Application
from gongkai.web.reports import operations
from tests.web.browser.conftest import PHONE
from tests.web.conftest import City
from tests.web.reports.years import recorded

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
DOUBT = "全年收到政府信息公开申请 9876 件，全部办结。"
HERE = "() => document.activeElement.textContent.trim()"


@pytest.fixture
def editor(city: City, application: Callable[..., Application], signed_in: Visitor) -> Page:
    """The clerk at the section about applications of a draft, with a number beside it that the records do not have."""
    recorded(city, application)
    report = operations.begin(city.justice, 2025, viewer=city.viewer("clerk"))
    page = signed_in("clerk")
    page.goto(f"/desk/reports/{report.pk}/section/overview/")
    page.locator("#text").fill(DOUBT)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    return page


def again(page: Page, words: str) -> None:
    """Type on, and wait until what stands beside it has come anew; the focus is left where it was put meanwhile."""
    with page.expect_response("**/live/"):
        page.evaluate(
            "words => { const t = document.getElementById('text'); t.value += words;"
            " t.dispatchEvent(new Event('input', { bubbles: true })); }",
            words,
        )
    page.wait_for_timeout(200)


def test_who_types_goes_on_typing(editor: Page) -> None:
    editor.locator("#text").focus()
    with editor.expect_response("**/live/"):
        editor.keyboard.type("再写一句。")
    expect(editor.locator("#text")).to_be_focused()
    editor.keyboard.type("又一句。")
    assert editor.locator("#text").input_value().endswith("再写一句。又一句。")


def test_a_control_in_what_is_swapped_keeps_the_focus(editor: Page) -> None:
    button = editor.locator("#beside button:visible").first
    words = button.inner_text()
    button.focus()
    again(editor, "补一句。")
    assert editor.evaluate(HERE) == words
    assert editor.evaluate("() => document.getElementById('beside').contains(document.activeElement)")


def test_a_control_that_is_gone_leaves_the_focus_in_the_region(editor: Page) -> None:
    editor.locator("#beside button:visible").first.focus()
    with editor.expect_response("**/live/"):
        editor.evaluate(
            "() => { const t = document.getElementById('text'); t.value = '今年的工作平稳。';"
            " t.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
    editor.wait_for_timeout(200)
    assert editor.evaluate("() => document.getElementById('beside').contains(document.activeElement)")


def test_what_is_unfolded_stays_unfolded(editor: Page) -> None:
    editor.locator("#beside summary", has_text="全文标注").click()
    again(editor, "补一句。")
    assert editor.locator("#beside details", has_text="全文标注").get_attribute("open") is not None


def test_saving_is_told_in_a_region_that_was_there(editor: Page) -> None:
    """A live region that comes with its words is not read out; this one stands in the page from the start."""
    assert editor.locator("#beside [role=status]").count() == 0
    assert editor.locator("#saved").get_attribute("role") == "status"


def test_the_preview_keeps_the_focus_and_says_it_is_new(
    signed_in: Visitor, application: Callable[..., Application]
) -> None:
    case, page = application(on=timezone.localdate()), signed_in("clerk")
    page.goto(f"/desk/case/{case.number}/decision/?outcome=not_held")
    page.locator("[name=e_search]").fill("经检索未查到")
    expect(page.locator("#said")).to_contain_text("预览已更新")
    expect(page.locator("[name=e_search]")).to_be_focused()
    assert "经检索未查到" in page.locator("#paper").inner_text()
    button = page.get_by_role("button", name="刷新预览")
    with page.expect_response("**/preview/"):
        button.press("Enter")
    expect(button).to_be_focused()
    assert page.locator("#paper[aria-live]").count() == 0  # a whole letter is not read out at each pause


def test_the_public_menu_on_a_phone(visitor: Visitor, city: City) -> None:
    """By keyboard and without a script: opened, gone through, closed."""
    page = visitor(PHONE, javascript=False)
    page.goto("/")
    menu = page.locator(".gk-menu")
    expect(page.locator("header").get_by_role("link", name="公开指南")).to_have_count(0)  # folded away
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="公开指南")).to_be_visible()
    assert page.locator(".gk-bar").bounding_box()["height"] < 80  # type: ignore[index] # one line
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    menu.get_by_role("link", name="查询进度").click()
    page.wait_for_url("**/status/")
    assert page.locator(".gk-menu [aria-current=page]").count() == 1
