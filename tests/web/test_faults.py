"""When things go wrong: a process is killed, two clerks are as quick, many apply at once, the disk or the mail is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connections, transaction

from gongkai.web.applications import intake, outbox, queries, steps, store
from gongkai.web.applications.models import (
    Applicant,
    Application,
    ApplicationEvent,
    Attachment,
    Letter,
    Mailing,
    NumberHead,
)
from gongkai.web.organs.gate import Viewer
from gongkai.web.review.models import LogEntry
from tests.paths import ROOT
from tests.web.conftest import TODAY, City

Program = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A platform of its own (SQLite file, or a database of its own beside the tests'), worked on by other processes."""
    tmp_path = tmp_path_factory.mktemp("faults")
    environment = {**os.environ, "GONGKAI_HOME": str(tmp_path), "GONGKAI_DATABASE": ""}
    server = os.environ.get("GONGKAI_TEST_DATABASE", "")
    name = f"faults_{os.getpid()}"

    def run(command: str, *numbers: int) -> dict[str, Any]:
        words = [sys.executable, "-m", "tests.web.faulty", command, *map(str, numbers)]
        done = subprocess.run(
            words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=150, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads((tmp_path / "found.json").read_text(encoding="utf-8")))

    with sibling(server, name) as address:
        environment["GONGKAI_DATABASE"] = address
        run("city")
        yield run


@contextmanager
def sibling(server: str, name: str) -> Iterator[str]:
    """The address of a database of its own beside the tests', made and dropped; empty for SQLite."""
    if not server:
        yield ""
        return
    _administer(server, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_a_killed_process_leaves_whole_cases_only(program: Program) -> None:
    """kill -9 at random moments of submitting and registering (a letter in Word and PDF each time)."""
    found = program("killed", 15)
    assert found["applications"] > 1 and found["letters"] >= 1  # something was going on
    assert found["wrong"] == []


def test_fifty_at_once_get_fifty_numbers(program: Program) -> None:
    found = program("crowd", 50)
    first = int(found["numbers"][0][-4:])
    assert [int(n[-4:]) for n in found["numbers"]] == list(range(first, first + 50))
    assert found["wrong"] == []


def test_of_two_clerks_one_wins_and_the_other_is_told(program: Program) -> None:
    found = program("race", 6)
    assert found["came_out"] == {"register: done, stale": 6, "assign: done, stale": 6}
    assert found["wrong"] == []


def _rows() -> dict[str, int]:
    models = (Applicant, Application, ApplicationEvent, Attachment, Letter, LogEntry, NumberHead)
    return {m.__name__: m.objects.count() for m in models}


def _full(content: bytes) -> str:
    raise OSError(28, "No space left on device")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_stores_nothing_of_an_application(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _rows()
    monkeypatch.setattr(store, "keep", _full)
    who = intake.Person("natural_person", "王小明", "370802199001011234", "13812345678", "青澜市西城区西街2号")
    files = [store.inspect("说明.txt", "附件".encode())]
    with pytest.raises(OSError, match="No space"):
        intake.submit(
            organ=city.justice, person=who, matter=intake.Matter("经费", "经费明细"), channel="internet", files=files
        )
    assert _rows() == before


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_stores_nothing_of_a_step(
    application: Callable[..., Application], viewer_of: Callable[..., Viewer], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.law.events import Event

    case = application(stage="new")
    before = _rows()
    monkeypatch.setattr(store, "keep", _full)
    step = steps.StepInput(Event("received", TODAY, channel="internet"))
    with pytest.raises(OSError, match="No space"):
        steps.take(case, step, viewer=viewer_of("clerk"))
    assert _rows() == before
    case.refresh_from_db()
    assert case.stage == "new" and case.version == 0
    monkeypatch.undo()
    assert steps.take(case, step, viewer=viewer_of("clerk")).letters.get().number.endswith("1号")


class Refusing(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError(111, "Connection refused")


@pytest.mark.django_db(transaction=True)
def test_mail_waits_for_its_server(
    application: Callable[..., Application], viewer_of: Callable[..., Viewer], settings: Any
) -> None:
    """Refused: it stays queued, is seen by the clerk, and goes out once when the server is back."""
    case = application()
    kept, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    posted = outbox.post(
        purpose=Mailing.Purpose.DELIVERY, to="a@example.cn", subject="答复", body="见附件", application=case
    )
    posted.refresh_from_db()
    assert queries.visible(viewer_of("clerk"), Application).get() == case
    assert posted.state == Mailing.State.QUEUED and posted.tries == 1 and "refused" in posted.error.lower()
    assert posted.next_at > posted.made_at and outbox.flush() == 0
    assert list(outbox.troubled(viewer_of("clerk"))) == [posted]
    assert not list(outbox.troubled(viewer_of("neighbour")))
    settings.EMAIL_BACKEND = kept
    Mailing.objects.update(next_at=posted.made_at, purpose=Mailing.Purpose.REMINDER)
    assert outbox.flush() == 1 and outbox.flush() == 0
    assert [m.to for m in mail.outbox] == [["a@example.cn"]]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_by_eight_clicks_at_once_is_one_application(city: City) -> None:
    """Also where nothing but the database stands between them: each has its own connection and transaction."""
    together = Barrier(8)

    def one(number: int) -> tuple[int, str]:
        try:
            together.wait()
            who = intake.Person("natural_person", "王小明", "370802199001011234", "13812345678", "青澜市西城区西街2号")
            matter = intake.Matter("经费", "申请公开经费明细")
            got = intake.submit(organ=city.justice, person=who, matter=matter, channel="internet", once="表单令牌")
            return got.application.pk, got.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(one, range(8)))
    assert len({pk for pk, _ in got}) == 1 and sum(bool(code) for _, code in got) == 1
    assert Application.objects.count() == Applicant.objects.count() == NumberHead.objects.get().last == 1
    assert LogEntry.objects.filter(kind="submitted").count() == 1


def test_the_database_refuses_a_second_application_of_a_form(application: Callable[..., Application]) -> None:
    first, second = application(), application()
    Application.objects.filter(pk=first.pk).update(once="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=second.pk).update(once="x")
