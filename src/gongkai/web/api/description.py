"""The OpenAPI description as rows for a page: routes, what they ask for, what they answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.web.organs.models import Scope

_PLACES = {"query": "查询参数", "path": "地址", "header": "请求头"}
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "object": "对象",
    "array": "数组",
}
_FORMATS = {"date": "日期", "date-time": "时间"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field or parameter: name (with a dot below another), where it stands or its type, words, whether required."""

    name: str
    kind: str
    words: str
    required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """A route: method, path, key, heading, words, the scope it wants, what it asks for, what it answers, an example."""

    method: str
    path: str
    key: str
    heading: str
    words: str
    scope: Scope | None
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    statuses: tuple[tuple[str, str], ...]
    example: str


def routes(schema: Mapping[str, Any], address: str = "") -> list[Described]:
    """Every route of a description, in its order; the examples call the server at an address."""
    return [
        _described(schema, path, method, operation, address)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _described(
    schema: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any], address: str
) -> Described:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    first: Mapping[str, Any] = next(
        (r for status, r in sorted(operation["responses"].items()) if status.startswith("2")), {}
    )
    answer = first.get("content", {}).get("application/json", {}).get("schema")
    scope = Scope(operation["x-scope"]) if "x-scope" in operation else None
    return Described(
        method.upper(),
        path,
        operation["operationId"],
        operation["summary"],
        operation["description"],
        scope,
        tuple(_parameter(schema, each) for each in operation.get("parameters", ())),
        tuple(fields(schema, body)) if body else (),
        tuple(fields(schema, answer)) if answer else (),
        tuple((status, answer["description"]) for status, answer in sorted(operation["responses"].items())),
        _example(method, address + path, scope, body is not None),
    )


def _parameter(schema: Mapping[str, Any], each: Mapping[str, Any]) -> Field:
    # That a parameter may be left out is no value of its own.
    kind = f"{_PLACES[each['in']]}，{_type(schema, each['schema']).removesuffix('或 null').strip()}"
    words = each.get("description") or each["schema"].get("description", "")
    return Field(each["name"], kind, words, bool(each.get("required")))


def fields(schema: Mapping[str, Any], part: Mapping[str, Any], above: str = "") -> Iterator[Field]:
    """The fields of an object, those of objects within it below them (``items[].code``)."""
    whole = resolved(schema, part)
    for name, each in whole.get("properties", {}).items():
        words = each.get("description", "")
        yield Field(above + name, _type(schema, each), words, name in whole.get("required", ()))
        inner = _inner(schema, each)
        if inner is not None:
            many = "[]" if resolved(schema, each).get("type") == "array" else ""
            yield from fields(schema, inner, f"{above}{name}{many}.")


def _inner(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The object within a field, if there is one."""
    whole = resolved(schema, part)
    found = next((resolved(schema, p) for p in whole.get("anyOf", ()) if p.get("type") != "null"), whole)
    found = resolved(schema, found["items"]) if found.get("type") == "array" else found
    return found if found.get("properties") else None


def resolved(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part with its reference followed."""
    if "$ref" not in part:
        return part
    found: Any = schema
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def _type(schema: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    """The type in words."""
    whole = resolved(schema, part)
    if "anyOf" in whole:
        return "或 ".join("null" if p.get("type") == "null" else _type(schema, p) + " " for p in whole["anyOf"]).strip()
    if "enum" in whole:
        return "以下之一"
    if "const" in whole:
        return json.dumps(whole["const"], ensure_ascii=False)
    name = _FORMATS.get(whole.get("format", ""), _TYPES.get(whole.get("type", ""), ""))
    longest = whole.get("maxLength")
    return f"{name}，最多 {longest} 字" if longest and whole.get("type") == "string" else name


def _example(method: str, where: str, scope: Scope | None, body: bool) -> str:
    """A call of the route with curl."""
    lines = ["curl" + (f" -X {method.upper()}" if method != "get" else "") + f" '{where}'"]
    if scope:
        lines.append("-H 'Authorization: Bearer 令牌'")
    if body:
        lines += [
            "-H 'Content-Type: application/json'",
            "-H 'Idempotency-Key: hotline-2026-000123'",
            "--data @申请.json",
        ]
    return " \\\n  ".join(lines)
