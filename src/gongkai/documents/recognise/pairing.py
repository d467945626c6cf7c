"""Labels and rows of values that stand apart in running text: which belongs to which, and when that is certain."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.documents.recognise.phrases import find_phrases
from gongkai.documents.recognise.stream import WIDTH, Item, Values
from gongkai.report.cells import parse
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import COLLAPSED_OTHER

_ORDER = tuple(row.key for row in FORM_2021.table(3).blocks[0].rows)
_LAPSED = {"supplement_lapsed", "fee_lapsed"}
_NOT_RESULTS = {"new", "brought_forward", "total", "carried_forward"}

# A piece of the narrow cells at the left, which stand between the lines of a label: 三、本年度办理结果, （六）其他处理.
_PIECE = r"(?:[三、本年度办理结果]{1,4}|[（(][三四五六][）)]?[不无其]?[予法他]?|[予法他]?[公处提]?[开理供])"
_GROUP_PART = re.compile(rf"{_PIECE}(?:\s+|$)")

Pairs = dict[str, Values]


@dataclass(slots=True)
class Group:
    """Labels that follow each other, then the rows of values that follow them."""

    keys: list[str] = field(default_factory=list)
    rows: list[Item] = field(default_factory=list)


def groups_of(items: Sequence[Item], settled: Collection[str | None]) -> list[Group]:
    """The labels and rows of values that are not settled yet, in reading order. A label printed again is passed over."""
    events = list(_events(items))
    keys = {event for event in events if isinstance(event, str)} | set(settled)
    skipped = {*settled, COLLAPSED_OTHER} if keys & _LAPSED else {*settled}
    groups = [Group()]
    for event in events:
        if not isinstance(event, str):
            groups[-1].rows.append(event)
        elif event not in skipped:
            skipped.add(event)
            if groups[-1].rows:
                groups.append(Group())
            groups[-1].keys.append(event)
    return [group for group in groups if group.keys or group.rows]


def _events(items: Sequence[Item]) -> Iterator[str | Item]:
    """Row keys of the labels found in lines of words, and rows of values that have no label of their own."""
    words: list[str] = []
    for item in [*items, Item(values=("",))]:
        if item.key is None and item.text and not item.used:
            words.append(item.text)
        if item.values:
            found = _labels(words), _labels([_without_group(line) for line in words])
            keys, item.near = max(found, key=lambda labels: len(set(labels[0])))
            yield from keys
            words = []
            if item.key is None and item.values != ("",):
                yield item


def _without_group(line: str) -> str:
    """A line of words without the pieces of group labels it begins with."""
    while match := _GROUP_PART.match(line):
        line = line[match.end() :]
    return line


def _labels(words: Sequence[str]) -> tuple[list[str], bool]:
    """The rows whose labels stand in lines of words, in reading order, and whether the last of them ends the lines."""
    text = "\n".join(words)
    rows = [phrase for phrase in find_phrases(text) if phrase.kind == "row3"]
    return [phrase.key for phrase in rows], bool(rows) and not text[rows[-1].end :].strip()


def paired(groups: Sequence[Group], settled: Collection[str]) -> tuple[Pairs, Pairs, Pairs]:
    """Values by row: those of labels that stand alone with their row, those paired by their order, and those in doubt.

    The second are certain only when the table they make is whole and adds up. A row that is blank has no values. Rows
    of one stretch stand together in the form, but for those ``settled`` already.
    """
    stretches, rest = _stretches(groups)
    even = not rest.keys and not rest.rows
    in_turn = rest.keys and _in_turn(groups)
    if in_turn:
        stretches, rest = [_with_blanks(group) for group in groups], Group()
    single, several, doubt = Pairs(), Pairs(), Pairs()
    for stretch in stretches:
        keys = sorted(stretch.keys, key=place)
        between = {key for a, b in pairwise(keys) for key in _ORDER[place(a) + 1 : place(b)]}
        apart = not between <= {*settled, *(_LAPSED if COLLAPSED_OTHER in keys else ())}
        for key, row in zip(keys, stretch.rows, strict=True):
            sort = single if len(keys) == 1 else several
            if apart or (row.values and not row.row) or (row.text and not row.near):
                sort = doubt
            elif sort is single and not even and not (in_turn and row.near):
                sort = doubt  # something is missing, and it may be these values' label
            sort[key] = row.values
    doubt |= {key: tuple(v for row in rest.rows for v in row.values) for key in rest.keys}
    return single, several, doubt


def place(key: str) -> int:
    """Where a row stands in the form, counted from 0."""
    return _ORDER.index("other" if key == COLLAPSED_OTHER else key)


def _stretches(groups: Sequence[Group]) -> tuple[list[Group], Group]:
    """The text cut wherever as many labels as rows have gone by; what is left is the part that never comes out even."""
    closed: list[Group] = []
    now = Group()
    for group in groups:
        now.keys += group.keys
        now.rows += group.rows
        if len(now.keys) == len(now.rows) and not any(len(row.values) > WIDTH for row in now.rows):
            closed.append(now)
            now = Group()
    return closed, now


def _in_turn(groups: Sequence[Group]) -> bool:
    """Whether rows always follow their labels, none without: then a label followed by the next label has a blank row."""
    return all(len(group.rows) <= len(group.keys) for group in groups) and not any(
        len(row.values) > WIDTH for group in groups for row in group.rows
    )


def _with_blanks(group: Group) -> Group:
    """A group as one in which every label has a row: the rows are those of the last labels, those before are blank."""
    blank = len(group.keys) - len(group.rows)
    return Group(group.keys, [Item() for _ in range(blank)] + group.rows)


def whole(labelled: Collection[str]) -> bool:
    """Whether the text has the label of every row of the table, （六） in three rows or in one."""
    one = COLLAPSED_OTHER in labelled and not _LAPSED & set(labelled)
    wanted = set(_ORDER) - (_LAPSED | {"other"} if one else set())
    return wanted <= set(labelled)


def balanced(rows: Mapping[str, Values]) -> bool:
    """Whether every row and every column of a whole table adds up; a blank counts as nothing."""
    table = {key: [parse(v).value or 0 for v in values] or [0] * WIDTH for key, values in rows.items()}
    if not table.keys() >= _NOT_RESULTS or any(sum(row[:-1]) != row[-1] for row in table.values()):
        return False
    results = [sum(column) for column in zip(*(r for k, r in table.items() if k not in _NOT_RESULTS), strict=True)]
    new, brought, total, carried = (table[k] for k in ("new", "brought_forward", "total", "carried_forward"))
    flows = zip(new, brought, total, carried, strict=True)
    return results == total and all(n + b == t + c for n, b, t, c in flows)
