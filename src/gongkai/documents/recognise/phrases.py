"""The phrases of the form in running text: labels of rows and columns, heads, groups, with any white space inside."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import FORMS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the form found in the text: what it is (``row``, ``head``, ``group``, ``column``), key, offsets."""

    kind: str
    key: str
    start: int
    end: int


def _pattern(text: str) -> str:
    """A pattern that finds a phrase with any white space inside and either width of punctuation."""
    parts = []
    for char in text:
        if char in "（(":
            parts.append("[（(]")
        elif char in "）)":
            parts.append("[）)]")
        elif char in '“”"':
            parts.append('[“”"]?')
        elif char in "、，,":
            parts.append("[、，,]?")
        elif char in ".．":
            parts.append("[.．、]")
        elif char in "：:":
            parts.append("[：:]?")
        elif char in "/／":
            parts.append("[/／]?")
        else:
            parts.append(re.escape(char))
    return r"\s*".join(parts)


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, tuple[str, str]]]:
    """One alternation of every phrase of both forms, longest first, and what each named group means."""
    entries: dict[str, tuple[str, str]] = {}
    for form in FORMS.values():
        for row in form.table(3).blocks[0].rows:
            for text in (row.words, *row.variants):
                number = row.number if row.key != "other" or form.key == "2021" else "（六）"
                entries.setdefault(number + text, ("row3", row.key))
                if len(text) > 5:
                    entries.setdefault(text, ("row3", row.key))
        for block in form.table(2).blocks:
            entries.setdefault(block.heading, ("head2", form.key))
            for row in block.rows:
                for text in (row.words, *row.variants):
                    entries.setdefault(text, ("row2", row.key))
            for column in block.columns:
                for text in (column.words, *column.variants):
                    entries.setdefault(text, (f"column2_{form.key}", column.key))
    for row in FORMS["2021"].table(3).blocks[0].rows:
        for group in row.groups:
            entries.setdefault(group, ("group", group))
    entries["（六）其他处理"] = ("row3", COLLAPSED_OTHER)
    entries |= {t: ("head", t) for t in ("信息内容", "申请人情况", "法人或其他组织", "自然人", "行政诉讼", "行政复议")}
    entries |= {t: ("head4", t) for t in ("未经复议直接起诉", "复议后起诉")}
    entries |= {c.words: ("head4", c.key) for c in FORMS["2021"].table(4).blocks[0].columns}
    ordered = sorted(entries, key=len, reverse=True)
    names = {f"p{i}": entries[text] for i, text in enumerate(ordered)}
    joined = "|".join(f"(?P<p{i}>{_pattern(text)})" for i, text in enumerate(ordered))
    # Nearly every place in a text begins no phrase: a look at its first characters spares trying all of them.
    first = {c for text in ordered for c in ("（(" if text[0] in "（(" else text[0])}
    begins = re.escape("".join(sorted(c for c in first if not c.isdigit())))
    return re.compile(rf"(?=[{begins}]|\d\s*[.．、])(?:{joined})"), names


def find_phrases(text: str) -> Iterator[Phrase]:
    """Every phrase of the form in a text, left to right, longest first."""
    pattern, names = _phrases()
    for match in pattern.finditer(text):
        kind, key = names[match.lastgroup or ""]
        yield Phrase(kind, key, match.start(), match.end())
