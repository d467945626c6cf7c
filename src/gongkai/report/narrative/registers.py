"""What the text states about normative documents, licences, penalties, charges and proposals."""

import re
from collections.abc import Iterator

from gongkai.report.narrative.claim import PIECES, Claim, Figure, figures, stated
from gongkai.report.narrative.plain import Plain
from gongkai.report.narrative.segments import Segment, Topic

# fmt: off
_DOCUMENT = re.compile(r"(?:行政)?规范性文件")
_RULE = re.compile(r"(?<!法律)(?<!法规)(?:政府|行政)?规章")
_COLUMNS = (
    ("in_force", re.compile(r"现行有效|继续有效")),
    ("repealed", re.compile(r"废止|宣布失效")),
    ("issued",   re.compile(r"制发|制定|出台|印发|新增|制作")),
)
_NONE_ISSUED = re.compile(r"(?:未|没有)(?:新)?(?:制发|制定|出台|印发)(?:过|和发布|发布|、发布)?(?P<what>(?:行政)?规范性文件|规章)")
# Drafts, reviews, interpretations and files of other bodies are other counts.
_OTHER_COUNT = re.compile(r"名义|审查|审核|备案|解读|清理(?!废止)|起草|代拟|修订|修改|征求|评估|拟|党内|市级|省级|上级|《|规章和|法律法规|计划")
_LICENCES = (
    ("licence",    re.compile(r"行政许可")),
    ("penalty",    re.compile(r"行政处罚")),
    ("compulsion", re.compile(r"行政强制")),
)
_DECIDED = re.compile(r"作出|做出|办理|办结|实施|处理决定|许可决定|处罚决定|强制决定|许可\d|处罚\d|强制\d|件数")
_SHOWN = re.compile(r"信息|公示|公布|公开|发布|不予|撤销|事项|清单|平均|减少|增加|申请")
_CASES = PIECES - {"项", "条", "个"}
_CHARGE = re.compile(r"行政事业性收费")
# fmt: on


def claims(text: Plain, segments: tuple[Segment, ...]) -> Iterator[Claim]:
    """Claims of the kinds ``document`` (parts: row and column), ``decisions`` (part: row), ``charge`` (yuan)."""
    row: str | None = None
    for segment in segments:
        if segment.topic is Topic.APPLICATIONS:
            row = None
            continue
        row = _row(segment.text, row) if segment.topic in (Topic.DOCUMENTS, Topic.REGISTERS) else None
        found = [f for f in figures(text.masked, segment.start, segment.end) if not f.rough]
        if segment.topic is Topic.REGISTERS:
            yield from _decisions(text, segment, found)
        elif row and len(found) == 1:
            yield from _documents(text, segment, found[0], row)
        if row and (none := _NONE_ISSUED.search(segment.text)):
            place = (segment.start + none.start(), segment.start + none.end())
            parts = frozenset([_row(none["what"], None) or row, "issued"])
            yield stated("document", 0, "件", text, segment, place, parts=parts)
        if segment.stop in "。\n":
            row = None


def _row(words: str, before: str | None) -> str | None:
    if _DOCUMENT.search(words):
        return "normative_document"
    if _RULE.search(words):
        return "government_rule"
    # 文件 alone still means the normative documents the sentence began with
    return before


def _documents(text: Plain, segment: Segment, figure: Figure, row: str) -> Iterator[Claim]:
    if figure.unit not in PIECES | {"部"} or _OTHER_COUNT.search(_around(text, segment)):
        return
    if row == "normative_document" and _RULE.search(segment.text):
        return
    columns = [key for key, pattern in _COLUMNS if pattern.search(segment.text)]
    if columns and (len(columns) == 1 or columns[0] == "in_force"):
        yield stated(
            "document", figure.value, figure.unit, text, segment, (segment.start, figure.end), at=figure.start,
            parts=frozenset([row, columns[0]]),
        )  # fmt: skip


def _around(text: Plain, segment: Segment) -> str:
    start, end = segment.sentence
    return text.masked[max(start, segment.start - 200) : min(end, segment.end + 200)]


def _decisions(text: Plain, segment: Segment, found: list[Figure]) -> Iterator[Claim]:
    kinds = [key for key, pattern in _LICENCES if pattern.search(segment.text)]
    for figure in found:
        place = (segment.start, figure.end)
        if figure.unit == "元" and _CHARGE.search(segment.text) and len(found) == 1:
            yield stated(
                "charge", figure.value, "元", text, segment, place, at=figure.start,
                decimals=_decimals(text.masked[figure.start : figure.end]),
            )  # fmt: skip
        elif len(kinds) == len(found) == 1 and figure.unit in _CASES and _decided(segment.text):
            parts = frozenset(kinds)
            yield stated("decisions", figure.value, figure.unit, text, segment, place, at=figure.start, parts=parts)


def _decided(words: str) -> bool:
    return bool(_DECIDED.search(words)) and not _SHOWN.search(words)


def _decimals(printed: str) -> int:
    """How many decimals a sum has in yuan: 40.51万元 is exact to 100 yuan, so −2."""
    digits = printed.rstrip("万元")
    shown = len(digits.partition(".")[2])
    return shown - 4 if "万" in printed else shown
