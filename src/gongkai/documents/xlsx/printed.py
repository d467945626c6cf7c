"""A stored value as a person sees it in the sheet: rounded as its number format says, dates written out."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FRACTION = re.compile(r"\.([0#?]+)")
_TIDY = re.compile(r"_x000[dD]_|\r\n?")
_EDGE = " \t\n\u3000\xa0\u200b\ufeff"


def text(value: object) -> str:
    """A stored text without the line ends of other systems and white space around it."""
    return _TIDY.sub("\n", str(value)).replace("\n\n", "\n").strip(_EDGE)


def number(value: float, format: str) -> str:
    """A number in its format: decimals, thousands and per cent are kept; signs and colours of a format are not.

    ``40.51`` → ``40.51`` in a general format, ``3.0`` → ``3``, ``0.339`` in ``0.0%`` → ``33.9%``.
    """
    if not math.isfinite(value):
        return str(value)
    exact = Decimal(format_general(value))
    codes = _QUOTED.sub("", format.split(";", maxsplit=1)[0])
    if not any(c in codes for c in "0#?") or "e" in codes.lower() or "/" in codes:
        return f"{exact:f}"
    percent = codes.count("%")
    if percent:
        exact *= 100**percent
    fraction = _FRACTION.search(codes)
    wanted = fraction[1] if fraction else ""
    shown = exact.quantize(Decimal(1).scaleb(-len(wanted)), ROUND_HALF_UP) if abs(exact) < 10**20 else exact
    printed = f"{shown:,f}" if re.search(r"[#0],[#0]", codes) else f"{shown:f}"
    optional = len(wanted) - len(wanted.rstrip("#"))
    while optional and printed.endswith("0"):
        printed, optional = printed[:-1], optional - 1
    return printed.rstrip(".") + "%" * percent


def format_general(value: float) -> str:
    """A number without a format: at most fifteen digits, as spreadsheets keep them, never with an exponent."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def day(value: date | datetime | time | timedelta, format: str) -> str:
    """A date or time: ``2024年1月30日`` where the format writes 年 or 月, else ``2024-01-30``, with the time if it has one."""
    if isinstance(value, time | timedelta):
        return str(value)
    if "年" in format or "月" in format:
        codes = format.lower()
        parts = (("y", f"{value.year}年"), ("m", f"{value.month}月"), ("d", f"{value.day}日"))
        return "".join(words for code, words in parts if code in codes)
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    return f"{value:%Y-%m-%d}"
