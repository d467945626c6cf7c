"""Digits written together are solved, not split greedily.

``191000019`` under seven columns can be read in several ways. Every row's readings are weighed together by all identities
of the table: one reading that satisfies all is taken; when none does, the reading that breaks the fewest, if it is the
only one; otherwise the cells that differ stay undecided, with their possible values. Nothing is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

from gongkai.report.cells import BLANK, Address, Cell, Number, State, fold, parse
from gongkai.report.form import Column, Form
from gongkai.report.identities import COLLAPSED_OTHER, result_rows

MAX_READINGS = 4_000  # readings of one row that are kept; beyond, the row stays undecided
MAX_NODES = 60_000  # combinations of rows that are tried; beyond, the rows stay undecided
MAX_STEPS = 150_000  # steps of one search through the ways to cut a run; beyond, the row stays undecided
MAX_DIGITS = 9  # a figure of a report has no more; a longer run for its cells is no row of figures
MAX_DIGITS_4 = 45  # a longer run for the fifteen cells of table 4 stays undecided: the ways to cut it grow too fast

Split = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What stood where a row's cells should be: pieces separated by white space, not yet cells."""

    pieces: tuple[str, ...]

    @property
    def raw(self) -> str:
        """The pieces as printed, with single spaces."""
        return " ".join(self.pieces)


def read_run(run: Run, columns: Sequence[Column]) -> list[Cell] | None:
    """The cells of a run when they can be read at once: one piece a cell, one digit a cell, or nothing at all.

    None when it must be solved.
    """
    pieces, wanted = run.pieces, len(columns)
    if not pieces:
        return [BLANK] * wanted
    if len(pieces) == wanted:
        cells = [parse(p, decimal=c.decimal) for p, c in zip(pieces, columns, strict=True)]
        return cells if all(c.state is not State.TEXT for c in cells) or wanted == 1 else None
    digits = fold("".join(pieces))
    if wanted == 1:
        return [parse("".join(pieces), decimal=columns[0].decimal)]
    if len(digits) == wanted and digits.isdigit():
        return [replace(parse(d, decimal=c.decimal), solved=True) for d, c in zip(digits, columns, strict=True)]
    return None


class _TooLong(Exception):
    """A search took more than MAX_STEPS."""


class _Steps:
    """Counts the steps of one search. Runs made to be cut in millions of ways must cost no more than others."""

    def __init__(self) -> None:
        self.left = MAX_STEPS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooLong


def splits(pieces: Sequence[str], wanted: int, *, sums: bool) -> Iterator[Split]:
    """Every way to read digit pieces as ``wanted`` numbers without leading zeros; a space is always a boundary.

    ``sums`` keeps only readings whose last number is the sum of the others. Raises _TooLong past MAX_STEPS.
    """
    text = "".join(pieces)
    edges = set()
    at = 0
    for piece in pieces:
        at += len(piece)
        edges.add(at)
    if len(text) > MAX_DIGITS * wanted:
        raise _TooLong
    if sums:
        yield from _summing(text, frozenset(edges), wanted, _Steps())
    else:
        yield from _plain(text, frozenset(edges), wanted, 0, _Steps())


def _ends(text: str, edges: frozenset[int], start: int, longest: int) -> Iterator[int]:
    """Where a number that starts here may end."""
    if start >= len(text):
        return
    for end in range(start + 1, min(len(text), start + longest) + 1):
        yield end
        if text[start] == "0" or end in edges:
            return


def _plain(text: str, edges: frozenset[int], wanted: int, start: int, steps: _Steps) -> Iterator[Split]:
    steps.spend()
    if wanted == 1:
        rest = text[start:]
        if rest and (rest == "0" or rest[0] != "0") and not any(start < e < len(text) for e in edges):
            yield (int(rest),)
        return
    for end in _ends(text, edges, start, len(text) - start - wanted + 1):
        for tail in _plain(text, edges, wanted - 1, end, steps):
            yield (int(text[start:end]), *tail)


def _summing(text: str, edges: frozenset[int], wanted: int, steps: _Steps) -> Iterator[Split]:
    """Readings whose last number is the sum: choose the total first, then parts that cannot exceed what is left."""
    for cut in range(len(text) - 1, wanted - 2, -1):
        last = text[cut:]
        if (len(last) > 1 and last[0] == "0") or any(cut < e < len(text) for e in edges):
            continue
        for parts in _parts(text, edges, wanted - 1, 0, cut, int(last), steps):
            yield (*parts, int(last))


def _parts(
    text: str, edges: frozenset[int], wanted: int, start: int, stop: int, left: int, steps: _Steps
) -> Iterator[Split]:
    steps.spend()
    if wanted == 0:
        if start == stop and left == 0:
            yield ()
        return
    digits = stop - start
    # The longest part has this many digits at least, and none can have more than what the others leave.
    longest, most = -(-digits // wanted), digits - wanted + 1
    if (longest > 1 and 10 ** (longest - 1) > left) or left > 10**most + 9 * wanted:
        return
    for end in _ends(text, edges, start, most):
        value = int(text[start:end])
        if end > stop or value > left:
            return
        for tail in _parts(text, edges, wanted - 1, end, stop, left - value, steps):
            yield (value, *tail)


@lru_cache(maxsize=4096)
def readings(pieces: tuple[str, ...], wanted: int) -> tuple[tuple[Split, ...], tuple[Split, ...]]:
    """The readings of a row of parts and a total: those that add up, and all others. Empty when there are too many."""
    folded = tuple(fold(p) for p in pieces)
    if not all(p.isascii() and p.isdigit() for p in folded):
        return (), ()
    try:
        good = tuple(islice(splits(folded, wanted, sums=True), MAX_READINGS + 1))
        every = tuple(islice(splits(folded, wanted, sums=False), MAX_READINGS + 1))
    except _TooLong:
        return (), ()
    if not every and len(folded) > 1:  # more pieces than cells: the spaces stand inside numbers
        return readings(("".join(folded),), wanted)
    if len(every) > MAX_READINGS:
        return (good, ()) if 0 < len(good) <= MAX_READINGS else ((), ())
    kept = set(good)
    return good, tuple(s for s in every if s not in kept)


def undecided(column_values: Sequence[Number], raw: str) -> Cell:
    """An undecided cell with its possible values in rising order."""
    return Cell(state=State.UNDECIDED, raw=raw, readings=tuple(sorted(set(column_values))))


def cells_of(options: Sequence[Split], run: Run, wanted: int) -> list[Cell]:
    """The cells that a set of readings leaves: a value where all agree, undecided where they differ."""
    if not options:
        return [_without_reading(run)] * wanted
    columns = zip(*options, strict=True)
    return [
        Cell(values[0], raw=str(values[0]), solved=True) if len(set(values)) == 1 else undecided(values, run.raw)
        for values in columns
    ]


def _without_reading(run: Run) -> Cell:
    digits = fold("".join(run.pieces))
    values = tuple(sorted({int(d) for d in digits})) if digits.isdigit() and len(set(digits)) == 1 else ()
    return Cell(state=State.UNDECIDED, raw=run.raw, readings=values)


def solve_free(run: Run, columns: Sequence[Column]) -> list[Cell]:
    """Cells without any identity (the triples of table 2): decided only when there is one way to read them."""
    options = free_readings(run, len(columns))
    return cells_of(options, run, len(columns))


def free_readings(run: Run, wanted: int) -> tuple[Split, ...]:
    """Every way to read a run without identities. A minus sign may be a sign or a slash: then there is none here."""
    folded = tuple(fold(p) for p in run.pieces)
    if not all(p.isascii() and p.isdigit() for p in folded):
        return ()
    try:
        options = tuple(islice(splits(folded, wanted, sums=False), MAX_READINGS + 1))
    except _TooLong:
        return ()
    return options if len(options) <= MAX_READINGS else ()


class _Balance:
    """The two column identities of table 3, weighed while rows are chosen."""

    def __init__(self, form: Form, columns: Sequence[Column]) -> None:
        self.width = len(columns)
        self.kind = dict.fromkeys((*result_rows(form), COLLAPSED_OTHER), "result")
        self.kind |= {"total": "total", "new": "in", "brought_forward": "in", "carried_forward": "out"}

    def broken(self, rows: Mapping[str, Sequence[int]]) -> int:
        """How many column identities the chosen rows break."""
        flow, results, total = ([0] * self.width for _ in range(3))
        for key, values in rows.items():
            kind = self.kind[key]
            for i, value in enumerate(values):
                if kind == "result":
                    results[i] += value
                elif kind == "total":
                    total[i] += value
                    flow[i] -= value
                else:
                    flow[i] += value if kind == "in" else -value
        return sum(f != 0 for f in flow) + sum(r != t for r, t in zip(results, total, strict=True))


def solve_flow(
    known: Mapping[str, Sequence[Cell]], runs: Mapping[str, Run], form: Form, columns: Sequence[Column]
) -> dict[str, list[Cell]]:
    """The rows of table 3 that stand as runs, weighed together with the rows already known."""
    wanted = len(columns)
    sparse = any(0 < len(fold("".join(r.pieces))) < wanted for r in runs.values())
    domains: dict[str, tuple[tuple[Split, ...], tuple[Split, ...]]] = {}
    solved: dict[str, list[Cell]] = {}
    for key, run in runs.items():
        good, other = readings(run.pieces, wanted)
        # Where blanks were dropped in other rows, a row that does not add up may lack blanks as well.
        if not (good or other) or (sparse and not good):
            solved[key] = (
                [replace(_without_reading(run), readings=())] * wanted if sparse else cells_of((), run, wanted)
            )
        else:
            domains[key] = good, other
    fixed = {k: [int(c.value or 0) for c in cells] for k, cells in known.items()}
    whole = not solved and not any(c.state in (State.TEXT, State.UNDECIDED) for cs in known.values() for c in cs)
    chosen = (
        _weigh(domains, fixed, _Balance(form, columns)) if whole else {k: list(g or o) for k, (g, o) in domains.items()}
    )
    for key, options in chosen.items():
        solved[key] = cells_of(options, runs[key], wanted)
    return solved


def _weigh(
    domains: Mapping[str, tuple[tuple[Split, ...], tuple[Split, ...]]],
    fixed: Mapping[str, Sequence[int]],
    balance: _Balance,
) -> dict[str, list[Split]]:
    """For each row the readings that stand in a combination breaking the fewest identities.

    Falls back to each row's own readings when there are too many combinations to try.
    """
    rows = {k: list(v) for k, v in fixed.items()}
    single = {k: g or o for k, (g, o) in domains.items() if len(g) + len(o) == 1 or (len(g) == 1 and not o)}
    rows |= {k: list(v[0]) for k, v in single.items()}
    open_rows = sorted((k for k in domains if k not in single), key=lambda k: sum(map(len, domains[k])))
    consistent = {k: [(s, 0) for s in domains[k][0]] or [(s, 1) for s in domains[k][1]] for k in open_rows}
    found = _search(open_rows, consistent, rows, balance)
    if found is None or found[0] > 0:
        everything = {k: [(s, 0) for s in domains[k][0]] + [(s, 1) for s in domains[k][1]] for k in open_rows}
        found = _search(open_rows, everything, rows, balance)
    if found is None:
        return {k: list(g or o) for k, (g, o) in domains.items()}
    best = {k: list({combination[i] for combination in found[1]}) for i, k in enumerate(open_rows)}
    return best | {k: list(v) for k, v in single.items()}


def _search(
    open_rows: Sequence[str],
    domains: Mapping[str, Sequence[tuple[Split, int]]],
    rows: dict[str, list[int]],
    balance: _Balance,
) -> tuple[int, list[tuple[Split, ...]]] | None:
    """The least number of broken identities and every combination that reaches it; None past MAX_NODES."""
    size = 1
    for key in open_rows:
        size *= len(domains[key])
        if size > MAX_NODES:
            return None
    best, winners = 10**9, list[tuple[Split, ...]]()
    stack: list[tuple[tuple[Split, ...], int]] = [((), 0)]
    while stack:
        taken, cost = stack.pop()
        if cost > best:
            continue
        if len(taken) < len(open_rows):
            stack.extend(((*taken, s), cost + c) for s, c in domains[open_rows[len(taken)]])
            continue
        cost += balance.broken(rows | {k: list(s) for k, s in zip(open_rows, taken, strict=True)})
        if cost < best:
            best, winners = cost, [taken]
        elif cost == best:
            winners.append(taken)
    return best, winners


def solve_table_3(known: Mapping[str, Sequence[Cell]], runs: Mapping[str, Run], form: Form) -> dict[Address, Cell]:
    """Cells of table 3 from rows already read and rows that stand as runs of digits."""
    columns = form.table(3).blocks[0].columns
    rows: dict[str, Sequence[Cell]] = dict(known)
    waiting: dict[str, Run] = {}
    for key, run in runs.items():
        at_once = read_run(run, columns)
        if at_once is not None and not (at_once[0].solved and _uneven(at_once)):
            rows[key] = at_once
        else:
            waiting[key] = run
    rows |= solve_flow(rows, waiting, form, columns) if waiting else {}
    keys = tuple(c.key for c in columns)
    found: dict[Address, Cell] = {}
    for key, cells in rows.items():
        found.update(zip(_addresses_3(key, keys), cells, strict=True))
    return found


@lru_cache(maxsize=256)
def _addresses_3(row: str, columns: tuple[str, ...]) -> tuple[Address, ...]:
    return tuple(Address(3, row, column) for column in columns)


def _uneven(cells: Sequence[Cell]) -> bool:
    """Whether one digit a cell does not add up: then the table decides whether it stands or blanks were dropped."""
    values = [c.value or 0 for c in cells]
    return sum(values[:-1]) != values[-1]


def solve_table_4(run: Run, form: Form) -> dict[Address, Cell]:
    """Cells of table 4 from one run of digits: three courses of five, each with its own total."""
    block = form.table(4).blocks[0]
    addresses = [Address(4, r.key, c.key) for r in block.rows for c in block.columns]
    cells = read_run(run, [c for _ in block.rows for c in block.columns])
    if cells is None:
        width, text, edges = len(block.columns), *_joined(run)
        if len(text) > MAX_DIGITS_4:
            return dict.fromkeys(addresses, _without_reading(run))
        options: list[Split] = []
        least = len(block.rows) + 1
        for cut in range(width, len(text) - 2 * width + 1):
            for end in range(cut + width, len(text) - width + 1):
                groups = [_slice(text, edges, *ends) for ends in ((0, cut), (cut, end), (end, len(text)))]
                broken, found = _courses(groups, width)
                if broken <= least and found:
                    options = [*options, *found] if broken == least else found
                    least = broken
        cells = cells_of(options[:MAX_READINGS], run, len(addresses))
    return dict(zip(addresses, cells, strict=True))


def _joined(run: Run) -> tuple[str, frozenset[int]]:
    """A run as one string of digits and the offsets where a piece ended."""
    edges, text = set(), ""
    for piece in run.pieces:
        text += fold(piece)
        edges.add(len(text))
    return text, frozenset(edges)


def _slice(text: str, edges: frozenset[int], start: int, end: int) -> tuple[str, ...]:
    """The pieces of a part of a joined run."""
    cuts = [start, *sorted(e for e in edges if start < e < end), end]
    return tuple(text[a:b] for a, b in pairwise(cuts))


def _courses(groups: Sequence[tuple[str, ...]], width: int) -> tuple[int, list[Split]]:
    """The readings of three groups that break the fewest totals, and how many they break."""
    broken, options = 0, list[Split]([()])
    for pieces in groups:
        good, other = readings(pieces, width)
        broken += not good
        tails = good or other
        if not tails or len(options) * len(tails) > MAX_READINGS:
            return broken, []
        options = [(*head, *tail) for head in options for tail in tails]
    return broken, options
