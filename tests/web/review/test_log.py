"""The log: appended only, its chain proves itself, every kind of tampering shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from gongkai.web.organs.models import Organ
from gongkai.web.review import chain, guard, log
from gongkai.web.review.models import Appended, LogEntry, LogHead

pytestmark = pytest.mark.django_db
TABLE = "review_logentry"


@pytest.fixture
def organ(city: Any) -> Organ:
    """An organ with five entries."""
    for at in range(5):
        log.append("noted", f"第{at + 1}条", organ=city.justice, payload={"n": at})
    found: Organ = city.justice
    return found


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _unguarded(*actions: str) -> None:
    """What an attacker with the database in hand would do first: drop the triggers."""
    for action in actions or ("update", "delete"):
        on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
        _run(f"DROP TRIGGER IF EXISTS {TABLE}_no_{action}{on}")


def test_it_works(organ: Organ) -> None:
    entries = list(LogEntry.objects.filter(organ=organ))
    assert [e.number for e in entries] == [1, 2, 3, 4, 5]
    assert all(later.previous == earlier.hash for earlier, later in pairwise(entries))
    assert list(log.broken(organ)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_logentry SET words = 'x'",
        "DELETE FROM review_logentry",
        "UPDATE applications_applicationevent SET note = 'x'",
        "DELETE FROM applications_applicationevent",
    ],
)
def test_the_database_refuses(organ: Organ, application: Callable[..., Any], statement: str) -> None:
    application()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _run(statement)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL alone: SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", guard.TABLES)
def test_the_database_is_not_emptied_either(organ: Organ, table: str) -> None:
    connection.check_constraints()  # what waits for the end of the transaction would be refused first
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _run(f"TRUNCATE {table} CASCADE")
    assert LogEntry.objects.filter(organ=organ).count() == 5


def test_every_trigger_stands_after_migrating() -> None:
    """SQLite loses them when a migration makes a table anew; ``post_migrate`` puts them back."""
    table, wanted = ("pg_trigger", "tgname") if connection.vendor == "postgresql" else ("sqlite_master", "name")
    actions = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM {table}")
        names = {row[0] for row in cursor.fetchall()}
    assert {f"{t}_no_{a}" for t in guard.TABLES for a in actions} <= names


def test_triggers_that_were_lost_come_back(organ: Organ) -> None:
    _unguarded()
    guard.stand(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _run("DELETE FROM review_logentry")


def test_an_organ_and_the_system_have_one_head_and_each_number_once(organ: Organ) -> None:
    log.append("noted", "系统", organ=None)
    for whose in (organ, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            LogHead.objects.create(organ=whose)
        first = LogEntry.objects.get(organ=whose, number=1)
        first.pk, first.hash = None, "x"
        with pytest.raises(IntegrityError), transaction.atomic():
            first.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whose", ["organ", "system"])
def test_the_first_entries_of_a_chain_at_once_make_one_chain(city: Any, whose: str) -> None:
    organ, together = (city.justice if whose == "organ" else None), Barrier(8)

    def one(number: int) -> None:
        try:
            together.wait()
            log.append("noted", f"{number}", organ=organ)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    assert LogHead.objects.get(organ=organ).number == 8
    assert list(log.broken(organ)) == []


def test_old_entries_with_another_hash_stay_valid(organ: Organ, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that gets or loses SM3 goes on with the same chain."""
    for algorithm in ("sha256", "sm3", "sha256"):
        monkeypatch.setattr(chain, "ALGORITHM", algorithm)
        if algorithm in hashlib.algorithms_available:
            entry = log.append("noted", algorithm, organ=organ)
            assert entry.hash.startswith("sm3:") == (algorithm == "sm3")
    assert list(log.broken(organ)) == []


def test_an_algorithm_that_is_not_there_is_said(organ: Organ) -> None:
    _unguarded()
    _run("UPDATE review_logentry SET hash = 'sm9:' || hash WHERE number = 5")
    assert "没有 SM9 算法" in " ".join(words for _, words in log.broken(organ))


def test_the_model_refuses(organ: Organ) -> None:
    entry = LogEntry.objects.filter(organ=organ)[0]
    with pytest.raises(Appended):
        entry.save()
    with pytest.raises(Appended):
        entry.delete()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE review_logentry SET words = 'x' WHERE number = 3", "第 3 条的内容被改动"),
        ("UPDATE review_logentry SET payload = '{}' WHERE number = 3", "第 3 条的内容被改动"),
        ("UPDATE review_logentry SET actor_words = '别人' WHERE number = 3", "第 3 条的内容被改动"),
        ("UPDATE review_logentry SET on_behalf_of = '别人' WHERE number = 3", "第 3 条的内容被改动"),
        ("DELETE FROM review_logentry WHERE number = 3", "第 3 条缺失"),
        ("DELETE FROM review_logentry WHERE number = 5", "日志末尾被截去"),
        ("UPDATE review_logentry SET number = 9 WHERE number = 5", "第 5 条缺失"),
    ],
)
def test_tampering_is_found(organ: Organ, change: str, words: str) -> None:
    _unguarded()
    _run(change)
    assert words in [said for _, said in log.broken(organ)]


def test_a_change_with_its_hash_made_again_is_found_at_the_next(organ: Organ) -> None:
    _unguarded()
    _run("UPDATE review_logentry SET words = 'x' WHERE number = 3")
    entry = LogEntry.objects.get(organ=organ, number=3)
    _run("UPDATE review_logentry SET hash = %s WHERE number = 3", log.digest_of(entry))
    assert [said for _, said in log.broken(organ)] == ["第 4 条与前一条接不上"]


def test_chains_of_organs_are_apart(organ: Organ, city: Any) -> None:
    other = city.organs["市财政局"]
    log.append("noted", "邻局", organ=other)
    assert LogHead.objects.get(organ=other).number == 1
    _unguarded()
    _run("UPDATE review_logentry SET words = 'x' WHERE organ_id = %s", other.pk)
    assert list(log.broken(organ)) == [] and list(log.broken(other))


def test_what_fails_leaves_no_entry(organ: Organ) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        log.append("noted", "没有发生", organ=organ)
        raise RuntimeError
    log.append("noted", "发生了", organ=organ)
    assert LogEntry.objects.filter(organ=organ).last().number == 6  # type: ignore[union-attr]
    assert list(log.broken(organ)) == []
