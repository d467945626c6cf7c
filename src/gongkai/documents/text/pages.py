"""What a page adds to a text copied from it: page numbers, the running head, the address a browser prints below."""

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.documents.recognise.title import is_title

_DASH = r"[-‐‑–—―－─━~～·•]"
_NUMBER = re.compile(
    rf"[ \u3000\xa0]*(?:{_DASH}{{1,3}}\s*\d{{1,4}}\s*{_DASH}{{1,3}}"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/／(（、|]?\s*共\s*\d{1,4}\s*页\s*[)）]?)?"
    r"|(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?)\s*"
)
_OF = re.compile(r"(\d{1,4})\s*[/／]\s*(\d{1,4})")
_BARE = re.compile(r"\d{1,4}")
_STAMP = re.compile(r"\w{2,}://|\d{1,2}:\d{2}")
_EDGE = 3  # lines at either end of a page where a running head or foot stands


def lines_of(text: str) -> list[str]:
    """The lines of a text without those that belong to its pages.

    A line is dropped when it can be nothing else: a number between dashes, ``第 3 页``; numbers of the kind ``2/5`` that
    run from 1 to the last; with form feeds, a bare number at the end of every page that counts the pages, and a title
    or a line with a time or an address that comes again on the next page. A cell that is only ``3`` stays, and so does
    whatever stands behind a tab.
    """
    pages = [page.splitlines() for page in text.split("\f")]
    pages = [[line for line in page if not _NUMBER.fullmatch(line)] for page in pages]
    pages = _without_counting(_without_heads(pages))
    return _without_series([line for page in pages for line in page])


def _edges(page: Sequence[str]) -> set[int]:
    """Where the first and last written lines of a page stand."""
    written = [i for i, line in enumerate(page) if line.strip()]
    return {*written[:_EDGE], *written[-_EDGE:]}


def _alike(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without lines of their edges that come again; the title stays where it stands first."""
    if len(pages) < 2:
        return pages
    count = Counter(_alike(line) for page in pages for line in {page[i] for i in _edges(page)})
    kept, titled = list[list[str]](), set[str]()
    for page in pages:
        edges, lines = _edges(page), list[str]()
        for i, line in enumerate(page):
            again = i in edges and count[_alike(line)] > 1
            if again and _STAMP.search(line):
                continue
            if again and is_title(line):
                if _alike(line) in titled:
                    continue
                titled.add(_alike(line))
            lines.append(line)
        kept.append(lines)
    return kept


def _without_counting(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the bare number they end in, when every written page ends in one and the numbers count the pages."""
    last = [max((i for i, line in enumerate(page) if line.strip()), default=None) for page in pages]
    ends = [(n, i) for n, i in enumerate(last) if i is not None]
    numbers = [pages[n][i].strip() for n, i in ends]
    if len(ends) < 2 or not all(_BARE.fullmatch(number) for number in numbers):
        return pages
    first = int(numbers[0])
    if [int(number) for number in numbers] != list(range(first, first + len(numbers))):
        return pages
    gone = dict(ends)
    return [[line for i, line in enumerate(page) if gone.get(n) != i] for n, page in enumerate(pages)]


def _without_series(lines: list[str]) -> list[str]:
    """Lines without ``1/3``, ``2/3``, ``3/3``, when the whole series is there and nothing besides."""
    found = [(i, int(m[1]), int(m[2])) for i, line in enumerate(lines) if (m := _OF.fullmatch(line.strip()))]
    total = len(found)
    if total < 2 or [(n, of) for _, n, of in found] != [(n, total) for n in range(1, total + 1)]:
        return lines
    gone = {i for i, _, _ in found}
    return [line for i, line in enumerate(lines) if i not in gone]
