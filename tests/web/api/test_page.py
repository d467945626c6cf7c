"""The page that explains the interface."""

from __future__ import annotations

from django.test import Client

from gongkai.web.api.description import routes
from gongkai.web.api.page import schema
from gongkai.web.api.refusals import CODES
from tests.web.conftest import City


def test_it_works(client: Client, city: City) -> None:
    answer = client.get("/api/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert shown.count("<h1") == 1
    for route in routes(schema()):
        assert f'id="{route.key}"' in shown and route.path in shown
    assert all(code in shown for code in CODES)
    assert "curl -X POST" in shown and "http://testserver/api/v1/applications" in shown


def test_nothing_comes_from_elsewhere(client: Client, city: City) -> None:
    shown = client.get("/api/").content.decode().replace("http://testserver", "")
    assert "https://" not in shown and "http://" not in shown.replace("http://www.w3.org", "")
    assert "<script" not in shown and " style=" not in shown


def test_fields_within_fields_are_named_by_their_way() -> None:
    found = {route.key: route for route in routes(schema())}
    assert "applicant.id_number" in [f.name for f in found["register_application"].body]
    assert "items[].groups.granted" in [f.name for f in found["list_statistics"].answer]
    assert "outcome_group.key" in [f.name for f in found["get_application"].answer]
    keys = [f for f in found["register_application"].parameters if f.name == "Idempotency-Key"]
    assert [(f.kind, f.required) for f in keys] == [("请求头，文字", True)]
    assert found["get_application"].scope is not None and found["list_organs"].scope is None
