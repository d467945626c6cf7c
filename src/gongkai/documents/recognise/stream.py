"""Text copied from a page: values and labels as items in reading order.

A page printed as text keeps its rows in one of two ways. By columns, each row is a line that ends in its values, and a
label of several lines stands around them. In reading order, labels and values follow each other, one a line; a stack of
values without a blank line between them is a column of several rows, not a row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gongkai.report.cells import parse

WIDTH = 7  # cells of a row of table 3
_VALUE = r"(?:[\d０-９][\d０-９,，]*|[/／]|[-—–－]{1,2}|无)"
_TAIL = re.compile(rf"(?:^|(?<=\s))({_VALUE}(?:\s+{_VALUE})*)\s*$")

Values = tuple[str, ...]


@dataclass(slots=True)
class Item:
    """A line that holds words (``text``), or values: a row of seven, or fewer or more that are none. ``text`` beside
    values is what stood before them on their line. ``near``: a label of a row ends right before the values."""

    text: str = ""
    values: Values = ()
    key: str | None = None
    used: bool = False
    near: bool = False

    @property
    def row(self) -> bool:
        """Whether it holds the values of one whole row."""
        return len(self.values) == WIDTH


def items_of(lines: Sequence[str]) -> list[Item]:
    """The items of the lines of a table, blank lines taken as gaps between stacks of values."""
    runs = [(kind, list(group)) for kind, group in groupby(map(_parted, lines), key=_kind)]
    stacked = [list(_stacks(group)) for kind, group in runs if kind == 1]
    packed = all(len(stacks) < 2 for stacks in stacked)  # the text has no blank lines between cells
    items: list[Item] = []
    for kind, group in runs:
        if kind == 1:
            items.extend(_rows(list(_stacks(group)), packed))
        elif kind == 2:
            items.extend(_broken([values for _, values in group]))
        else:
            items.extend(Item(text, values) for text, values in group)
    return items


def _kind(line: tuple[str, Values]) -> int:
    """0: words, perhaps with values behind them; 1: one value or a blank line; 2: several values."""
    text, values = line
    return 0 if text else 1 if len(values) < 2 else 2


def _broken(lines: Sequence[Values]) -> Iterator[Item]:
    """Rows of seven from lines of several values: one a line, or each over as many lines as the others."""
    if any(len(line) == WIDTH for line in lines):
        yield from (Item(values=line) for line in lines)
        return
    row: Values = ()
    rows: list[Values] = []
    for line in lines:
        row += line
        if len(row) == WIDTH:
            rows.append(row)
            row = ()
    if row or not all(map(_adds_up, rows)):
        rows = [tuple(value for line in lines for value in line)]
    yield from (Item(values=row) for row in rows)


def _parted(line: str) -> tuple[str, Values]:
    """A line as its words and the values at its end."""
    line = line.strip()
    match = _TAIL.search(line)
    if match is None:
        return line, ()
    return line[: match.start()].strip(), tuple(match[1].split())


def _stacks(lines: Sequence[tuple[str, Values]]) -> Iterator[Values]:
    """Values on lines that follow each other, one stack for those without a blank line between them."""
    for filled, group in groupby(lines, key=lambda line: bool(line[1])):
        if filled:
            yield tuple(values[0] for _, values in group)


def _rows(stacks: Sequence[Values], packed: bool) -> Iterator[Item]:
    """Rows of seven from the stacks between two lines of words; all the values as one item where they make no rows."""
    flat = tuple(value for stack in stacks for value in stack)
    rows: list[Values] = []
    if len(flat) % WIDTH == 0 and len(stacks) == 1:
        rows = [flat[i : i + WIDTH] for i in range(0, len(flat), WIDTH)]
        if not packed and not all(map(_adds_up, rows)):  # one column of seven rows looks the same
            rows = []
    for at in range(0, len(stacks), WIDTH) if len(flat) % WIDTH == 0 and len(stacks) > 1 else ():
        group = stacks[at : at + WIDTH]
        if len(group) < WIDTH or len({len(stack) for stack in group}) > 1:
            rows = []
            break
        rows.extend(zip(*group, strict=True))
    if rows:
        yield from (Item(values=row) for row in rows)
    elif flat:
        yield Item(values=flat)


def _adds_up(row: Values) -> bool:
    *parts, total = (parse(value).value or 0 for value in row)
    return sum(parts) == total
