"""What browsers say of themselves, in words."""

from __future__ import annotations

import pytest

from gongkai.web.system.agents import UNKNOWN, words_of

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome（Windows）"),
        (CHROME + " Edg/126.0", "Edge（Windows）"),
        (CHROME.replace("Windows NT 10.0; Win64; x64", "X11; Linux x86_64; UOS"), "Chrome（统信 UOS）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox（Linux）"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari（iPhone）",
        ),
        (CHROME.replace("Windows NT 10.0; Win64; x64", "Linux; Android 14") + " MicroMessenger/8.0", "微信（安卓）"),
        ("curl/8.5", UNKNOWN),
        ("", UNKNOWN),
        ("Windows", f"{UNKNOWN}（Windows）"),
    ],
)
def test_it_works(agent: str, words: str) -> None:
    assert words_of(agent) == words
