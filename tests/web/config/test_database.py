"""The database's settings, and what is done with it every morning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from gongkai.web.config.database import database, look_over


def test_one_variable_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DATABASE", raising=False)
    assert database(Path("/somewhere"))["NAME"] == Path("/somewhere/gongkai.sqlite3")
    monkeypatch.setenv("GONGKAI_DATABASE", "postgresql://clerk:a%40b@127.0.0.1:5433/gongkai?sslmode=disable")
    found = database(Path("/somewhere"))
    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("clerk", "a@b", "5433")
    assert found["OPTIONS"] == {"sslmode": "disable"}
    monkeypatch.setenv("GONGKAI_DATABASE", "mysql://x/y")
    with pytest.raises(ValueError, match="postgresql://"):
        database(Path("/somewhere"))


@pytest.mark.django_db
def test_every_morning_sqlite_counts_its_tables_again() -> None:
    look_over(date(2026, 3, 2))
    look_over(date(2026, 3, 2))  # bears being done again
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
