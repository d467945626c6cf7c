"""The other public pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from gongkai.web.organs.models import Organ
from tests.web.conftest import City

VENDOR = Path(settings.STATICFILES_DIRS[0]) / "vendor"


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.parametrize("address", ["/", "/guide/", "/organs/", "/apply/", "/status/", "/account/login/"])
def test_it_works(client: Client, city: City, address: str) -> None:
    answer = client.get(address)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert shown.count("<h1") == 1
    assert 'lang="zh-Hans"' in shown
    assert 'href="#main"' in shown
    assert " style=" not in shown
    assert "<style" not in shown
    assert "http://" not in shown.replace("http://www.w3.org", "")
    assert "https://" not in shown


def test_who_holds_this(client: Client, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(holds="法律援助、律师管理、行政复议")
    found = page(client, "/organs/?q=律师")
    assert "青澜市司法局" in found
    assert "青澜市财政局" not in found
    assert "没有找到" in page(client, "/organs/?q=火星")
    assert client.get("/organs/?q=%25&page=zz").status_code == 200
    assert client.get("/organs/?q=%00").status_code == 400  # nobody types it


@pytest.mark.parametrize("role", ["", "clerk"])
def test_what_is_not_there_leads_on(city: City, client_of: Callable[[str], Client], role: str) -> None:
    """Everybody to their own start: the public to the site, staff to the desk."""
    answer = client_of(role).get("/nothing/")
    shown = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert answer.status_code == 404
    assert ("回到工作台" in shown, "回到首页" in shown) == (bool(role), not role)
    assert ("/status/" in shown) == (not role)


def test_a_page_that_expired_is_opened_again(city: City) -> None:
    answer = Client(enforce_csrf_checks=True).post("/status/", {"number": "x", "code": "y"})
    shown = answer.content.decode().split("<main")[1]
    assert answer.status_code == 403 and "页面已过期" in shown
    assert '<a class="btn btn-primary" href="/status/">重新打开这一页</a>' in shown


def test_the_disclosure_guide_has_all_elements(client: Client, city: City) -> None:
    organ = city.justice
    shown = page(client, f"/organs/{organ.code}/")
    for element in (
        organ.office,
        organ.address,
        organ.hours,
        organ.telephone,
        organ.reconsideration_organ,
        organ.court,
    ):
        assert element in shown


def test_an_organ_that_takes_none_is_not_found(client: Client, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(active=False)
    assert client.get(f"/organs/{city.justice.code}/").status_code == 404
    assert "没有找到这个页面" in page(client, f"/organs/{city.justice.code}/")


def test_large_letters_are_remembered_and_lead_back(client: Client, city: City) -> None:
    answer = client.get("/reading/large/?next=/guide/")
    assert answer.url == "/guide/"
    assert 'class="gk-large"' in page(client, "/guide/")
    client.get("/reading/normal/")
    assert 'class="gk-large"' not in page(client, "/guide/")


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)", "/\\example.org"])
def test_large_letters_lead_nowhere_else(client: Client, db: None, away: str) -> None:
    assert client.get("/reading/large/", {"next": away}).url == "/"


def test_an_unknown_size_is_not_found(client: Client, db: None) -> None:
    assert client.get("/reading/huge/").status_code == 404


def test_vendored_files_are_those_that_are_named() -> None:
    readme = (VENDOR / "README.md").read_text()
    found = [p for p in VENDOR.rglob("*") if p.suffix in (".css", ".js")]
    assert found
    for path in found:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in readme, path.name
        assert (path.parent / "LICENSE").exists()
