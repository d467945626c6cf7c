"""Characters in what people type: which are let go in silence, and which no letter can be printed with."""

from __future__ import annotations

import unicodedata

_SAID = "“{odd}”不能印在文书上，请删去或者改用文字。"
# What word processors put between lines and pages.
_BREAKS = str.maketrans({"\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"})


def visible(text: str) -> str:
    """Without marks nobody sees: control characters, zero width, direction (also the ones that turn names of files round),
    byte order. Ends of lines and tabulators stay; breaks of a word processor become ends of lines."""
    return "".join(c for c in text.translate(_BREAKS) if c in "\n\r\t" or unicodedata.category(c) not in ("Cf", "Cc"))


def unprintable(text: str) -> str:
    """The first character no letter can be printed with: emoji, private use, not assigned; empty when there is none."""
    return next(
        (c for c in text if unicodedata.category(c) in ("Co", "Cn", "Cs") or "\U0001f000" <= c < "\U00020000"), ""
    )


def refusal(value: object) -> str:
    """Why something typed cannot stand in a letter, in one Chinese sentence; empty when it can. ``value`` is a text, or
    lists and tuples of texts; anything else can."""
    odd = _first(value)
    return _SAID.format(odd=odd) if odd else ""


def _first(value: object) -> str:
    if isinstance(value, str):
        return unprintable(value)
    return next((odd for each in value if (odd := _first(each))), "") if isinstance(value, list | tuple) else ""
