"""Getting the platform ready in this process: settings, migrations, static files."""

from __future__ import annotations

import os

import django
from django.core.management import call_command


def settle() -> None:
    """Set Django up with the platform's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.config.settings")
    django.setup()


def ready(*, static: bool = False) -> None:
    """Set Django up and bring the database to its current form; with ``static`` collect the static files too."""
    settle()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
