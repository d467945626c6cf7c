"""``gongkai diff``: two years of an organ side by side."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.account import told
from gongkai.cli.asking import only_report, output_option
from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.faults import ERRORS_FOUND, OK, Refused
from gongkai.cli.layout import hang
from gongkai.cli.organs import same
from gongkai.cli.saving import save
from gongkai.cli.terminal import columns, complain, say

if TYPE_CHECKING:
    from gongkai.report.cells import Cell, Number
    from gongkai.report.compare import Change
    from gongkai.report.findings import Finding
    from gongkai.report.reading import Report

EXAMPLES = (
    ("gongkai diff 2022.docx 2023.docx", "哪些格变了、变了多少，以及上下年度对不上的地方。"),
    ("gongkai diff 2022.pdf 2023.pdf --all", "没有变的格也列出。"),
    ("gongkai diff 2022.docx 2023.docx --format json", "给程序用。"),
)
_STATES = {"blank": "空白", "slash": "/", "text": "文字", "absent": "没有", "undecided": "?"}


@described(examples=EXAMPLES)
@click.argument("old", type=PATH, metavar="上年文件")
@click.argument("new", type=PATH, metavar="本年文件")
@click.option("--format", "format_", type=OneOf(["text", "json"]), default="text", metavar="格式",
              help="text（默认）或 json。")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="没有变的格也列出。")
@output_option("结果写到这里，不写就打印。")
def command(old: str, new: str, format_: str, every: bool, output: str | None) -> int:
    """同一机关两个年度的报告并排：有变化的每一格，变化多少、百分之几；再列出年度之间对不上的问题。

    一个文件里有两个年度时，写两次同一文件即可。退出码：0 没有错误，1 年度之间有错误，2 读不了。
    """
    before, after = _two(old, new)
    if before.organ and after.organ and not same(before.organ, after.organ):
        complain(f"注意：两份报告的机关不同（{before.organ}，{after.organ}）。")
    from gongkai.report.compare import compare
    from gongkai.report.findings import Severity
    from gongkai.report.settle import settle

    after = settle(after, before)
    changes = list(compare(before, after, only_changes=not every))
    findings = _findings(before, after)
    text = _text(before, after, changes, findings) if format_ == "text" else _json(before, after, changes, findings)
    if output is None:
        say(text)
    else:
        save(Path(output), (click.unstyle(text) + "\n").encode())
    return ERRORS_FOUND if any(f.severity is Severity.ERROR for f in findings) else OK


def _two(old: str, new: str) -> tuple["Report", "Report"]:
    if old != new:
        before, after = only_report(old), only_report(new)
        if before.year and after.year and before.year > after.year:
            raise Refused(f"先写上年、后写本年：{old} 是 {before.year} 年的，{new} 是 {after.year} 年的。")
        return before, after
    from gongkai.cli.asking import all_reports

    found = sorted(all_reports(old), key=lambda r: r.year or 0)
    if len(found) != 2:
        raise Refused(f"{old} 里有 {len(found)} 份报告，不是两个年度；请给出两个文件。")
    return found[0], found[1]


def _findings(before: "Report", after: "Report") -> list["Finding"]:
    """What only shows when both years are there."""
    from gongkai.report.checks import check
    from gongkai.report.checks.rule import Context

    alone = check(after)
    return [f for f in check(after, Context(previous=before)) if f not in alone]


def _apart(before: "Report", after: "Report") -> str | None:
    """Why nothing across the years can be compared, when they do not follow each other."""
    from gongkai.report.compare import follows

    if follows(after, before):
        return None
    if before.year == after.year:
        why = f"两份都是 {after.year} 年的报告"
    else:
        why = f"{before.year} 年与 {after.year} 年不相邻"
    return f"{why}，上年结转、现行有效件数等年度衔接无法核对，以上只列各格变化；要核对请给出 {(after.year or 0) - 1} 年的报告。"


def _text(before: "Report", after: "Report", changes: Sequence["Change"], findings: Sequence["Finding"]) -> str:
    from gongkai.cli.tables import rows_table
    from gongkai.documents.json import finding_object

    width = columns()
    heads = (
        ("哪一格", "left"),
        (str(before.year or "上年"), "right"),
        (str(after.year or "本年"), "right"),
        ("变化", "right"),
        ("百分比", "right"),
    )
    rows = [(_place(after, before, c), _value(c.old), _value(c.new), _signed(c.change), _percent(c)) for c in changes]
    title = f"{after.organ or before.organ or '（没有写明机关）'}：{before.year or '上年'} 与 {after.year or '本年'}"
    parts = [rows_table(heads, rows, width, title) if rows else f"{title}：各格都没有变化。"]
    if findings:
        parts.append(told([finding_object(f) for f in findings], width))
    if apart := _apart(before, after):
        parts.append("\n".join(hang("注意：", apart, width)))
    elif not findings and after.edition is not None:
        parts.append("两个年度之间没有发现对不上的地方。")
    return "\n\n".join(parts)


def _place(after: "Report", before: "Report", change: "Change") -> str:
    from gongkai.cli.tables import place

    form = next(r.edition for r in (after, before) if r.edition and change.address in r.edition.addresses)
    return place(form, change.address, columns() - 36)


def _value(cell: "Cell") -> str:
    return str(cell.value) if cell.value is not None else _STATES[cell.state.value] if cell.state else ""


def _signed(change: "Number | None") -> str:
    return "" if change is None else f"{change:+}"


def _percent(change: "Change") -> str:
    return "" if change.share is None else f"{change.share:+.1%}"


def _json(before: "Report", after: "Report", changes: Sequence["Change"], findings: Sequence["Finding"]) -> str:
    from gongkai.documents.json import finding_object, report_object

    olds, news = report_object(before, narrative=False), report_object(after, narrative=False)
    whole: dict[str, Any] = {
        "schema": 1,
        "organ": after.organ,
        "years": [before.year, after.year],
        "changes": [_change_object(c, olds, news) for c in changes],
        "findings": [finding_object(f) for f in findings],
        "note": _apart(before, after),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _change_object(change: "Change", olds: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
    table, row, column = change.address
    absent = {"value": None, "raw": None, "state": "absent"}
    return {
        "table": table,
        "row": row,
        "column": column,
        "old": olds[f"section{table}"].get(row, {}).get(column, absent),
        "new": news[f"section{table}"].get(row, {}).get(column, absent),
        "change": change.change if isinstance(change.change, int | None) else str(change.change),
        "percent": None if change.share is None else round(change.share * 100, 1),
    }
