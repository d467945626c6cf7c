"""One platform, built and measured: cases in three steps up to the whole, then pages and submissions over the real server.

The database is SQLite in ``GONGKAI_HOME``, or that of ``GONGKAI_TEST_DATABASE`` (scripts/postgres.sh).
"""

import os
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from bench.timing import QUICK, Line, report
from bench.web_browser import CONNECTIONS, Browser, field, percentile, together, visited

if os.environ.get("GONGKAI_TEST_DATABASE"):
    os.environ["GONGKAI_DATABASE"] = os.environ["GONGKAI_TEST_DATABASE"]
KIND = "PostgreSQL" if os.environ.get("GONGKAI_DATABASE") else "SQLite"
SIZES = (100, 500, 1_500) if QUICK else (1_000, 20_000, 100_000)
COUNT = 40 if QUICK else 400
FEW = 4 if QUICK else 12  # of the heavy ones
SENT = 20 if QUICK else 200
AN_ADDRESS = 15  # applications from one address: the platform asks for patience behind twenty
MOST = 12  # queries of the queue's page
_DIGITS = "零一二三四五六七八九"


@dataclass
class Site:
    """What was built: cookies of the clerk's session, a case of theirs, how many rows their export has, organs' codes."""

    cookies: dict[str, str]
    number: str
    rows: int
    codes: list[str]


def build() -> tuple[Site, list[Line]]:
    """The demonstration in three steps; after each, how many queries a page of the queue takes."""
    from gongkai.web.config.prepare import ready

    ready(static=True)
    from gongkai.web.demo import build, bulk

    made = build.small(today=date.today())  # noqa: DTZ011 - the local day is meant
    queries, seconds, before = [], 0.0, 0
    for size in SIZES:
        start = time.perf_counter()
        for _ in bulk.chunks(bulk.Plan(f"bench-{size}", size - before, 60, 5), made):
            pass
        seconds, before = seconds + time.perf_counter() - start, size
        queries.append(_queries())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    most, flat = max(queries), len(set(queries)) == 1
    sizes = "、".join(f"{s:,}" for s in SIZES)
    lines = [
        Line(f"{KIND}：建立 {SIZES[-1]:,} 件演示申请", f"{seconds:.0f} 秒，常驻内存峰值 {memory:.0f} MB"),
        Line(
            f"{KIND}：待办页的查询数，共 {sizes} 件时",
            "、".join(map(str, queries)) + " 条",
            f"≤ {MOST} 条且不随件数增加",
            most <= MOST and flat,
        ),
    ]
    return _site(), lines


def _signed_in() -> Any:
    from django.test import Client

    from gongkai.web.organs.models import Person

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _queries() -> int:
    """Of the clerk's queue, everything in sight, when the session has been noted already."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _signed_in()
    client.get("/desk/?slice=all")
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/desk/?slice=all").status_code == 200
    return len(caught)


def _site() -> Site:
    from django.db import connections

    from gongkai.web.applications.models import Application
    from gongkai.web.organs.models import Organ

    client = _signed_in()
    client.get("/desk/")
    rows = Application.objects.filter(organ__short_name="市司法局")
    closed = rows.filter(stage="closed", letters__delivered_on__isnull=False, version__gte=4).order_by("pk").last()
    assert closed is not None
    codes = list(Organ.objects.order_by("pk").values_list("code", flat=True))
    found = Site({"sessionid": client.cookies["sessionid"].value}, closed.number, rows.count(), codes)
    connections.close_all()
    return found


@contextmanager
def served(command: list[str], first: str, **more: str) -> Iterator[int]:
    """A server in a process of its own, answering on a port of loopback that was free."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, *command, str(port)]
    server = subprocess.Popen(command, env=os.environ | more, stdout=subprocess.DEVNULL)
    try:
        _answering(server, port)
        for _ in range(3):  # so that each worker has answered before anything is measured
            together(4 * CONNECTIONS, lambda _: _seconds(port, first))
            time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _seconds(port: int, path: str) -> float:
    """A request over a connection of its own."""
    start, browser = time.perf_counter(), Browser(port)
    browser.get(path)
    browser.close()
    return time.perf_counter() - start


def _answering(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not answer")


def bare() -> tuple[float, list[Line]]:
    """A hello page with the platform's middleware and without; pages a second of the former, and the lines."""
    lines, rate = [], 0.0
    for words, plain in (("不带中间件", "1"), ("带同样的中间件", "0")):
        with served(["-m", "bench.web_bare"], "/hello/", BENCH_PLAIN=plain) as port:
            rate, p95 = visited(port, "/hello/", 2 * COUNT, {})
        lines.append(Line(f"{KIND}：对照，只回一句话的 Django 页面，{words}", _figure(rate, p95)))
    return rate, lines


def _figure(rate: float, p95: float) -> str:
    return f"每秒 {rate:,.0f} 页，95% 在 {p95 * 1000:,.0f} ms 以内"


def pages(port: int, site: Site, hello: float) -> list[Line]:
    """Each page, beside the hello page with the same middleware."""
    clerk, applicant = site.cookies, _followed(port, site.number)
    asked = (
        ("首页", "/", COUNT, {}),
        ("机关名录", "/organs/", COUNT, {}),
        ("申请表", "/apply/", COUNT, {}),
        ("进度页（已办结的一件）", "/status/case/", COUNT, applicant),
        ("待办", "/desk/", COUNT, clerk),
        ("全部申请，最后一页", f"/desk/?slice=all&page={-(-site.rows // 50)}", COUNT // 4, clerk),
        ("办理页", f"/desk/case/{site.number}/", COUNT, clerk),
        ("看板", "/desk/board/", COUNT // 4, clerk),
        (f"导出 CSV，{site.rows:,} 件", "/desk/export/csv/?slice=all", FEW, clerk),
    )
    lines = []
    for words, path, count, cookies in asked:
        rate, p95 = visited(port, path, count, cookies)
        each = "" if rate >= 10 else f"（一次 {1 / rate:.1f} 秒，{CONNECTIONS} 路同时）"
        lines.append(Line(f"{KIND}：{words}", f"{_figure(rate, p95)}，耗时是对照的 {hello / rate:.1f} 倍{each}"))
    return lines


def _followed(port: int, number: str) -> dict[str, str]:
    """The cookies of an applicant who opened a case with number and code."""
    from gongkai.web.demo.bulk import CODE

    browser = Browser(port)
    _, page = browser.get("/status/")
    fields = {"number": number, "code": CODE, "csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken")}
    status, where = browser.post("/status/", fields)
    if status != 302 or where != "/status/case/":
        raise SystemExit(f"the case could not be opened: {status}")
    return browser.cookies


def submissions(port: int, site: Site) -> list[Line]:
    """Whole applications: form, review, sending, every request as a browser makes it; written durably."""
    posts: list[float] = []

    def job(number: int) -> float:
        start = time.perf_counter()
        posts.append(_applied(port, number, site.codes[number % len(site.codes)]))
        return time.perf_counter() - start

    seconds, took = together(SENT, job, most=60)
    durable = "fsync=on" if KIND == "PostgreSQL" else "synchronous=FULL"
    last = f"提交那一次 95% 在 {percentile(posts, 95) * 1000:,.0f} ms 以内"
    figure = f"每秒 {len(took) / seconds:.1f} 件（每件 4 次请求），{last}"
    return [Line(f"{KIND}：网上提交申请，落盘（{durable}）", figure)]


def _applied(port: int, number: int, code: str) -> float:
    """One application; seconds of the request that sends it."""
    from gongkai.web.demo import city

    name, identity, telephone, address = city.resident(number)
    browser = Browser(port, source=f"127.0.1.{1 + number // AN_ADDRESS}")
    _, page = browser.get("/apply/")
    typed = {
        "organ": code, "subject": f"第{number}号项目的验收报告", "content": f"申请公开第{number}号项目的验收报告全文。",
        "form_wanted": "electronic", "way_wanted": "online", "kind": "natural_person", "name": name,
        "id_kind": "居民身份证", "id_number": identity, "telephone": telephone, "address": address,
    }  # fmt: skip
    _expect(browser.post("/apply/", {**typed, "csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken")}), "review")
    _, page = browser.get("/apply/review/")
    fields = {"csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken"), "seed": field(page, "seed"), "proof": ""}
    start = time.perf_counter()
    _expect(browser.post("/apply/review/", {**fields, "answer": _sum(page)}), "receipt")
    took = time.perf_counter() - start
    browser.close()
    return took


def _sum(page: str) -> str:
    """The answer to the question for those without scripts."""
    found = re.search(f"([{_DIGITS}])加([{_DIGITS}])等于几", page)
    if found is None:
        raise SystemExit("no sum on the page")
    return str(_DIGITS.index(found[1]) + _DIGITS.index(found[2]))


def _expect(answer: tuple[int, str], where: str) -> None:
    if answer[0] != 302 or where not in answer[1]:
        raise SystemExit(f"not led to {where}: {answer[0]} {answer[1][:200]}")


def main() -> None:
    """Build, serve, measure."""
    site, lines = build()
    report(lines)
    hello, lines = bare()
    report(lines)
    with served(["-m", "gongkai", "serve", "--port"], "/") as port:
        report(pages(port, site, hello))
        report(submissions(port, site))


if __name__ == "__main__":
    main()
