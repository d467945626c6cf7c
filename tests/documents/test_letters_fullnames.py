"""A law's name in a letter: in full at its first mention, short from then on."""

import pytest

from gongkai.documents.letters.fullnames import in_full
from gongkai.documents.letters.paper import Line, Role

FULL, SHORT = "《中华人民共和国政府信息公开条例》", "《政府信息公开条例》"


def said(*texts: str, role: Role = Role.TEXT) -> list[str]:
    return [b.text for b in in_full(Line(role, text) for text in texts) if isinstance(b, Line)]


def test_it_works() -> None:
    assert said(f"依据{SHORT}第三十八条") == [f"依据{FULL}第三十八条"]
    assert said(f"依据{SHORT}第十五条", f"又见{SHORT}第三十二条") == [
        f"依据{FULL}（以下简称{SHORT}）第十五条",
        f"又见{SHORT}第三十二条",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        (f"依据{FULL}第十五条", f"又见{SHORT}第三十二条"),  # written in full by hand
        (f"申请公开“{SHORT}的实施办法”。",),  # the applicant's words
        ("依据《某市政府信息公开办法》",),
    ],
)
def test_what_stays_as_it_was_written(texts: tuple[str, ...]) -> None:
    assert said(*texts) == list(texts)


def test_a_quotation_is_no_mention() -> None:
    assert said(f"申请公开“{SHORT}”，依据{SHORT}第二十条") == [f"申请公开“{SHORT}”，依据{FULL}第二十条"]


def test_titles_stay() -> None:
    assert said(SHORT, role=Role.TITLE) == [SHORT]
