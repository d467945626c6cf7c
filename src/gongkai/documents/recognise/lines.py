"""Table 3 in text copied from a page: which row each line of seven values is.

Three ways to know, the surest first. The label stands on the line of the values, or around it over several lines. Labels
and rows of values alternate, so that as many labels as rows stand in a stretch of text: they belong together in the order
of the form, if no row of the form is missing there and the columns of the table then add up. Whatever is left stays
undecided; nothing is placed by likelihood.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import product

from gongkai.documents.recognise import labels
from gongkai.documents.recognise.pairing import balanced, groups_of, paired, place, whole
from gongkai.documents.recognise.stream import Item, Values, items_of
from gongkai.report.solve import Run

_START = re.compile(r"申\s*请\s*人\s*情\s*况|本年度?新收政府信息公开申请")
_END = re.compile(r"行政复议|行政诉讼")
_FEWEST = 8  # rows of seven values apart from each other: fewer, and it is no text of this kind
_MOST = 1_000  # items between the heads of two tables: more, and it is no table
_AROUND = 3  # lines of a label above or below its values


def table_3_in(text: str) -> dict[str, Run] | None:
    """The rows of table 3 by key, or None when the text has no rows of seven values apart from each other.

    A row whose values are not known for sure is a run that nothing can solve, with the values that may be its own.
    """
    start = _START.search(text)
    if start is None:
        return None
    end = _END.search(text, start.end())
    items = items_of(text[start.start() : end.start() if end else len(text)].split("\n"))
    if sum(item.row for item in items) < _FEWEST or len(items) > _MOST:
        return None
    _own(items)
    _around(items)
    return _assigned(items)


def _own(items: Sequence[Item]) -> None:
    """Rows whose label ends right before the values on the same line."""
    for item in items:
        if item.values and item.text:
            parts = item.text.split()
            for at in range(len(parts) - 1, -1, -1):
                key = labels.rows_3().find(" ".join(parts[at:]))
                if key is not None:
                    item.key = key
                    break


def _around(items: Sequence[Item]) -> None:
    """Rows whose label stands over several lines, with the values beside its middle.

    A label that stands whole above or below its values is none of these: the next row's may be as near.
    """
    taken = {item.key for item in items}
    for at, item in enumerate(items):
        if not item.values or item.key is not None:
            continue
        above, below = _words_near(items, at, -1), _words_near(items, at, 1)
        for k, m in sorted(product(range(len(above) + 1), range(len(below) + 1)), key=sum):
            if not item.text and not (k and m):
                continue
            key, used = _joined(above[:k], item, below[:m])
            if key is not None and key not in taken:
                item.key = key
                taken.add(key)
                for line in used:
                    line.used = True
                break


def _words_near(items: Sequence[Item], at: int, step: int) -> list[Item]:
    """The lines of words next to a row of values that no other row has used, nearest first."""
    found: list[Item] = []
    at += step
    while 0 <= at < len(items) and not items[at].values and len(found) < _AROUND:
        if items[at].text and not items[at].used:
            found.append(items[at])
        at += step
    return found


def _joined(above: Sequence[Item], own: Item, below: Sequence[Item]) -> tuple[str | None, list[Item]]:
    """The row whose label the lines make, word for word, and the lines that make it.

    ``above`` is nearest first. A line gives all of itself or its last part; a line between may give nothing.
    """
    lines = [*reversed(above), *([own] if own.text else []), *below]
    outer = {id(own), id(above[-1]) if above else 0, id(below[-1]) if below else 0}
    options = [[*dict.fromkeys((i.text, i.text.split()[-1])), *([] if id(i) in outer else [""])] for i in lines]
    for parts in product(*options):
        key = labels.rows_3().exact("".join(parts))
        if key is not None:
            return key, [line for line, part in zip(lines, parts, strict=True) if part]
    return None, []


def _assigned(items: Sequence[Item]) -> dict[str, Run]:
    """Every row of the table with its values: as its label told, else by the stretch it stands in, else undecided."""
    sure: dict[str, Values] = {}
    unsure: dict[str, Values] = {}
    for item in items:
        if item.key is not None:
            (sure if item.row else unsure).setdefault(item.key, item.values)
    groups = groups_of(items, sure.keys() | unsure.keys())
    single, several, left = paired(groups, sure.keys() | unsure.keys())
    labelled = [key for group in groups for key in group.keys] + [*sure, *unsure]
    unsure |= left
    if several and not (whole(labelled) and not unsure.keys() - sure.keys() and balanced(sure | single | several)):
        unsure |= several
        several = {}
    known = sure | single | several
    rows = {key: Run(values) for key, values in known.items()} | {
        key: _unsolvable(values) for key, values in unsure.items() if key not in known
    }
    # A page printed as text may put labels out of order: only labels beside their values tell the order of the rows.
    return rows if len(sure) == len(rows) else dict(sorted(rows.items(), key=lambda row: place(row[0])))


def table_4_in(text: str) -> Run | None:
    """The values of table 4 under a head of any shape: fifteen, when nothing else there is a value, else a run that
    nothing can solve; None when there are none."""
    start = re.search(r"复议后起诉", text)
    if start is None:
        return None
    found = [item.values for item in items_of(text[start.end() :].split("\n")) if item.values and not item.text]
    if not found:
        return None
    return Run(found[0]) if len(found) == 1 and len(found[0]) == 15 else _unsolvable(v for vs in found for v in vs)


def _unsolvable(values: Iterable[str]) -> Run:
    """A run that keeps values as printed without saying in which cells they stand."""
    return Run(("".join(f"{value}·" for value in values) or "·",))
