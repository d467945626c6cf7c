"""A button that leads to another page."""

from __future__ import annotations

from playwright.sync_api import Locator


def press(button: Locator) -> None:
    """Press it and wait until the page it leads to is there: what is read next is never the page before it."""
    with button.page.expect_navigation():
        button.click()
