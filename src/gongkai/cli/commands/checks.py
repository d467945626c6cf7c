"""``gongkai checks``: every check with its severity and its law."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from gongkai.cli.chinese import OneOf, described
from gongkai.cli.layout import hang
from gongkai.cli.terminal import columns, say

if TYPE_CHECKING:
    from gongkai.report.checks.rule import Check

EXAMPLES = (
    ("gongkai checks", "列出全部核对项目：代号、轻重、名称、依据。"),
    ("gongkai checks T3-1", "只看一项，连同理由和办法。"),
    ("gongkai checks --format json", "给程序用。"),
)


@described(examples=EXAMPLES)
@click.argument("codes", nargs=-1, metavar="[代号…]")
@click.option("--format", "format_", type=OneOf(["table", "json"]), default="table", metavar="格式",
              help="table（默认）或 json。")  # fmt: skip
def command(codes: tuple[str, ...], format_: str) -> int:
    """列出核对项目和依据。“错误”是格式本身规定的关系不成立；“疑问”是由我们推断、需要核实的。

    代号的首字母：T 表格，Y 年度之间，N 文字，D 文件本身，S 雷同，U 上下级汇总。
    """
    from gongkai.report.checks import CHECKS

    chosen = [c for c in CHECKS if not codes or c.code in codes]
    unknown = [code for code in codes if code not in {c.code for c in CHECKS}]
    if unknown:
        raise click.UsageError(f"没有代号为 {'、'.join(unknown)} 的核对项目；全部项目见 gongkai checks。")
    if format_ == "json":
        click.echo(json.dumps({"schema": 1, "checks": [_object(c) for c in chosen]}, ensure_ascii=False, indent=2))
    elif codes:
        say("\n\n".join("\n".join(_card(c, columns())) for c in chosen))
    else:
        say(_table(chosen))
    return 0


def _object(check: "Check") -> dict[str, str]:
    return {
        "code": check.code,
        "severity": check.severity.value,
        "title": check.title,
        "why": check.why,
        "remedy": check.remedy,
        "law": str(check.law),
    }


def _card(check: "Check", width: int) -> Iterator[str]:
    yield click.style(f"{check.code}  {check.severity.words}  {check.title}", bold=True)
    for name, text in (("理由", check.why), ("办法", check.remedy), ("依据", str(check.law))):
        yield from hang(f"{name}  ", text, width, indent=2)


def _table(checks: Sequence["Check"]) -> str:
    from gongkai.cli.tables import rows_table

    heads = (("代号", "left"), ("轻重", "left"), ("核对什么", "left"), ("依据", "left"))
    rows = [(c.code, c.severity.words, c.title, str(c.law)) for c in checks]
    return rows_table(heads, rows, columns()) + f"\n共 {len(rows)} 项；gongkai checks 代号 可看理由和办法。"
