"""A browser without scripts over real HTTP, for tests against a running server: cookies, forms, uploads."""

from __future__ import annotations

import hashlib
import re
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from itertools import count
from urllib.parse import urlencode, urlsplit

from gongkai.web.portal.challenge import BITS

File = tuple[str, bytes]


@dataclass
class Page:
    """What came back: status, final path, text, and the fields of its forms as a browser would send them."""

    status: int
    path: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type") or "text"
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            if kind not in ("submit", "file", "image", "button"):
                self.found[name] = given.get("value") or ""
        elif tag in ("select", "textarea") and name:
            self._open = name
            self.found.setdefault(name, "")
        elif tag == "option" and self._open and "selected" in given:
            self.found[self._open] = given.get("value") or ""

    def handle_data(self, text: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.found[self._open] += text

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._open = ""


class Browser:
    """One browser with its own cookies, at a server's address (``http://127.0.0.1:8123``)."""

    def __init__(self, server: str) -> None:
        self.server, self.page = server, Page(0, "", "")
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        """Ask for a page, redirects followed. OSError when the server breaks off."""
        return self._ask(urllib.request.Request(self.server + path))

    def post(self, path: str, given: dict[str, str], *, files: dict[str, File] | None = None) -> Page:
        """Send a form with the token of the page last seen. OSError when the server breaks off."""
        whole = {"csrfmiddlewaretoken": self.page.fields.get("csrfmiddlewaretoken", ""), **given}
        body, kind = (
            _multipart(whole, files) if files else (urlencode(whole).encode(), "application/x-www-form-urlencoded")
        )
        return self._ask(urllib.request.Request(self.server + path, body, {"Content-Type": kind}))

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read().decode("utf-8", "replace")
        parser = _Fields()
        parser.feed(text)
        self.page = Page(answer.status or 0, urlsplit(answer.geturl()).path, text, parser.found)
        return self.page

    def sign_in(self, who: str, password: str) -> Page:
        """At the desk's entrance."""
        self.get("/account/login/")
        return self.post("/account/login/", {"login": who, "password": password})

    def challenge(self) -> dict[str, str]:
        """What the review page's script would send."""
        seed = self.get("/apply/review/").fields.get("seed", "")
        proof = next(n for n in map(str, count()) if _zero_bits(f"{seed}:{n}"))
        return {"seed": seed, "proof": proof, "answer": ""}


def _zero_bits(text: str) -> bool:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - BITS) == 0


def _multipart(given: dict[str, str], files: dict[str, File]) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in given.items()
    ]
    for key, (name, content) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{key}"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def number_in(text: str) -> str:
    """The number of an application on a page."""
    found = re.search(r"\w{6}-\d{4}-\d{4,}", text)
    assert found, text[:500]
    return found[0]
