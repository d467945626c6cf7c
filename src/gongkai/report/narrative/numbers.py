"""Numbers as prose writes them: ``1,234``, ``１２``, ``3.5万``, ``十二``, ``两百零三``, ``二〇二三``."""

from decimal import Decimal

from gongkai.report.cells import Number

# The Arabic form must not start inside a longer number; Chinese numerals are at most 九千九百九十九 and a 万.
NUMBER = r"(?:(?<![\d.,第])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?万?|(?<![第零〇一二两三四五六七八九十百千])[零〇一二两三四五六七八九十百千]{1,8}万?)"
COUNTED = r"(?:件次|人次|件|份|条|宗|起|例|个|项|次|封|篇|部|期|页|元|万元)"

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> Number | None:
    """The value of a number matched by ``NUMBER``, or None when the characters make none (``百十``, ``一二三``).

    Arabic digits must be half-width. A whole number comes back as int, a fraction as Decimal. Never raises.
    """
    body = text.removesuffix("万")
    times = 10_000 if body != text else 1
    if not body:
        return None
    if body[0].isdigit():
        if not body.isascii():
            return None
        value = Decimal(body.replace(",", "")) * times
        return int(value) if value == value.to_integral_value() else value
    whole = _chinese(body)
    return None if whole is None else whole * times


def _chinese(text: str) -> int | None:
    if len(text) > 1 and not any(c in _SCALE for c in text):
        # 二〇二三 is written digit by digit; 一二 and 三四 mean "one or two" and are no number
        return int("".join(str(_DIGIT[c]) for c in text)) if "〇" in text or len(text) == 4 else None
    total, digit, last = 0, None, 10_000
    for c in text:
        if c in _SCALE:
            scale = _SCALE[c]
            if scale >= last or (digit is None and not (scale == 10 and total == 0)):
                return None
            total += (1 if digit is None else digit) * scale
            digit, last = None, scale
        elif c in "零〇":
            if digit is not None:
                return None
            digit = 0 if len(text) == 1 else None
        else:
            if digit is not None:
                return None
            digit = _DIGIT[c]
    return total + (digit or 0)
