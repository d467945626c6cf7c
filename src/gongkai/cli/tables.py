"""Tables for the terminal, drawn by rich: the summary of a batch, a report as its three tables, two years side by side."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.cli.layout import cut, wrap
from gongkai.cli.layout import width as width_of

if TYPE_CHECKING:
    from gongkai.report.cells import Address, Cell
    from gongkai.report.form import Block, Form
    from gongkai.report.reading import Report

_NO_VALUE = {"blank": "", "slash": "/", "text": "文字", "absent": "", "undecided": "?"}


def drawn(tables: Iterable[Table | str], width: int) -> str:
    """Tables and lines of text as styled text; the caller strips the colour where there is none to show."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=True, color_system="standard", highlight=False, markup=False, emoji=False,
        legacy_windows=False,
    )  # fmt: skip
    for table in tables:
        console.print(table)
    return out.getvalue().rstrip("\n")


def plain_table(*heads: tuple[str, str], title: str = "") -> Table:
    """A table with a rule under its head. ``heads`` are (words, ``left`` or ``right``)."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for words, side in heads:
        table.add_column(
            words, justify="right" if side == "right" else "left", no_wrap=side == "right", overflow="fold"
        )
    return table


def summary(rows: Sequence[tuple[str, str, int | None, int | None, str]], width: int) -> str:
    """The table at the end of a batch: organ, year, errors, questions, file. None where a file could not be read."""
    table = plain_table(("机关", "left"), ("年度", "right"), ("错误", "right"), ("疑问", "right"), ("文件", "left"))
    longest = max((width_of(row[0]) for row in rows), default=0)
    for organ, year, errors, questions, file in rows:
        table.add_row(
            Text(organ, "red" if errors is None else ""),
            year,
            _count(errors, "bold red"),
            _count(questions, "yellow"),
            Text(cut(file, max(16, width - 26 - longest)), "dim"),
        )
    return drawn([table], width)


def _count(number: int | None, style: str) -> Text:
    if number is None:
        return Text("—", "dim")
    return Text(str(number), style if number else "dim")


def report_tables(report: "Report", width: int) -> str:
    """A report as its tables in the words of the form: zeros dim, what has no value marked, readings listed below."""
    form = report.edition
    if form is None:
        return "2019 年以前的报告没有统一表格，只有文字；用 --format json 可以看到文字。"
    parts: list[Table | str] = []
    for number in (2, 3, 4):
        for i, block in enumerate(form.table(number).blocks):
            title = form.table(number).words if not i else ""
            parts.append(_block(report, number, block, title, width))
    readings = list(_readings(report))
    if readings:
        parts += ["? 处的数字连写在一起，有几种读法，不能确定：", *readings]
    return drawn(parts, width)


def _block(report: "Report", number: int, block: "Block", title: str, width: int) -> Table:
    # Seven columns beside labels fit into 80 only with two characters a line.
    step = 2 if len(block.columns) > 5 else 4 if len(block.columns) > 3 else 20
    heads = ["\n".join(wrap(c.words, 2 * step)) for c in block.columns]
    room = width - sum(max(map(width_of, h.split("\n"))) + 2 for h in heads) - 3
    table = plain_table((block.heading, "left"), *((head, "right") for head in heads), title=title)
    table.columns[0].no_wrap = True
    standing: tuple[str, ...] = ()
    for row in block.rows:
        for depth, group in enumerate(row.groups):
            if standing[depth : depth + 1] != (group,):
                table.add_row(Text("  " * depth + group, "dim"))
        standing = row.groups
        label = "  " * len(row.groups) + row.label.partition("（区分")[0]
        cells = [report.cell(number, row.key, column.key) for column in block.columns]
        table.add_row(cut(label, max(room, 16)), *map(_printed, cells))
    return table


def _readings(report: "Report") -> Iterator[str]:
    form = report.edition
    for address, cell in report.cells.items():
        if cell.readings and form is not None:
            yield f"  {form.name(address)}：{'、'.join(map(str, cell.readings))}"


def place(form: "Form", address: "Address", columns: int = 48) -> str:
    """A cell in few words: table, row and column, cut to a width."""
    row = form.row(address.table, address.row).label.partition("（区分")[0]
    column = form.column(address).words.partition("（单位")[0]
    head = f"{form.table(address.table).words} "
    return head + cut(row, columns - width_of(head + column) - 3) + f" · {column}"


def _printed(cell: "Cell") -> Text:
    if cell.value is not None:
        return Text(str(cell.value), "dim" if not cell.value else "italic" if cell.solved else "")
    assert cell.state is not None
    return Text(_NO_VALUE[cell.state.value], "bold yellow")


def rows_table(heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], width: int, title: str = "") -> str:
    """A plain table of texts."""
    table = plain_table(*heads, title=title)
    for row in rows:
        table.add_row(*row)
    return drawn([table], width)
