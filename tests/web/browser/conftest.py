"""A headless Chromium on the live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.required import needs
from tests.web.conftest import PASSWORD, City

# Quiet: no look-ups of its own; and as root, as in CI, Chromium has no sandbox.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, once."""
    needs("chromium")
    # Playwright keeps an event loop in this thread; the database is used beside it, never inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def _refused(message: Any) -> str:
    """What the policy refused and where; what a test's own script did has no address and does not count."""
    where = message.location.get("url")
    return f"{where} {message.text}" if where and "Content Security Policy" in message.text else ""


@pytest.fixture
def visitor(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``visitor(viewport=…, javascript=…)``: a page in a browser of its own that fails the test on a script error or on
    anything the content security policy refused."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def visit(viewport: Any = DESK, *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, java_script_enabled=javascript, locale="zh-CN"
        )
        context.set_default_timeout(30_000)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(_refused(m)) if _refused(m) else None)
        opened.append((context, complaints))
        return page

    yield visit
    for context, _ in opened:
        context.close()
    assert [c for _, complaints in opened for c in complaints] == []


@pytest.fixture
def signed_in(visitor: Callable[..., Page], city: City) -> Callable[..., Page]:
    """``signed_in("clerk")``: somebody who typed account and password."""

    def sign_in(role: str, viewport: Any = DESK) -> Page:
        page = visitor(viewport)
        page.goto("/account/login/")
        page.get_by_label("账号").fill(city.people[role].username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/**")
        return page

    return sign_in
