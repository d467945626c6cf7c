"""Sentences out of templates and sources: ``{key}`` becomes a bound span, lists are joined, points are numbered."""

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

from gongkai.report.checks.organs import is_area
from gongkai.report.checks.places import organ_kind
from gongkai.report.prose.sources import Sources
from gongkai.report.prose.spans import Bound, Span, Words

Line = list[Span]
NUMERALS = "一二三四五六七八九十"
_SLOT = re.compile(r"\{([^{}]+)\}")
_SELF = {
    "bureau": "我局",
    "street": "我街道",
    "town": "我镇",
    "township": "我乡",
    "department": "我厅",
    "commission": "我委",
}


class Writer:
    """Writes for one organ and year. Wordings with several variants change from year to year and from organ to organ, so
    that reports written from like records are not copies of each other."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    @property
    def self_name(self) -> str:
        """How the organ speaks of itself after it has been named."""
        organ = self.sources.organ
        # A 支队 counts among the bureaus and a 管委会 among the commissions, but neither calls itself so
        if is_area(organ) or organ.endswith(("队", "管委会", "管理委员会")):
            return "本机关"
        return _SELF.get(organ_kind(organ) or "", "本机关")

    def pick(self, name: str, *variants: str) -> str:
        """One of several wordings, the same each time for an organ and a year."""
        return variants[(crc32(f"{self.sources.organ}{name}".encode()) + self.sources.year) % len(variants)]

    def bound(self, key: str) -> Span:
        """The span of a source. KeyError when there is none: nothing is said that no record supports."""
        return Bound(self.sources[key].text, key)

    def say(self, template: str) -> Line:
        """A template with its slots filled. KeyError as for ``bound``."""
        line: Line = []
        at = 0
        for slot in _SLOT.finditer(template):
            line += [Words(template[at : slot.start()]), self.bound(slot[1])]
            at = slot.end()
        return [span for span in (*line, Words(template[at:])) if span.text]

    def has(self, *keys: str) -> bool:
        """Whether each source is there and says more than nothing."""
        return all(key in self.sources and self.sources[key].value != 0 for key in keys)

    def each(self, *templates: str) -> list[Line]:
        """The templates whose every slot has something to say, filled."""
        return [self.say(t) for t in templates if self.has(*_SLOT.findall(t))]


def joined(lines: Iterable[Line], mark: str) -> Line:
    """Lines with a mark between them."""
    line: Line = []
    for part in lines:
        if part:
            line += [Words(mark), *part] if line else part
    return line


def sentence(*lines: Sequence[Span]) -> Line:
    """The lines as one sentence; nothing when they are empty."""
    line = [span for part in lines for span in part]
    return [*line, Words("。")] if line else []


def numeral(value: int) -> str:
    """1 to 99 as Chinese numerals: 一, 十二, 二十."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def points(lines: Sequence[Line]) -> Line:
    """``一是…；二是…``; a single line stays without a number."""
    if len(lines) == 1:
        return list(lines[0])
    return joined(([Words(f"{numeral(i)}是"), *line] for i, line in enumerate(lines, 1)), "；")


def section(parts: Iterable[tuple[str, Line]], opening: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Numbered paragraphs ``（一）heading。…`` of those parts that say something, after an opening paragraph."""
    paragraphs = [list(opening)] if opening else []
    said = [(heading, line) for heading, line in parts if line]
    for index, (heading, line) in enumerate(said, 1):
        paragraphs.append([Words(f"（{numeral(index)}）{heading}。"), *line])
    return merged(joined(paragraphs, "\n"))


def merged(line: Iterable[Span]) -> tuple[Span, ...]:
    """The same with neighbouring words made one."""
    found: Line = []
    for span in line:
        if isinstance(span, Words) and found and isinstance(found[-1], Words):
            found[-1] = Words(found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(found)
