"""Old Word documents go through LibreOffice; without it, or when it fails, one sentence says what to do."""

import subprocess
from pathlib import Path

import pytest

from gongkai.documents import office
from gongkai.documents.blocks import Grid, Unreadable
from gongkai.documents.docx import blocks
from gongkai.documents.sniff import sniff
from tests.documents.word import BEGINS, CONTINUES, docx, p, span, tbl, tc, tr
from tests.required import needs

COLUMNS = 15
TABLE = tbl(
    tr(tc("行政复议", span(5)), tc("行政诉讼", span(10))),
    tr(*(tc(f"头{n}", BEGINS) for n in range(5)), tc("直接", span(5)), tc("复议后", span(5))),
    tr(*(tc("", CONTINUES) for _ in range(5)), *(tc(f"项{n}") for n in range(10))),
    tr(*(tc(str(n)) for n in range(COLUMNS))),
    widths=(577,) * COLUMNS,
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A Word 97 document with a table of 15 columns."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("old")
    (folder / "a.docx").write_bytes(docx(p("四、复议诉讼") + TABLE + p("末")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
    return (folder / "a.doc").read_bytes()


def test_it_works(old: bytes) -> None:
    assert sniff(old, "年报.wps") == "doc"
    (grid,) = (b for b in blocks(office.to_docx(old, ".wps")).blocks if isinstance(b, Grid))
    assert grid.texts()[3] == [str(n) for n in range(COLUMNS)]
    assert grid.texts()[0] == ["行政复议"] * 5 + ["行政诉讼"] * 10
    assert grid.rows[1][0] is grid.rows[2][0]


def test_many_at_once_and_a_bad_one_does_not_stop_the_others(old: bytes) -> None:
    found = office.to_docx_many({"甲.doc": old, "坏.doc": old[:2000], "../乙.doc": old})
    assert list(found) == ["甲.doc", "坏.doc", "../乙.doc"]
    assert isinstance(found["坏.doc"], Unreadable)
    for name in ("甲.doc", "../乙.doc"):
        data = found[name]
        assert isinstance(data, bytes)
        assert blocks(data).blocks


def test_a_truncated_file_is_refused(old: bytes) -> None:
    with pytest.raises(Unreadable, match="打不开"):
        office.to_docx(old[:2000])


def test_without_libreoffice_one_sentence_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not office.available()
    with pytest.raises(Unreadable, match="libreoffice-writer-nogui"):
        office.to_docx(b"x")
    found = office.to_docx_many({"a.doc": b"x"})
    assert "libreoffice-writer-nogui" in str(found["a.doc"])


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named soffice before all others on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_program_that_hangs_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(office, "STARTING_SECONDS", 0.5)
    monkeypatch.setattr(office, "SECONDS_A_FILE", 0)
    with pytest.raises(Unreadable, match="限定时间"):
        office.to_docx(b"x")
    child = Path("/proc") / (tmp_path / "child").read_text().strip() / "stat"
    assert not child.exists() or child.read_text().split()[2] == "Z"


@pytest.mark.parametrize("script", ["exit 0", "exit 1"])
def test_a_program_that_leaves_nothing_is_a_failure(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(tmp_path, monkeypatch, script)
    with pytest.raises(Unreadable, match="打不开"):
        office.to_docx(b"x")


def test_the_profile_forbids_macros_and_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, f"cp profile/user/registrymodifications.xcu {tmp_path}; env > {tmp_path}/env")
    with pytest.raises(Unreadable):
        office.to_docx(b"x", "/../../evil")
    settings = (tmp_path / "registrymodifications.xcu").read_text()
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert "http_proxy=http://127.0.0.1:9" in (tmp_path / "env").read_text()
