"""Uploads: what a file really is."""

import pytest

from gongkai.web.organs import store


def test_it_works() -> None:
    assert store.inspect("说明.txt", "附件".encode()).kind == "text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("身份证.pdf", b"%PDF-1.4 not really"),
        ("身份证.png", b"\x89PNG\r\n\x1a\n and no more"),
        ("身份证.jpg", b"\xff\xd8\xff and no more"),
    ],
)
def test_a_beginning_alone_is_no_document(name: str, content: bytes) -> None:
    with pytest.raises(store.Refused, match="不完整"):
        store.inspect(name, content)
