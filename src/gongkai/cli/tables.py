"""Tables for the terminal, drawn by rich: the summary of a batch, a report as its three tables, two years side by side."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.cli.layout import cut

if TYPE_CHECKING:
    from gongkai.report.cells import Cell
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
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for words, side in heads:
        table.add_column(words, justify="right" if side == "right" else "left", no_wrap=side == "right")
    return table


def summary(rows: Sequence[tuple[str, str, int | None, int | None, str]], width: int) -> str:
    """The table at the end of a batch: organ, year, errors, questions, file. None where a file could not be read."""
    table = plain_table(("机关", "left"), ("年度", "right"), ("错误", "right"), ("疑问", "right"), ("文件", "left"))
    for organ, year, errors, questions, file in rows:
        table.add_row(
            Text(organ, "red" if errors is None else ""),
            year,
            _count(errors, "bold red"),
            _count(questions, "yellow"),
            Text(cut(file, max(24, width - 50)), "dim"),
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
    open_cells = []
    for number in (2, 3, 4):
        for i, block in enumerate(form.table(number).blocks):
            title = form.table(number).words if not i else ""
            table = plain_table(
                (block.heading or "", "left"), *((c.words, "right") for c in block.columns), title=title
            )
            for row in block.rows:
                cells = [report.cell(number, row.key, column.key) for column in block.columns]
                table.add_row(cut(row.label, 34), *map(_printed, cells))
                for column, cell in zip(block.columns, cells, strict=True):
                    if cell.readings:
                        places = "、".join(map(str, cell.readings))
                        open_cells.append(f"  {form.table(number).words}「{row.label}」「{column.words}」：{places}")
            parts.append(table)
    if open_cells:
        parts += ["? 处的数字连写在一起，有几种读法，不能确定：", *open_cells]
    return drawn(parts, width)


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
