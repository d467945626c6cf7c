"""``gongkai serve`` and ``gongkai demo`` as they are typed: started, answered, stopped; told what is wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "", "PYTHONUNBUFFERED": "1"}


def started(home: Path, port: int) -> subprocess.Popen[str]:
    given = environment(home)
    given.pop("DJANGO_SETTINGS_MODULE")
    given.pop("GONGKAI_DATABASE", None)
    return subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port)],
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = started(tmp_path / "home", port)
    yield process, port
    if process.poll() is None:
        process.kill()
        process.wait()


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(x) for x in found.split()]


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_with_everything_it_started(
    server: tuple[subprocess.Popen[str], int], how: signal.Signals
) -> None:
    process, port = server
    assert process.stdout is not None
    first = process.stdout.readline()
    assert f"http://127.0.0.1:{port}/" in first, first
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=20) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    running = children(process.pid)
    assert len(running) >= 3  # two workers, and the one for background tasks
    process.send_signal(how)
    assert process.wait(20) == 0
    assert "平台已停止。" in process.stdout.read()
    for _ in range(50):
        if not any(map(alive, running)):
            break
        time.sleep(0.1)
    assert not any(map(alive, running))


def test_a_port_in_use_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = started(tmp_path / "home", taken.getsockname()[1])
        words, _ = process.communicate(timeout=30)
    assert process.returncode == 2 and re.search(r"端口 \d+ 已被占用；请用 --port", words)
    assert not (tmp_path / "home").exists()


def test_a_wrong_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    given = {**environment(tmp_path), "GONGKAI_DATABASE": "mysql://x"}
    given.pop("DJANGO_SETTINGS_MODULE")
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "demo"], env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "postgresql://" in done.stderr and "Traceback" not in done.stderr
