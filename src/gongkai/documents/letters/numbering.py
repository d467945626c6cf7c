"""Letter numbers: one run for each organ, kind and year, without gaps or doubles (``平司公开〔2026〕12号``).

Here are the rules only. Whoever stores the run must hold it while a number is allotted, so that two clerks do not get the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

_ALIKE = str.maketrans({"(": "（", ")": "）", "[": "〔", "]": "〕", "【": "〔", "】": "〕"})
_NUMBER = re.compile(r"(?P<word>[^〔〕\[\]（）()\s\d]{1,20})\s*〔(?P<year>\d{4})〕\s*第?(?P<serial>[1-9]\d{0,5})号")


class BadNumber(ValueError):
    """A letter number, or a step in its run, that cannot be. The message is one Chinese sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A letter number: the organ's and the kind's word together, the year, the serial from 1."""

    word: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a set of numbers: the number and one Chinese sentence."""

    number: str
    words: str


def parse(text: str) -> Number:
    """Read a number, with or without 第. Raises BadNumber; a leading zero, a bracket that is not 〔〕 are refused."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise BadNumber(f"“{text[:40]}”不是规范的发文字号；应如 平司公开〔2026〕12号：六角括号括全年份，序号不编虚位。")
    return Number(match["word"], int(match["year"]), int(match["serial"]))


def number_of(typed: str) -> str:
    """The number of a document or a case as it is kept and compared, however it was typed: without blanks, digits and letters
    of ordinary width, square brackets of whatever kind as 〔〕, round ones as （）. Nothing is refused."""
    close = "".join(unicodedata.normalize("NFKC", typed).split())
    # Once more: what stood apart may make one letter now.
    return unicodedata.normalize("NFKC", close).translate(_ALIKE)


def next_number(taken: Iterable[str], *, organ_word: str, year: int, kind: str = "公开") -> str:
    """The number after those taken, voided ones included: one more than the highest of the organ, kind and year.

    Raises BadNumber for a word or year that cannot be, and when the numbers taken have a gap or a double: that must be
    cleared up first. Numbers of other organs, kinds and years are passed over.
    """
    word = f"{organ_word.strip()}{kind.strip()}"
    parse(f"{word}〔{year:04d}〕1号")
    own = [n for n in map(parse, taken) if (n.word, n.year) == (word, year)]
    faults = check_numbers(str(n) for n in own)
    if faults:
        raise BadNumber(f"不能编号：{faults[0].words}请先查清。")
    return str(Number(word, year, max((n.serial for n in own), default=0) + 1))


def check_numbers(numbers: Iterable[str]) -> tuple[Fault, ...]:
    """Every malformed number, double and gap, run by run. Numbers that were voided must be among them."""
    faults: list[Fault] = []
    runs: dict[tuple[str, int], list[int]] = {}
    for text in numbers:
        try:
            number = parse(text)
        except BadNumber as error:
            faults.append(Fault(text, str(error)))
            continue
        runs.setdefault((number.word, number.year), []).append(number.serial)
    for (word, year), serials in sorted(runs.items()):
        faults += _faults(word, year, serials)
    return tuple(faults)


def _faults(word: str, year: int, serials: list[int]) -> Iterable[Fault]:
    there, highest = set(serials), max(serials)
    for serial in sorted(there):
        times = serials.count(serial) if len(serials) != len(there) else 1
        if times > 1:
            number = str(Number(word, year, serial))
            yield Fault(number, f"{number} 用了 {times} 次，一个字号只能用于一份文书。")
    missing = [serial for serial in range(1, highest) if serial not in there]
    if missing:
        named = "、".join(f"{serial}号" for serial in missing[:10]) + ("等" if len(missing) > 10 else "")
        first = str(Number(word, year, missing[0]))
        yield Fault(first, f"{word}〔{year}〕缺{named}，共 {len(missing)} 个；作废的字号也应登记。")


@dataclass(frozen=True, slots=True)
class Allotted:
    """A number of a run and what became of it: ``void`` is why it was given up, empty while it stands."""

    number: Number
    void: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """The run of one organ, kind and year. Nothing is changed or taken back: a number that is not used is voided, with a
    reason, and stays in the run."""

    word: str
    year: int
    entries: tuple[Allotted, ...] = ()

    def __post_init__(self) -> None:
        parse(f"{self.word}〔{self.year:04d}〕1号")
        for serial, entry in enumerate(self.entries, 1):
            if entry.number != Number(self.word, self.year, serial):
                raise BadNumber(
                    f"{self.word}〔{self.year}〕第 {serial} 个应是 {serial}号，实为 {entry.number}；有缺号或者重号。"
                )

    def allot(self) -> tuple["Sequence", Number]:
        """The run with its next number, and that number."""
        number = Number(self.word, self.year, len(self.entries) + 1)
        return replace(self, entries=(*self.entries, Allotted(number))), number

    def void(self, number: Number, reason: str) -> "Sequence":
        """The run with a number given up. Raises BadNumber when it was not allotted, is void already, or has no reason."""
        if number not in [entry.number for entry in self.entries]:
            raise BadNumber(f"{number} 没有编出过，不能作废。")
        if not reason.strip():
            raise BadNumber(f"作废 {number} 须写明原因。")
        entry = self.entries[number.serial - 1]
        if entry.void:
            raise BadNumber(f"{number} 已经作废（{entry.void}）。")
        kept = list(self.entries)
        kept[number.serial - 1] = Allotted(number, reason.strip())
        return replace(self, entries=tuple(kept))
