"""Text into what search looks up: words in the dictionary's sense, and pairs of neighbouring characters.

Words rank; pairs find every substring, so that a word the dictionary cuts otherwise is found all the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

LONGEST_QUERY = 200
_MOST_TERMS = 12
# Everybody who asks says these; they tell nothing of what is wanted.
_EMPTY_WORDS = frozenset(
    """的 了 和 与 及 或 在 是 我 想 要 请 请问 需要 获取 提供 了解 知道 查询 关于 有关 相关 情况 申请 公开 信息 政府 政府信息 吗 呢
    什么 哪些 怎么 如何 多少 一下 希望 能否 可以 贵 贵局 本人 我们 你们 以及 等 对 于 为 从 到 把 被 让 给 去 来 有 没有 这个 那个
    个""".split()  # noqa: SIM905 - read by people
)


@cache
def _dictionary() -> Any:
    import rjieba  # takes 0.2 s and 20 MB: loaded by the first search, not by every command

    return rjieba


def plain(text: str) -> str:
    """The text in one width and case, without characters that do not belong to words (they become spaces)."""
    same = unicodedata.normalize("NFKC", text).lower()
    return "".join(c if c.isalnum() else " " for c in same)


def words(text: str) -> list[str]:
    """All words of a text for the index, a long word also in its parts, in order."""
    return [w for run in plain(text).split() for w in _dictionary().cut_for_search(run) if w.strip()]


def wanted(text: str) -> list[str]:
    """The words of a query that say what is wanted, each once; all its words when none does."""
    found = [w for run in plain(text[:LONGEST_QUERY]).split() for w in _dictionary().cut(run) if w.strip()]
    telling = [w for w in found if w not in _EMPTY_WORDS]
    return list(dict.fromkeys(telling or found))[: _MOST_TERMS * 2]


def telling(text: str) -> bool:
    """Whether a text has a word that says what is wanted."""
    return any(w not in _EMPTY_WORDS and len(w) > 1 for w in wanted(text))


def terms(text: str) -> list[str]:
    """The runs of characters between spaces and punctuation of a query, each once."""
    return list(dict.fromkeys(plain(text[:LONGEST_QUERY]).split()))[:_MOST_TERMS]


def pairs(text: str) -> list[str]:
    """The neighbouring characters of every run, and each run's last character alone: no pair reaches over a gap."""
    return [run[i : i + 2] for run in plain(text).split() for i in range(len(run))]


def highlighted(text: str, query: str, *, around: int = 60) -> list[tuple[str, bool]]:
    """A piece of the text around the first thing found: parts in order, each with whether it was asked for."""
    asked = [*terms(query), *(w for w in wanted(query) if len(w) > 1)]
    sought = [re.escape(w) for w in sorted(asked, key=len, reverse=True)]
    flat = re.sub(r"\s+", " ", text)
    pattern = re.compile("|".join(sought), re.IGNORECASE) if sought else None
    first = pattern.search(flat) if pattern else None
    start = max(0, first.start() - around // 3) if first else 0
    piece = flat[start : start + around * 2]
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = 0
    for hit in pattern.finditer(piece) if pattern else ():
        parts += [(piece[at : hit.start()], False), (hit[0], True)]
        at = hit.end()
    parts.append((piece[at:] + ("…" if start + around * 2 < len(flat) else ""), False))
    return [p for p in parts if p[0]]
