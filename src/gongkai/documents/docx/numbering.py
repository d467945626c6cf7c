"""Automatic numbers: what Word prints before a paragraph and does not store in its text.

Numbering definitions, overrides, styles and counters as ECMA-376 part 1, 17.9 describes them.
"""

from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.docx.parts import VAL, W, integer, number
from gongkai.sources import chinese_number

_ABSTRACT, _NUM, _LEVEL = W + "abstractNum", W + "num", W + "lvl"
_ABSTRACT_ID, _NUM_ID, _ILVL = W + "abstractNumId", W + "numId", W + "ilvl"
_MAX_LEVELS = 9
_MAX_TEMPLATE = 100


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, its number format, its template (``（%1）``), and the style it belongs to."""

    start: int = 1
    form: str = "decimal"
    template: str = ""
    style: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class List:
    """A concrete list: the definition whose counters it shares, its levels, and the levels it starts anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and their counters. Feed it the numbered paragraphs in reading order."""

    def __init__(self, root: etree._Element) -> None:
        self._definitions = {
            a.get(_ABSTRACT_ID, ""): {integer(e.get(_ILVL)): _level(e) for e in a.iterchildren(_LEVEL)}
            for a in root.iterchildren(_ABSTRACT)
        }
        self._linked = {
            link.get(VAL, ""): a.get(_ABSTRACT_ID, "")
            for a in root.iterchildren(_ABSTRACT)
            for link in a.iterchildren(W + "styleLink")
        }
        self._borrowed = {
            a.get(_ABSTRACT_ID, ""): link.get(VAL, "")
            for a in root.iterchildren(_ABSTRACT)
            for link in a.iterchildren(W + "numStyleLink")
        }
        self._lists = {n.get(_NUM_ID, ""): self._list(n) for n in root.iterchildren(_NUM)}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def level_of(self, num_id: str, style: str) -> int:
        """The level a style stands at in a list, 0 when the list does not name the style."""
        found = self._lists.get(num_id)
        for at, level in found.levels.items() if found else ():
            if level.style == style:
                return at
        return 0

    def next(self, num_id: str, at: int) -> str:
        """Count one paragraph at level ``at`` of a list; returns what is printed, ``""`` for bullets and unknown lists."""
        found = self._lists.get(num_id)
        if found is None or at not in found.levels or not 0 <= at < _MAX_LEVELS:
            return ""
        counters = self._counters.setdefault(found.definition, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for level, start in found.starts.items():
                counters[level] = start - 1
        for above in range(at):
            if above in found.levels:
                counters.setdefault(above, found.levels[above].start)
        counters[at] = counters.get(at, found.levels[at].start - 1) + 1
        for below in range(at + 1, _MAX_LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or at < restart:
                counters.pop(below, None)
        return _printed(found.levels, at, counters)

    def _list(self, num: etree._Element) -> List:
        reference = num.find(_ABSTRACT_ID)
        definition = "" if reference is None else reference.get(VAL, "")
        definition = self._linked.get(self._borrowed.get(definition, ""), definition)
        found = List(definition, dict(self._definitions.get(definition, {})))
        for override in num.iterchildren(W + "lvlOverride"):
            at = integer(override.get(_ILVL))
            level, start = override.find(_LEVEL), override.find(W + "startOverride")
            if level is not None:
                found.levels[at] = _level(level)
            if start is not None:
                found.starts[at] = number(start, 1)
        return found


def _level(element: etree._Element) -> Level:
    level = Level()
    for child in element:
        if child.tag == W + "start":
            level.start = number(child, 1)
        elif child.tag == W + "numFmt":
            level.form = child.get(VAL, "decimal")
        elif child.tag == W + "lvlText":
            level.template = child.get(VAL, "")[:_MAX_TEMPLATE]
        elif child.tag == W + "pStyle":
            level.style = child.get(VAL, "")
        elif child.tag == W + "isLgl":
            level.legal = True
        elif child.tag == W + "lvlRestart":
            level.restart = number(child)
    return level


def _printed(levels: dict[int, Level], at: int, counters: dict[int, int]) -> str:
    level = levels[at]
    if level.form == "bullet":
        return ""
    text = level.template
    for k in range(at + 1):
        mark = f"%{k + 1}"
        if mark in text:
            form = "decimal" if level.legal else levels[k].form if k in levels else "decimal"
            text = text.replace(mark, written(counters.get(k, 1), form))
    return text


_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
}
_DIGITS = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"}
_SERIES = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_PLAIN_TO_LEGAL = str.maketrans("一二三四五六七八九十百零", "壹贰叁肆伍陆柒捌玖拾佰零")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def written(n: int, form: str) -> str:
    """A number in one of Word's formats (``chineseCounting`` → 一); plain digits for formats a report does not use."""
    if form == "none":
        return ""
    if form in _CHINESE and 1 <= n <= 999:
        return chinese_number(n)
    if form == "chineseLegalSimplified" and 1 <= n <= 999:
        return chinese_number(n).translate(_PLAIN_TO_LEGAL)
    if form in _DIGITS:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(max(n, 0)))
    series = _SERIES.get(form, "")
    if 1 <= n <= len(series):
        return series[n - 1]
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(max(n, 0)))
    if form == "decimalZero":
        return f"{n:02}"
    if form.startswith(("upper", "lower")) and 1 <= n <= 3999:
        letters = _roman(n) if form.endswith("Roman") else chr(97 + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters.upper() if form.startswith("upper") else letters
    return str(n)


def _roman(n: int) -> str:
    text = ""
    for value, letters in _ROMAN + _ROMAN_SMALL:
        while n >= value:
            text += letters
            n -= value
    return text
