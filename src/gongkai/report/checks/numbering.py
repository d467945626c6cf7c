"""Checks of the numbering of headings and points, and of another organ's name in the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.report.checks.places import organ_kind
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity, Span
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS

_NUMERALS = "一二三四五六七八九十"
_STYLES = {
    "（一）": re.compile(r"^[ \t\u3000]*[（(]([一二三四五六七八九十]{1,2})[）)]", re.M),
    "（1）": re.compile(r"^[ \t\u3000]*[（(](\d{1,2})[）)]", re.M),
    "1.": re.compile(r"^[ \t\u3000]*(\d{1,2})(?:[.．](?!\d)|、)", re.M),
}
_POINTS = re.compile(r"(?:^|(?<=[。；;：:，,、\s]))([一二三四五六七八九十]{1,2})(?=是)", re.M)
_TOP = re.compile(r"^\s*(?:第)?[（(]?([一二三四五六七八九十]+|\d{1,2})[）)]?(?:部分)?([、.．)）]?)")
_SECTION_WORDS = {"preamble": "前言", "unknown": "正文"}


class Mark(NamedTuple):
    """A number in the text: its style, value, and where it stands."""

    style: str
    value: int
    start: int
    end: int


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text == "十":
        return 10
    if text[0] == "十":
        return 10 + _NUMERALS.index(text[1]) + 1
    if text[-1] == "十":
        return 10 * (_NUMERALS.index(text[0]) + 1)
    return _NUMERALS.index(text[0]) + 1


def _marks(text: str) -> list[Mark]:
    """The numbers that start a paragraph, in order."""
    found = [
        Mark(style, _value(m[1]), m.start(), m.end())
        for style, pattern in _STYLES.items()
        for m in pattern.finditer(text)
    ]
    return sorted(found, key=lambda mark: mark.start)


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys(p.key for p in report.passages):
        yield key, report.text(key)


def _span(key: str, text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    return Span(key, start, end, text[start:end])


class Break(NamedTuple):
    """A mark out of order: the mark before it in its series (None at the start), and the number that was due.

    ``mixed`` when the number is due but written in another style than the mark before.
    """

    mark: Mark
    before: Mark | None
    due: int
    mixed: bool


def _breaks(marks: list[Mark]) -> Iterator[Break]:
    """Walk the marks level by level. A new style that starts at one opens a level; a style met before closes those opened
    since; a new style that does not start at one goes on with the open series in another writing."""
    levels: list[Mark] = []
    for mark in marks:
        depth = next((i for i, open_ in enumerate(levels) if open_.style == mark.style), None)
        if depth is not None:
            before = levels[depth]
            levels[depth:] = [mark]
            if mark.value not in (before.value + 1, 1):
                yield Break(mark, before, before.value + 1, False)
        elif mark.value == 1:
            levels.append(mark)
        else:
            last = levels.pop() if levels else None
            levels.append(mark)
            due = last.value + 1 if last else 1
            yield Break(mark, last, due, mixed=last is not None and mark.value == due)


def _mixed(report: Report, _: Context) -> Iterator[Hit]:
    """One series numbered in two styles: ``（1）（二）（三）``, or sections ``1、`` beside ``一、``."""
    if report.edition is None:
        return
    yield from _mixed_sections(report)
    for key, text in _texts(report):
        for mark, before, due, mixed in _breaks(_marks(text)):
            if not mixed or before is None:
                continue
            one, other = text[before.start : before.end].strip(), text[mark.start : mark.end].strip()
            yield Hit(
                _span(key, text, mark.start, mark.end),
                f"“{one}”之后接着“{other}”，同一层次的序号用了两种写法。",
                other,
                _styled(before.style, due),
            )


def _styled(style: str, value: int) -> str:
    return f"（{_NUMERALS[value - 1]}）" if style == "（一）" and value <= 10 else style.replace("1", str(value))


def _mixed_sections(report: Report) -> Iterator[Hit]:
    numbers = [p.number.strip() for p in report.passages if p.key not in _SECTION_WORDS and p.number.strip()]
    odd = [n for n in numbers if not re.match(rf"[{_NUMERALS}]", n)]
    if odd and len(odd) < len(numbers):
        named = "、".join(dict.fromkeys(n.rstrip("、.．") for n in odd))
        yield Hit(
            None,
            f"各部分的序号写法不一：{named} 与一、二、三混用。",
            named,
            "一、二、三、四、五、六",
        )


def _series(report: Report, _: Context) -> Iterator[Hit]:
    """A series that repeats or skips a number: ``一是、三是、三是``; two sections with one number."""
    if report.edition is None:
        return
    yield from _repeated_sections(report)
    for key, text in _texts(report):
        points = [Mark("是", _value(m[1]), m.start(1), m.end() + 1) for m in _POINTS.finditer(text)]
        for mark, before, due, mixed in (*_breaks(points), *_breaks(_marks(text))):
            if not mixed:
                yield _out_of_order(key, text, mark, due, repeated=before is not None and before.value == mark.value)


def _out_of_order(key: str, text: str, mark: Mark, due: int, *, repeated: bool) -> Hit:
    here = text[mark.start : mark.end].strip()
    wanted = here.replace(_numeral(here), _same_script(here, due), 1)
    what = "重复" if repeated else "不连续"
    where = _span(key, text, mark.start, mark.end)
    return Hit(where, f"序号{what}：此处是“{here}”，按次序应为“{wanted}”。", here, wanted)


def _numeral(text: str) -> str:
    match = re.search(rf"\d+|[{_NUMERALS}]+", text)
    return match[0] if match else text


def _same_script(text: str, value: int) -> str:
    if re.search(r"\d", text):
        return str(value)
    if value <= 10:
        return _NUMERALS[value - 1]
    return ("" if value < 20 else _NUMERALS[value // 10 - 1]) + "十" + (_NUMERALS[value % 10 - 1] if value % 10 else "")


def _repeated_sections(report: Report) -> Iterator[Hit]:
    found: dict[int, str] = {}
    for passage in report.passages:
        match = _TOP.match(passage.number)
        if passage.key == "preamble" or match is None:
            continue
        value = _value(match[1])
        if value in found and found[value] != passage.heading:
            yield Hit(
                None,
                f"“{found[value]}”与“{passage.heading}”两个部分的序号都是“{passage.number.strip('、.． ')}”。",
                passage.number,
            )
        found.setdefault(value, passage.heading)


_SELF = re.compile(r"(?<![自忘为])我(局|街道|镇|乡|厅|委)(?!员|派|托|会|村)")
_KIND_OF_SELF = {
    "局": "bureau",
    "街道": "street",
    "镇": "town",
    "乡": "township",
    "厅": "department",
    "委": "commission",
}
_COMPILED_BY = re.compile(
    r"本(?:年度)?报告(?:是)?由([^，。；、\s]{3,40}?)(?:办公室)?(?:根据|依据|按照|按|编制|编写|汇总)"
)
_ELSEWHERE = re.compile(
    r"[向到]([省市县区](?:人民)?政府(?:[及和或、]?[省市县区]?(?:人民)?政府)?办公[室厅])[^。；]{0,30}?申请"
)
_ORGAN_END = re.compile(r"(局|厅|委员会|管委会|街道办事处|镇人民政府|乡人民政府|街道|人民政府)$")


def _another_organ(report: Report, _: Context) -> Iterator[Hit]:
    """The text speaks for, or of, another organ than the one that reports."""
    kind = organ_kind(report.organ)
    if report.edition is None or kind is None or report.organ is None:
        return
    for key, text in _texts(report):
        for match in _SELF.finditer(text):
            if _KIND_OF_SELF[match[1]] != kind:
                yield _other(key, match, f"报告机关是“{report.organ}”，文中自称“{match[0]}”。")
                break
        for match in _COMPILED_BY.finditer(text):
            if _ORGAN_END.search(match[1]) and _is_another(report.organ, match[1]):
                yield _other(key, match, f"报告机关是“{report.organ}”，文中写本报告由“{match[1]}”编制。", 1)
        for match in _ELSEWHERE.finditer(text):
            if kind in ("street", "town", "township", "bureau"):
                yield _other(key, match, f"报告机关是“{report.organ}”，文中写申请人向“{match[1]}”提出申请。", 1)


def _other(key: str, match: re.Match[str], message: str, group: int = 0) -> Hit:
    return Hit(
        Span(key, match.start(group), match.end(group), match[group]),
        message,
        match[group],
        likely_cause="可能从别的机关的报告照搬而来",
    )


def _is_another(organ: str, named: str) -> bool:
    """Whether a name is surely not this organ's: neither holds the other, and past the common beginning they part."""
    if named in organ or organ in named or "本" in named or "我" in named:
        return False
    common = next(
        (i for i, (a, b) in enumerate(zip(organ, named, strict=False)) if a != b), min(len(organ), len(named))
    )
    rest, other = _ORGAN_END.sub("", organ[common:]), _ORGAN_END.sub("", named[common:])
    tail = next((n for n in range(4, 1, -1) if rest[-n:] and rest[-n:] == other[-n:]), 0)
    return not tail and rest != other and not (rest and rest in other) and not (other and other in rest)


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("D-6", Severity.QUESTION, "序号写法混用", "同一层次的序号应统一：一、（一）1.（1）依次而下。",
          "请统一同一层次的序号写法。", FORM_2021_NOTICE.part("六个部分"), _mixed),
    Check("D-7", Severity.QUESTION, "序号重复或跳号", "序号重复、跳号多因增删段落后没有重新编号。",
          "请按次序重新编号，并核对是否漏了一段。", FORM_2021_NOTICE.part("六个部分"), _series),
    Check("D-11", Severity.QUESTION, "出现别的机关的名称", "年度报告由报告机关自己编制，文中的自称、受理机关应是本机关。",
          "请核对并改为本机关的名称。", REGULATIONS.art(4), _another_organ),
)
# fmt: on
