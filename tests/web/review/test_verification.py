"""The auditor goes over the log and takes it out: whole, broken where, by whom; nobody else does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongkai.web.review import chain, exports, log, verification
from gongkai.web.review.models import LogEntry, Verification
from tests.paths import ROOT
from tests.web.conftest import City

pytestmark = pytest.mark.django_db
VERIFY, EXPORT = "audit:review_logentry_verify", "audit:review_logentry_export"


@pytest.fixture
def entries(city: City) -> City:
    for at in range(5):
        log.append("noted", f"第{at + 1}条", organ=city.justice, payload={"before": at, "after": {"电话": "2"}})
    log.append("noted", "系统自己的", organ=None)
    return city


def _break(statement: str) -> None:
    with connection.cursor() as cursor:
        for action in ("update", "delete"):
            on = " ON review_logentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER review_logentry_no_{action}{on}")
        cursor.execute(statement)


def _verified(browser: Client, capture: Any) -> str:
    with capture(execute=True):
        assert browser.post(reverse(VERIFY)).status_code == 302
    page: str = browser.get(reverse(VERIFY)).content.decode()
    return page


def test_it_works(entries: City, client_of: Callable[[str], Client], django_capture_on_commit_callbacks: Any) -> None:
    page = _verified(client_of("auditor"), django_capture_on_commit_callbacks)
    passage = Verification.objects.get()
    assert passage.ended_at and passage.wrong == [] and passage.percent == 100
    assert "验证通过：7 条日志完整" in page  # with the auditor's signing in
    assert LogEntry.objects.filter(organ=entries.justice).latest("number").hash in page  # to be noted down elsewhere
    assert LogEntry.objects.filter(kind="log_verified").count() == 1


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        ("UPDATE review_logentry SET words = 'x' WHERE number = 3", "第 3 条的内容被改动"),
        ("DELETE FROM review_logentry WHERE number = 2", "第 2 条缺失"),
        ("DELETE FROM review_logentry WHERE number >= 5", "日志末尾被截去"),
    ],
)
def test_where_it_broke_is_said(
    entries: City,
    client_of: Callable[[str], Client],
    django_capture_on_commit_callbacks: Any,
    tampering: str,
    words: str,
) -> None:
    browser = client_of("auditor")
    _break(tampering)
    page = _verified(browser, django_capture_on_commit_callbacks)
    assert "发现问题" in page and words in page and "青澜市司法局" in page and "验证通过" not in page


def test_a_removed_head_hides_nothing(entries: City) -> None:
    """An attacker who drops the head as well: entries without a head are told of."""
    _break("DELETE FROM review_loghead")
    assert {(b.chain, b.words) for b in verification.broken()} >= {("青澜市司法局", "日志末尾被截去")}


def test_what_is_under_way_is_shown_and_reloads(entries: City, client_of: Callable[[str], Client]) -> None:
    browser = client_of("auditor")
    browser.post(reverse(VERIFY))  # the background has not begun
    Verification.objects.update(done=3)
    answer = browser.get(reverse(VERIFY))
    assert answer["Refresh"] == "3" and "3／7" in answer.content.decode()


def test_entries_appended_meanwhile_do_no_harm(entries: City, monkeypatch: pytest.MonkeyPatch) -> None:
    walked = log.chain.digest
    added = []

    def digest(*given: Any) -> str:
        if not added:
            added.append(1)
            log.append("noted", "正在验证时", organ=entries.justice)
        return walked(*given)

    monkeypatch.setattr(log.chain, "digest", digest)
    assert list(log.broken(entries.justice)) == []
    assert LogEntry.objects.filter(organ=entries.justice).count() == 6


def _file(browser: Client, query: str = "") -> list[bytes]:
    answer = browser.get(reverse(EXPORT) + query)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).splitlines(keepends=True)


def test_an_export_is_whole_and_proves_itself(entries: City, client_of: Callable[[str], Client]) -> None:
    lines = _file(client_of("auditor"))
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 8 + 1 and rows[-1]["entries"] == 8  # with signing in and the export itself
    assert rows[-1]["format"] == chain.FORMAT
    assert any(r.get("payload") == {"before": 2, "after": {"电话": "2"}} for r in rows)
    assert list(chain.wrong_in(lines)) == []


def test_an_export_holds_what_the_filters_show(entries: City, client_of: Callable[[str], Client]) -> None:
    query = f"?organ__id__exact={entries.justice.pk}&q=第4条"
    lines = _file(client_of("auditor"), query)
    assert [json.loads(line).get("words") for line in lines[:-1]] == ["第4条"]
    assert list(chain.wrong_in(lines)) == []
    logged = LogEntry.objects.get(kind="log_exported")
    assert "organ__id__exact" in logged.payload["filters"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: [f[0].replace("第1条".encode(), "改1条".encode()), *f[1:]], "内容被改动"),
        (lambda f: [*f[:2], *f[3:]], "文件被改动"),
        (lambda f: f[:-1], "没有封存行"),
        (lambda f: [*f, f[0]], "不是导出的日志行"),
        (lambda f: [b"{\n", *f[1:]], "不是导出的日志行"),
    ],
)
def test_a_changed_file_is_found_out(
    entries: City, client_of: Callable[[str], Client], change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    lines = _file(client_of("auditor"), f"?organ__id__exact={entries.justice.pk}")
    assert words in " ".join(said for _, said in chain.wrong_in(change(lines)))


def test_entries_put_together_anew_do_not_follow_each_other(entries: City) -> None:
    """A forged file with hashes and a seal of its own still does not follow the entry before."""
    rows = list(LogEntry.objects.filter(organ=entries.justice).order_by("number"))
    rows[2].words = "伪造"
    rows[2].hash = log.digest_of(rows[2])
    assert [w for _, w in chain.wrong_in(exports.lines(rows))] == ["第 4 条与前一条接不上"]


@pytest.mark.parametrize("role", ["clerk", "head", "system_administrator", "security_administrator"])
def test_others_neither_verify_nor_export(entries: City, client_of: Callable[[str], Client], role: str) -> None:
    browser, before = client_of(role), LogEntry.objects.count()
    for answer in (browser.get(reverse(EXPORT)), browser.get(reverse(VERIFY)), browser.post(reverse(VERIFY))):
        refused = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        assert refused.status_code == 403
    with pytest.raises(PermissionDenied):
        verification.start(viewer=entries.viewer(role))
    with pytest.raises(PermissionDenied):
        next(iter(exports.export(LogEntry.objects.all(), wanted="", viewer=entries.viewer(role))))
    assert LogEntry.objects.count() == before and not Verification.objects.exists()


def _audit(tmp_path: Path, lines: list[bytes]) -> tuple[int, str]:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"".join(lines))
    words = [sys.executable, "-m", "gongkai", "audit", str(path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def test_the_command_tries_a_file(entries: City, tmp_path: Path) -> None:
    lines = list(exports.lines(LogEntry.objects.order_by("organ_id", "number")))
    assert _audit(tmp_path, lines)[0] == 0
    status, words = _audit(tmp_path, [lines[0], *lines[2:]])
    assert status == 1 and "封存行与内容不符" in words


def test_the_command_tries_the_platform(entries: City, capsys: pytest.CaptureFixture[str]) -> None:
    from gongkai.cli.commands import audit

    assert audit._platform() == 0
    _break("UPDATE review_logentry SET words = 'x' WHERE number = 3")
    assert audit._platform() == 1
    assert "青澜市司法局：第 3 条的内容被改动" in capsys.readouterr().out
