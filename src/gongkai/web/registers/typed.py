"""Reading what somebody typed or what stands in a cell of a spreadsheet, and writing it again: one pair a kind of value.

Readers are generous with how a thing is written and strict about what it says. They raise Unread with one sentence that says
how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.documents.letters.numbering import number_of
from gongkai.report.narrative.numbers import number


class Unread(ValueError):
    """What stands there is no value of the kind; the message says what is expected, in Chinese."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell of a spreadsheet that holds no value at all (a formula, an error); ``words`` say how to mend it."""

    words: str


_FOLD = str.maketrans("０１２３４５６７８９．，－／：　\xa0", "0123456789.,-/:  ")
_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
_SPELT = re.compile(r"([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(
    r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(万元|元|万|件次|人次|件|项|条|次|份|个|宗|起|人|篇|期|场|年)?"
)
_EPOCH = date(1899, 12, 30)  # Excel counts days from here (its 29 February 1900 included)
_FIRST, _LAST = date(1949, 10, 1), date(2099, 12, 31)
MOST = 2_000_000_000  # what a column of whole numbers holds


def text(raw: Any) -> str:
    """Words on one line, without what cannot be seen."""
    return " ".join(_visible(_plain(raw)).split())


def number_as_kept(raw: Any) -> str:
    """The number of a document, whichever brackets, blanks and digits it is typed with."""
    return number_of(text(raw))


def lines(raw: Any) -> str:
    """Words on several lines, without what cannot be seen and without empty ends."""
    kept = (" ".join(_visible(line).split()) for line in _plain(raw).splitlines())
    return "\n".join(kept).strip("\n")


def _plain(raw: Any) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return raw.date().isoformat() if isinstance(raw, datetime) else str(raw)


def _visible(line: str) -> str:
    spaced = "".join(" " if c.isspace() else c for c in line)
    return "".join(c for c in spaced if c.isprintable())


def day(raw: Any) -> date:
    """A day: ``2023-05-04``, ``2023/5/4``, ``2023年5月4日``, ``20230504``, ``二〇二三年五月四日``, a date of a spreadsheet or its serial number."""
    found = _day(raw)
    if found is None:
        raise Unread(f"“{text(raw)[:30]}”不是日期，请写成 2023-05-04 或者 2023年5月4日。")
    if not _FIRST <= found <= _LAST:
        raise Unread(f"日期 {found} 不在 1949 年至 2099 年之间，请核对年份。")
    return found


def _day(raw: Any) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        # A serial number; but 20230504 typed as a number is a day written in eight digits.
        if 10_000 <= raw < 80_000:
            return _EPOCH + timedelta(days=int(raw))
        raw = _plain(raw)
    words = text(raw).translate(_FOLD)
    match = _DAY.fullmatch(words) or _EIGHT.fullmatch(words) or _SPELT.fullmatch(words)
    if match is None:
        return _EPOCH + timedelta(days=int(words)) if re.fullmatch(r"[1-7]\d{4}", words) else None
    try:
        return date(*(_whole(g) for g in match.groups()))
    except ValueError:
        raise Unread(f"“{words[:30]}”这一天不存在，请核对月份和日期。") from None


def _whole(digits: str) -> int:
    """A part of a day, in digits or spelt out. Raises ValueError for numerals that make no number."""
    if digits.isdecimal():
        return int(digits)
    found = number(digits.replace("○", "〇").replace("Ｏ", "〇"))
    if found is None:
        raise ValueError(digits)
    return int(found)


def _number(raw: Any) -> tuple[Decimal, str]:
    """A number and its unit. Raises Unread."""
    if isinstance(raw, bool):
        raise Unread("应填数字，请改写。")
    if isinstance(raw, int | float | Decimal):
        try:
            return Decimal(repr(raw) if isinstance(raw, float) else str(raw)), ""
        except InvalidOperation:
            raise Unread("应填数字，请改写。") from None
    words = text(raw).translate(_FOLD).replace(" ", "")
    match = _NUMBER.fullmatch(words)
    if match is None or len(words) > 30:
        raise Unread(f"“{words[:30]}”不是数字，请只填数字，例如 408。")
    return Decimal(match[1] + match[2].replace(",", "") + (match[3] or "")), match[4] or ""


def whole(raw: Any) -> int:
    """A whole number, not below zero."""
    value, unit = _number(raw)
    if unit in ("元", "万元", "万") or value != value.to_integral_value():
        raise Unread(f"“{text(raw)[:30]}”不是整数，请填整数。")
    if not 0 <= value <= MOST:
        raise Unread(f"“{text(raw)[:30]}”应在 0 到 {MOST} 之间，请核对。")
    return int(value)


def year(raw: Any) -> int:
    """A year, 1990 to 2099."""
    value, unit = _number(raw)
    if unit not in ("", "年") or value != value.to_integral_value() or not 1990 <= value <= 2099:
        raise Unread(f"“{text(raw)[:30]}”不是年度，请填四位年份，例如 2023。")
    return int(value)


def fen(raw: Any) -> int:
    """An amount typed in yuan (or, with the words, in 万元), in fen. Not a fen is lost: finer amounts are refused."""
    value, unit = _number(raw)
    if unit not in ("", "元", "万元"):
        raise Unread(f"“{text(raw)[:30]}”不是金额，请以元填写，例如 405100.00。")
    amount = value * (1_000_000 if unit == "万元" else 100)
    # A spreadsheet computes in binary: 0.1 + 0.2 must not fail at the seventeenth figure.
    rounded = amount.to_integral_value()
    if isinstance(raw, float) and abs(amount - rounded) < Decimal("0.0001"):
        amount = rounded
    if amount != rounded:
        raise Unread(f"“{text(raw)[:30]}”细于一分，请以元填写，最多两位小数。")
    if not 0 <= amount <= 10**15:
        raise Unread(f"“{text(raw)[:30]}”应不小于 0 且不超过十万亿元，请核对。")
    return int(amount)


def amount(raw: Any) -> Decimal:
    """A number with at most six decimals, not below zero."""
    value, unit = _number(raw)
    if unit in ("元", "万"):
        raise Unread(f"“{text(raw)[:30]}”的单位与栏目不符，请按报告表格的单位填写数字。")
    if value < 0 or value >= 10**12 or value != round(value, 6):
        raise Unread(f"“{text(raw)[:30]}”应不小于 0，最多六位小数，请核对。")
    return value


def shown_fen(value: int) -> str:
    """An amount in fen as yuan: 40510000 → 405100.00."""
    return f"{value // 100}.{value % 100:02d}"


def shown_amount(value: Decimal) -> str:
    """A number without zeros that say nothing: 40.510000 → 40.51."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how it is read, how it is written for people and spreadsheets, what a form asks with, in words."""

    key: str
    read: Callable[[Any], Any]
    show: Callable[[Any], str]
    words: str


TEXT = Kind("text", text, str, "文字")
NUMBER = Kind("number", number_as_kept, str, "文号或者编号")
LINES = Kind("lines", lines, str, "文字，可以分行")
DAY = Kind("day", day, lambda d: d.isoformat(), "日期，例如 2023-05-04")
WHOLE = Kind("whole", whole, str, "整数")
YEAR = Kind("year", year, str, "四位年份")
YUAN = Kind("yuan", fen, shown_fen, "金额，以元填写，最多两位小数")
AMOUNT = Kind("amount", amount, shown_amount, "数字")
CHOICE = Kind("choice", text, str, "从下列选一项")
REFERENCE = Kind("reference", number_as_kept, str, "已登记文件的发文字号")
