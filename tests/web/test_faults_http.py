"""The same faults against a real server (gunicorn on loopback): workers killed while they answer, a disk that is full."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.paths import ROOT
from tests.web.faulty import PASSWORD
from tests.web.surfing import Browser, Page, number_in
from tests.web.test_faults import sibling

# What one submission or one step may last on a slow machine, in seconds; kills fall somewhere within.
LONGEST = 0.35
TYPED = {
    "organ": "11370802000100026A", "subject": "2025年法律援助经费", "content": "申请公开2025年法律援助经费支出明细。",
    "form_wanted": "electronic", "way_wanted": "online", "kind": "natural_person", "name": "王小明", "id_kind": "居民身份证",
    "id_number": "11010519491231002X", "telephone": "13812345678", "address": "青澜市西城区西街2号",
}  # fmt: skip


@dataclass
class Served:
    """A platform that runs: its address, its folder, the process id of its master, and other programs upon it."""

    address: str
    home: Path
    master: int
    program: Callable[[str], dict[str, Any]]
    within: float = (
        LONGEST  # how late a kill may come: less where work was done before it, so that kills hit at any speed
    )

    def workers(self) -> list[int]:
        """The processes that answer."""
        found = Path(f"/proc/{self.master}/task/{self.master}/children").read_text(encoding="ascii")
        return [int(pid) for pid in found.split()]

    def kill_workers(self) -> None:
        """kill -9 of every worker; the master starts others."""
        for pid in self.workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def killed_while(self, work: Callable[[], Page]) -> bool:
        """Do something and kill the workers at a random moment meanwhile; whether it was broken off."""
        with ThreadPoolExecutor(1) as pool:
            future: Future[Page] = pool.submit(work)
            time.sleep(random.uniform(0.0, self.within))
            self.kill_workers()
            try:
                future.result(60)
                broken = False
            except (OSError, http.client.HTTPException):
                broken = True
        self.within = min(LONGEST, self.within * (1.25 if broken else 0.7))
        self.wait()
        return broken

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(200):
            with suppress(OSError, http.client.HTTPException):
                if Browser(self.address).get("/guide/").status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    environment = {**os.environ, "GONGKAI_HOME": str(home), "GONGKAI_DATABASE": ""}
    server, name = os.environ.get("GONGKAI_TEST_DATABASE", ""), f"served_{os.getpid()}"

    def program(command: str) -> dict[str, Any]:
        words = [sys.executable, "-m", "tests.web.faulty", command]
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=150, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads((home / "found.json").read_text(encoding="utf-8")))

    with sibling(server, name) as address:
        environment["GONGKAI_DATABASE"] = address
        program("city")
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            port = trial.getsockname()[1]
        words = [sys.executable, "-m", "tests.web.faulty", "serve", str(port)]
        with (home / "server.log").open("wb") as log:
            process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            found = Served(f"http://127.0.0.1:{port}", home, process.pid, program)
            found.wait()
            yield found
        finally:
            process.terminate()
            process.wait(30)


def _written(served: Served, mark: str) -> Browser:
    """A form filled in, with a file, up to the page before it is sent."""
    browser = Browser(served.address)
    assert browser.get("/apply/").status == 200
    files = {"files": ("说明.txt", f"附件 {mark}".encode())}
    page = browser.post("/apply/", {**TYPED, "subject": f"经费 {mark}", "id_number": TYPED["id_number"]}, files=files)
    assert page.path == "/apply/review/", page.text[:2000]
    return browser


def _send(browser: Browser) -> Page:
    return browser.post("/apply/review/", browser.challenge())


def _sent(browser: Browser) -> str:
    """Sent for certain, however often it takes; its number."""
    page = browser.get("/apply/review/")
    if page.path != "/apply/receipt/":
        page = _send(browser)
    assert page.path == "/apply/receipt/" and page.status == 200, page.text[:2000]
    return number_in(page.text)


def test_it_works(served: Served) -> None:
    browser = _written(served, "平常")
    assert _send(browser).path == "/apply/receipt/"
    number = _sent(browser)
    clerk = Browser(served.address)
    assert clerk.sign_in("clerk", PASSWORD).path == "/desk/"
    assert _register(clerk, number).path == f"/desk/case/{number}/"
    assert served.program("state") == {"applications": 1, "letters": 1, "wrong": []}


def test_a_submission_cut_off_is_whole_or_not_there_and_a_retry_makes_one(served: Served) -> None:
    before, broken, numbers = served.program("state")["applications"], 0, set()
    for at in range(24):
        browser = _written(served, f"第{at}次")
        proof = browser.challenge()
        broken += served.killed_while(lambda b=browser, p=proof: b.post("/apply/review/", p))  # type: ignore[misc]
        numbers.add(_sent(browser))
        if broken >= 5 and at >= 7:
            break
    found = served.program("state")
    assert broken >= 3  # or nothing was tried
    assert found["wrong"] == [] and found["applications"] - before == len(numbers) == at + 1


def _register(clerk: Browser, number: str) -> Page:
    """Fix the day of receipt: the letter is looked at, then made. The page that stands there in the end."""
    address = f"/desk/case/{number}/step/received/"
    _look(clerk, number)
    return clerk.post(address, {**clerk.page.fields, "action": "confirm"})


def _look(clerk: Browser, number: str) -> Page:
    address = f"/desk/case/{number}/step/received/"
    clerk.get(address)
    page = clerk.post(address, {**clerk.page.fields, "action": "preview"})
    assert page.status == 200 and page.fields.get("previewed"), page.text[:3000]
    return page


def test_a_letter_cut_off_is_whole_or_not_there_and_a_retry_makes_one(served: Served) -> None:
    clerk = Browser(served.address)
    clerk.sign_in("clerk", PASSWORD)
    before, broken = served.program("state")["letters"], 0
    for at in range(24):
        number = _sent(_written(served, f"文书{at}"))
        shown = dict(_look(clerk, number).fields)
        address = f"/desk/case/{number}/step/received/"
        broken += served.killed_while(lambda: clerk.post(address, {**shown, "action": "confirm"}))  # noqa: B023
        again = clerk.get(address)
        if "previewed" in again.fields or "version" in again.fields:
            assert _register(clerk, number).path == f"/desk/case/{number}/"
        if broken >= 4 and at >= 5:
            break
    found = served.program("state")
    assert broken >= 3
    assert found["wrong"] == [] and found["letters"] - before == at + 1


def test_of_two_clerks_at_once_one_is_told(served: Served) -> None:
    clerks = [Browser(served.address), Browser(served.address)]
    for who, clerk in zip(("clerk", "other"), clerks, strict=True):
        clerk.sign_in(who, PASSWORD)
    number = _sent(_written(served, "两人"))
    for clerk in clerks:
        _look(clerk, number)
    together = Barrier(2)

    def confirm(clerk: Browser) -> Page:
        given = {**clerk.page.fields, "action": "confirm"}
        together.wait()
        return clerk.post(f"/desk/case/{number}/step/received/", given)

    with ThreadPoolExecutor(2) as pool:
        pages = sorted(pool.map(confirm, clerks), key=lambda p: p.status)
    assert [p.status for p in pages] == [200, 409]
    assert pages[0].path == f"/desk/case/{number}/"
    assert "没有生效" in pages[1].text or "刷新" in pages[1].text
    assert served.program("state")["wrong"] == []


def test_a_full_disk_is_said_and_stores_no_half(served: Served) -> None:
    """The write breaks off after 16 bytes: of an upload, then of a letter. Afterwards both go through."""
    number, marker = _sent(_written(served, "空间")), served.home / "full"
    clerk = Browser(served.address)
    clerk.sign_in("clerk", PASSWORD)
    _look(clerk, number)
    given, before = {**clerk.page.fields, "action": "confirm"}, served.program("state")
    stored = _files(served)
    marker.touch()
    try:
        refused = clerk.post(f"/desk/case/{number}/step/received/", given)
        browser = Browser(served.address)
        browser.get("/apply/")
        upload = browser.post("/apply/", TYPED, files={"files": ("说明.txt", b"0123456789" * 9)})
        for page in (refused, upload):
            assert page.status == 507 and "没有保存一半" in page.text
        assert served.program("state") == before and _files(served) == stored
    finally:
        marker.unlink()
    assert _register(clerk, number).path == f"/desk/case/{number}/"
    assert served.program("state")["wrong"] == []


def _files(served: Served) -> set[str]:
    return {p.name for kept in ("files", "drafts") for p in (served.home / kept).rglob("*") if p.is_file()}
