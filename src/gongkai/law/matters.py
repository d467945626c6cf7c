"""Whether one application seems to ask for several matters (一事一申请): a hint to its writer, never a bar.

The law asks that content be clear enough to be looked for (条例第二十九条); an application with several matters is answered
when its slowest is. Only what the words show is used: numbered items, titles in 《》, joining words, years that do not follow
one another. Parts of one matter (its budget and its accounts, one paper and its annex, years in a row) are one matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gongkai.sources import REGULATIONS, Citation

LAW: Citation = REGULATIONS.art(29)
# Characters that name a matter: an item of a list, and what joining words part (figures and years not counted).
_ITEM, _SIDE, _ALIKE = 6, 8, 0.34
_CHINESE = "一二三四五六七八九十"
_MARK = re.compile(
    r"(?:(?<=[。；;：:，,\s])|^)(?:[（(]?(?P<figure>[1-9]\d?)[.．、)）](?:(?=(?:19|20)\d\d\s*年)|(?!\d))|[（(]?(?P<word>[一二三四五六七八九十])[、)）]|第(?P<nth>[一二三四五六七八九十])[，、])",
    re.MULTILINE,
)
_NEW = 0.1
_DATED = re.compile(r"\d|年度?|\W")
_BACK = re.compile(r"^(?:该|上述|前述|其|以上|各|全部|所有|相关)")
_TITLE = re.compile(r"《([^《》]{3,80})》")
_CITED = re.compile(r"(?:根据|依据|依照|按照|按|遵照|违反|适用|参照)[^，。；《》]{0,12}$")
_RELATED = re.compile(
    r"^[^，。；]{0,6}(?:的附件|所附|附件|转发|印发|修订|修改|修正|废止|代替|替代|的解读|解读|第[一二三四五六七八九十百0-9]+条)"
)
_JOIN = re.compile(
    r"[，,；;]?\s*(?:以及|另外|此外|另请|另申请|还想要|还想|还要|还请|并请|同时申请|同时请|同时公开)(?:公开|提供|申请|了解|知道)?"
)
_AND = re.compile(r"[和与及]")
_KIND = re.compile(
    r"(?:明细|标准|名单|名录|方案|合同|批复|文件|报告|预算|决算|台账|记录|结果|数据|协议|规划|许可证?|公告|通知|纪要|清单|目录|办法|图纸|证书|决定|情况)(?:表|书)?$"
)
_ASKS = re.compile(
    r"^(?:本人|我们|我|现)?(?:想|要|请|需要|依法)*(?:申请|要求|请求)?(?:贵局|贵机关)?(?:公开|提供|获取|了解|知道|查询)?(?:以下信息)?[:：，、\s]*"
)
_YEAR = re.compile(r"(?<![\d〔\[(（])((?:19|20)\d\d)\s*(?:年(?!\s*\d{1,2}\s*月)度?|(?=[、，和]\s*(?:19|20)\d\d))")
_SPAN = re.compile(r"(?:19|20)\d\d\s*年?度?\s*(?:至|到|—|–|-|~|～)\s*(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Several:
    """What an application seems to hold: ``why`` it seems so, in words for its writer; ``parts``, two or more matters."""

    why: str
    parts: tuple[str, ...]


def several(subject: str, content: str) -> Several | None:
    """The matters an application seems to ask for, by its name and its description; None when it seems one."""
    text = f"{subject}\n{content}"
    for why, parts in (
        ("内容分条列出，各条说的不是同一件事", _numbered(content) or _numbered(subject)),
        ("写了几份不同文件的名称", _titles(text)),
        ("前后说的是不同的信息", _joined(subject) or _joined_in_sentences(content)),
        ("写了不相连的几个年度", _years(subject, text)),
    ):
        if len(parts) > 1:
            return Several(why, tuple(parts))
    return None


def repeats(original: str, supplied: str) -> bool:
    """Whether what was supplied says nearly word for word what the application said: at most a tenth of its neighbouring
    characters are new, and no figure is. A supplement that adds nothing leaves the content unclear (条例第三十条)."""
    before, now = (re.sub(r"[\W_的了请]", "", unicodedata.normalize("NFKC", text)) for text in (original, supplied))
    pairs = {now[i : i + 2] for i in range(len(now) - 1)}
    if not pairs or set(re.findall(r"\d+", now)) - set(re.findall(r"\d+", before)):
        return False
    return sum(pair not in before for pair in pairs) <= len(pairs) * _NEW


def _plain(part: str) -> str:
    """A part without the asking words before it and the points after it."""
    return _ASKS.sub("", part.strip()).strip(" \n，,。；;、：:")


def _pairs(words: str) -> set[str]:
    signs = re.sub(r"[^\w]|\d|年度?", "", words)
    return {signs[i : i + 2] for i in range(len(signs) - 1)}


def alike(one: str, other: str) -> float:
    """How much of the shorter text's neighbouring characters stand in the other, 0 to 1; figures and points do not count."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 1.0


def _different(parts: list[str], *, fewest: int = _ITEM) -> bool:
    """Whether every part is a matter of its own: long enough to name one, and like none of the others."""
    if any(len(_DATED.sub("", part)) < fewest or _BACK.match(part) for part in parts):
        return False
    return all(alike(a, b) < _ALIKE for at, a in enumerate(parts) for b in parts[at + 1 :])


def _numbered(text: str) -> list[str]:
    """The items of a list that counts 1, 2, … from its first mark."""
    marks = list(_MARK.finditer(text))
    kept: list[re.Match[str]] = []
    for mark in marks:
        number = int(mark["figure"]) if mark["figure"] else _CHINESE.index(mark["word"] or mark["nth"]) + 1
        if number == len(kept) + 1:
            kept.append(mark)
    if len(kept) < 2:
        return []
    ends = [mark.start() for mark in kept[1:]] + [len(text)]
    parts = [_plain(text[mark.end() : end]) for mark, end in zip(kept, ends, strict=True)]
    whole = bool(re.search(r"》|的[:：]\s*$", text[: kept[0].start()]))  # one paper, or one thing, and its parts
    return parts if not whole and _different(parts) else []


def _titles(text: str) -> list[str]:
    """The papers asked for by title: not those cited as a ground, nor those that hang on another."""
    found: list[str] = []
    for hit in _TITLE.finditer(text):
        if _CITED.search(text[: hit.start()]) or _RELATED.match(text[hit.end() :]):
            continue
        if found and re.search(
            r"(?:附件|所附|转发|印发|修订|修改|修正|代替|替代|废止)[^，。；《》]{0,4}$", text[: hit.start()]
        ):
            continue
        found.append(f"《{hit[1]}》")
    return list(dict.fromkeys(found))


def _joined(sentence: str) -> list[str]:
    """What joining words part; "和" only where both sides name a kind of paper of their own."""
    parts = [_plain(part) for part in _JOIN.split(sentence)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and _different(parts, fewest=_SIDE):
        return parts
    for hit in _AND.finditer(sentence):
        sides = [_plain(sentence[: hit.start()]), _plain(sentence[hit.end() :])]
        if all(_KIND.search(s) for s in sides) and _different(sides, fewest=_SIDE):
            return sides
    return []


def _joined_in_sentences(content: str) -> list[str]:
    return next((found for s in re.split(r"[。；\n]", content) if _JOIN.search(s) and (found := _joined(s))), [])


def _years(subject: str, text: str) -> list[str]:
    """Three years or more, not in a row and not as a span."""
    years = sorted({int(hit[1]) for hit in _YEAR.finditer(text)})
    if len(years) < 3 or _SPAN.search(text) or years[-1] - years[0] == len(years) - 1:
        return []
    name = _plain(re.sub(r"(?:(?:19|20)\d\d\s*年?度?[、，,和及\s]*)+", "", subject))
    return [f"{year}年{name}" for year in years]
