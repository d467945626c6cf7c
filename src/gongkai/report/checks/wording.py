"""Slips of the pen, doubled words, brackets without a partner, half-width punctuation."""

import re
from collections.abc import Iterator

from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.checks.slips import SLIPS
from gongkai.report.findings import Severity
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE

_SLIP = {s.wrong: s for s in SLIPS}
_ANY_SLIP = re.compile("|".join(re.escape(s) for s in sorted(_SLIP, key=len, reverse=True)))
_UNTIL = re.compile(r"截止至?(?=20\d\d年|\d{1,2}月|目前|年底)")
_DOUBLED = re.compile(
    r"的的(?!确)|了了|及及(?!时)|以及以及|进行进行|进一步进一步|开展开展|情况情况|文件文件|工作工作(?!者|人|室|组)|落实落实|加强加强|通过通过|"
    r"规范规范(?!性|文|化)|信息信息(?!化|技|系|科|中|平|安|员)|我局我局|我区我区|我市我市|我县我县|(?<=\d)年年度|行政行政|政府政府(?!信|采|网|公|职)|"
    r"(?P<stop>[，。、；：])(?:[，。、；：])+"
)
_SHORT_NAME = re.compile(r"(?:以下|下)?简称[:：]?[（(](?P<name>[^（）()《》“”\n]{1,14})[)）]")
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fff）》”])[,;:?!](?=[\u4e00-\u9fff《“（])|(?<=[\u4e00-\u9fff])\((?=[\u4e00-\u9fff]{2})"
)
_OPEN = {"（": "）", "(": "）", "《": "》", "“": "”", "【": "】", "〔": "〕", "〈": "〉"}
_CLOSE = {"）": "）", ")": "）", "》": "》", "”": "”", "】": "】", "〕": "〕", "〉": "〉"}
_LISTED = re.compile(r"(?:^|[。；;：:，,、\n])(?:第?[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z])$")
_NEAR = 2
# Marks opened within each other are few; looking further back would only cost time
_DEPTH = 40


def _slips(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _ANY_SLIP.finditer(text.text):
            slip = _SLIP[match[0]]
            around = text.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if not any(word in around for word in slip.unless):
                yield _slip(text, match, slip.right, slip.why)
        for match in _UNTIL.finditer(text.text):
            yield _slip(text, match, "截至", "“截止”指到此为止，后面接日期用“截至”")


def _slip(text: Plain, match: re.Match[str], right: str, why: str) -> Hit:
    return Hit(
        where=text.span(*match.span()),
        message=f"“{match[0]}”疑为“{right}”之误（{why}）。",
        printed=match[0],
        expected=right,
    )


def _doubled(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _DOUBLED.finditer(text.text):
            words = match[0]
            right = "年度" if words == "年年度" else words[0] if match["stop"] else words[: len(words) // 2]
            yield Hit(
                where=text.span(*match.span()),
                message=f"“{words}”重复，疑多写了，应为“{right}”。",
                printed=words,
                expected=right,
            )


def _brackets(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        for match in _SHORT_NAME.finditer(text.text):
            name = match["name"]
            yield Hit(
                where=text.span(match.start("name") - 1, match.end("name") + 1),
                message=f"简称写成“（{name}）”，法规、文件的简称应写作“《{name}》”。",
                printed=f"（{name}）",
                expected=f"《{name}》",
            )
        start = 0
        for paragraph in text.text.split("\n"):
            for at, mark in _unpaired(paragraph):
                yield Hit(
                    where=text.span(start + at, start + at + 1),
                    message=f"“{_around(paragraph, at)}”中的“{mark}”没有配对。",
                    printed=mark,
                )
            start += len(paragraph) + 1


def _unpaired(paragraph: str) -> list[tuple[int, str]]:
    """Brackets and quotation marks without a partner, with their places. ``1）`` at the head of an item has none."""
    waiting: list[tuple[int, str]] = []
    alone: list[tuple[int, str]] = []
    for at, mark in enumerate(paragraph):
        if mark in _OPEN:
            waiting.append((at, mark))
        elif mark in _CLOSE:
            back = next(
                (
                    i
                    for i in range(len(waiting) - 1, max(-1, len(waiting) - _DEPTH), -1)
                    if _OPEN[waiting[i][1]] == _CLOSE[mark]
                ),
                None,
            )
            if back is not None:
                alone += waiting[back + 1 :]
                del waiting[back:]
            elif not (mark in "）)" and _LISTED.search(paragraph[max(0, at - 5) : at])):
                alone.append((at, mark))
    return sorted(alone + waiting)


def _around(paragraph: str, at: int) -> str:
    return paragraph[max(0, at - 8) : at + 9]


def _half_width(report: Report, _: Context) -> Iterator[Hit]:
    for text in texts_of(report):
        found = list(_HALF.finditer(text.text))
        if found:
            first = found[0]
            shown = _around(text.text, first.start()).replace("\n", "")
            more = f"等 {len(found)} 处" if len(found) > 1 else ""
            yield Hit(
                where=text.span(*first.span()),
                message=f"汉字之间用了半角标点：“{shown}”{more}。",
                printed=first[0],
                expected=first[0].translate(str.maketrans(",;:?!(", "，；：？！（")),
            )


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-24", Severity.QUESTION, "常见错别字和用语",
          "年度报告中反复出现的错字、漏字和与格式不一致的用语。", "请按提示改正。",
          FORM_2021_NOTICE.part("文字规范"), _slips),
    Check("N-25", Severity.QUESTION, "重复的字词或标点",
          "同一字词、标点连写两次多为笔误。", "请删去多余的一个。", FORM_2021_NOTICE.part("文字规范"), _doubled),
    Check("N-26", Severity.QUESTION, "括号、书名号、引号不配对或用错",
          "括号、书名号和引号应成对出现，法规、文件的简称用书名号。", "请补上或改正标点。",
          FORM_2021_NOTICE.part("文字规范"), _brackets),
    Check("N-27", Severity.QUESTION, "半角标点",
          "中文行文用全角标点。", "请改用全角标点。", FORM_2021_NOTICE.part("文字规范"), _half_width),
)
# fmt: on
