"""What a browser says of itself, in words that its owner recognizes."""

from __future__ import annotations

import re

UNKNOWN = "其他浏览器"

# Tried in this order: those built on another name it as well (Edge says Chrome, Chrome says Safari).
_BROWSERS = (
    ("企业微信", "wxwork/"),
    ("微信", "MicroMessenger/"),
    ("QQ 浏览器", "QQBrowser/"),
    ("360 浏览器", "QIHU 360|360SE|360EE"),
    ("搜狗浏览器", "MetaSr|SogouMobileBrowser/"),
    ("UC 浏览器", "UCBrowser/|UBrowser/"),
    ("奇安信浏览器", "Qaxbrowser"),
    ("华为浏览器", "HuaweiBrowser/"),
    ("小米浏览器", "MiuiBrowser/"),
    ("Edge", "Edge?/|EdgA/|EdgiOS/"),
    ("Opera", "OPR/|Opera[ /]"),
    ("Firefox", "Firefox/|FxiOS/"),
    ("Chrome", "Chrom(?:e|ium)/|CriOS/"),
    ("Safari", "Version/[0-9.]+ .*Safari/"),
    ("IE", "MSIE |Trident/"),
)
# A telephone's system before the one it is built on; HarmonyOS says Android as well.
_SYSTEMS = (
    ("鸿蒙", "HarmonyOS|OpenHarmony"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("安卓", "Android"),
    ("Windows", "Windows"),
    ("Mac", "Macintosh|Mac OS X"),
    ("统信 UOS", "UOS"),
    ("Linux", "Linux|X11"),
)


def words_of(agent: str) -> str:
    """The browser and the system it runs on, from the text a browser sends: "Chrome（Windows）"; UNKNOWN for what is not in
    the table. The text is not proof of anything: whoever sends it may write what they like."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    return f"{browser or UNKNOWN}（{system}）" if system else browser or UNKNOWN


def _first(table: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((words for words, pattern in table if re.search(pattern, agent)), "")
