"""What every test of the platform stands on: settings over a folder of its own, a small city, people signed in.

Fixtures: ``city`` (organs, units, people with every role, posts since 2020), ``client_of(role)`` (a browser in which the
holder of a role of 青澜市司法局 is signed in; ``""`` for nobody, ``"neighbour"`` for a clerk of another organ),
``viewer_of(role)`` (the same person for operations), ``application(…)`` (a case taken in and brought to a stage).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

# Before anything of Django is imported: each worker has its own folder, and nobody's real one is touched.
_HOME = tempfile.mkdtemp(prefix="gongkai-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["GONGKAI_HOME"] = _HOME
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.config.settings"
os.environ.pop("GONGKAI_DEBUG", None)
# The tests run on SQLite, or on the PostgreSQL named here (scripts/postgres.sh starts one); never on a real database.
os.environ["GONGKAI_DATABASE"] = os.environ.get("GONGKAI_TEST_DATABASE", "")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
settings.AXES_ENABLED = False  # the tests of locking out switch it on
if not os.environ["GONGKAI_DATABASE"]:
    # A file, so that the threads of a live server have connections and locks of their own, as they really do.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{_HOME}/test.sqlite3"
django.setup()
# pytest-xdist hands this process's environment to its workers: with the name in it, they would set Django up before the
# lines above have changed the settings, and background tasks would wait for a worker that is not there.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.test import Client  # noqa: E402

from gongkai.law.events import Event  # noqa: E402
from gongkai.web.applications import intake, steps  # noqa: E402
from gongkai.web.applications.models import Application  # noqa: E402
from gongkai.web.organs.gate import Viewer  # noqa: E402
from gongkai.web.organs.models import ADMINISTRATORS, Organ, Person, Post, Role, Unit  # noqa: E402

PASSWORD = "澜水东流-2026-四季如常"
SINCE = date(2020, 1, 1)
# A Monday without holidays near it; operations take the day, so tests need no clock.
TODAY = date(2026, 4, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Tests without the ``django_db`` mark must not reach a database, also when this file is loaded late."""
    from pytest_django.plugin import _setup_django

    _setup_django(config)


@pytest.fixture(scope="session", autouse=True)
def _flushing_past_the_triggers() -> None:
    """Tests with real transactions are cleared away afterwards, also the tables that refuse to be emptied."""
    from django.db import connection

    operations = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self: Any, *given: Any, **more: Any) -> list[str]:
        statements = plain(self, *given, **more)
        return _unguarded(self.connection, statements) if statements else []

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


def _unguarded(connection: Any, statements: list[str]) -> list[str]:
    from gongkai.web.review import guard

    if connection.vendor == "postgresql":
        away = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guard.TABLES]
        return [*away, *statements, *(a.replace("DISABLE", "ENABLE") for a in away)]
    away = [f"DROP TRIGGER IF EXISTS {table}_no_{action.lower()}" for table in guard.TABLES for action in guard.ACTIONS]
    return [*away, *statements, *guard.statements(connection.vendor)]


@dataclass
class City:
    """The organs by short name, their units, and people by role (of 青澜市司法局), ``neighbour`` and ``office``."""

    organs: dict[str, Organ]
    units: dict[str, Unit]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def justice(self) -> Organ:
        """The organ most tests work in."""
        return self.organs["市司法局"]

    def viewer(self, role: str, *, on: date = TODAY) -> Viewer:
        """Somebody as operations know them."""
        return Viewer.of(self.people[role] if role else None, on=on)


def organ(name: str, short: str, code: str, word: str, **more: Any) -> Organ:
    """An organ with all that is required; ``code`` is a valid unified social credit code."""
    return Organ.objects.create(
        name=name,
        short_name=short,
        code=code,
        letter_word=word,
        office=f"{name}办公室",
        address="青澜市东城区学府路18号",
        postcode="370800",
        hours="工作日 9:00—12:00，13:30—17:00",
        telephone="0635-8210001",
        reconsideration_organ="青澜市人民政府",
        court="青澜市东城区人民法院",
        **more,
    )


def person(username: str, full_name: str, where: Organ, role: str, unit: Unit | None = None) -> Person:
    """Somebody who holds one post since 2020; administrators have their second factor set up."""
    made = Person.objects.create_user(username, password=PASSWORD, full_name=full_name, email=f"{username}@example.cn")
    Post.objects.create(person=made, organ=where, unit=unit, role=role, since=SINCE)
    if role in ADMINISTRATORS:
        second_factor(made)
    return made


def second_factor(who: Person) -> None:
    """A TOTP authenticator, as after set-up."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import generate_totp_secret
    from allauth.mfa.utils import encrypt

    Authenticator.objects.create(
        user=who, type=Authenticator.Type.TOTP, data={"secret": encrypt(generate_totp_secret())}
    )


@pytest.fixture
def city(db: None) -> City:
    """The office of the city's government, two bureaus under it, one person for every role of 青澜市司法局."""
    office = organ("青澜市人民政府办公室", "市政府办公室", "11370802000100018F", "青政办公开", competent=True)
    justice = organ("青澜市司法局", "市司法局", "11370802000100026A", "青司公开", parent=office)
    finance = organ("青澜市财政局", "市财政局", "113708020001000345", "青财公开", parent=office)
    law_unit = Unit.objects.create(organ=justice, name="行政复议与应诉科")
    other_unit = Unit.objects.create(organ=justice, name="公共法律服务科")
    found = City({o.short_name: o for o in (office, justice, finance)}, {u.name: u for u in (law_unit, other_unit)})
    for role in Role:
        unit = law_unit if role in (Role.HANDLER, Role.REVIEWER) else None
        found.people[role.value] = person(role.value, f"{role.label[:6]}某", justice, role, unit)
    found.people["neighbour"] = person("neighbour", "邻局经办人", finance, Role.CLERK)
    found.people["office"] = person("office", "市办经办人", office, Role.CLERK)
    return found


@pytest.fixture
def client_of(city: City) -> Callable[[str], Client]:
    """``client_of("clerk")``: a browser in which that person is signed in; ``client_of("")``: nobody."""

    def client(role: str) -> Client:
        browser = Client()
        if role:
            browser.force_login(city.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return client


@pytest.fixture
def viewer_of(city: City) -> Callable[..., Viewer]:
    """``viewer_of("clerk", on=…)``: somebody as operations know them."""
    return city.viewer


@pytest.fixture
def application(city: City) -> Callable[..., Application]:
    """``application(stage="in_hand", on=…, organ=…, subject=…, unit=…, handler=…)``: a case taken in, and registered
    unless ``stage="new"``. Its query code is in ``.query_code``."""
    made = 0

    def case(
        stage: str = "in_hand", *, on: date = TODAY, organ: Organ | None = None, channel: str = "internet", **more: Any
    ) -> Application:
        nonlocal made
        made += 1
        where = organ or city.justice
        receipt = intake.submit(
            organ=where,
            person=intake.Person(
                more.pop("kind", "natural_person"),
                more.pop("name", "王小明"),
                more.pop("id_number", "370802199001011234"),
                "13812345678",
                "青澜市西城区西街2号",
            ),
            matter=intake.Matter(
                more.pop("subject", f"法律援助经费第{made}项"),
                more.pop("content", f"申请公开2025年第{made}项法律援助经费支出明细"),
            ),
            channel=channel,
        )
        case = receipt.application
        if more:
            Application.objects.filter(pk=case.pk).update(**more)
            case.refresh_from_db()
        if stage != "new":
            clerk = city.viewer("clerk" if where == city.justice else "neighbour", on=on)
            case = steps.take(case, steps.StepInput(Event("received", on, channel=channel)), viewer=clerk)
        case.query_code = receipt.code  # type: ignore[attr-defined]
        return case

    return case
