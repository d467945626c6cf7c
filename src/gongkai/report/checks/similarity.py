"""Text that was there before: sections nearly the same as last year's, or as another report's of the batch.

Years, numbers, punctuation and white space do not count. In a batch, shingles tell in one pass which reports can be alike
at all; only those are compared letter by letter.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache, partial
from itertools import islice

from rapidfuzz.distance import Indel

from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.checks.years import last_year
from gongkai.report.findings import Severity, Span
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE

ALIKE_LAST_YEAR = {"problems": 0.80, "overview": 0.90}
ALIKE_PEER = 0.85
_LEAST_LENGTH = {"problems": 40, "overview": 100}
_LEAST_LENGTH_PEER = 100
_PASSAGE = 12
_SHINGLE = 8
_SAMPLE = 4
_SHARED_SHINGLES = 0.4
_HOLDERS = 64  # of one shingle: words that everybody writes tell little, and a batch of copies must stay quick
_EXAMINED = 16
_COMPARED = 20_000  # no section is as long; comparing takes time with the square of the length
_WORDS = {"overview": "第一部分“总体情况”", "problems": "第五部分“存在的主要问题及改进情况”"}
_KEPT = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that two texts share: its place in the first text and the text there."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The text without numbers, years, punctuation and white space; its first ``_COMPARED`` letters."""
    return "".join(_KEPT.findall(text))[:_COMPARED]


def similarity(one: str, other: str, *, at_least: float = 0.0) -> float:
    """How alike two texts are, 0 to 1; 0 where they are less alike than ``at_least``."""
    return Indel.normalized_similarity(bare(one), bare(other), score_cutoff=at_least)


def passages(one: str, other: str, *, least: int = _PASSAGE) -> list[Match]:
    """The passages of ``one`` that stand in ``other`` too, longest first; at least ``least`` letters each."""
    offsets = [m.start() for m in _KEPT.finditer(one)]
    blocks = SequenceMatcher(None, bare(one), bare(other)).get_matching_blocks()
    found = [
        Match(start := offsets[b.a], end := offsets[b.a + b.size - 1] + 1, one[start:end])
        for b in blocks
        if b.size >= least
    ]
    return sorted(found, key=lambda m: m.start - m.end)


@lru_cache(maxsize=8192)
def shingles(text: str) -> frozenset[int]:
    """A sample of the text's runs of eight letters, as hashes: texts that are alike share most of them."""
    letters = bare(text)
    hashes = (hash(letters[i : i + _SHINGLE]) for i in range(len(letters) - _SHINGLE + 1))
    return frozenset(h for h in hashes if h % _SAMPLE == 0)


class Shelf:
    """The sections of many reports, arranged so that those alike are found without comparing each with each."""

    def __init__(self, reports: Sequence[Report], section: str) -> None:
        self.reports = reports
        self.size = len(reports)
        self._section = section
        self._holders: dict[int, list[int]] = {}
        for index, report in enumerate(reports):
            text = report.text(section)
            if len(bare(text)) >= _LEAST_LENGTH_PEER:
                for shingle in shingles(text):
                    holders = self._holders.setdefault(shingle, [])
                    if len(holders) < _HOLDERS:
                        holders.append(index)

    def alike(self, report: Report) -> Iterator[tuple[Report, float]]:
        """The other organs' reports whose section is nearly this report's, with how alike, most alike first; at most
        ``_EXAMINED``, those that share most."""
        text = report.text(self._section)
        if len(bare(text)) < _LEAST_LENGTH_PEER:
            return
        own = shingles(text)
        counts = Counter(i for shingle in own for i in self._holders.get(shingle, ()))
        found: list[tuple[Report, float]] = []
        shared = (index for index, count in counts.most_common() if count >= _SHARED_SHINGLES * len(own))
        others = (self.reports[index] for index in shared if not _is_same(report, self.reports[index]))
        for other in islice(others, _EXAMINED):
            score = similarity(text, other.text(self._section), at_least=ALIKE_PEER)
            if score:
                found.append((other, score))
        yield from sorted(found, key=lambda pair: -pair[1])


def _is_same(one: Report, other: Report) -> bool:
    """Whether two reports are one, or of one organ: an organ may repeat itself here, last year's report is its own check."""
    return one is other or (one.organ is not None and one.organ == other.organ)


_shelves: dict[str, Shelf] = {}


def _shelf(peers: Sequence[Report], section: str) -> Shelf:
    """The shelf of a batch. The last batch's is kept, since every report of a batch asks for the same one."""
    shelf = _shelves.get(section)
    if shelf is None or shelf.reports is not peers or shelf.size != len(peers):
        shelf = _shelves[section] = Shelf(peers, section)
    return shelf


def _as_last_year(section: str, report: Report, context: Context) -> Iterator[Hit]:
    """A section nearly the same as last year's."""
    previous = last_year(report, context)
    if previous is None:
        return
    text, before = report.text(section), previous.text(section)
    if min(len(bare(text)), len(bare(before))) < _LEAST_LENGTH[section]:
        return
    score = similarity(text, before, at_least=ALIKE_LAST_YEAR[section])
    if score:
        yield _hit(section, text, before, score, "上年报告的同一部分", "可能沿用了上年的文字")


def _as_a_peer(report: Report, context: Context) -> Iterator[Hit]:
    """A section nearly the same as that of another organ of the batch."""
    if not context.peers or report.edition is None:
        return
    for section in ("overview", "problems"):
        alike = list(_shelf(context.peers, section).alike(report))
        if not alike:
            continue
        other, score = alike[0]
        who = f"“{other.organ or other.title}”的报告" + (_more(len(alike)) if len(alike) > 1 else "")
        yield _hit(section, report.text(section), other.text(section), score, who, "可能照搬了同一份文字")


def is_like_a_peer(report: Report, peers: Sequence[Report]) -> bool:
    """Whether the check S-3 would say something of a report beside these. Of all of them only form, organ, title and text
    are looked at, so that they may come without their figures."""
    return next(_as_a_peer(report, Context(peers=peers)), None) is not None


def _more(count: int) -> str:
    return f"等 {count} 份报告" if count < _EXAMINED else f"等 {count} 份以上的报告"


def _hit(section: str, text: str, other: str, score: float, who: str, cause: str) -> Hit:
    found = passages(text, other)
    longest = found[0] if found else Match(0, len(text), text)
    count = f"，相同的有 {len(found)} 段，最长一段 {longest.end - longest.start} 字" if found else ""
    return Hit(
        Span(section, longest.start, longest.end, longest.text),
        f"{_WORDS[section]}与{who}有 {100 * score:.0f}% 相同（不计数字和年份）{count}。",
        longest.text,
        likely_cause=cause,
        law=FORM_2021_NOTICE.part(_WORDS[section].partition("“")[0]),
    )


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("S-1", Severity.QUESTION, "第五部分与上年雷同", "格式要求第五部分与上年有所区别：写出上年问题改进得如何、今年有何新问题。",
          "请重写第五部分：上年所列问题的改进结果、本年的新问题和措施。", FORM_2021_NOTICE.part("第五部分"),
          partial(_as_last_year, "problems")),
    Check("S-2", Severity.QUESTION, "第一部分与上年雷同", "总体情况应写本年的工作，沿用上年文字容易留下旧的年份和数字。",
          "请按本年情况改写，并逐处核对年份、数字。", FORM_2021_NOTICE.part("第一部分"),
          partial(_as_last_year, "overview")),
    Check("S-3", Severity.QUESTION, "与别的机关的报告雷同", "年度报告应写本机关的情况；与别的机关雷同多为照搬。",
          "请按本机关实际情况改写相同的段落。", FORM_2021_NOTICE.part("第一部分、第五部分"), _as_a_peer),
)
# fmt: on
