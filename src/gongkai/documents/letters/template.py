"""Templates: plain text a legal officer can read and change. The rules stand in docs/guides/letters.md.

``【申请人】`` is filled in; ``［…］`` is left out unless everything in it is given; ``［…｜…］`` has words for that case;
``· 【附件名称】`` is repeated for each item; ``|甲|乙|`` is a row of a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.documents.letters.declared import LETTER, Letter
from gongkai.documents.letters.elements import BY_WORDS, Element, Shape

FOLDER = Path(__file__).with_name("templates")
# What a line can begin with, and the role it then has.
MARKS = ("标题：", "文号：", "主送：", "落款：", "日期：", "附件：", "附注：", "列宽：")
NEW_PAGE = "【分页】"
_TOKEN = re.compile(r"【([^【】［］｜\n]*)】|［|｜|］|[^【［｜］]+|【")
_LONGEST = 200_000


class BadTemplate(ValueError):
    """A template that must not be used. ``faults`` are Chinese sentences, each with the line where one is meant."""

    def __init__(self, title: str, faults: list[str]) -> None:
        super().__init__(f"《{title}》的模板不能使用：" + "".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for an element."""

    element: Element


@dataclass(frozen=True, slots=True)
class Optional:
    """Words that appear when all slots among them are given; else ``otherwise`` appears."""

    parts: tuple[str | Slot, ...]
    otherwise: tuple[str | Slot, ...] = ()


Part = str | Slot | Optional


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a template: its mark (``标题：``, ``|``, ``·`` … or none) and its cells, one for anything but a table.

    ``repeated`` when it stands once for each item of the list in it; ``head`` for a row of column heads.
    """

    number: int
    mark: str
    cells: tuple[tuple[Part, ...], ...]
    repeated: bool = False
    head: bool = False

    def slots(self, *, certain: bool = False) -> Iterator[Element]:
        """The elements named in the line; only those outside ［］ when ``certain``."""
        for cell in self.cells:
            for part in cell:
                if isinstance(part, Slot):
                    yield part.element
                elif isinstance(part, Optional) and not certain:
                    yield from (p.element for p in (*part.parts, *part.otherwise) if isinstance(p, Slot))


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart."""

    letter: Letter
    rows: tuple[Row, ...]

    @property
    def required(self) -> tuple[Element, ...]:
        """The elements it cannot be filled without, in order."""
        found = dict.fromkeys(element for row in self.rows for element in row.slots(certain=True))
        return tuple(found)


def load(letter: Letter, folder: Path | None = None) -> Template:
    """The template of a letter: the administrator's, if ``folder`` has a file of its name, else ours.

    Raises BadTemplate when the override lacks something, and OSError when it cannot be read.
    """
    name = f"{letter.key}.txt"
    path = folder / name if folder is not None and (folder / name).is_file() else FOLDER / name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadTemplate(letter.title, [f"{name} 不是 UTF-8 文字，请另存为 UTF-8。"]) from None
    return parse(text, letter)


def parse(text: str, letter: Letter) -> Template:
    """Take a template apart. Raises BadTemplate with everything that is wrong with it."""
    faults: list[str] = []
    if len(text) > _LONGEST:
        raise BadTemplate(letter.title, [f"超过 {_LONGEST} 字，不像一份文书模板。"])
    rows = [row for number, line in enumerate(text.splitlines(), 1) if (row := _row(number, line, faults))]
    faults += _lacking(rows, letter)
    if faults:
        raise BadTemplate(letter.title, faults)
    return Template(letter, tuple(rows))


def check_template(text: str, key: str) -> tuple[str, ...]:
    """What is wrong with an override, in Chinese sentences; empty when it may be used. KeyError for an unknown letter."""
    if key not in LETTER:
        raise KeyError(f"没有「{key}」这种文书；可用的有：{'、'.join(LETTER)}。")
    try:
        parse(text, LETTER[key])
    except BadTemplate as error:
        return error.faults
    return ()


def _row(number: int, line: str, faults: list[str]) -> Row | None:
    line = line.strip()
    if not line or line.startswith("#"):
        return None
    if line == NEW_PAGE:
        return Row(number, NEW_PAGE, ())
    if line.startswith("|"):
        return _table_row(number, line, faults)
    if line.startswith("·"):
        row = Row(number, "·", (_parts(line[1:].strip(), number, faults),), repeated=True)
        _check_repeated(row, faults)
        return row
    mark = next((m for m in MARKS if line.startswith(m)), "")
    rest = line[len(mark) :].strip()
    if mark == "列宽：" and not re.fullmatch(r"[1-9]\d?( +[1-9]\d?){0,9}", rest):
        faults.append(f"第{number}行：列宽应为一至十个用空格分开的整数，如“列宽：2 4 2 4”。")
    return Row(number, mark, (_parts(rest, number, faults),))


def _table_row(number: int, line: str, faults: list[str]) -> Row:
    head, repeated = line.startswith("||"), line.startswith("|*")
    inner = line[2:] if head or repeated else line[1:]
    if not inner.endswith("|"):
        faults.append(f"第{number}行：表格的一行应以“|”结尾。")
    cells = tuple(_parts(cell.strip(" "), number, faults) for cell in inner.removesuffix("|").split("|"))
    row = Row(number, "|", cells, repeated=repeated, head=head)
    if repeated:
        _check_repeated(row, faults)
    return row


def _check_repeated(row: Row, faults: list[str]) -> None:
    lists = [e for e in row.slots() if e.shape in (Shape.LIST, Shape.PAIRS, Shape.ROWS)]
    if len(lists) != 1:
        faults.append(f"第{row.number}行：逐条重复的一行里应当正好有一个可以有几条的要素，如 【附件名称】。")


def _parts(text: str, number: int, faults: list[str]) -> tuple[Part, ...]:
    """The parts of a line or cell. Faults are added to ``faults`` and the rest is read on."""
    parts: list[Part] = []
    inside: list[list[str | Slot]] | None = None
    for token in _TOKEN.finditer(text):
        piece = token[0]
        if piece == "［":
            if inside is not None:
                faults.append(f"第{number}行：［ ］里面不能再套［。")
            inside = [[]]
        elif piece == "］":
            if inside is None:
                faults.append(f"第{number}行：］前面没有［。")
            else:
                parts.append(_optional(inside, number, faults))
            inside = None
        elif piece == "｜" and inside is not None:
            inside.append([])
        else:
            (parts if inside is None else inside[-1]).append(_slot(token, number, faults))
    if inside is not None:
        faults.append(f"第{number}行：［后面没有］。")
    return tuple(parts)


def _optional(inside: list[list[str | Slot]], number: int, faults: list[str]) -> Optional:
    if len(inside) > 2:
        faults.append(f"第{number}行：［ ］里最多有一个｜。")
    if not any(isinstance(part, Slot) for part in inside[0]):
        faults.append(f"第{number}行：［ ］里没有【要素】，不知道何时省略。")
    return Optional(tuple(inside[0]), tuple(inside[1]) if len(inside) > 1 else ())


def _slot(token: re.Match[str], number: int, faults: list[str]) -> str | Slot:
    words = token[1]
    if words is None:
        if token[0] == "【":
            faults.append(f"第{number}行：【后面没有】。")
        elif "】" in token[0]:
            faults.append(f"第{number}行：】前面没有【。")
        return token[0]
    if words in BY_WORDS:
        return Slot(BY_WORDS[words])
    faults.append(f"第{number}行：没有【{words}】这个要素，请对照要素表改正。")
    return ""


def _lacking(rows: list[Row], letter: Letter) -> list[str]:
    """What the letter must contain and the template does not, or only where it may be left out."""
    certain = {e for row in rows for e in row.slots(certain=True)}
    named = {e for row in rows for e in row.slots()}
    found = []
    for element in letter.shown:
        if element in certain:
            continue
        if element in named:
            found.append(f"【{element.words}】是必备要素，不能只放在［ ］里。")
        else:
            found.append(f"缺少必备要素【{element.words}】。")
    if not any(row.mark == "标题：" for row in rows):
        found.append("缺少“标题：”一行。")
    return found
