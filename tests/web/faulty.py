"""A platform of its own for the tests of faults, run as a program: what is killed must not be the test itself.

``python -m tests.web.faulty COMMAND``, with GONGKAI_HOME (and GONGKAI_DATABASE for PostgreSQL) set; writes what it
found to ``found.json`` there.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.config.settings"

import django
from django.conf import settings

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.PORTAL_MOST_AN_HOUR = settings.PORTAL_MOST_A_DAY = 10_000
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from gongkai.law.events import Event  # noqa: E402
from gongkai.web.applications import assign, intake, steps, store  # noqa: E402
from gongkai.web.applications.models import Application, ApplicationEvent, Letter, NumberHead  # noqa: E402
from gongkai.web.organs.gate import Viewer  # noqa: E402
from gongkai.web.organs.models import Organ, Person, Post, Role  # noqa: E402
from gongkai.web.review import log  # noqa: E402
from gongkai.web.review.models import LogEntry  # noqa: E402
from gongkai.web.review.operations import Stale  # noqa: E402

DAY = date(2026, 4, 20)
PASSWORD = "澜水东流-2026-四季如常"


def city() -> dict[str, Any]:
    """An empty platform with one organ and two clerks."""
    call_command("migrate", verbosity=0, interactive=False)
    organ = Organ.objects.create(
        name="青澜市司法局", short_name="市司法局", code="11370802000100026A", letter_word="青司公开",
        office="青澜市司法局办公室", address="青澜市东城区学府路18号", hours="工作日 9:00—17:00", telephone="0635-8210001",
        reconsideration_organ="青澜市人民政府", court="青澜市东城区人民法院",
    )  # fmt: skip
    for name in ("clerk", "other"):
        who = Person.objects.create_user(name, password=PASSWORD, full_name=name)
        Post.objects.create(person=who, organ=organ, role=Role.CLERK, since=date(2020, 1, 1))
    return {}


def _viewer(name: str) -> Viewer:
    return Viewer.of(Person.objects.get(username=name), on=DAY)


def _submit(what: str) -> Application:
    who = intake.Person("natural_person", "王小明", "370802199001011234", "13812345678", "青澜市西城区西街2号")
    files = [store.inspect("说明.txt", f"附件 {what} {random.random()}".encode())]
    matter = intake.Matter(f"经费 {what}", f"申请公开经费 {what}")
    return intake.submit(
        organ=Organ.objects.get(), person=who, matter=matter, channel="internet", files=files
    ).application


def _register(case: Application, who: str = "clerk") -> Application:
    step = steps.StepInput(Event("received", DAY, channel="internet"))
    return steps.take(case, step, viewer=_viewer(who), version=case.version)


def _die_at_a_random_moment(work: Callable[[], object], within: float) -> None:
    """Work without end in a process of its own, and kill that while it does."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            while True:
                work()
        os._exit(1)
    time.sleep(random.uniform(within / 4, within))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker ended by itself before it was killed"


def killed(times: int) -> dict[str, Any]:
    """Submissions and letters, killed at random moments so many times."""

    def work() -> None:
        _register(_submit("中断"))

    for _ in range(times):
        connections.close_all()
        _die_at_a_random_moment(work, 1.2)
    _register(_submit("最后"))
    return state()


def crowd(people: int) -> dict[str, Any]:
    """So many submissions at once."""
    together = Barrier(people)

    def one(number: int) -> str:
        together.wait()
        try:
            return _submit(str(number)).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        numbers = list(pool.map(one, range(people)))
    return {"numbers": sorted(numbers), **state()}


def race(rounds: int) -> dict[str, Any]:
    """Two clerks register the same case, then give it away, at the same moment: how each came out."""
    came_out: Counter[str] = Counter()
    for at in range(rounds):
        case = _submit(f"竞争 {at}")
        for name, action in (("register", _register), ("assign", _give)):
            fresh = Application.objects.get(pk=case.pk)
            together = Barrier(2)

            def one(who: str) -> str:
                together.wait()  # noqa: B023  # the threads end within the round
                try:
                    action(fresh, who)  # noqa: B023
                except Stale:
                    return "stale"
                except Exception as error:
                    return f"{type(error).__name__}: {error}"
                finally:
                    connections.close_all()
                return "done"

            with ThreadPoolExecutor(2) as pool:
                came_out[f"{name}: " + ", ".join(sorted(pool.map(one, ("clerk", "other"))))] += 1
    return {"came_out": dict(came_out), **state()}


def _give(case: Application, who: str) -> Application:
    person = Person.objects.get(username=who)
    return assign.assign(case, unit=None, person=person, viewer=_viewer(who), reason="", seen=(None, None))


def serve(port: int) -> dict[str, Any]:
    """The platform on loopback, until told to stop. While a file ``full`` lies in its folder, its disk is full."""
    from gongkai.web.config.server import Server

    marker, keep = Path(os.environ["GONGKAI_HOME"], "full"), store.keep

    def keep_on_a_small_disk(content: bytes, *, root: Path | None = None) -> str:
        if not marker.exists():
            return keep(content, root=root)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, limits[1]))  # the write breaks off after 16 bytes
        try:
            return keep(content, root=root)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    store.keep = keep_on_a_small_disk
    connections.close_all()
    ready = Path(os.environ["GONGKAI_HOME"], "ready")
    Server(host="127.0.0.1", port=port, workers=2, when_ready=ready.touch).run()
    return {}


def state() -> dict[str, Any]:
    """What is stored, and every way in which it does not fit together (empty when it does)."""
    wrong: list[str] = []
    organ = Organ.objects.get()
    heads = {h.series: h.last for h in NumberHead.objects.filter(organ=organ)}
    applied = sorted(int(n.rsplit("-", 1)[1]) for n in Application.objects.values_list("number", flat=True))
    written = sorted(
        int(n.split("〕")[1].removesuffix("号"))
        for n in Letter.objects.exclude(number="").values_list("number", flat=True)
    )
    for series, numbers in (("application", applied), ("letter", written)):
        if numbers != list(range(1, heads.get(series, 0) + 1)):
            wrong.append(f"{series}: head {heads.get(series)}, numbers {numbers}")
    logged = Counter(LogEntry.objects.values_list("kind", "subject_id"))
    for case in Application.objects.prefetch_related("attachments"):
        if logged["submitted", case.pk] != 1:
            wrong.append(f"{case.number} has {logged['submitted', case.pk]} entries of its submission")
        for attachment in case.attachments.all():
            store.fetch(attachment.sha256)
    if sum(n for (kind, _), n in logged.items() if kind == "submitted") != len(applied):
        wrong.append("entries of submissions that are not stored")
    for row in ApplicationEvent.objects.prefetch_related("letters"):
        if logged[f"step_{row.kind}", row.application_id] != 1:
            wrong.append(f"event {row.pk} is not logged once")
        if not row.letters.all():
            wrong.append(f"event {row.pk} has no letter")
    for letter in Letter.objects.all():
        if not store.fetch(letter.docx_sha256).startswith(b"PK") or not store.fetch(letter.pdf_sha256).startswith(
            b"%PDF"
        ):
            wrong.append(f"letter {letter.number} without its files")
    wrong += [words for _, words in log.broken(organ)]
    return {"applications": len(applied), "letters": len(written), "wrong": wrong}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "city": city,
    "killed": killed,
    "crowd": crowd,
    "race": race,
    "serve": serve,
    "state": state,
}

if __name__ == "__main__":
    given = [int(x) for x in sys.argv[2:]]
    found = COMMANDS[sys.argv[1]](*given)
    Path(os.environ["GONGKAI_HOME"], "found.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
