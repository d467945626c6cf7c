"""Options that several commands share, and the files they name."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from gongkai.cli.chinese import PATH, Whole
from gongkai.cli.examine import Settings
from gongkai.cli.faults import Refused
from gongkai.cli.opening import Item, items
from gongkai.cli.organs import Earlier
from gongkai.cli.pool import spread
from gongkai.cli.terminal import Bar, complain
from gongkai.report.reading import Report

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def year_option() -> Decorator:
    """``--year``: which report of a file that holds several."""
    return click.option("--year", type=Whole(2008, 2100), metavar="年度", help="文件里有几个年度时，只取这一个年度。")


def output_option(words: str) -> Decorator:
    """``-o``: where to write."""
    return click.option("-o", "--output", type=PATH, metavar="文件", help=words)


def jobs_option() -> Decorator:
    """``-j``: how many processes."""
    return click.option(
        "-j", "--jobs", type=Whole(1, 512), default=None, metavar="数", help="同时进行的份数，不写就用全部处理器。"
    )


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def only_report(path: str, *, year: int | None = None, previous: Report | None = None) -> Report:
    """The report in a file. Raises Refused when it holds several and no year says which, Unreadable when none."""
    reports = all_reports(path, year=year, previous=previous)
    if len(reports) > 1:
        years = "、".join(f"{r.organ or ''} {r.year or '年度不明'}".strip() for r in reports[:6])
        raise Refused(f"{Item(path).name} 里有 {len(reports)} 份报告（{years}）；请用 --year 指明要哪一个年度。")
    return reports[0]


def all_reports(path: str, *, year: int | None = None, previous: Report | None = None) -> list[Report]:
    """Every report in a file. Raises Refused or Unreadable."""
    from gongkai.documents import read

    item = Item(path)
    if path != "-" and Path(path).is_dir():
        raise Refused(f"{path} 是文件夹；这里请给出一个文件。")
    return list(read(item.content(), name=item.file_name, year=year, previous=previous))


def earlier(path: str | None, *, jobs: int) -> Earlier:
    """Last year's reports from a file, folder or archive; what cannot be read there is said and left out."""
    if path is None:
        return Earlier()
    if not Path(path).exists():
        raise Refused(f"--previous 给的 {path} 不存在。")
    found = []
    for item, reports, error in read_all(list(items([path])), jobs=jobs, words="读上年报告"):
        if error is not None:
            complain(f"上年报告未用：{error}")
        found += [(item.name, i, report) for i, report in enumerate(reports)]
    if not found:
        raise Refused(f"--previous 给的 {path} 里没有读出年度报告。")
    reports = tuple(report for *_, report in sorted(found, key=lambda one: one[:2]))
    return Earlier(reports, given=not Path(path).is_dir())


def read_all(
    chosen: list[Item], *, jobs: int, words: str, year: int | None = None
) -> list[tuple[Item, tuple[Report, ...], str | None]]:
    """Read many documents on all cores: each with its reports, or the sentence that says why not, in their order."""
    found = []
    with Bar(words, len(chosen)) as bar:
        for one in spread(partial(_read, year), list(enumerate(chosen)), jobs=jobs, crashed=_crashed):
            found.append(one)
            bar.advance()
    return [(item, reports, error) for _, item, reports, error in sorted(found, key=lambda one: one[0])]


def _read(year: int | None, task: tuple[int, Item]) -> tuple[int, Item, tuple[Report, ...], str | None]:
    from gongkai.cli.examine import named

    order, item = task
    try:
        from gongkai.documents import read

        return order, item, tuple(read(item.content(), name=item.file_name, year=year)), None
    except Exception as error:
        return order, item, (), named(item, error)


def _crashed(task: tuple[int, Item]) -> tuple[int, Item, tuple[Report, ...], str | None]:
    order, item = task
    return order, item, (), f"{item.name}：读到一半程序意外终止（可能是内存不够）。"


def settings_for(previous: str | None, *, year: int | None, written: str | None, jobs: int) -> Settings:
    """The settings of a check."""
    return Settings(year, earlier(previous, jobs=jobs), written)
