"""Of a section as a whole: how long it is against what the form asks, and how like last year's."""

from dataclasses import dataclass

from gongkai.report.checks.similarity import ALIKE_LAST_YEAR, Match, passages, similarity
from gongkai.sources import FORM_2021_NOTICE, Citation

# Part one is to keep to about a thousand characters; part five must name problems and measures, which a line does not.
_AIMS = {"overview": (300, 1000), "problems": (40, 1000), "other_matters": (1, 1000)}
_PARTS = {"overview": "第一部分", "problems": "第五部分", "other_matters": "第六部分"}
_TOLERANCE = 100


@dataclass(frozen=True, slots=True)
class Length:
    """Characters without white space, the least and most to aim at, and one Chinese sentence."""

    characters: int
    least: int
    most: int
    message: str
    law: Citation

    @property
    def fits(self) -> bool:
        """Whether nothing need be done about it."""
        return self.least <= self.characters <= self.most


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, 0 to 1 (numbers, years and punctuation do not count), from where ``gongkai check`` asks about
    it, and the passages they share: places in the first text, longest first."""

    share: float
    limit: float | None
    passages: tuple[Match, ...]

    @property
    def asks(self) -> bool:
        """Whether the check would ask."""
        return self.limit is not None and self.share >= self.limit


def length_guidance(text: str, *, section: str) -> Length:
    """The length of a section against the form's advice (国办公开办函〔2021〕30号: part one about a thousand characters).

    KeyError for a section that is not written.
    """
    least, most = _AIMS[section]
    count = len("".join(text.split()))
    if count > most + _TOLERANCE:
        message = f"现有 {count} 字，超过一般不多于 {most} 字的要求：请删去与本部分无关的叙述。"
    elif count > most:
        message = f"现有 {count} 字，略多于 {most} 字，可以再精简。"
    elif count < least:
        message = (
            f"现有 {count} 字，少于 {least} 字，可能没有写全：请对照格式逐项核对。" if count else "还没有内容，请撰写。"
        )
    else:
        message = f"现有 {count} 字，长短合适。"
    return Length(count, least, most, message, FORM_2021_NOTICE.part(_PARTS[section]))


def likeness(text: str, last_year: str, *, section: str = "") -> Likeness:
    """How like last year's text it is, with the passages of a dozen letters and more that stand in both."""
    return Likeness(similarity(text, last_year), ALIKE_LAST_YEAR.get(section), tuple(passages(text, last_year)))
