"""The characters of a file are found whatever it says about itself."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.blocks import Unreadable
from gongkai.documents.encoding import as_utf8, declared_charset, decode

TEXT = "一、总体情况\n行政许可 12 件，由朱镕、陈喆办理。\n"


def test_it_works() -> None:
    assert decode(TEXT.encode()) == TEXT


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be"])
def test_it_needs_no_declaration(codec: str) -> None:
    assert decode(TEXT.encode(codec)) == TEXT


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_in_front_is_believed_and_removed(codec: str) -> None:
    assert decode(("\ufeff" + TEXT).encode(codec)) == TEXT


def test_gbk_characters_under_a_gb2312_label() -> None:
    assert decode(TEXT.encode("gb18030"), "gb2312") == TEXT


def test_a_wrong_label_changes_nothing() -> None:
    assert decode(TEXT.encode(), "gb2312") == TEXT
    assert decode(TEXT.encode("gb18030"), "utf-8") == TEXT
    assert decode(TEXT.encode(), "no-such-charset") == TEXT


def test_utf_16_without_any_ascii_but_a_line_end() -> None:
    text = "政府信息公开工作年度报告\n" * 3
    assert decode(text.encode("utf-16-le")) == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_broken_character_in_a_long_text_is_replaced(codec: str) -> None:
    whole = (TEXT * 60).encode(codec)
    broken = whole[:-4] + b"\xff" + whole[-3:]
    assert 1 <= decode(broken).count("\ufffd") <= 3
    with pytest.raises(Unreadable):
        decode(broken[-40:])


def test_stray_zero_bytes_are_dropped() -> None:
    assert decode((TEXT * 60).encode() + b"\0") == TEXT * 60
    assert decode((TEXT * 60).encode("gb18030") + b"\0") == TEXT * 60
    plain = "some plain words without any sign or number in them" * 9
    assert decode((plain + "\0" + plain).encode()) == plain * 2


@pytest.mark.parametrize(
    "data", [bytes(range(128, 256)) * 40, b"\0\1\2\3" * 500, b"\1\2\3\4\5" * 500, codecs.BOM_UTF8 + b"\xff\xfe" * 99]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="编码"):
        decode(data)


def test_the_label_of_a_page_is_found() -> None:
    assert declared_charset(b'<meta http-equiv=Content-Type content="text/html; charset=GB2312">') == "gb2312"
    assert declared_charset(b"<meta charset='utf-8'>") == "utf-8"
    assert declared_charset(b"<p>") is None


def test_utf_8_is_passed_on_as_it_is() -> None:
    data = TEXT.encode()
    assert as_utf8(data) is data
    assert as_utf8(TEXT.encode("gb18030")) == data
    assert as_utf8(codecs.BOM_UTF8 + data) == data


@given(st.binary(max_size=400))
def test_nothing_but_unreadable_escapes(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(decode(data), str)
