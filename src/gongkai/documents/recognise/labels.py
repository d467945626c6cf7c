"""Labels of the form as readers meet them: normalised, with listed slips, and within a small edit distance."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import FORMS

_DROP = re.compile(
    r"[\s\u3000\xa0\u200b-\u200f\ufeff\u2060“”\"'‘’「」『』《》()（）【】\[\]、，,。.．：:；;／/·*＊_|—-]+"
)
_NUMBER = re.compile(
    r"^\s*(?:[（(]\s*[一二三四五六七八九十\d]+\s*[）)]|[一二三四五六七八九十]+\s*[、.．]|\d{1,2}\s*[.．、)）])\s*"
)
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """A label without white space, punctuation and number: ``1.属于国家秘密`` → ``属于国家秘密``."""
    text = _BOOKMARK.sub("", text) if "[" in text else text
    return _DROP.sub("", _NUMBER.sub("", text.translate(_WIDE), count=1))


def close(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate within a small edit distance of a normalised label, if just one is nearest.

    One slip in five characters, three at most; labels under four characters must match exactly.
    """
    best: list[str] = []
    least = min(3, len(text) // 5 + (len(text) >= 4))
    if len(text) < 4:
        return None
    for candidate in candidates:
        if len(candidate) < 4:
            continue
        distance = Levenshtein.distance(text, candidate, score_cutoff=least)
        if distance < least or (distance == least and not best):
            best, least = [candidate], distance
        elif distance == least:
            best.append(candidate)
    return best[0] if len(best) == 1 else None


class Labels:
    """A dictionary from normalised label to key, with fuzzy look-up that is remembered."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = {words(label): key for label, key in known.items()}
        self._seen: dict[str, str | None] = {}

    def find(self, text: str) -> str | None:
        """The key for a printed label, or None. ``text`` is as printed."""
        if text in self._seen:
            return self._seen[text]
        if len(text) > 120:
            return None
        label = words(text)
        key = self._known.get(label)
        if key is None and label and not label.isdigit() and (near := close(label, self._known)):
            key = self._known[near]
        if len(self._seen) < 20_000:
            self._seen[text] = key
        return key

    def exact(self, text: str) -> str | None:
        """The key for a label that agrees in every word, or None."""
        return self._known.get(words(text)) if len(text) <= 120 else None


@cache
def rows_3() -> Labels:
    """Labels of the rows of table 3, in both editions; a lone （六） is the collapsed row."""
    known: dict[str, str] = {}
    for form in FORMS.values():
        for row in form.table(3).blocks[0].rows:
            for label in (row.words, *row.variants):
                known.setdefault(label, row.key)
    known["其他处理"] = COLLAPSED_OTHER
    return Labels(known)


@cache
def columns_3() -> Labels:
    """Labels of the columns of table 3."""
    return Labels({w: c.key for c in FORMS["2021"].table(3).blocks[0].columns for w in (c.words, *c.variants)})


@cache
def rows_2() -> Labels:
    """Labels of the rows of table 2, in both editions."""
    known: dict[str, str] = {}
    for form in FORMS.values():
        for block in form.table(2).blocks:
            for row in block.rows:
                for label in (row.words, *row.variants):
                    known.setdefault(label, row.key)
    return Labels(known)


@cache
def columns_2(form_key: str) -> Labels:
    """Labels of the columns of table 2 in one edition."""
    form: Form = FORMS[form_key]
    return Labels({w: c.key for b in form.table(2).blocks for c in b.columns for w in (c.words, *c.variants)})


@cache
def heads_4() -> Labels:
    """Labels in the head of table 4: courses and results."""
    known = {"行政复议": "head", "行政诉讼": "head", "未经复议直接起诉": "head", "复议后起诉": "head"}
    for column in FORMS["2021"].table(4).blocks[0].columns:
        for label in (column.words, *column.variants):
            known[label] = column.key
    return Labels(known)
