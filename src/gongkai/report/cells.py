"""A cell of the form: what it says, and what was printed.

Blank, ``0``, ``/`` and "not found" are four different things and stay so to the end.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

Number = int | Decimal


class State(Enum):
    """Why a cell has no value. The values are those of the report JSON."""

    BLANK = "blank"
    SLASH = "slash"
    TEXT = "text"
    ABSENT = "absent"
    UNDECIDED = "undecided"


class Address(NamedTuple):
    """Where a cell stands: table number (2, 3, 4), row key, column key."""

    table: int
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: either a ``value`` or a ``state`` that says why there is none.

    ``raw`` is the printed text without surrounding white space (None when the cell is absent or solved from
    a run of digits that has no cell of its own). ``readings`` lists the possible values of an undecided cell.
    ``confidence`` is 0 to 1 for recognised pictures, else None. Cells are equal when they say the same;
    how they were printed does not matter.
    """

    value: Number | None = None
    state: State | None = None
    raw: str | None = field(default=None, compare=False)
    solved: bool = field(default=False, compare=False)
    readings: tuple[Number, ...] = ()
    confidence: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is None):
            raise ValueError("a cell has either a value or a state")

    @property
    def printed(self) -> str:
        """The text to print: what was there, or the value."""
        if self.raw is not None:
            return self.raw
        return (
            ""
            if self.value is None
            else format(self.value, "f")
            if isinstance(self.value, Decimal)
            else str(self.value)
        )


ABSENT = Cell(state=State.ABSENT)
BLANK = Cell(state=State.BLANK, raw="")

_SLASHES = frozenset(["/", "／", "\\", "-", "—", "——", "－", "–", "--", "―", "无", "﹣", "─", "//"])
_FOLD = str.maketrans("０１２３４５６７８９．，－＋﹣−／", "0123456789.,-+--/")
_SPACE = re.compile(r"[\s\u3000\xa0\u200b-\u200f\ufeff\u2060]+")
_NUMBER = re.compile(
    r"([-+]?)((?:\d{1,3}(?:,\d{3})+|\d+))(\.\d+)?(万元|亿元|元|万次|件次|人次|件|项|条|次|份|个|起|宗|人|部|类|％|%)?"
)

# The fraction is bound as the rest is: beyond 28 digits decimal arithmetic rounds.
_STORED = re.compile(r"-?[0-9]{1,24}(\.[0-9]{1,24})?")


def fold(text: str) -> str:
    """Remove all white space and make full-width digits and signs half-width."""
    return _SPACE.sub("", text).translate(_FOLD)


@lru_cache(maxsize=4096)
def parse(text: str, *, decimal: bool = False) -> Cell:
    """Read one printed cell. ``decimal`` allows a fraction (charges and amounts); elsewhere a fraction is text.

    ``１,234`` → 1234, ``0万元`` → 0 (the unit stays in ``raw``), ``/`` → slash, white space only → blank,
    anything else → text. Never raises.
    """
    raw = text.strip(" \t\r\n\u3000\xa0\u200b\ufeff")
    folded = fold(raw)
    if not folded:
        return BLANK
    if folded.isascii() and folded.isdigit() and len(folded) < 19:
        return Cell(_quantity(folded, "", decimal), raw=raw)
    if raw in _SLASHES or folded in _SLASHES:
        return Cell(state=State.SLASH, raw=raw)
    match = _NUMBER.fullmatch(folded)
    if match is None or len(match[2]) > 24 or (match[3] and (not decimal or len(match[3]) > 25)):
        return Cell(state=State.TEXT, raw=raw)
    return Cell(_quantity(match[1] + match[2].replace(",", ""), match[3] or "", decimal), raw=raw)


def number(text: str, *, decimal: bool) -> Number:
    """A figure as JSON and CSV store it (``-3``, ``40.51``): no more digits than ``parse`` lets through, no exponent.

    Raises ValueError for anything else: what has no bound costs gigabytes to print or breaks the arithmetic.
    """
    match = _STORED.fullmatch(text)
    if match is None or (match[1] and not decimal):
        raise ValueError(f"no figure: {text[:40]}")
    return Decimal(text) if decimal else int(text)


def _quantity(digits: str, fraction: str, decimal: bool) -> Number:
    return Decimal(digits + fraction) if decimal else int(digits)
