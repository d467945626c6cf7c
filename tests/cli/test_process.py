"""The command line as a process: exit status, pipes, Ctrl-C, what start-up imports."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.samples import DOUBLE, RIGHT, put

# The command line with a reader that is slow for some files and dies at others.
SLOW = """
import os, sys, time
import gongkai.documents as documents
read = documents.read
def slow(data, *, name="", **others):
    if "慢" in name:
        time.sleep(30)
    if "崩" in name:
        os._exit(9)
    return read(data, name=name, **others)
documents.read = slow
from gongkai.cli import main
main()
"""


# Ctrl-C is heard even where whoever runs the tests does not hear it, as in the background of a shell.
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def start(
    *arguments: str, code: str = "from gongkai.cli import main; main()", **kinds: object
) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    return subprocess.Popen(
        [sys.executable, "-c", HEARS + code, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, env=environment, **kinds,
    )  # fmt: skip


@pytest.mark.parametrize(("example", "status"), [(RIGHT, 0), (DOUBLE, 1)])
def test_exit_status_and_standard_input(tmp_path: Path, example: object, status: int) -> None:
    process = start("check", "-", "--format", "json")
    out, err = process.communicate(put(tmp_path, example).read_bytes(), timeout=60)
    assert (process.returncode, err) == (status, b"")
    assert json.loads(out)["schema"] == 1


def test_python_m_is_the_same() -> None:
    out = subprocess.run(
        [sys.executable, "-m", "gongkai", "--version"], capture_output=True, check=True, timeout=60
    ).stdout
    assert out.startswith(b"gongkai ")


def test_start_up_imports_nothing_heavy() -> None:
    code = """
import sys
sys.argv = ["gongkai", "--help"]
from gongkai.cli import main
try:
    main()
finally:
    print([m for m in sys.modules if m.split(".")[0] in
        ("rich", "lxml", "openpyxl", "docx", "pypdfium2", "typst", "rapidfuzz", "concurrent", "multiprocessing")
        or m.startswith(("gongkai.report", "gongkai.documents", "gongkai.cli.commands"))])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60).stdout
    assert out.decode().splitlines()[-1] == "[]"


def test_a_check_of_one_file_starts_without_tables_and_pools(tmp_path: Path) -> None:
    path = put(tmp_path, RIGHT)
    code = f"""
import sys
sys.argv = ["gongkai", "check", {str(path)!r}]
from gongkai.cli import main
try:
    main()
finally:
    print([m for m in sys.modules if m.split(".")[0] in ("rich", "openpyxl", "docx", "pypdfium2", "typst", "distributed")])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60).stdout
    assert out.decode().splitlines()[-1] == "[]"


def test_ctrl_c_leaves_what_was_done(tmp_path: Path) -> None:
    for number in range(4):
        put(tmp_path, RIGHT, f"{number}.txt", organ=f"青澜市第{number}局")
    for number in range(4, 8):
        put(tmp_path, RIGHT, f"{number}慢.txt", organ=f"青澜市第{number}局")
    manifest, out = tmp_path / "progress.jsonl", tmp_path / "out.json"
    process = start(
        "check", str(tmp_path), "-j", "2", "--resume", str(manifest), "--format", "json", "-o", str(out),
        code=SLOW, start_new_session=True,
    )  # fmt: skip
    _wait_for(lambda: manifest.exists() and manifest.read_bytes().count(b"\n") >= 4)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "已中断：做完 4 个文件" in err.decode() and "Traceback" not in err.decode()
    organs = [entry["report"]["organ"] for entry in json.loads(out.read_bytes())["reports"]]
    assert organs == [f"青澜市第{number}局" for number in range(4)]


def test_ctrl_c_shows_the_table_of_what_was_done(tmp_path: Path) -> None:
    put(tmp_path, DOUBLE, "1.txt")
    put(tmp_path, RIGHT, "2慢.txt")
    manifest = tmp_path / "progress.jsonl"
    process = start("check", str(tmp_path), "-j", "1", "--resume", str(manifest), code=SLOW)
    _wait_for(lambda: manifest.exists() and manifest.read_bytes().count(b"\n") >= 1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "T3-2" in out.decode() and "共 1 份报告，1 份有错误" in out.decode()
    assert "已中断" in err.decode()


def test_a_process_that_dies_costs_one_file(tmp_path: Path) -> None:
    for number in range(12):
        put(tmp_path, RIGHT, f"{number:02}{'崩' if number == 5 else ''}.txt", organ=f"青澜市第{number}局")
    process = start("check", str(tmp_path), "-j", "2", "--format", "json", code=SLOW)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "05崩.txt：读到一半程序意外终止" in err.decode()
    assert [e["report"]["organ"] for e in json.loads(out)["reports"]] == [f"青澜市第{n}局" for n in range(12) if n != 5]


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for number in range(30):
        put(tmp_path, DOUBLE, f"{number:02}.txt", organ=f"青澜市第{number}局")
    process = start("check", str(tmp_path), "--full", "-j", "1")
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=60)
    assert err == b""


def _wait_for(condition: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)
