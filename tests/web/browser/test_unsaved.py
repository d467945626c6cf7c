"""The editor of a report when saving fails: nothing that was typed is lost, and the page says how to go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gongkai.web.applications.models import Application
from gongkai.web.reports import operations
from gongkai.web.reports.models import Section
from tests.web.conftest import PASSWORD, City
from tests.web.reports.years import recorded

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
NEW = "今年的工作另写一段。"


@pytest.fixture
def editor(city: City, application: Callable[..., Application], signed_in: Visitor) -> Page:
    """The clerk at the first section of a draft."""
    recorded(city, application)
    report = operations.begin(city.justice, 2025, viewer=city.viewer("clerk"))
    page = signed_in("clerk")
    page.goto(f"/desk/reports/{report.pk}/section/overview/")
    return page


def test_a_lost_connection_loses_nothing(editor: Page) -> None:
    editor.route("**/live/**", lambda route: route.abort())
    editor.locator("#text").fill(NEW)
    expect(editor.get_by_text("没有连上服务器")).to_be_visible()
    editor.unroute("**/live/**")
    editor.locator("#text").press_sequentially("再写。")
    expect(editor.get_by_text("已自动保存")).to_be_visible()
    expect(editor.get_by_text("没有连上服务器")).to_be_hidden()
    assert Section.objects.filter(text__contains="再写").exists()


def test_an_expired_session_loses_nothing(editor: Page, city: City) -> None:
    editor.context.clear_cookies(name="sessionid")
    editor.locator("#text").fill(NEW)
    expect(editor.get_by_text("登录已经过期")).to_be_visible()
    assert editor.locator("#beside #id_password").count() == 0  # the page for signing in is not put beside the text
    editor.get_by_role("link", name="重新登录").click()
    editor.get_by_label("账号").fill(city.people["clerk"].username)
    editor.get_by_label("密码").fill(PASSWORD)
    editor.get_by_role("button", name="登录").click()
    expect(editor.get_by_text("上次没有存上的文字")).to_be_visible()
    editor.get_by_role("button", name="放回编辑框").click()
    expect(editor.locator("#text")).to_have_value(NEW)
    expect(editor.get_by_text("已自动保存")).to_be_visible()
    assert Section.objects.filter(text=NEW).exists()


def test_what_is_not_wanted_is_let_go(editor: Page) -> None:
    editor.route("**/live/**", lambda route: route.abort())
    before = editor.locator("#text").input_value()
    editor.locator("#text").fill(NEW)
    expect(editor.get_by_text("没有连上服务器")).to_be_visible()
    editor.reload()
    editor.get_by_role("button", name="不要了").click()
    expect(editor.locator("#unsaved")).to_be_hidden()
    expect(editor.locator("#text")).to_have_value(before)
    editor.reload()
    expect(editor.locator("#unsaved")).to_be_hidden()


def test_a_refusal_loses_nothing(editor: Page) -> None:
    editor.context.clear_cookies()  # the token against forgery is gone with the session
    editor.locator("#text").fill(NEW)
    expect(editor.get_by_text("刚写的没有保存")).to_be_visible()
    assert editor.locator("#beside").inner_text().startswith("篇幅")
