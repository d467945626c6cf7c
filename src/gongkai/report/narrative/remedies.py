"""What the text states about reconsideration and litigation."""

import re
from collections.abc import Iterator

from gongkai.report.narrative.claim import PIECES, Claim, figures, stated
from gongkai.report.narrative.plain import Plain
from gongkai.report.narrative.segments import Segment, Topic, segment_at

# fmt: off
COURSES = (
    ("direct_suit",                re.compile(r"未经复议")),
    ("suit_after_reconsideration", re.compile(r"复议后(?:再)?(?:起诉|提起)|经复议后")),
    ("reconsideration",            re.compile(r"复议")),
    ("litigation",                 re.compile(r"诉讼|应诉|起诉")),
)
RESULTS = (
    ("upheld",       re.compile(r"维持|驳回")),
    ("corrected",    re.compile(r"纠正|纠错|撤销|败诉|责令|确认违法")),
    ("pending",      re.compile(r"尚未审结|未审结|未结|正在审理|在审|审理中")),
    ("other_result", re.compile(r"其[他它]结果")),
)
# 办理复议案件 is what a bureau of justice does for others: only cases that disclosure gave rise to are counted in table 4.
_ABOUT_DISCLOSURE = re.compile(r"信息公开|依申请|公开")
_ZERO = re.compile(
    r"(?:未|没有|尚未|无|零)(?:发生|收到|出现|产生|接到|引发|涉及|有|被)?(?P<object>[^。；\n\d，]{0,30}?)"
    r"(?P<course>行政复议|复议|行政诉讼|诉讼)(?P<tail>[^。；\n\d，]{0,24})"
)
_NOT_ZERO = re.compile(r"不当|不及时|不到位|不规范|败诉|纠正|纠错|撤销|违法|未经|机关负责人|超期|逾期|申请人")
# fmt: on


def claims(text: Plain, segments: tuple[Segment, ...]) -> Iterator[Claim]:
    """Every claim about reconsideration and litigation in one section's text.

    Kinds: ``course`` (cases, ``parts`` the courses summed) and ``course_result`` (one course and one result).
    """
    yield from _none(text, segments)
    before: list[Segment] = []
    last: frozenset[str] = frozenset()
    for segment in segments:
        if segment.topic is not Topic.REMEDIES:
            last = frozenset()
            before = []
            continue
        own = _courses("".join(s.text for s in before) + segment.text)
        last = own or last
        if own or before or last:
            yield from _counted(text, segment, own, last)
        before = (
            [*before, segment] if segment.stop == "、" and not figures(text.masked, segment.start, segment.end) else []
        )


def _courses(words: str) -> frozenset[str]:
    found = {key for key, pattern in COURSES if pattern.search(words)}
    if found & {"direct_suit", "suit_after_reconsideration"}:
        found -= {"reconsideration", "litigation"}
    return frozenset(found)


def _counted(text: Plain, segment: Segment, own: frozenset[str], last: frozenset[str]) -> Iterator[Claim]:
    sentence = text.masked[max(segment.sentence[0], segment.start - 300) : segment.end]
    if text.section != "remedies" and not _ABOUT_DISCLOSURE.search(sentence):
        return
    found = [f for f in figures(text.masked, segment.start, segment.end) if f.unit in PIECES and not f.rough]
    results = [key for key, pattern in RESULTS if pattern.search(segment.text)]
    for figure in found:
        place = (segment.start, figure.end)
        if results:
            if len(results) == len(found) == 1 and last in ({"reconsideration"}, {"litigation"}):
                yield stated(
                    "course_result", figure.value, figure.unit, text, segment, place, at=figure.start,
                    parts=last | {results[0]},
                )  # fmt: skip
        elif own and len(found) == 1:
            yield stated("course", figure.value, figure.unit, text, segment, place, at=figure.start, parts=own)


def _none(text: Plain, segments: tuple[Segment, ...]) -> Iterator[Claim]:
    for match in _ZERO.finditer(text.masked):
        clause = text.masked[slice(*text.clause_at(match.start()))]
        if _NOT_ZERO.search(clause):
            continue
        if text.section != "remedies" and not _ABOUT_DISCLOSURE.search(
            text.masked[slice(*text.sentence_at(match.start()))]
        ):
            continue
        segment = segment_at(segments, match.start())
        if segment:
            parts = _courses(match["course"] + match["tail"])
            yield stated("course", 0, "件", text, segment, match.span(), parts=parts)
