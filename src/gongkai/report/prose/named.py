"""A source of the narrative, and how its values are printed."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gongkai.report.cells import Address, Number

# A visible gap in the text, which bars the way to review: what became of a problem is for people to say.
UNANSWERED = "【处理结果尚未登记】"
_SPACE = re.compile(r"\s+")
_NEEDLESS = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) | (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
_LEADING = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}(?:、|[.．](?!\d)|是))+"
)
_EDGES = " 。；，、：;,.:!！"


@dataclass(frozen=True, slots=True)
class Source:
    """What a span of prose can be bound to: key, name for people, text as prose prints it, value (None for words).

    ``addresses`` are the cells behind it, ``records`` the register records, ``formula`` the sum as it is computed.
    """

    key: str
    words: str
    text: str
    value: Number | None = None
    addresses: tuple[Address, ...] = ()
    records: tuple[str, ...] = ()
    formula: str = ""


def printed(value: Number) -> str:
    """A figure in plain digits: no separators, no exponent."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def percent(share: Fraction) -> Decimal:
    """A share (0 to 1) in percent with at most one decimal. What is not all never rounds to 100, nor what is to 0."""
    if not share or share == 1:
        return Decimal(100 if share else 0)
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    shown = min(max(exact.quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("0.1")), Decimal("99.9"))
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown


def entered(words: str) -> str:
    """Words somebody entered, fit to stand inside a sentence: one line, no numbering before, no stop behind or within."""
    text = _NEEDLESS.sub("", _SPACE.sub(" ", words)).strip(_EDGES)
    text = _LEADING.sub("", text).strip(_EDGES)
    return text.replace("。", "，")


def quoted(words: str) -> str:
    """Entered words in quotation marks; those within become single ones."""
    inner = entered(words).replace("“", "‘").replace("”", "’")
    return f"“{inner}”" if inner else ""
