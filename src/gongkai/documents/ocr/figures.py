"""Characters that recognition takes for figures, and figures it takes for them."""

import re

_LOOKS = str.maketrans("OoＯ〇○◯DQ口ｏlI|｜丨ｌiSsZzB。．，", "0" * 10 + "1" * 7 + "55" + "22" + "8" + "..,")
_MAYBE = re.compile(r"[0-9０-９OoＯ〇○◯DQ口ｏlI|｜丨ｌiSsZzB.,。．，\s]{1,12}")
_MARKS = str.maketrans("０１２３４５６７８９", "0123456789")
_ALONE = {"。": "0", "．": "0", ".": "0", ",": "0", "，": "0", "O.": "0", "°": "0"}
DOUBT = 0.6


def as_figure(text: str, confidence: float) -> tuple[str, float]:
    """The text of a value cell with look-alikes as figures, at lower confidence; any other text as it is.

    Only what consists of figures and look-alikes altogether is taken for a value.
    """
    plain = text.translate(_MARKS)
    if plain in _ALONE:
        return _ALONE[plain], confidence * DOUBT
    if not _MAYBE.fullmatch(plain):
        return text, confidence
    if re.fullmatch(r"[\d.,]+", plain):
        return plain, confidence
    return re.sub(r"\s", "", plain.translate(_LOOKS)), confidence * DOUBT
