"""Shares, growth and lists with a stated total: sums that the text itself lays open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.narrative.claim import Figure, figures
from gongkai.report.narrative.plain import Plain

_SHARE = re.compile(
    r"占(?:比|全部|全年|总量|总数|申请|收到|办结|答复|受理|件数|的|总|量|数)*(?:约|达|为|到)?(?P<p>\d+(?:\.\d+)?)%"
)
_GROWTH = re.compile(
    r"(?:同比|(?:较|比|与)(?:上年度?|上一年度?|去年|20\d\d年度?)(?:同期)?(?:相比)?)[^。；\n\d]{0,10}?"
    r"(?P<way>增长|增加|上升|提高|增幅|下降|减少|降低|降幅)[^。；\n\d]{0,6}?(?P<n>\d+(?:\.\d+)?)(?P<u>%|件|个百分点|倍)?"
)
_LIST = re.compile(r"(?:其中|包括|分别(?:为|是|有)|具体为|涉及)")
# How far a figure can stand from the words that speak of it, and a total from its items
_NEAR, _FAR = 60, 1500
_STOPS_LIST = re.compile(r"阅读|点击|浏览|转发|转载|占|同比|增长|较上年|关注|粉丝|访问")


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` is said to be ``percent`` of something; ``wholes`` are the numbers named before it in the paragraph."""

    start: int
    end: int
    part: Figure
    percent: Decimal
    decimals: int
    wholes: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A change against last year: ``sign`` 1 or −1, ``amount`` in percent or in cases, ``of`` the figure it is said of."""

    start: int
    end: int
    sign: int
    amount: Decimal
    unit: str
    decimals: int
    of: Figure


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and the items the same sentence lists for it."""

    total: Figure
    items: tuple[Figure, ...]
    open: bool

    @property
    def sum(self) -> Decimal:
        """The items added up."""
        return Decimal(sum(i.value for i in self.items))


def shares(text: Plain) -> Iterator[Share]:
    """Every ``n 件，占 p%`` of a section."""
    for match in _SHARE.finditer(text.masked):
        start = max(text.sentence_at(match.start())[0], match.start() - _NEAR)
        paragraph = max(text.masked.rfind("\n", 0, match.start()) + 1, match.start() - _FAR // 3)
        before = figures(text.masked, start, match.start())
        if before and match.start() - before[-1].end <= 12 and not before[-1].rough:
            decimals = len(match["p"].partition(".")[2])
            wholes = tuple(figures(text.masked, paragraph, before[-1].start))
            yield Share(match.start(), match.end(), before[-1], Decimal(match["p"]), decimals, wholes)


def growths(text: Plain) -> Iterator[Growth]:
    """Every change against last year that is said right after a figure."""
    for match in _GROWTH.finditer(text.masked):
        start = max(text.sentence_at(match.start())[0], match.start() - _NEAR)
        before = figures(text.masked, start, match.start())
        if before and not before[-1].rough and match["u"] in ("%", "件"):
            sign = -1 if match["way"] in ("下降", "减少", "降低", "降幅") else 1
            decimals = len(match["n"].partition(".")[2])
            yield Growth(match.start(), match.end(), sign, Decimal(match["n"]), match["u"], decimals, before[-1])


def breakdowns(text: Plain) -> Iterator[Breakdown]:
    """Every ``共 n 条，其中甲 a 条、乙 b 条 …`` whose items have the unit of the total."""
    for start, end in text.sentences():
        cuts = list(_LIST.finditer(text.masked, start, end))
        for i, cut in enumerate(cuts):
            before = figures(text.masked, max(start, cut.start() - _NEAR), cut.start())
            until = min(cuts[i + 1].start() if i + 1 < len(cuts) else end, cut.end() + _FAR)
            stops = (m.start() for m in _STOPS_LIST.finditer(text.masked, cut.end(), until))
            until = next((at for at in stops if not _inside(text.masked, cut.end(), at)), until)
            # A list inside brackets ends with them, and one outside skips what others say in brackets
            listed = text.masked[cut.end() : until]
            if listed.count("（") != listed.count("）"):
                until = cut.end() + listed.find("）") if "）" in listed else until
            items = [f for f in figures(text.masked, cut.end(), until) if not _inside(text.masked, cut.end(), f.start)]
            if before and items and not before[-1].rough and cut.start() - before[-1].end <= 16:
                same = tuple(f for f in items if f.unit == before[-1].unit)
                loose = len(same) < len(items) or any(f.rough for f in items)
                yield Breakdown(before[-1], same, loose or "等" in text.masked[cut.end() : until])


def _inside(masked: str, start: int, position: int) -> bool:
    return masked.count("（", start, position) > masked.count("）", start, position)
