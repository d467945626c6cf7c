"""Sentences cut into segments, each with its topic, year and scope: what a number in it can be about."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from gongkai.report.narrative.plain import Plain


class Topic(Enum):
    """What a stretch of text speaks of. A segment without a word of its own keeps the topic before it."""

    APPLICATIONS = "applications"
    REMEDIES = "remedies"
    PROPOSALS = "proposals"
    SERVICES = "services"
    REGISTERS = "registers"
    DOCUMENTS = "documents"
    NONE = ""


class Scope(Enum):
    """Whose figures: the whole area's, those of the organ alone, or not said."""

    AREA = "area"
    ORGAN = "organ"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between punctuation marks, with offsets into ``Plain.masked``.

    ``stop`` is the mark after it. ``year`` is the last year named before it in the sentence, else None. ``partial`` is
    true when the sentence speaks of part of a year or of several years, or of the year before.
    """

    start: int
    end: int
    text: str
    stop: str
    topic: Topic
    year: int | None
    scope: Scope
    partial: bool
    sentence: tuple[int, int]


_SEGMENT = re.compile(r"([^，,、；;：:。！？（）()\n]*)([，,、；;：:。！？（）()\n]|$)")
# fmt: off
_TOPICS = (
    (Topic.REMEDIES, re.compile(r"复议|诉讼|应诉|起诉|败诉")),
    (Topic.PROPOSALS, re.compile(r"建议|提案|议案")),
    (Topic.SERVICES, re.compile(r"留言|热线|来信|信箱|咨询|投诉|举报|信访|12345|工单|诉求|问政|舆情|网民|来电|来访|征集|问卷|访谈|意见")),
    (Topic.APPLICATIONS, re.compile(r"公开(?:的)?(?:政府信息|信息|书面)?(?:的)?申请|依申请公开|申请公开|信息公开件|信息申请")),
    (Topic.REGISTERS, re.compile(r"行政许可|行政处罚|行政强制|行政事业性收费|许可|处罚|收费|处理费")),
    (Topic.DOCUMENTS, re.compile(r"规范性文件|规章|公文|文件|主动公开|发布|解读|公众号|微信|微博|新媒体|专栏|栏目|培训|会议|检查|目录|清单|类信息|条信息")),
)
# fmt: on
_RESULT = re.compile(
    r"信访举报投诉|举报投诉类|予公开|部分公开|无法提供|予处理|其[他它]处理|重复申请|公开出版物|大量反复|重新出具|"
    r"执法案卷|行政查询|过程性|内部事务|国家秘密|第三方|不掌握|另行制作|仍不明确|逾期不补正|申请"
)
# How far back in its sentence a word still bears on a segment
_HEARD = 300
_APPLIED = re.compile(r"申请")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_COMPARED = re.compile(r"(?:较|比|同|与|自|从|至|到|结转)$")
_PAST = re.compile(r"(?<![较比同与])(?:上年度?|上一年度?|去年|往年|前年)(?!结转|度结转|转结|度转结|的?结转)")
_PART = re.compile(
    r"上半年|下半年|[一二三四]季度|(?<!\d)(?!1[-—–~～至]12月)\d{1,2}[-—–~～至]\d{1,2}月|截[至止]到?(?:20\d\d年)?(?:1[01]|[1-9])月|"
    r"历年|近[二两三四五几]年|[三四五]年来|至今|成立以来|实施以来|施行以来|开展以来|“十[三四五]五”"
)
_SINCE = re.compile(r"(20\d\d)年?以来")
_AREA = re.compile(r"全[市区县省州旗镇乡盟](?!委)|各(?:单位|部门|县|区|市|地|镇|乡|街道|级)|全系统|辖区内?|各级")
_ORGAN = re.compile(
    r"本机关(?=自身|收到|受理|新收|接收|办理|办结|答复|共|全年|本年|20)|[市区县省]本级|机关自身|(?:政府|管委会|管理委员会)办公[厅室]|本单位"
)


def segments(text: Plain, report_year: int | None) -> tuple[Segment, ...]:
    """All segments of a text in order. ``report_year`` tells "2023年以来" of a 2023 report from older beginnings."""
    return _segments(text.masked, report_year)


@lru_cache(maxsize=256)
def _segments(masked: str, report_year: int | None) -> tuple[Segment, ...]:
    return tuple(_walk(masked, report_year))


def _walk(masked: str, report_year: int | None) -> Iterator[Segment]:
    topic: Topic = Topic.NONE
    year: int | None = None
    sentence = _sentence(masked, 0)
    for match in _SEGMENT.finditer(masked):
        words, stop = match[1], match[2]
        if match.start() > sentence[1]:
            sentence = _sentence(masked, match.start())
            year = None
        if words:
            topic = topic_of(words, topic)
            year = _year(words) or year
            heard = masked[max(sentence[0], match.end(1) - _HEARD) : match.end(1)]
            yield Segment(
                match.start(1),
                match.end(1),
                words,
                stop,
                topic,
                year,
                _scope(heard),
                _partial(heard, report_year),
                sentence,
            )
        if stop == "\n":
            topic = Topic.NONE


def topic_of(words: str, before: Topic) -> Topic:
    """The topic a segment's words set, else the one before."""
    for topic, pattern in _TOPICS:
        if pattern.search(words):
            asked = before is Topic.APPLICATIONS
            if asked and topic is Topic.SERVICES and _RESULT.search(words):
                return before
            if asked and topic in (Topic.DOCUMENTS, Topic.REGISTERS) and _APPLIED.search(words):
                return before
            return topic
    return before


def _sentence(masked: str, start: int) -> tuple[int, int]:
    ends = [e for e in (masked.find(stop, start) for stop in "。！？\n") if e >= 0]
    return start, min(ends, default=len(masked))


def _year(words: str) -> int | None:
    years = [m for m in _YEAR.finditer(words) if not _COMPARED.search(words[: m.start()])]
    return int(years[-1][1]) if years else None


def _scope(heard: str) -> Scope:
    area = max((m.start() for m in _AREA.finditer(heard)), default=-1)
    organ = max((m.start() for m in _ORGAN.finditer(heard)), default=-1)
    if area == organ:
        return Scope.UNSAID
    return Scope.AREA if area > organ else Scope.ORGAN


def _partial(heard: str, report_year: int | None) -> bool:
    since = _SINCE.search(heard)
    if since and int(since[1]) != report_year:
        return True
    return bool(_PART.search(heard) or _PAST.search(heard))


def segment_at(cut: tuple[Segment, ...], position: int) -> Segment | None:
    """The segment around an offset, or the next one when it falls on a mark; None behind the last."""
    at = bisect_left(cut, position, key=lambda s: s.end)
    return cut[at] if at < len(cut) else None
