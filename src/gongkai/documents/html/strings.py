"""Pages kept in strings: the text of an article inside a script, a text area or a hidden field, put in place by a program."""

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from gongkai.documents.html.markup import BREAK, STRING

_HOLDS_TABLE = re.compile(r"(?:<|&lt;|\\u003c|\\x3c|%3c)table", re.IGNORECASE)
_SCRIPT = re.compile(
    r"//[^\n]*|/\*(?:.*?\*/|.*)"
    r'|"(?P<double>[^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"'
    r"|'(?P<single>[^'\\\n]*+(?:\\.[^'\\\n]*+)*+)'"
    r"|`(?P<template>[^`\\]*+(?:\\.[^`\\]*+)*+)(?:`|\Z)"
    r"|\\.",
    re.DOTALL,
)
_JOINED = re.compile(r"[\s+;()]*(?:[\w.$]{1,60}\s*(?:\+=|\())?[\s(]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{0*([0-9a-fA-F]{1,5})\}|x([0-9a-fA-F]{2})|\r?(\n)|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "", "b": "", "f": "", "v": "", "0": ""}
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_MAX_STRINGS = 50


def keep(root: etree._Element) -> list[str]:
    """The texts of elements that hold the markup of a table, in order; where each stood its number is left as a mark."""
    kept: list[str] = []
    for element in root.iter("script", "textarea", "input", "iframe"):
        text = element.get("value") or element.get("srcdoc") or element.text or ""
        if len(kept) < _MAX_STRINGS and _HOLDS_TABLE.search(text):
            element.tail = f"{BREAK}{STRING}{len(kept)}{BREAK}{element.tail or ''}"
            kept.append("\n".join(dict.fromkeys(_pieces(text))) if element.tag == "script" else _plain(text))
    return kept


def _pieces(script: str) -> Iterator[str]:
    """Markup in the string literals of a script: joined where the program joins them, without escapes.

    Falls back on the stretch from the first table to the end of the last when no literal holds one.
    """
    found = False
    for literal in _literals(script):
        if _HOLDS_TABLE.search(literal):
            found = True
            yield _plain(_unescaped(literal))
    if not found:
        text = _plain(_unescaped(script))
        lower = text.lower()
        start, end = lower.find("<table"), lower.rfind("</table>")
        if 0 <= start < end:
            yield text[start : end + 8]


def _literals(script: str) -> Iterator[str]:
    parts: list[str] = []
    end = -1
    for match in _SCRIPT.finditer(script):
        kind = match.lastgroup
        if kind is None:
            continue
        gap = script[end : match.start()]
        if parts and not (len(gap) < 200 and _JOINED.fullmatch(gap)):
            yield "".join(parts)
            parts = []
        parts.append(match[kind])
        end = match.end()
    if parts:
        yield "".join(parts)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(int(code, 16))
    return "" if match[4] else _NAMED.get(match[5], match[5])


def _plain(text: str) -> str:
    """Markup that was escaped once more for the address or for the page."""
    lower = text.lower()
    if "%3ctable" in lower:
        text = unquote(_PERCENT_U.sub(lambda m: chr(int(m[1], 16)), text), errors="replace")
    if "<table" not in text.lower() and "&lt;table" in text.lower():
        text = html.unescape(text)
    return text
