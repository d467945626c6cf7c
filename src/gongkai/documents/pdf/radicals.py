"""Radicals (U+2E80 to U+2FDF) that some programs write into PDF in place of the characters they look like.

Only these are replaced: a full compatibility normalisation would also change （ ） ％ and full-width digits.
"""

import re
import unicodedata

RADICAL = re.compile("[\u2e80-\u2fdf]")

# The supplement block has no decompositions in Unicode's data; these are its radicals that are characters of today.
_SUPPLEMENT = dict(
    zip(
        "⺌⺜⺝⺠⺧⺩⺬⺮⺼⻄⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻫⻬⻭⻮⻰⻳⺟⺶⺁⺈⺍⺗",
        "小日月民牛王示竹肉西见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄斉齐歯齿龙龟母羊厂刀小心",
        strict=True,
    )
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_UNIFIED = str.maketrans({**_KANGXI, **_SUPPLEMENT})


def unify(text: str) -> str:
    """The text with every radical as the unified ideograph it stands for."""
    return text.translate(_UNIFIED)
