"""What the database itself refuses: changing, deleting or emptying tables that are only appended to.

Triggers are lost when SQLite makes a table anew for a later migration, of whatever application; so they are put back
after every ``migrate`` and not only by the migration that first made them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = (
    "review_logentry", "applications_applicationevent", "organs_setting", "remedies_remedyevent",
    "reports_edition", "reports_sectionversion",
)  # fmt: skip
ACTIONS = ("UPDATE", "DELETE")


def statements(vendor: str, tables: Iterable[str] = TABLES) -> list[str]:
    """The SQL that puts every trigger in place, also where it stands already; SQLite knows no TRUNCATE."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in tables
            for action in ACTIONS
        ]
    found = []
    for table in tables:
        for action, each in (*((a, "ROW") for a in ACTIONS), ("TRUNCATE", "STATEMENT")):
            name = f"{table}_no_{action.lower()}"
            found += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {action} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
            ]
    return found


def touched(error: BaseException) -> str:
    """The table a trigger kept from being changed, read from the database's error; empty for another error."""
    return next((table for table in TABLES if f"{table} is append-only" in str(error)), "")


def stand(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place where their tables are."""
    with connection.cursor() as cursor:
        here = set(connection.introspection.table_names(cursor))
        for statement in statements(connection.vendor, [table for table in TABLES if table in here]):
            cursor.execute(statement)


def after_migrating(using: str = "default", **_: Any) -> None:
    """Receiver of ``post_migrate``."""
    stand(connections[using])
