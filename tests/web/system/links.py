"""The administrators' sites, walked by their links."""

from __future__ import annotations

import re
from collections import Counter

from django.test import Client

PLACES = {"system_administrator": "/system/", "security_administrator": "/security/", "auditor": "/audit/"}


def pages_of(browser: Client, start: str, *, each: int = 1, most: int = 120) -> dict[str, str]:
    """Every page of a site that can be reached by links, of each kind of row so many."""
    seen: dict[str, str] = {}
    wanted, kinds, met = [start], Counter[str](), {start}
    while wanted and len(seen) < most:
        address = wanted.pop(0)
        kind = re.sub(r"/\d+/", "/1/", address.split("?")[0])
        if kinds[kind] >= (each if kind != address else 1):
            continue
        kinds[kind] += 1
        answer = browser.get(address)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        seen[address] = answer.content.decode()
        more = [a for a in re.findall(r'href="([^"#]+)"', seen[address]) if a.startswith(start) and a not in met]
        wanted += more
        met.update(more)
    return seen
