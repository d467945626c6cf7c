"""An organ's year among a million applications: compiled, its cells opened, its report written. Memory is this process's."""

import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.report_rows import sizes, the_organ
from bench.timing import Line, report

ONE = "--one" in sys.argv
KIND = ("PostgreSQL" if os.environ.get("GONGKAI_DATABASE") else "SQLite") + ("，全部在一个机关" if ONE else "")
YEAR = date.today().year - 1  # noqa: DTZ011 - the local day is meant
ROUNDS = 3


def _best(job: Callable[[], Any]) -> float:
    """Seconds of the fastest of a few calls."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)


def cells(client: Any, row: Any) -> list[Line]:
    """Every cell's page, the worst of each kind, beside a bare view behind the same middleware."""
    from django.test import override_settings
    from django.urls import reverse

    from gongkai.report.reading import form_for

    form = form_for(row.year)
    assert form is not None
    took, hello = dict.fromkeys(form.addresses, float("inf")), float("inf")
    # Round by round over all cells: a machine that is slow for a minute spoils a round, not a cell.
    for _ in range(ROUNDS + 1):
        with override_settings(ROOT_URLCONF="bench.web_hello"):
            hello = min(hello, _best(lambda: client.get("/hello/")))
        for address in took:
            url = reverse("desk:report_cell", args=(row.pk, *address))
            start = time.perf_counter()
            assert client.get(url).status_code == 200
            took[address] = min(took[address], time.perf_counter() - start)
    worst: dict[str, tuple[float, str]] = {}
    for address, seconds in took.items():
        worst[_kind(address)] = max(worst.get(_kind(address), (0.0, "")), (seconds, form.name(address)))
    lines = [Line(f"{KIND}：对照，只回一句话的页面（同样的中间件）", f"{hello * 1000:.1f} ms")]
    for kind, (seconds, name) in worst.items():
        figure = f"最慢的一格（{name}）{seconds * 1000:.0f} ms，是对照的 {seconds / hello:.0f} 倍"
        lines.append(Line(f"{KIND}：打开{kind}的一格", figure, *(() if ONE else ("≤ 50 ms", seconds <= 0.05))))
    return lines


def _kind(address: Any) -> str:
    """What a cell is of: its table, in table 3 the kind of row."""
    if address.table != 3:
        return f"表{'一二三四'[address.table - 1]}"
    rows = {"new": "本年新收", "brought_forward": "上年结转", "carried_forward": "结转下年", "total": "总计"}
    return "表三·" + rows.get(address.row, "各办理结果")


def compiling(row: Any) -> list[Line]:
    """The year compiled beside a bare count with the same filter, and written as files."""
    from gongkai.documents import write
    from gongkai.web.applications.models import Application
    from gongkai.web.reports.compiling import compiled

    bare = Application.objects.filter(organ=row.organ, received_on__year=row.year)
    counting, took = _best(bare.count), _best(lambda: compiled(row))
    found = compiled(row).written
    figure = f"{took:.2f} 秒（本年新收 {bare.count():,} 件；对照，只数这些件的 SELECT COUNT {counting * 1000:.1f} ms）"
    lines = [Line(f"{KIND}：汇总一个机关的一年", figure, *(() if ONE else ("≤ 2 秒", took <= 2)))]
    for form in ("docx", "pdf"):
        seconds = _best(lambda f=form: write(found, format=f))  # type: ignore[misc]
        lines.append(Line(f"{KIND}：年报写成 {form}", f"{seconds * 1000:.0f} ms"))
    return lines


def main() -> None:
    """Measure what ``bench.report_rows`` has built."""
    from gongkai.web.config.prepare import ready

    ready(static=True)
    from django.test import Client

    from gongkai.web.organs.models import Post
    from gongkai.web.reports.models import AnnualReport

    organ = the_organ()
    total, own = sizes()
    report([Line(f"{KIND}：申请总数，其中所测的机关", f"{total:,} 件，{own:,} 件")])
    clerk = Post.objects.filter(organ=organ, role="clerk").select_related("person")[0].person
    defaults = {"begun_by": clerk, "begun_at": organ_now()}
    row, _ = AnnualReport.objects.get_or_create(organ=organ, year=YEAR, defaults=defaults)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    report(compiling(row))
    report(cells(client, row))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report([Line(f"{KIND}：以上各项的常驻内存峰值", f"{memory:.0f} MB")])


def organ_now() -> Any:
    """This moment."""
    from django.utils import timezone

    return timezone.now()


if __name__ == "__main__":
    main()
