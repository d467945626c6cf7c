"""Whose request it is: what a trusted proxy says, and nothing anybody else writes into the same header."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongkai.web.config.proxies import address_behind, proxies

TRUSTED = proxies("127.0.0.1, 10.0.0.0/8,2001:db8::/32")


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),  # the first was written by the visitor
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),  # two proxies of ours
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # no proxy: nothing is believed
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9"),  # from within
        ("127.0.0.1", "喵, 胡写", "127.0.0.1"),
        ("2001:db8::1", "2001:4860::5", "2001:4860::5"),
        ("", "203.0.113.9", ""),  # a socket file has no address
    ],
)
def test_it_works(remote: str, forwarded: str, address: str) -> None:
    assert address_behind(remote, forwarded, TRUSTED) == address


def test_what_is_no_address_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="GONGKAI_PROXIES 里的“内网”不是地址"):
        proxies("127.0.0.1,内网")


@pytest.mark.django_db
def test_limits_are_each_visitors_own(settings: Any) -> None:
    """Behind a proxy one visitor who tries too often does not shut out the others; forging the header does not help."""
    settings.PROXIES = TRUSTED

    numbers = iter(range(1000, 2000))

    def tried(forwarded: str) -> int:
        sent = {"number": f"000000-2026-{next(numbers)}", "code": "xxxx"}
        return (
            Client(REMOTE_ADDR="127.0.0.1").post("/status/", sent, headers={"X-Forwarded-For": forwarded}).status_code
        )

    mine = [tried(f"198.51.100.{n}, 203.0.113.9") for n in range(25)]
    assert mine[0] != 429
    assert mine[-1] == 429
    assert tried("203.0.113.10") != 429
