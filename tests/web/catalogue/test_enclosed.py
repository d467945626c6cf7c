"""Files are looked through for personal data before they go anywhere."""

from __future__ import annotations

import pytest

from gongkai.web.catalogue import enclosed, operations
from gongkai.web.catalogue.enclosed import look, veiled
from gongkai.web.catalogue.operations import File
from gongkai.web.organs import store
from tests.documents.test_words import workbook
from tests.web.catalogue.items import drafted, reviewed
from tests.web.conftest import City

pytestmark = pytest.mark.django_db


def stored(name: str, content: bytes, kind: str) -> File:
    """A file, stored."""
    return File(name, kind, len(content), store.keep(content))


def test_it_works() -> None:
    file = stored("补贴.xlsx", workbook(), "xlsx")
    found = look(file.sha256, "xlsx", [("申请人姓名", "张三")])
    assert found.found == (
        "申请人姓名 1 处（张*）、手机号码 2 处（138***678，138***679）、住址 1 处（北***）、"
        "“姓名”一栏未遮盖 2 处、“手机”一栏未遮盖 2 处"
    )
    assert found.missed == ""


def test_a_picture_and_a_file_that_is_gone_are_said_to_be_unchecked() -> None:
    assert look(store.keep(b"\x89PNG..."), "png").missed == "图片里的文字不能自动检查"
    assert "缺失" in look("0" * 64, "pdf").missed


def test_a_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = store.keep("电话13812345677".encode())
    first = look(digest, "text")
    monkeypatch.setattr(store, "fetch", lambda _: pytest.fail("read again"))
    assert look(digest, "text") is first


@pytest.mark.parametrize(("said", "shown"), [("张三", "张*"), ("北大街5号", "北***"), ("138 1234 5678", "138***678")])
def test_a_warning_does_not_spread_what_it_warns_of(said: str, shown: str) -> None:
    assert veiled(said) == shown


def test_what_is_in_a_file_must_be_answered_for(city: City) -> None:
    """A table with telephone numbers went out unnoticed once: only the names of the files were looked at."""
    item = drafted(city, "补贴名单", files=[stored("补贴.xlsx", workbook(), "xlsx")])
    clerk = city.viewer("clerk")
    with pytest.raises(ValueError, match="附件中的个人信息"):
        operations.send(item, own=(), viewer=clerk, files_read=True)
    (mark,) = operations.left(item, ())
    assert mark.words.startswith("《补贴.xlsx》：手机号码 2 处")
    item = operations.dismiss(item, mark.key, reason="机关值班电话", own=(), viewer=clerk)
    reviewed(city, item)
    assert "138" not in str(item.dismissed)


def test_another_file_of_the_same_name_is_answered_for_anew(city: City) -> None:
    first = stored("电话.txt", "甲13812345678".encode(), "text")
    item = drafted(city, "值班", files=[first])
    (mark,) = operations.left(item, ())
    item = operations.dismiss(item, mark.key, reason="值班电话", own=(), viewer=city.viewer("clerk"))
    other = stored("电话.txt", "乙13812345678".encode(), "text")
    item = operations.change(
        item, operations.Text("值班", "正文"), version=item.version, viewer=city.viewer("clerk"),
        drop=[item.files.get().pk], add=[other],
    )  # fmt: skip
    assert [m.file for m in operations.left(item, ())] == [other.sha256]


def test_the_unchecked_are_named_when_asked_to_read_them(city: City) -> None:
    item = drafted(city, "照片", files=[stored("现场.png", b"\x89PNG.....", "png")])
    assert operations.unchecked(item) == [("现场.png", "图片里的文字不能自动检查")]
    with pytest.raises(ValueError, match=r"《现场\.png》"):
        operations.send(item, own=(), viewer=city.viewer("clerk"))
    assert operations.send(item, own=(), viewer=city.viewer("clerk"), files_read=True)
    assert enclosed.look(item.files.get().sha256, "png").found == ""
