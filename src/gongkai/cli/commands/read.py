"""``gongkai read``: what a report says, without correction or guess."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.account import title
from gongkai.cli.asking import all_reports, earlier, output_option, year_option
from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.saving import save
from gongkai.cli.terminal import columns, complain, say

if TYPE_CHECKING:
    from gongkai.report.reading import Report

EXAMPLES = (
    ("gongkai read 年报.pdf --format table", "在终端里看三张表。"),
    ("gongkai read 年报.docx -o 年报.json", "把读出的内容存成 JSON。"),
    ("gongkai read 年报.html --format csv > 年报.csv", "一格一行，可用表格软件打开。"),
    ("cat 年报.txt | gongkai read -", "从标准输入读。"),
)


@described(examples=EXAMPLES)
@click.argument("file", type=PATH, metavar="文件")
@click.option("--format", "format_", type=OneOf(["json", "table", "csv"]), default="json", metavar="格式",
              help="json（默认）、table（在终端里看）、csv（一格一行）。")  # fmt: skip
@output_option("结果写到这里，不写就打印。")
@year_option()
@click.option("--previous", type=PATH, metavar="文件", help="上一年度的报告，用来确定连写而分不开的数字。")
def command(file: str, format_: str, output: str | None, year: int | None, previous: str | None) -> int:
    """读出一份年度报告：每一格印的是什么，各部分的文字是什么。不改正，不猜测。

    空白、“/”、原文没有这一格、数字连写而有几种读法，各有标记，都不当作 0。
    """
    reports = all_reports(file, year=year)
    if previous is not None:
        reports = _settled(reports, previous)
    if format_ == "table":
        _show(reports, output)
        return 0
    content = _json(reports) if format_ == "json" else _csv(reports)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        save(Path(output), content)
        for report in reports:
            for warning in report.warnings:
                complain(f"注意：{warning.message}")
    return 0


def _settled(reports: Sequence["Report"], previous: str) -> list["Report"]:
    from gongkai.report.settle import settle

    before = earlier(previous, jobs=1)
    return [settle(report, before.find(report.organ, report.year)) for report in reports]


def _json(reports: Sequence["Report"]) -> bytes:
    import json

    from gongkai.documents.json import report_object

    found = [report_object(report, narrative=True) for report in reports]
    whole = found[0] if len(found) == 1 else {"schema": 1, "reports": found}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(reports: Sequence["Report"]) -> bytes:
    from gongkai.documents.csv import write

    return write(*reports)


def _show(reports: Sequence["Report"], output: str | None) -> None:
    from gongkai.cli.tables import report_tables

    wide = max(columns(), 100) if output else columns()
    text = "\n\n".join(
        f"{click.style(title(_head(report)), bold=True)}\n\n{report_tables(report, wide)}" for report in reports
    )
    if output is None:
        say(text)
    else:
        save(Path(output), (click.unstyle(text) + "\n").encode())


def _head(report: "Report") -> dict[str, object]:
    return {"organ": report.organ, "year": report.year}
