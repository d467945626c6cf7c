"""Citations in few words: an instrument is named once in a list, and the regulations by their common name in a table."""

from collections.abc import Iterable

from gongkai.sources import REGULATIONS, Citation


def joined(citations: Iterable[Citation]) -> str:
    """Citations in running text: 《政府信息公开条例》第十五条、第三十二条."""
    return _listed((c.instrument.short, c.place) for c in citations)


def brief(citations: Iterable[Citation]) -> str:
    """Citations in a narrow column: 条例第十五条、第三十二条."""
    return _listed(("条例" if c.instrument is REGULATIONS else c.instrument.short, c.place) for c in citations)


def _listed(citations: Iterable[tuple[str, str]]) -> str:
    found: list[str] = []
    last = ""
    for name, place in dict.fromkeys(citations):
        found.append(place if name == last else f"{name}{place}")
        last = name
    return "、".join(found)
