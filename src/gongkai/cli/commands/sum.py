"""``gongkai sum``: the reports of an area added up, and against the area's own report."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.asking import cores, jobs_option, only_report, output_option, read_all, year_option
from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.faults import ERRORS_FOUND, FAILED, OK, Refused
from gongkai.cli.opening import Item, items, lines
from gongkai.cli.organs import missing
from gongkai.cli.saving import save
from gongkai.cli.terminal import columns, complain, say

if TYPE_CHECKING:
    from gongkai.report.consolidate import Difference
    from gongkai.report.reading import Report

EXAMPLES = (
    ("gongkai sum 各部门年报/", "把文件夹里的报告逐格加总。"),
    ("gongkai sum 各部门年报/ --against 全区.docx", "与汇总报告逐格比较：差多少，各报多少。"),
    ("gongkai sum 各部门年报/ --expect 名单.txt", "一并列出谁还没有报。"),
    ("gongkai sum 各部门年报/ --format xlsx -o 汇总.xlsx", "把合计写成表格文件。"),
)


@described(examples=EXAMPLES)
@click.argument("folder", nargs=-1, type=PATH, required=True, metavar="文件夹…")
@click.option("--against", type=PATH, metavar="汇总报告", help="与这份报告逐格比较；它若在文件夹里，不会被加进去。")
@click.option("--expect", type=PATH, metavar="名单", help="应报机关名单，纯文本，一行一个。")
@click.option("--format", "format_", type=OneOf(["table", "json", "xlsx"]), default="table", metavar="格式",
              help="table（默认）、json、xlsx。")  # fmt: skip
@output_option("结果写到这里，不写就打印。")
@year_option()
@jobs_option()
def command(
    folder: tuple[str, ...],
    against: str | None,
    expect: str | None,
    format_: str,
    output: str | None,
    year: int | None,
    jobs: int | None,
) -> int:
    """把一个地区各机关的报告逐格加总；给出汇总报告时，指出哪些格不等于各机关之和、差多少、可能差在谁。

    汇总与合计不同不一定是错（本级机关自己的数、缺报的机关），所以只列出差额，请逐项核实。

    退出码：0 相等或没有比较，1 有差额，2 有文件读不了。
    """
    from gongkai.report.consolidate import add_up, compare_area, misfits

    area = only_report(against, year=year) if against else None
    members, unread = _members(list(items(folder, but=expect)), area, year=year, jobs=jobs or cores())
    odd = list(misfits(area, members)) if area is not None else []
    fitting = [m for m in members if all(m is not other or "缺" in why for other, why in odd)]
    try:
        total = add_up(fitting, organ=area.organ if area else None, year=area.year if area else year)
    except ValueError as error:
        raise Refused(str(error)) from error
    differences = list(compare_area(area, fitting)) if area is not None else []
    gone = missing(lines(expect), [m.organ for m in members]) if expect else []
    if format_ == "xlsx":
        _xlsx(total, output)
    elif format_ == "json":
        _give(_json(total, members, odd, differences, gone), output)
    else:
        _give(_text(total, area, members, odd, differences), output)
    if expect and format_ != "json":
        complain(f"还没有报的 {len(gone)} 个：{'、'.join(gone)}。" if gone else "名单上的机关都报了。")
    return FAILED if unread else ERRORS_FOUND if differences else OK


def _members(chosen: list[Item], area: "Report | None", *, year: int | None, jobs: int) -> tuple[list["Report"], bool]:
    """The reports to add, without the area's own and without a second one of the same organ and year."""
    found: dict[tuple[str | None, int | None, str], Report] = {}
    unread = False
    own = area.source.sha256 if area is not None and area.source else None
    for item, reports, error in read_all(chosen, jobs=jobs, words="读报告", year=year):
        if error is not None:
            unread = True
            complain(error)
        for report in reports:
            if report.source is not None and report.source.sha256 == own:
                continue
            if year is not None and report.year not in (None, year):
                complain(f"{item.name}：是 {report.year} 年的报告，没有加进去。")
                continue
            key = (report.organ, report.year, "" if report.organ else item.name)
            if key in found:
                complain(f"{item.name}：{report.organ} {report.year} 年的报告重复，没有再加。")
            else:
                found[key] = report
    if not found:
        raise Refused("没有读出可以加总的年度报告。")
    years = sorted({r.year for r in found.values() if r.year})
    if len(years) > 1 and area is None:
        raise Refused(f"这里有 {'、'.join(map(str, years))} 几个年度的报告，不能加在一起；请用 --year 指明一个年度。")
    return list(found.values()), unread


def _give(text: str, output: str | None) -> None:
    if output is None:
        say(text)
    else:
        save(Path(output), (click.unstyle(text) + "\n").encode())


def _xlsx(total: "Report", output: str | None) -> None:
    from gongkai.documents import write

    if output is None and sys.stdout.isatty():
        raise Refused("xlsx 不能显示在终端里；请用 -o 指明写到哪个文件。")
    content = write(total, format="xlsx")
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        save(Path(output), content)


def _text(
    total: "Report",
    area: "Report | None",
    members: Sequence["Report"],
    odd: Sequence[tuple["Report", str]],
    differences: Sequence["Difference"],
) -> str:
    from gongkai.cli.tables import report_tables, rows_table

    width = columns()
    parts = [click.style(f"{len(members)} 份报告", bold=True) + "：" + "、".join(_name(m) for m in members) + "。"]
    parts += [
        f"  {_name(member)}：{why}，{'有的格没有加进去' if '缺' in why else '没有加进去'}。" for member, why in odd
    ]
    if area is None:
        return "\n".join([*parts, "", report_tables(total, width)])
    if not differences:
        parts.append(click.style("汇总报告的每一格都等于各机关之和。", fg="green", bold=True))
        return "\n".join(parts)
    heads = (("哪一格", "left"), ("汇总", "right"), ("各机关之和", "right"), ("差", "right"))
    rows = [(_place(total, d, width - 42), str(d.printed.value), str(d.added), f"{d.gap:+}") for d in differences]
    parts += [
        "",
        rows_table(heads, rows, width, f"不等于各机关之和的 {len(rows)} 格"),
        "",
        *_shares(total, differences),
    ]
    return "\n".join(parts)


def _name(report: "Report") -> str:
    from gongkai.report.consolidate import name

    return name(report)


def _place(total: "Report", difference: "Difference", width: int) -> str:
    from gongkai.cli.tables import place

    assert total.edition is not None
    return place(total.edition, difference.address, width)


def _guess(difference: "Difference") -> str:
    if difference.likely:
        return f"{'漏加' if difference.gap < 0 else '多加'} {' 或 '.join(difference.likely[:3])}"
    return ""


def _shares(total: "Report", differences: Sequence["Difference"]) -> list[str]:
    """For each difference, who reported what; organs that reported 0 are left out."""
    from gongkai.cli.layout import hang

    found = [click.style("各机关所报（0 不列）", bold=True)]
    for difference in differences:
        if not any(s.value or s.value is None for s in difference.shares):
            continue
        given = [f"{s.organ} {s.value}" for s in difference.shares if s.value]
        given += [f"{organ}（没有填）" for organ in difference.lacking]
        guess = _guess(difference)
        text = "、".join(given) + (f"；可能{guess}。" if guess else "。")
        found += hang("  ", f"{_place(total, difference, 60)}：{text}", columns(), indent=2)
    return found


def _json(
    total: "Report",
    members: Sequence["Report"],
    odd: Sequence[tuple["Report", str]],
    differences: Sequence["Difference"],
    gone: Sequence[str],
) -> str:
    from gongkai.documents.json import report_object

    whole: dict[str, Any] = {
        "schema": 1,
        "members": [{"organ": m.organ, "year": m.year, "file": m.source.name if m.source else None} for m in members],
        "missing": list(gone),
        "misfits": [{"organ": _name(member), "reason": why} for member, why in odd],
        "sum": report_object(total, narrative=False),
        "differences": [_difference_object(d) for d in differences],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _difference_object(difference: "Difference") -> dict[str, Any]:
    table, row, column = difference.address
    return {
        "table": table,
        "row": row,
        "column": column,
        "printed": _number(difference.printed.value),
        "sum": _number(difference.added),
        "gap": _number(difference.gap),
        "likely": list(difference.likely),
        "lacking": list(difference.lacking),
        "shares": [{"organ": s.organ, "value": _number(s.value)} for s in difference.shares],
    }


def _number(value: Any) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)
