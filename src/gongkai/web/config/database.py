"""Which database: SQLite in the platform's folder, or PostgreSQL by one environment variable."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(folder: Path) -> dict[str, Any]:
    """Django's database settings. ``GONGKAI_DATABASE`` is ``postgresql://user:password@host:port/name``; without it the
    file ``gongkai.sqlite3`` in ``folder``. ValueError (a Chinese sentence) for another scheme."""
    address = os.environ.get("GONGKAI_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "gongkai.sqlite3",
            "OPTIONS": {
                # A writer takes its lock at once, so that two clerks wait for each other instead of failing.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"GONGKAI_DATABASE 应以 postgresql:// 开头，现为 {parts.scheme}://；不设则使用 SQLite。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def look_over(_on: date) -> None:
    """Let SQLite count its tables again where they have grown, so that it picks the right index; PostgreSQL does so itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
