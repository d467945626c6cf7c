"""Personal data left in a text that is to be published: what the checks of reports know, and the applicant's own data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from gongkai.report.checks.privacy import marks as known

# What somebody's own data is, in words, and the data: ("申请人姓名", "王小明").
Own = Sequence[tuple[str, str]]
NAME_WORDS = ("姓名", "代理人")

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)0\d{2,3}\d{7,8}(?!\d)")
_HOME = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:路|街|巷|弄|村|小区|花园|家园|公寓|新村|组)\d+(?:号|弄|幢|栋|组|单元|室)[\d\u4e00-\u9fff单元室号栋幢层-]{0,12}"
)
_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, ``[start, end)``, that looks like personal data: what it is, the words, and a keyed hash of both by
    which it is dismissed (the words themselves are kept nowhere). ``file`` is the SHA-256 of the file whose findings this
    sums up; it stands behind the text then."""

    what: str
    start: int
    end: int
    words: str
    file: str = ""

    @property
    def key(self) -> str:
        """The keyed hash: 32 hexadecimal digits. A file is answered for as it is, whatever a later release finds in it."""
        return salted_hmac("gongkai.mark", f"{self.what}:{self.file or self.words}").hexdigest()[:32]


def _flat(text: str) -> tuple[str, list[int]]:
    """The text in one width without spaces and hyphens, and where each of its characters stood."""
    kept = [(unicodedata.normalize("NFKC", c), i) for i, c in enumerate(text)]
    rows = [(c, i) for c, i in kept if len(c) == 1 and not c.isspace() and c not in "-‐‑–—"]
    return "".join(c for c, _ in rows), [i for _, i in rows]


def _own(flat: str, own: Own) -> Iterator[tuple[str, int, int]]:
    """Where somebody's own data stands; of a long value (an address) also eight characters in a row."""
    for what, value in own:
        sought = _flat(value)[0]
        if len(sought) < 2:
            continue
        size = len(sought) if any(w in what for w in NAME_WORDS) else min(_WINDOW, len(sought))
        for begin in range(len(sought) - size + 1):
            for hit in re.finditer(re.escape(sought[begin : begin + size]), flat, re.IGNORECASE):
                yield what, hit.start(), hit.end()


def _joined(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Overlapping places as one, under the name of what was found first (the applicant's own data come first)."""
    joined: list[tuple[str, int, int, int]] = []
    for order, (what, start, end) in sorted(enumerate(found), key=lambda f: f[1][1]):
        if joined and start < joined[-1][3]:
            former, first, begin, until = joined[-1]
            first, former = min((first, former), (order, what))
            joined[-1] = (former, first, begin, max(end, until))
        else:
            joined.append((what, order, start, end))
    return [(what, start, end) for what, _, start, end in joined]


def marks(text: str, own: Own = ()) -> list[Mark]:
    """Everything in a text that looks like personal data, in order, without overlaps."""
    flat, places = _flat(text)
    found = [(what, places[a], places[b - 1] + 1) for what, a, b in (*_own(flat, own), *known(flat)) if b > a]
    found += [
        (what, places[m.start()], places[m.end() - 1] + 1)
        for what, p in (("电话号码", _PHONE), ("住址", _HOME))
        for m in p.finditer(flat)
    ]
    # A number may be joined to the figures before it when spaces are left out: the text as it stands is looked at too.
    wide = "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    found += list(known(wide))
    found += [("电子邮箱", *m.span()) for m in _EMAIL.finditer(wide)]
    return [Mark(what, a, b, text[a:b]) for what, a, b in _joined(found)]


def without(text: str, own: Own) -> str:
    """The text with somebody's own data taken out: 申请人 for names, （略） for the rest."""
    flat, places = _flat(text)
    cut = [(what, places[a], places[b - 1] + 1) for what, a, b in _own(flat, own)]
    for what, start, end in reversed(_joined(cut)):
        text = text[:start] + ("申请人" if any(w in what for w in NAME_WORDS) else "（略）") + text[end:]
    return re.sub(r"(?:申请人[：:，,]?){2,}", "申请人", text)
