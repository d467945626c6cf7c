"""How like last year's a section is: which of its paragraphs were kept, and what to write in their stead.

What must read alike every year is no sign of copying: the sentences the form asks for, and those the draft writes from
this year's figures. A paragraph counts as kept for what is left of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.checks.similarity import ALIKE_LAST_YEAR, Match, bare, passages, similarity
from gongkai.report.prose.spans import Bound, Draft

# So many letters of a paragraph must be somebody's own words before it can be called kept, and so large a share of them
# must stand in last year's text.
_LEAST, _KEPT = 20, 0.8
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_QUOTED = re.compile(r"“[^”]+”")
_NUMBERING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])+\s*")
# Words entered by people: in them a draft can be last year's over again.
_ENTERED = ("problem/", "named/", "improvement/", "outcome/", "occasion/", "key_task/", "proposals/subjects")
# What the form asks for in so many words, wherever nothing happened
_FIXED = re.compile(
    r"《中华人民共和国政府信息公开条例》|收取?信息处理费|没有其他需要报告|(?:没有|未|无)(?:收到|新收|发生)[^，]{0,30}(?:申请|复议|诉讼)|"
    r"没有结转|政府信息公开工作年度报告格式"
)
_FIXED_LONGEST = 60  # letters: what is longer says more than the form asks for
_BEGINNING, _TOLD = 12, 3
_INSTEAD = {
    "overview": "请改写成今年做了什么、办成了什么",
    "problems": "请写今年的问题和今年采取的措施；问题还没有解决的，写明今年做了什么、为什么还没有解决",
    "other_matters": "请写今年的情况",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A paragraph that stands nearly word for word in last year's text: its number (one a line, from 1), its place
    ``[start, end)``, and how it begins."""

    number: int
    start: int
    end: int
    begins: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, 0 to 1 (numbers, years and punctuation do not count), from where ``gongkai check`` asks about
    it, the passages they share (places in the first text, longest first), and the paragraphs kept from last year."""

    share: float
    limit: float | None
    passages: tuple[Match, ...]
    kept: tuple[Kept, ...] = ()
    section: str = ""

    @property
    def asks(self) -> bool:
        """Whether the check would ask."""
        return self.limit is not None and self.share >= self.limit

    @property
    def advice(self) -> str:
        """One Chinese sentence: which paragraphs are last year's and what to write instead; that there is none, and
        whether the whole is still too much like it."""
        if not self.kept and self.asks:
            return "没有整段沿用上年的文字，但相同的话合起来偏多：请对照“相同的文字”，改写成今年的情况。"
        if not self.kept:
            return "没有整段沿用上年的文字；按格式必须写的话每年相同，不用改。"
        numbers = "、".join(str(k.number) for k in self.kept)
        begins = "、".join(f"“{k.begins}…”" for k in self.kept[:_TOLD]) + ("等" if len(self.kept) > _TOLD else "")
        return f"第 {numbers} 段（{begins}）与上年几乎相同：{_INSTEAD.get(self.section, '请写今年的情况')}。"


def likeness(text: str, last_year: str, *, section: str = "", drafted: Draft | None = None) -> Likeness:
    """How like last year's text it is, with the passages of a dozen letters and more that stand in both.

    ``drafted`` is what today's records make of the section: its sentences of figures are this year's, however they read.
    """
    shared = tuple(passages(text, last_year))
    kept = tuple(_kept(text, last_year, _figures(drafted) if drafted else frozenset()))
    return Likeness(similarity(text, last_year), ALIKE_LAST_YEAR.get(section), shared, kept, section)


def _figures(drafted: Draft) -> frozenset[str]:
    """The sentences of a draft that hold no words entered by people, without their figures."""
    entered = [p for p in drafted.bound if _is_entered(p.bound)]
    return frozenset(
        bare(match[0])
        for match in _SENTENCE.finditer(drafted.text)
        if not any(match.start() < p.end and p.start < match.end() for p in entered)
    )


def _is_entered(bound: Bound) -> bool:
    return bound.key.startswith(_ENTERED)


def _kept(text: str, last_year: str, figures: frozenset[str]) -> Iterator[Kept]:
    before, at = bare(last_year), 0
    for number, line in enumerate(text.split("\n"), 1):
        own = _own(line, before, figures)
        size = len(bare(own))
        if size >= _LEAST:
            same = sum(len(bare(match.text)) for match in passages(own, last_year))
            if same >= _KEPT * size:
                yield Kept(number, at, at + len(line), _beginning(line))
        at += len(line) + 1


def _is_fixed(sentence: str) -> bool:
    return len(bare(sentence)) <= _FIXED_LONGEST and bool(_FIXED.search(sentence))


def _beginning(line: str) -> str:
    """The heading of a paragraph, or its first words."""
    return _NUMBERING.sub("", line).partition("。")[0][:_BEGINNING].rstrip("，；：、")


def _own(line: str, before: str, figures: frozenset[str]) -> str:
    """A paragraph without its numbering, what the form asks for, what the figures say, and what is quoted from last year."""
    sentences = (m[0] for m in _SENTENCE.finditer(_NUMBERING.sub("", line)))
    left = "".join(s for s in sentences if not _is_fixed(s) and bare(s) not in figures)
    return _QUOTED.sub(lambda quoted: "" if bare(quoted[0]) in before else quoted[0], left)
