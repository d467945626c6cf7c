"""What commands are made of: finding files, saving them, naming organs, spreading work."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import pytest

from gongkai.cli.account import told
from gongkai.cli.examine import Settings, marks_of
from gongkai.cli.faults import Refused
from gongkai.cli.ledger import Ledger
from gongkai.cli.opening import Item, items, lines
from gongkai.cli.organs import Earlier, missing, same, unexpected
from gongkai.cli.pool import spread
from gongkai.cli.saving import save, saved_in_parts
from tests.cli.samples import AFTER, BEFORE, RIGHT, archive, make


class TestItems:
    def test_it_works(self, tmp_path: Path) -> None:
        for name in (
            "b.docx",
            "a.html",
            "~$b.docx",
            ".c.docx",
            "list.exe",
            "in/d.PDF",
            "__MACOSX/e.docx",
            "result.json",
        ):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(b"x")
        assert [Path(i.path).name for i in items([str(tmp_path)])] == ["a.html", "b.docx", "d.PDF"]

    def test_each_once(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"x")
        assert len(list(items([str(path), str(path), str(tmp_path)]))) == 1

    def test_a_named_file_counts_whatever_its_suffix(self, tmp_path: Path) -> None:
        assert list(items(["report.json", "-"])) == [Item("report.json"), Item("-")]

    def test_members_have_the_names_their_maker_gave_them(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "a.zip", [("年报/财政局.txt", b"one"), ("~$x.docx", b""), ("readme.ini", b"")])
        (item,) = items([str(path)])
        assert item.name == f"{path}/年报/财政局.txt" and item.file_name == "财政局.txt"
        assert item.content() == b"one"

    def test_a_broken_archive_is_left_to_the_reader(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"PK nothing")
        assert list(items([str(tmp_path)])) == [Item(str(tmp_path / "a.zip"))]

    def test_a_file_over_the_limit_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "big.docx"
        with path.open("wb") as file:
            file.truncate(50 * 2**20 + 1)
        with pytest.raises(Refused, match="超过 50 MB"):
            Item(str(path)).content()

    def test_a_list_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "list.txt"
        path.write_bytes(b"\xff\xfe\xff\xff\x00\x80")
        with pytest.raises(Refused, match="不是文本文件"):
            lines(str(path))


class TestSave:
    def test_it_works(self, tmp_path: Path) -> None:
        save(tmp_path / "new" / "a.txt", b"one")
        assert (tmp_path / "new" / "a.txt").read_bytes() == b"one"

    def test_nothing_half_written_stays(self, tmp_path: Path) -> None:
        def parts() -> object:
            yield b"half"
            raise RuntimeError

        (tmp_path / "a.txt").write_bytes(b"old")
        with pytest.raises(RuntimeError):
            saved_in_parts(tmp_path / "a.txt", parts())  # type: ignore[arg-type]
        assert [p.name for p in tmp_path.iterdir()] == ["a.txt"] and (tmp_path / "a.txt").read_bytes() == b"old"

    def test_a_folder_is_not_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="是文件夹"):
            save(tmp_path, b"")

    def test_a_place_that_cannot_be_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(Refused, match="不能写入"):
            save(tmp_path / "file" / "a.txt", b"")


class TestOrgans:
    @pytest.mark.parametrize(("one", "other"), [("聊城市司法局", "市司法局"), ("青澜市 财政局", "青澜市财政局")])
    def test_it_works(self, one: str, other: str) -> None:
        assert same(one, other) and same(other, one)

    @pytest.mark.parametrize(
        ("one", "other"), [("司法局", "聊城市司法局"), ("市司法局", "市财政局"), (None, "市财政局")]
    )
    def test_others_are_others(self, one: str | None, other: str) -> None:
        assert not same(one, other)

    def test_a_name_that_could_be_two_is_missing(self) -> None:
        assert missing(["市财政局"], ["甲市财政局", "乙市财政局"]) == ["市财政局"]
        assert unexpected(["市财政局"], ["甲市财政局", "青澜市水务局", None]) == ["青澜市水务局"]

    def test_last_year(self) -> None:
        earlier = Earlier((make(RIGHT), make(BEFORE), make(AFTER)))
        assert earlier.find("市教育局", 2024) == make(BEFORE)
        assert earlier.find("青澜市教育局", 2023) is None
        assert earlier.find(None, 2024) is None
        assert Earlier().key != earlier.key

    def test_a_file_that_was_named_need_not_say_whose_it_is(self) -> None:
        named = Earlier((replace(make(BEFORE), organ=None, year=None),), given=True)
        assert named.find("青澜市教育局", 2024) is not None and named.find(None, None) is not None
        other = Earlier((make(BEFORE),), given=True)
        assert other.find(None, 2024) == make(BEFORE) and other.find("青澜市教育局", None) == make(BEFORE)
        assert other.find("青澜市财政局", 2024) is None and other.find("青澜市教育局", 2025) is None


def doubled(number: int) -> int:
    return 2 * number


def dies(bad: int, number: int) -> int:
    if number == bad:
        os._exit(1)
    return number


class TestSpread:
    @pytest.mark.parametrize("jobs", [1, 3])
    def test_it_works(self, jobs: int) -> None:
        found = spread(doubled, list(range(100)), jobs=jobs, crashed=doubled)
        assert sorted(found) == [2 * n for n in range(100)]

    def test_nothing_to_do(self) -> None:
        assert list(spread(doubled, [], jobs=2, crashed=doubled)) == []

    @pytest.mark.parametrize("bad", [0, 17, 39])
    def test_one_that_dies_is_told_and_the_others_done(self, bad: int) -> None:
        found = spread(partial(dies, bad), list(range(40)), jobs=2, crashed=lambda n: -1)
        assert sorted(found) == [-1, *(n for n in range(40) if n != bad)]

    def test_it_can_be_left_in_the_middle(self) -> None:
        found = spread(doubled, list(range(1000)), jobs=2, crashed=doubled)
        next(found)
        found.close()


class TestMarks:
    def test_it_works(self) -> None:
        assert marks_of(make(RIGHT)) and marks_of(make(RIGHT)) == marks_of(make(RIGHT))
        assert not set(marks_of(make(RIGHT))) & set(marks_of(make(BEFORE))) - _boilerplate()

    def test_a_ledger_that_cannot_be_opened_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="进度文件"):
            Ledger(Settings(), tmp_path / "no" / "folder.jsonl")


def _boilerplate() -> set[int]:
    """The sentence on fees is the same in every report but for the year."""
    return set(marks_of(make(RIGHT))) & set(marks_of(make(AFTER)))


@pytest.mark.parametrize("parts", [[b"a", b"b"], [b""]], ids=["some", "nothing"])
def test_a_pipe_or_a_device_is_written_to_and_never_replaced(tmp_path: Path, parts: list[bytes]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        saved_in_parts(pipe, parts)
        assert os.read(reading, 10) == b"".join(parts)
    finally:
        os.close(reading)
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ({"table": 3, "row": "new", "column": "total"}, ["表内  3，应为 4"]),
        (None, ["原文  3，应为 4"]),
        ({"section": "overview", "start": 0, "end": 2, "text": "三件"}, ["原文  「三件」", "读作  3，应为 4"]),
        ({"section": "overview", "start": 0, "end": 1, "text": "3"}, ["原文  「3」", "应为  4"]),
    ],
)
def test_a_finding_says_where_what_is_printed_stands(where: object, lines: list[str]) -> None:
    finding = {"code": "N-1", "severity": "error", "where": where, "printed": "3", "expected": "4", "message": "不符。",
               "likely_cause": None, "remedy": "请改。", "law": "某条"}  # fmt: skip
    assert [line.strip() for line in click.unstyle(told([finding], 80)).splitlines()][1:-2] == lines
