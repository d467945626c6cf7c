"""Sections of a report in its paragraphs: headings by number and wording, text between them, boilerplate left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from gongkai.documents.blocks import Grid, Paragraph
from gongkai.documents.recognise.flow import region, values_after
from gongkai.documents.recognise.labels import words
from gongkai.documents.recognise.phrases import find_phrases
from gongkai.report.form_2021 import SECTIONS
from gongkai.report.reading import Passage

_HEADING = re.compile(
    r"^\s*(第[一二三四五六七八九]部分|[一二三四五六七八九]\s*[、.．,，]|[1-9]\s*[、.．](?!\d)|[（(][一二三四五六七八九\d][)）])?\s*(.{2,45}?)\s*[:：。]?\s*$"
)
_FIRST = "第一二三四五六七八九123456789（("
_GLUED = re.compile(r"([一二三四五六七八]\s*[、.．])\s*(%s)")
_TAIL = re.compile(
    r"^\s*[\[【(（]?\s*(?:附件(?:下载)?\s*[:：]?\s*$|附件下载|打印本页|打印此页|打印|关闭窗口|关闭本页|分享到|分享至|上一篇|下一篇|扫一扫|"
    r"版权所有|主办单位|承办单位|网站标识码|网站地图|联系我们|相关链接|责任编辑|返回顶部|[\u4e00-\u9fff]?ICP备|[\u4e00-\u9fff]{0,2}公网安备)"
)
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")


@dataclass(slots=True)
class Part:
    """A section while it is gathered: key, number and heading as printed, its lines."""

    key: str
    number: str = ""
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    def passage(self) -> Passage:
        """The finished passage."""
        return Passage(self.key, self.number, self.heading, "\n".join(self.lines).strip("\n"))


@cache
def _known() -> dict[str, str]:
    return {words(text): s.key for s in SECTIONS for text in (s.words, *s.variants)}


def heading_key(number: str, text: str) -> str | None:
    """The section a heading opens, ``unknown`` for a numbered heading of the first level that the form does not have."""
    label = words(text)
    known = _known()
    if label in known:
        return known[label]
    if not number or number[0] in "（(":
        return None
    if len(label) >= 5:
        best = max(known, key=lambda k: fuzz.ratio(label, k))
        if fuzz.ratio(label, best) >= 76:
            return known[best]
    return None


def parts_of(blocks: Sequence[Paragraph | Grid]) -> tuple[list[Part], list[str]]:
    """Split the paragraphs of a document into sections; also the lines before the first section.

    Lines after the report (download links, site footers) are dropped.
    """
    parts: list[Part] = []
    head: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            continue
        line = _clean(block.text)
        if not line and not block.number:
            continue
        opened = _heading(block.number, line, parts)
        if opened is not None:
            parts.append(opened)
            continue
        if parts and parts[-1].key == "other_matters" and _TAIL.match(line):
            break
        (parts[-1].lines if parts else head).append(block.number + line)
    return parts, head


def _clean(text: str) -> str:
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    return text.strip(" \t\r\n\u3000\xa0\u200b\ufeff")


def _heading(number: str, line: str, parts: Sequence[Part]) -> Part | None:
    """A section opened by this line, or None."""
    if len(line) > 60:
        return None
    if not number and line[0] not in _FIRST and words(line) not in _known():  # most lines
        return None
    match = _HEADING.match(number + line)
    if match is None:
        return None
    printed = (match[1] or "").strip()
    key = heading_key(printed, match[2])
    if key is None:
        main = printed and printed[0] in "一二三四五六七八九" and parts and len(line) <= 30
        if main and not line.endswith(("。", "；", "，")) and _is_main_number(printed, parts):
            return Part("unknown", printed, match[2])
        return None
    if not printed and (key == "overview" or line.endswith("。")) and parts:
        return None
    return Part(key, printed, match[2])


def _is_main_number(printed: str, parts: Sequence[Part]) -> bool:
    """Whether a numbered line continues the main numbering rather than a list inside a section."""
    return bool(parts) and "一二三四五六七八九".find(printed[0]) >= len([p for p in parts if p.key != "preamble"])


def parts_in(text: str) -> tuple[list[Part], list[str]]:
    """Split running text: headings may stand in the middle of a line, tables are taken out."""
    text = _BOOKMARK.sub("", text)
    alternatives = "|".join(
        r"\s*".join(map(re.escape, t))
        for t in sorted({t for s in SECTIONS for t in (s.words, *s.variants)}, key=len, reverse=True)
        if len(t) >= 4
    )
    marks = list(re.finditer(_GLUED.pattern % alternatives, text))
    parts: list[Part] = []
    known = _known()
    start, end = region(text)
    for i, mark in enumerate(marks):
        stop = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        part = Part(known[words(mark[2])], re.sub(r"\s+", "", mark[1]), re.sub(r"\s+", "", mark[2]))
        body = text[mark.end() : stop]
        if part.key in ("proactive", "requests", "remedies") and mark.end() < end:
            body = _without_table(body)
        part.lines = _lines(body)
        parts.append(part)
    head = text[: marks[0].start()] if marks else text[:start] if start else text
    return parts, _lines(head)


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for raw in text.split("\n"):
        line = _clean(raw)
        if _TAIL.match(line):
            break
        if line:
            lines.append(line)
    return lines


# Where the table of a section begins, in text that has no table.
_TABLE_STARTS = re.compile(r"[（(]?本列数据|申请人情况|第二十条第[（(]一[）)]项|信息内容|行政复议\s*行政诉讼\s*结果")


def _without_table(body: str) -> str:
    """The sentences of a section before and after its table, where both stand in the same running text."""
    mark = _TABLE_STARTS.search(body)
    if mark is None:
        return body
    phrases = list(find_phrases(body[mark.start() :]))
    last = mark.start() + phrases[-1].end if phrases else mark.end()
    after = body[last + len(values_after(body[last:])) :]
    return "\n".join(part.strip() for part in (body[: mark.start()], after) if "。" in part)
