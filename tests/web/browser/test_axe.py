"""Every page of the platform under axe-core, on a phone and on a desk: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gongkai.web.applications.models import Application
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.pressing import press
from tests.web.conftest import TODAY, City
from tests.web.routes import PEOPLE, ROUTES
from tests.web.system.links import PLACES
from tests.web.system.links import pages_of as linked
from tests.web.test_gate import ADDRESSES, OPEN, Things, line_of, path_of, things  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | '))"""
# A form as somebody sends it who filled in nothing; what the browser would stop is for the server to refuse.
EMPTIED = """() => { const form = document.querySelector('#content-main form'); form.noValidate = true;
  form.querySelectorAll('input[type=text], input:not([type]), input[type=number], textarea')
    .forEach(box => { if (!box.readOnly) box.value = ''; }); }"""
# Not pages: files, pages of Django's own that answer a script, and what ends the session.
FILES = ("pdf", "zip", "export", "attachment", "letter", "enclosure", "review_file", "jsi18n", "autocomplete", "logout", "reading",
         "confirm_email", "from_key", "download", "view_on_site", "object", "calendar:confirm", "openapi", "api_v1")  # fmt: skip
# The administrators' sites, which are Django's, are walked by their links in a test of their own.
OURS = ("portal", "desk", "account", "mfa", "usersessions", "calendar", "api")


def looked_at(page: Page, path: str) -> list[str]:
    """What axe says of a page, each with the page's address; a page that scrolls sideways is a fault too."""
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{path}: {words}" for words in page.evaluate(RUN)] + sideways(page)


def sideways(page: Page) -> list[str]:
    """Whether the page scrolls sideways as it stands, and on a desk also at 200 % zoom, which is half as wide."""
    size, found = page.viewport_size or DESK, []
    for width in {size["width"], min(size["width"], DESK["width"] // 2)}:
        page.set_viewport_size({"width": width, "height": size["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{page.url}: {wide} px wider than a screen of {width}"] * (wide > 0)
    page.set_viewport_size(size)
    return found


def pages_of(who: str) -> list[str]:
    """The routes somebody is let in by GET that show a page of ours."""
    at = PEOPLE.index(who)
    return sorted(
        name
        for name in ADDRESSES
        if name.replace("_", ":").split(":")[0] in OURS
        and not any(word in name for word in FILES)
        and (line := line_of(name)) is not None
        and not line.post
        and line.who[at] == OPEN
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "applicant"])  # who has a test of their own, below
def test_pages(
    who: str,
    size: Any,
    visitor: Callable[..., Page],
    client_of: Callable[..., Any],
    things: Things,  # noqa: F811
    live_server: Any,
) -> None:
    page = visitor(size)
    asking = client_of("" if who == "nobody" else who)
    if who != "nobody":
        cookie = asking.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found: list[str] = []
    seen = 0
    for name in pages_of(who):
        line = ROUTES.get(name) or line_of(name)
        assert line is not None
        path = path_of(ADDRESSES[name], things, line.thing)
        answer = asking.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen += 1
            found += looked_at(page, path)
    assert seen >= 7
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("role", PLACES)
def test_pages_of_the_administrators(
    role: str,
    size: Any,
    visitor: Callable[..., Page],
    client_of: Callable[..., Any],
    things: Things,  # noqa: F811
    live_server: Any,
) -> None:
    """Up to four pages of each kind, of a site with rows in its lists."""
    asking, page = client_of(role), visitor(size)
    cookie = {"name": "sessionid", "value": asking.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    addresses = linked(asking, PLACES[role], each=4)
    found = [words for address in addresses for words in looked_at(page, address)]
    assert len(addresses) >= 3
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_forms_of_the_administrators_after_a_fault(
    size: Any,
    visitor: Callable[..., Page],
    client_of: Callable[..., Any],
    things: Things,  # noqa: F811
    live_server: Any,
) -> None:
    """Every form for a new record and one of each kind for an old one, sent with its boxes emptied past the browser's own check."""
    asking, page = client_of("system_administrator"), visitor(size)
    cookie = {"name": "sessionid", "value": asking.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    forms = [a for a in linked(asking, "/system/") if a.split("?")[0].endswith(("/add/", "/change/"))]
    found, refused = list[str](), 0
    for address in forms:
        page.goto(address)
        page.evaluate(EMPTIED)
        press(page.locator("[name=_save]").first)
        refused += page.locator(".errornote").count()
        found += scanned(page)
    assert refused >= 8, (refused, forms)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_the_applicant(
    size: Any, visitor: Callable[..., Page], application: Callable[..., Application], city: City
) -> None:
    """The status page in use, the form with faults, the review page, the receipt."""
    from tests.web.browser.test_journey import apply, follow

    page = visitor(size)
    found = looked_at(page, "/apply/")
    press(page.get_by_role("button", name="下一步：核对"))
    found += scanned(page)
    apply(page)
    found += scanned(page)
    case = application(on=TODAY)
    follow(page, case.number, case.query_code)  # type: ignore[attr-defined]
    found += scanned(page)
    assert not found, "\n".join(found)


def scanned(page: Page) -> list[str]:
    """What axe says of the page as it stands."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [f"{page.url}: {words}" for words in page.evaluate(RUN)] + sideways(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_after_a_fault(
    size: Any,
    visitor: Callable[..., Page],
    client_of: Callable[..., Any],
    application: Callable[..., Application],
    live_server: Any,
) -> None:
    """Forms of the clerk sent with nothing in them: what comes back says so, and without a serious finding."""
    page, number = visitor(size), application(on=timezone.localdate()).number
    cookie = client_of("clerk").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found: list[str] = []
    for path in (
        f"/desk/case/{number}/step/supplement_asked/", f"/desk/case/{number}/step/fee_notified/",
        f"/desk/case/{number}/split/", "/desk/entry/", "/desk/information/new/",
    ):  # fmt: skip
        page.goto(path)
        form = page.locator("main form.desk-form").first
        press(form.locator("button[type=submit]").first)
        assert page.locator(".gk-errors, .gk-error, .desk-wrong, .alert-warning").count(), path
        found += scanned(page)
    assert not found, "\n".join(found)
