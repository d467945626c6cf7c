"""Laws are named in full where a letter mentions them first, and by their short name from then on."""

import re
from collections.abc import Iterable
from dataclasses import replace

from gongkai.documents.letters.paper import Block, Line, Role
from gongkai.sources import INSTRUMENTS

_STATE = "中华人民共和国"
_FULL = {
    x.short: f"《{x.title}》" for x in INSTRUMENTS if x.title.startswith(_STATE) and re.fullmatch("《[^》]+》", x.short)
}
_RUNNING = (Role.TEXT, Role.FIRST, Role.SECOND)
# What stands in quotation marks is somebody else's words: the request, a title.
_QUOTED = re.compile("“[^”]*”")


def in_full(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks with the first mention of each law in the running text in full; where it is mentioned again, its short
    name is said there: 《中华人民共和国政府信息公开条例》（以下简称《政府信息公开条例》）. A law that somebody has named in
    full before, and what is quoted, stays as it was written."""
    found = list(blocks)
    for short, full in _FULL.items():
        lines = [(i, b) for i, b in enumerate(found) if isinstance(b, Line) and b.role in _RUNNING]
        places = [(i, at) for i, line in lines for at in _mentions(line.text, short)]
        if not places or any(full in line.text for i, line in lines if i <= places[0][0]):
            continue
        index, at = places[0]
        first = found[index]
        assert isinstance(first, Line)
        said = f"{full}（以下简称{short}）" if len(places) > 1 else full
        found[index] = replace(first, text=first.text[:at] + said + first.text[at + len(short) :])
    return tuple(found)


def _mentions(text: str, short: str) -> list[int]:
    """Where a short name stands outside quotation marks."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = (match.start() for match in re.finditer(re.escape(short), text))
    return [at for at in found if not any(start < at < end for start, end in quoted)]
