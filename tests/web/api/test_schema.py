"""The description for programs: it stands, every answer keeps to it, and no input whatever breaks anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from gongkai.web.api.page import schema
from gongkai.web.api.refusals import CODES
from gongkai.web.applications.models import Application
from gongkai.web.organs.models import Scope
from tests.web.api.conftest import GIVEN, Issue, asked, sent, with_
from tests.web.catalogue import items as catalogue
from tests.web.conftest import City

SCHEMA = schema()
KINDS: Mapping[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip


def faults(value: Any, part: Mapping[str, Any], where: str = "$") -> Iterator[str]:
    """Where a value does not keep to a part of the schema; a field that is not described is a fault too."""
    if "$ref" in part:
        found: Any = SCHEMA
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    if "anyOf" in part:
        if not any(not list(faults(value, choice, where)) for choice in part["anyOf"]):
            yield f"{where}: {value!r} is none of {part['anyOf']}"
        return
    if "enum" in part and value not in part["enum"]:
        yield f"{where}: {value!r} is not in {part['enum']}"
    kind = part.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{where}: {value!r} is no {kind}"
    if part.get("format") == "date" and isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield f"{where}: {value!r} is no date"
    if isinstance(value, dict):
        yield from _of_object(value, part, where)
    if isinstance(value, list):
        for at, each in enumerate(value):
            yield from faults(each, part["items"], f"{where}[{at}]")


def _of_object(value: dict[str, Any], part: Mapping[str, Any], where: str) -> Iterator[str]:
    known, more = part.get("properties", {}), part.get("additionalProperties")
    yield from (f"{where}: {name} is missing" for name in part.get("required", ()) if name not in value)
    for name, each in value.items():
        if name in known:
            yield from faults(each, known[name], f"{where}.{name}")
        elif isinstance(more, dict):
            yield from faults(each, more, f"{where}.{name}")
        else:
            yield f"{where}: {name} is not described"


def operation(name: str) -> Mapping[str, Any]:
    """An operation by its key."""
    return next(o for methods in SCHEMA["paths"].values() for o in methods.values() if o["operationId"] == name)


def kept(answer: Any, name: str) -> int:
    """The status of an answer, which must be one of those described and keep to its schema."""
    described = {str(k): v for k, v in operation(name)["responses"].items()}
    assert str(answer.status_code) in described, f"{name}: {answer.status_code} is not described"
    part = described[str(answer.status_code)]["content"]["application/json"]["schema"]
    found = list(faults(answer.json(), part))
    assert not found, f"{name} {answer.status_code}: {found}"
    return int(answer.status_code)


def test_the_description_stands(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json() == SCHEMA
    assert "机关列表" in answer.content.decode()  # Chinese stays readable
    assert answer.json()["openapi"].startswith("3.1")
    assert set(SCHEMA["paths"]) == {
        "/api/v1/organs", "/api/v1/organs/{code}", "/api/v1/statistics", "/api/v1/items", "/api/v1/items/{id}",
        "/api/v1/applications", "/api/v1/applications/{number}",
    }  # fmt: skip


def test_a_fault_is_found() -> None:
    part = operation("get_organ")["responses"]["200"]["content"]["application/json"]["schema"]
    assert list(faults({"code": 5, "other": 1}, part))
    assert list(faults([], part))


def test_everything_is_described_in_chinese() -> None:
    wordless = [
        f"{name}.{field}"
        for name, part in SCHEMA["components"]["schemas"].items()
        for field, each in part["properties"].items()
        if not each.get("description") and "$ref" not in each and each.get("type") != "array"
    ]
    assert not wordless


def test_every_answer_keeps_to_the_description(
    client: Client, city: City, token_of: Issue, application: Callable[..., Application], settings: Any
) -> None:
    settings.API_MOST_A_MINUTE = 10_000
    case, item = application(), catalogue.published(city, "公开的事项")
    register, status = token_of(Scope.REGISTER).secret, token_of(Scope.STATUS).secret
    code = city.justice.code
    seen = {name: set() for name in ("list_organs", "get_organ", "list_statistics", "list_items", "get_item")}
    for name, path in (
        ("list_organs", "organs"), ("list_organs", "organs?page=9"), ("list_organs", "organs?page=x"),
        ("get_organ", f"organs/{code}"), ("get_organ", "organs/x"), ("list_statistics", "statistics"),
        ("list_statistics", "statistics?organ=x"), ("list_statistics", "statistics?year=x"), ("list_items", "items"),
        ("list_items", "items?size=0"), ("list_items", "items?organ=x"), ("get_item", f"items/{item.pk}"),
        ("get_item", "items/0"),
    ):  # fmt: skip
        seen[name].add(kept(asked(client, path), name))
    assert all({200, 404} <= found for found in seen.values())
    registered = {
        kept(answer, "register_application")
        for answer in (
            sent(client, GIVEN, register), sent(client, GIVEN, register), sent(client, with_("channel", "counter"), register),
            sent(client, "{", register), sent(client, {}, register), sent(client, GIVEN, status), sent(client, GIVEN, "x"),
            sent(client, "x" * 2_200_000, register),
        )
    }  # fmt: skip
    assert registered == {200, 201, 400, 401, 403, 409, 413, 422}
    answers = [asked(client, f"applications/{case.number}", t) for t in (status, register, "", "x")]
    assert [kept(a, "get_application") for a in [*answers, asked(client, "applications/x", status)]] == [
        200,
        403,
        401,
        401,
        404,
    ]
    settings.API_MOST_A_MINUTE = 0
    assert kept(asked(client, "organs"), "list_organs") == 429


# Whatever is sent

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
PLACES = st.sampled_from(
    ["channel", "applicant", "matter", *(f"applicant.{n}" for n in (*GIVEN["applicant"], "email", "agent", "postcode")),
     *(f"matter.{n}" for n in (*GIVEN["matter"], "document_number", "form_wanted", "way_wanted"))]
)  # fmt: skip
QUERY = st.dictionaries(
    st.sampled_from(["organ", "year", "page", "size", "q", "column", "since", "until", "after", "other"]),
    st.text(max_size=40) | st.integers().map(str) | st.dates().map(str),
    max_size=4,
)
FUZZ = limits(
    max_examples=120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def open_wide(settings: Any) -> None:
    """No limit is in the way."""
    settings.API_MOST_A_MINUTE = settings.API_TOKEN_MOST_A_MINUTE = settings.API_WRONG_MOST_A_MINUTE = 10**9


@given(query=QUERY, where=st.sampled_from(["organs", "statistics", "items"]))
@FUZZ
def test_no_question_breaks_anything(
    client: Client, city: City, open_wide: None, query: dict[str, str], where: str
) -> None:
    answer = client.get(f"/api/v1/{where}", query)
    assert kept(answer, f"list_{where}") in (200, 400, 404, 422)


@given(
    place=PLACES,
    value=ANY_JSON,
    body=st.none() | ANY_JSON,
    key=st.just("key-12345678") | st.text(st.characters(max_codepoint=255, exclude_categories=("Cc",)), max_size=140),
)
@FUZZ
def test_no_registration_breaks_anything(
    client: Client, token_of: Issue, city: City, open_wide: None, place: str, value: Any, body: Any, key: str
) -> None:
    answer = sent(
        client, body if isinstance(body, dict) else with_(place, value), token_of(Scope.REGISTER).secret, key=key
    )
    assert kept(answer, "register_application") in (201, 400, 422)


@given(number=st.text(max_size=60), secret=st.text(st.characters(codec="latin-1"), max_size=80))
@FUZZ
def test_no_number_and_no_token_break_anything(
    client: Client, city: City, open_wide: None, token_of: Issue, number: str, secret: str
) -> None:
    from urllib.parse import quote

    for each in (secret, token_of(Scope.STATUS).secret):
        path = f"/api/v1/applications/{quote(number, safe='')}"
        answer = client.get(path, headers={"Authorization": f"Bearer {each}"})
        assert answer.status_code in (400, 401, 404)
        assert answer.json()["error"]["code"] in CODES
