"""From grids to rows of the form: labels say which row, the header or the order says which column.

Values are taken by position among the row's own cells when their number is right, so that a table whose header drifted
by a column (16 for 15) still reads; otherwise by the slots that the header's cells cover.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from gongkai.documents.blocks import Grid, GridCell
from gongkai.documents.recognise import labels
from gongkai.report.cells import ABSENT, BLANK, Cell, State, parse
from gongkai.report.form import Column
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import FORMS
from gongkai.report.solve import Run

Found = Sequence[Cell] | Run


@dataclass(slots=True)
class Rows:
    """What was found of one report's tables: rows of tables 2 and 3 by key, the values of table 4, header words seen.

    ``block`` is the number of the block its first row stood in.
    """

    table_2: dict[str, Sequence[Cell]] = field(default_factory=dict)
    table_3: dict[str, Found] = field(default_factory=dict)
    table_4: Found | None = None
    heads_2: set[str] = field(default_factory=set)
    block: int = 0

    def whole(self) -> bool:
        """Whether it is a report of its own and not a row printed twice."""
        return len(self.table_3) >= 10

    def order(self) -> tuple[tuple[int, str], ...]:
        """The rows of tables 2 and 3 as (table, row key), in the order they were met."""
        return (*((2, key) for key in self.table_2), *((3, key) for key in self.table_3))

    def empty(self) -> bool:
        """Whether nothing was found."""
        return not self.table_2 and not self.table_3 and self.table_4 is None


@dataclass(slots=True)
class _State:
    """Where the walk through the rows of grids stands."""

    sets: list[Rows]
    current: dict[int, int] = field(default_factory=dict)
    columns_2: tuple[str, list[tuple[GridCell, str]]] | None = None
    columns_3: list[tuple[GridCell, str]] = field(default_factory=list)
    order_3: list[str] | None = None
    heads_4: list[GridCell] = field(default_factory=list)
    head_4_seen: bool = False


def rows_of(grids: Iterable[tuple[int, Grid]]) -> list[Rows]:
    """The rows found in grids (with their block numbers), one ``Rows`` a report; several when rows come a second time."""
    state = _State([Rows()])
    for number, grid in grids:
        state.columns_2, state.head_4_seen = None, False
        for slots in grid.rows:
            line = _distinct(slots)
            if line:
                _take(state, line, number)
    return [state.sets[0], *(rows for rows in state.sets[1:] if rows.whole())]


def _distinct(slots: Sequence[GridCell | None]) -> list[GridCell]:
    """The cells of a row, each once, left to right."""
    line: list[GridCell] = []
    last = None
    for cell in slots:
        if cell is not None and cell is not last:
            line.append(cell)
            last = cell
    return line


def _take(state: _State, line: Sequence[GridCell], block: int) -> None:
    """Put one row where it belongs: a header, a row of table 3, a row of table 2, or the values of table 4."""
    # A row that ends in a number is no header: most rows are spared the look.
    if not line[-1].text.isdigit() and (_header_3(state, line) or _header_4(state, line)):
        return
    key, at = _row_label(line)
    if key is not None:
        values = line[at + 1 :]
        rows = _set_for(state, 3, lambda r: key in r.table_3, block)
        rows.table_3.setdefault(key, _values_3(values, state.columns_3, state.order_3))
    elif state.head_4_seen:
        _values_4(state, line, block)
    else:
        _row_2(state, line, block)


def _set_for(state: _State, table: int, taken: Callable[[Rows], bool], block: int) -> Rows:
    """The set of rows a row of this table belongs to: the next one once this row was already found.

    Each table counts for itself, so that tables 2 of both years may stand before tables 3 of both years.
    """
    index = state.current.get(table, 0)
    if taken(state.sets[index]):
        index += 1
        if index == len(state.sets):
            state.sets.append(Rows(block=block))
    state.current[table] = index
    rows = state.sets[index]
    if rows.empty():
        rows.block = block
    return rows


def _header_3(state: _State, line: Sequence[GridCell]) -> bool:
    """Whether the row is part of the head of table 3; remembers which slots carry which column."""
    find = labels.columns_3().find
    keys = [(cell, find(cell.text)) for cell in line if len(cell.text) < 40]
    known = [(cell, key) for cell, key in keys if key]
    strong = sum(key not in ("other_organization", "total") for _, key in known)
    if strong == 0 and not any("申请人情况" in labels.words(c.text) for c in line):
        return False
    if any(_is_value(cell.text) for cell in line):
        return False
    if any(key == "natural_person" for _, key in known):
        state.columns_3 = []
    have = {key for _, key in state.columns_3}
    state.columns_3 += [(cell, key) for cell, key in known if key not in have]
    state.order_3 = _order(state.columns_3, [c.key for c in _columns_3()])
    state.head_4_seen = False
    return True


def _is_value(text: str) -> bool:
    cell = parse(text)
    return cell.value is not None


def _row_label(line: Sequence[GridCell]) -> tuple[str | None, int]:
    """The key of the table 3 row and the index of its label: the right-most cell that is a label."""
    find = labels.rows_3().find
    for at in range(min(len(line) - 1, 4), -1, -1):
        text = line[at].text
        if not text or len(text) > 80 or text.isascii():
            continue
        key = find(text)
        if key:
            return key, at
    return None, -1


@cache
def _columns_3() -> Sequence[Column]:
    return FORMS["2021"].table(3).blocks[0].columns


@cache
def _keys_3() -> list[str]:
    return [c.key for c in _columns_3()]


def _values_3(
    values: Sequence[GridCell], header: Sequence[tuple[GridCell, str]], ordered: Sequence[str] | None
) -> Found:
    columns = _columns_3()
    if len(values) == 1 and len(values[0].text.strip()) > 1:
        return Run(tuple(values[0].text.split()))
    if len(values) == len(columns):
        if ordered and ordered != _keys_3():
            by_key = dict(zip(ordered, values, strict=True))
            values = [by_key[c.key] for c in columns]
        return [_cell(v, c) for v, c in zip(values, columns, strict=True)]
    if ordered and len(values) > 1:
        return [_under(values, cell, column) for cell, column in _by_column(header, columns)]
    return _by_order(values, columns)


def _order(header: Sequence[tuple[GridCell, str]], wanted: Sequence[str]) -> list[str] | None:
    """The column keys from left to right when the header holds every column at its own slot, else None."""
    if {key for _, key in header} != set(wanted):
        return None
    placed = sorted((cell.column, key) for cell, key in header)
    return [key for _, key in placed] if len({at for at, _ in placed}) == len(placed) else None


def _by_column(header: Sequence[tuple[GridCell, str]], columns: Sequence[Column]) -> list[tuple[GridCell, Column]]:
    cells = {key: cell for cell, key in header}
    return [(cells[c.key], c) for c in columns]


def _under(values: Sequence[GridCell], head: GridCell, column: Column) -> Cell:
    """The value that stands under a header cell, or absent."""
    best, most = None, 0
    for value in values:
        overlap = min(value.column + value.colspan, head.column + head.colspan) - max(value.column, head.column)
        if overlap > most:
            best, most = value, overlap
    return _cell(best, column) if best else ABSENT


def _by_order(values: Sequence[GridCell], columns: Sequence[Column]) -> list[Cell]:
    """Values without a usable header: surplus blanks at either end are layout, what is missing at the end is absent."""
    values = list(values)
    while len(values) > len(columns) and not values[-1].text.strip():
        values.pop()
    while len(values) > len(columns) and not values[0].text.strip():
        values.pop(0)
    cells = [_cell(v, c) for v, c in zip(values, columns, strict=False)]
    return cells + [ABSENT] * (len(columns) - len(cells))


def _cell(cell: GridCell, column: Column) -> Cell:
    """Read one grid cell in its column; keeps OCR confidence."""
    if not cell.text:
        read = BLANK
    elif column.decimal:
        read = parse(cell.text, decimal=True)
    else:  # a call without names is looked up faster
        read = parse(cell.text)
    return replace(read, confidence=cell.confidence) if cell.confidence is not None else read


def _header_4(state: _State, line: Sequence[GridCell]) -> bool:
    """Whether the row is part of the head of table 4; remembers the leaf cells."""
    find = labels.heads_4().find
    keys = [find(cell.text) if cell.text else None for cell in line]
    known = [(cell, key) for cell, key in zip(line, keys, strict=True) if key]
    top = any(words in ("行政诉讼", "未经复议直接起诉", "复议后起诉") for words in map(_words, line))
    if not top and (len({k for _, k in known} - {"total"}) < 2 or any(_is_value(c.text) for c in line)):
        return False
    if not state.head_4_seen:
        state.heads_4, state.head_4_seen, state.columns_2 = [], True, None
    have = {id(c) for c in state.heads_4}
    state.heads_4 += [cell for cell, key in known if key != "head" and id(cell) not in have]
    return True


def _words(cell: GridCell) -> str:
    return labels.words(cell.text)


def _values_4(state: _State, line: Sequence[GridCell], block: int) -> None:
    """The one row of values under the head of table 4."""
    columns = FORMS["2021"].table(4).blocks[0].columns * 3
    filled = [c for c in line if c.text.strip()]
    if len(filled) == 1 and len(line) < 5 and len(filled[0].text) > 5:
        found: Found = Run(tuple(filled[0].text.split()))
    elif len(line) == len(columns):
        found = [_cell(v, c) for v, c in zip(line, columns, strict=True)]
    elif len(line) >= 5 and len(state.heads_4) == len(columns):
        heads = sorted(state.heads_4, key=lambda c: c.column)
        found = [_under(line, head, column) for head, column in zip(heads, columns, strict=True)]
    elif len(line) >= 5:
        found = _by_order(line, columns)
    else:
        return
    rows = _set_for(state, 4, lambda r: r.table_4 is not None, block)
    rows.table_4 = found
    state.head_4_seen = False


def _row_2(state: _State, line: Sequence[GridCell], block: int) -> None:
    """A row or a header of table 2."""
    head = _header_2(line)
    if head:
        state.columns_2 = head
        state.sets[-1].heads_2.add(head[0])
        return
    find = labels.rows_2().find
    at, key = next(((i, k) for i, c in enumerate(line[:3]) if (k := find(c.text))), (-1, None))
    if key is None or len(line) == 1:
        return
    values = line[at + 1 :]
    form = state.columns_2[0] if state.columns_2 else _form_of(state.sets[-1], key)
    columns = FORMS[form].block(2, key).columns if _has(form, key) else FORMS["2019"].block(2, key).columns
    rows = _set_for(state, 2, lambda r: key in r.table_2, block)
    if state.columns_2:
        rows.heads_2.add(state.columns_2[0])
    rows.table_2.setdefault(key, _values_2(values, columns, state.columns_2[1] if state.columns_2 else ()))


def _has(form: str, key: str) -> bool:
    try:
        FORMS[form].block(2, key)
    except KeyError:
        return False
    return True


def _form_of(rows: Rows, key: str) -> str:
    """The edition a row belongs to when its header is missing."""
    return "2019" if "2019" in rows.heads_2 or not _has("2021", key) else "2021"


def _header_2(line: Sequence[GridCell]) -> tuple[str, list[tuple[GridCell, str]]] | None:
    """The edition and the column cells when the row is a header of table 2."""
    for form in ("2021", "2019"):
        find = labels.columns_2(form).find
        known = [(cell, key) for cell in line if 3 < len(cell.text) < 40 and (key := find(cell.text))]
        if not known:
            continue
        if form == "2021" and {k for _, k in known} == {"decisions"} and _header_2019(line):
            continue
        return form, known
    return None


def _header_2019(line: Sequence[GridCell]) -> bool:
    find = labels.columns_2("2019").find
    return any(find(cell.text) in ("previous_items", "change") for cell in line if cell.text)


def _values_2(
    values: Sequence[GridCell], columns: Sequence[Column], header: Sequence[tuple[GridCell, str]]
) -> list[Cell]:
    if len(columns) == 1:
        filled = [v for v in values if v.text.strip()]
        cell = filled[0] if filled else values[0] if values else None
        return [_cell(cell, columns[0]) if cell else ABSENT]
    if len(values) == 1 and len(values[0].text.split()) == len(columns):
        return [parse(t, decimal=c.decimal) for t, c in zip(values[0].text.split(), columns, strict=True)]
    if len(values) != len(columns) and _order(header, [c.key for c in columns]):
        return [_under(values, cell, column) for cell, column in _by_column(header, columns)]
    return _by_order(values, columns)


def collapsed(rows: Rows) -> bool:
    """Whether （六）其他处理 stood as one row of values."""
    found = rows.table_3.get(COLLAPSED_OTHER)
    return found is not None and not (isinstance(found, list) and all(c.state is State.BLANK for c in found))
