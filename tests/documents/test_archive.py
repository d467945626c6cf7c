"""Zip containers are opened under limits, and a zip of reports gives its files one by one."""

import io
import struct
import tracemalloc
import zipfile
from unittest.mock import patch

import pytest

from gongkai.documents import archive
from gongkai.documents.archive import members, open_members
from gongkai.documents.blocks import Unreadable
from tests.documents.word import docx, p, zipped


def test_it_works() -> None:
    container = open_members(zipped({"word/document.xml": "<a/>", "dir/": "", "x.txt": "文"}))
    assert container.names() == ["word/document.xml", "x.txt"]
    assert "x.txt" in container
    assert "y.txt" not in container
    assert container.read("x.txt") == "文".encode()


def test_members_of_a_zip_of_reports() -> None:
    report = docx(p("甲"))
    found = dict(members(zipped({"2023/甲局.docx": report, "乙局.txt": "x"})))
    assert found == {"2023/甲局.docx": report, "乙局.txt": b"x"}


def test_what_is_no_report_is_left_out() -> None:
    names = ("__MACOSX/._a.docx", ".DS_Store", "x/.hidden", "~$a.docx", "Thumbs.db", "空/", "a.txt")
    assert [name for name, _ in members(zipped(dict.fromkeys(names, "x")))] == ["a.txt"]


def test_a_link_is_left_out() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        link = zipfile.ZipInfo("a.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        container.writestr(link, "elsewhere.txt")
    assert list(members(out.getvalue())) == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_written_without_saying_their_encoding(encoding: str) -> None:
    name = "政务公开年报.txt"
    raw = name.encode(encoding)
    data = zipped({"x" * len(raw): "文"}).replace(b"x" * len(raw), raw)
    assert [found for found, _ in members(data)] == [name]
    assert open_members(data).read(name) == "文".encode()


def test_a_name_in_the_unicode_extra_field() -> None:
    info = zipfile.ZipInfo("plain")
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len("年报.txt".encode()), 1, 0) + "年报.txt".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr(info, "x")
    data = out.getvalue().replace(b"plain", b"\xc4\xea\xb1\xa8?")
    assert open_members(data).names() == ["年报.txt"]


def test_folders_written_with_backslashes() -> None:
    assert open_members(zipped({"word\\document.xml": "x"})).names() == ["word/document.xml"]


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt"])
def test_a_name_out_of_the_archive_is_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="指向包外"):
        open_members(zipped({name: "x"}))


def test_an_inner_zip_is_opened_and_a_deeper_one_is_not() -> None:
    deepest = zipped({"c.txt": "c"})
    inner = zipped({"b.txt": "b", "三.zip": deepest})
    found = dict(members(zipped({"a.txt": "a", "二.zip": inner})))
    assert found["a.txt"] == b"a"
    assert found["二.zip/b.txt"] == b"b"
    assert isinstance(found["二.zip/三.zip"], Unreadable)
    assert len(found) == 3


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"no zip at all", zipped({"a": "x" * 99})[:-8]],
    ids=["empty", "a signature only", "no zip", "cut short"],
)
def test_a_damaged_container_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="损坏"):
        open_members(data)


def test_damaged_content_is_refused_and_does_not_stop_the_others() -> None:
    data = bytearray(zipped({"a.txt": "文" * 50, "b.txt": "b"}))
    data[40] ^= 0xFF
    found = dict(members(bytes(data)))
    assert isinstance(found["a.txt"], Unreadable)
    assert found["b.txt"] == b"b"


def test_a_locked_member_is_refused() -> None:
    data = bytearray(zipped({"a.txt": "x", "b.txt": "y"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert open_members(bytes(data)).locked("a.txt")
    found = dict(members(bytes(data)))
    assert "密码" in str(found["a.txt"])
    assert found["b.txt"] == b"y"


def test_an_unusual_way_of_packing_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as container:
        container.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="压缩方法"):
        open_members(out.getvalue()).read("a.txt")


def test_a_bomb_is_refused() -> None:
    data = zipped({"word/document.xml": b"\0" * (40 * 2**20)})
    assert len(data) < 50_000
    with pytest.raises(Unreadable, match="压缩炸弹"):
        open_members(data)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    bomb = bytearray(zipped({"a.xml": b"\0" * (40 * 2**20)}))
    at = bomb.index(b"PK\x01\x02")
    struct.pack_into("<L", bomb, at + 24, 1000)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="损坏"):
            open_members(bytes(bomb)).read("a.xml")
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()


def test_the_whole_must_stay_under_the_limit() -> None:
    data = zipped({"a.txt": "x" * 600, "b.txt": "y" * 600})
    with patch.object(archive, "MAX_UNPACKED", 1000), pytest.raises(Unreadable, match="超过"):
        open_members(data)


def test_inner_archives_count_into_the_limit() -> None:
    inner = zipped({"b.txt": "y" * 600})
    data = zipped({"1.zip": inner, "2.zip": inner})
    with patch.object(archive, "MAX_UNPACKED", 1200), pytest.raises(Unreadable, match="超过"):
        list(members(data))


def test_a_member_larger_than_the_reader_wants_is_refused() -> None:
    with pytest.raises(Unreadable, match="1 MB"):
        open_members(zipped({"a": "x" * (2**20 + 1)})).read("a", limit=2**20)


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    data = zipped({f"{n}": "" for n in range(10_001)})
    with patch.object(zipfile, "ZipFile", side_effect=AssertionError), pytest.raises(Unreadable, match="10000 个"):
        open_members(data)
