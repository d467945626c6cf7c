"""A million applications over ten years: a part made by the demonstration, multiplied over organs and years set-wise.

``python -m bench.report_rows`` builds in ``GONGKAI_HOME``; with ``--one`` it moves all of them to the organ measured.
"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from bench.timing import QUICK

PART, TOTAL = (500, 5_000) if QUICK else (10_000, 1_000_000)
BACK, YEARS, MOVED = 3, 7, 4  # of ten copies four lie three years further back: seven years of the calendar become ten


def build() -> None:
    """The demonstration with a part of the cases, then copies of them until there are ``TOTAL``."""
    from gongkai.web.config.prepare import ready

    ready()
    from django.db import connection

    from gongkai.web.applications.models import Applicant, Application, ApplicationEvent, Fee
    from gongkai.web.demo import build, bulk

    made = build.small(today=date.today())  # noqa: DTZ011 - the local day is meant
    for _ in bulk.chunks(bulk.Plan("bench-report", PART - Application.objects.count(), 60, YEARS), made):
        pass
    copies = TOTAL // PART - 1
    models = (Applicant, Application, ApplicationEvent, Fee)
    spans = {model: model._default_manager.order_by("-pk").values_list("pk", flat=True)[0] for model in models}
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(_copying(model, spans, copies))
        cursor.execute(
            "UPDATE applications_application SET ended_on = received_on, outcome = 'granted', stage = 'closed' "
            f"WHERE ended_on IS NULL AND received_on < '{date.today().year}-01-01'"  # noqa: DTZ011
        )
    settled()


def _copying(model: Any, spans: dict[Any, int], copies: int) -> str:
    """The statement that multiplies a table: keys and references to multiplied tables move on by whole spans."""
    from django.db import connection

    columns = [f for f in model._meta.concrete_fields if not f.generated]
    quoted = ", ".join(f'"{f.column}"' for f in columns)
    values = ", ".join(_value(f, spans, connection.vendor) for f in columns)
    table = model._meta.db_table
    return (
        f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies}) "
        f"INSERT INTO {table} ({quoted}) SELECT {values} FROM copy CROSS JOIN {table} AS row WHERE row.id <= {spans[model]}"
    )


def _value(field: Any, spans: dict[Any, int], vendor: str) -> str:
    column = f'row."{field.column}"'
    model = field.model if field.primary_key else field.related_model
    if model in spans:
        return f"{column} + copy.n * {spans[model]}"
    kind = field.get_internal_type()
    if kind == "DateField":
        back = f"date({column}, '-{BACK} years')"
        if vendor == "postgresql":
            back = f"({column} - interval '{BACK} years')::date"
        return f"CASE WHEN copy.n % 10 < {MOVED} THEN {back} ELSE {column} END"
    if field.unique:
        return "NULL" if field.null else f"{column} || '-' || copy.n"
    return column


def gather() -> None:
    """Every application to the organ that is measured."""
    from gongkai.web.config.prepare import settle

    settle()
    from gongkai.web.applications.models import Application

    Application.objects.update(organ=the_organ())
    settled()


def settled() -> None:
    """As a database is that has been in use: the planner knows the rows, PostgreSQL which pages all may see."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def the_organ() -> Any:
    """The organ that is measured: the one with the most applications."""
    from django.db.models import Count

    from gongkai.web.applications.models import Application
    from gongkai.web.organs.models import Organ

    found = Application.objects.order_by().values_list("organ").annotate(n=Count("pk")).order_by("-n", "organ").first()
    assert found is not None
    return Organ.objects.get(pk=found[0])


def sizes() -> Iterator[int]:
    """How many applications there are, and how many of them the organ measured has."""
    from gongkai.web.applications.models import Application

    yield Application.objects.count()
    yield Application.objects.filter(organ=the_organ()).count()


if __name__ == "__main__":
    gather() if "--one" in sys.argv else build()
