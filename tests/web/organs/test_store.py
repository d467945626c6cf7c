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


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("坏.exe", "的类型不能接收；可以提交 PDF"),
        ("名单.csv", "请另存为 xlsx"),
        ("旧稿.doc", "请另存为 docx"),
        ("照片.heic", "请转为 jpg"),
        ("全部.rar", "请解压"),
        ("没有扩展名", "可以提交 PDF"),
    ],
)
def test_what_is_not_taken_is_told_with_what_is(name: str, instead: str) -> None:
    """Nobody is asked to rename a program."""
    with pytest.raises(store.Refused, match=instead) as refused:
        store.inspect(name, "普通的文字".encode())
    assert "改正文件名" not in str(refused.value)
    assert "文本（txt）" in str(refused.value)


def test_another_kind_under_a_known_name_is_refused() -> None:
    with pytest.raises(store.Refused, match="扩展名应为 txt"):
        store.inspect("说明.docx", "普通的文字".encode())
    with pytest.raises(store.Refused, match="可执行程序，已拒绝读取"):
        store.inspect("说明.pdf", b"MZ\x90\x00" * 50)
