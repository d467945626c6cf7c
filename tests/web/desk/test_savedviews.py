"""The queue's filters kept under a name: one's own, with a default the desk opens with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.web.applications.models import SavedView
from gongkai.web.applications.savedviews import MOST

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]


def keep(browser: Client, name: str, query: str, **more: str) -> str:
    return str(browser.post("/desk/views/", {"name": name, "query": query, **more}, follow=True).content.decode())


def test_it_works(client_of: Clients) -> None:
    browser = client_of("clerk")
    assert "已保存视图「未分办的」" in keep(browser, "未分办的", "slice=unassigned&sort=-received&page=3")
    view = SavedView.objects.get()
    assert view.query == "slice=unassigned&sort=-received"
    page = browser.get("/desk/")
    assert page.status_code == 200
    assert "未分办的" in page.content.decode()
    browser.post(f"/desk/views/{view.pk}/", {"action": "default"})
    assert browser.get("/desk/")["Location"] == "/desk/?slice=unassigned&sort=-received"
    assert browser.get("/desk/?slice=open").status_code == 200
    browser.post(f"/desk/views/{view.pk}/", {"action": "plain"})
    assert browser.get("/desk/").status_code == 200
    browser.post(f"/desk/views/{view.pk}/", {"action": "remove"})
    assert not SavedView.objects.exists()


def test_the_same_name_takes_the_new_filters_and_only_one_is_the_default(client_of: Clients) -> None:
    browser = client_of("clerk")
    keep(browser, "甲", "slice=mine", default="1")
    keep(browser, "甲", "slice=soon")
    keep(browser, "乙", "slice=unit", default="1")
    assert list(SavedView.objects.values_list("name", "query", "default")) == [
        ("乙", "slice=unit", True),
        ("甲", "slice=soon", False),
    ]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "slice=mine", "请给视图起一个名称"),
        ("长" * 41, "slice=mine", "最多 40 字"),
        ("空", "page=2&next=//elsewhere", "没有可以保存的条件"),
    ],
)
def test_what_cannot_be_kept_is_said(client_of: Clients, name: str, query: str, said: str) -> None:
    assert said in keep(client_of("clerk"), name, query)
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_it(client_of: Clients) -> None:
    browser = client_of("clerk")
    for n in range(MOST):
        keep(browser, f"视图{n}", "slice=mine")
    assert "请先删去不用的" in keep(browser, "又一个", "slice=mine")


def test_nobody_sees_or_changes_anothers(client_of: Clients) -> None:
    keep(client_of("clerk"), "我的私人视图", "slice=mine")
    view = SavedView.objects.get()
    head = client_of("head")
    assert "我的私人视图" not in head.get("/desk/").content.decode()
    assert head.post(f"/desk/views/{view.pk}/", {"action": "remove"}).status_code == 404
    assert client_of("auditor").post("/desk/views/", {"name": "x", "query": "slice=mine"}).status_code == 403
