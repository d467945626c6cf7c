"""Why an identity is broken: the one mistake that would explain it. A guess, and said as such.

A cause is looked for in order: the most telling explanations first. Where one mistake breaks several identities, each of
their findings names the same cause and the same cell.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from gongkai.report.cells import Address, Cell, Number
from gongkai.report.checks.places import column_words, figure, place, row_words
from gongkai.report.form import Form
from gongkai.report.identities import Identity, of_table, total

Signs = Mapping[Address, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause in words, and what to do about it; ``expected`` where the guess says more than the sum does."""

    words: str
    remedy: str
    expected: str | None = None


@cache
def _signs(form_key: str, table: int) -> Signs:
    """For each cell the identities it stands in, with +1 on the left and -1 on the right."""
    found: dict[Address, list[tuple[int, int]]] = {}
    for index, identity in enumerate(of_table(form_key, table)):
        for sign, side in ((1, identity.left), (-1, identity.right)):
            for address in side:
                found.setdefault(address, []).append((index, sign))
    return {address: tuple(pairs) for address, pairs in found.items()}


@dataclass(frozen=True)
class Ledger:
    """One table of a report with its broken identities: what every guess is weighed against.

    ``residuals`` is left minus right for each identity of the table, None where a side cannot be known.
    """

    form: Form
    table: int
    cells: Mapping[Address, Cell]
    previous: Mapping[Address, Cell]
    residuals: tuple[Number | None, ...]
    known: dict[int, Cause | None] = field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls, form: Form, table: int, cells: Mapping[Address, Cell], previous: Mapping[Address, Cell] | None = None
    ) -> "Ledger":
        """The ledger of a table; ``previous`` are last year's cells, to tell what was left over."""
        sides = (identity.sides(cells) for identity in of_table(form.key, table))
        return cls(form, table, cells, previous or {}, tuple(None if s is None else s[0] - s[1] for s in sides))

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The identities of the table, in the order of ``residuals``."""
        return of_table(self.form.key, self.table)

    def broken(self) -> Iterator[tuple[int, Identity]]:
        """Every identity that does not hold, with its index."""
        return ((i, identity) for i, identity in enumerate(self.identities) if self.residuals[i])

    def number(self, address: Address) -> Number:
        """The value of a cell; what has none counts as 0 here."""
        cell = self.cells.get(address)
        return 0 if cell is None or cell.value is None else cell.value

    def repaired(self, changes: Mapping[Address, Number]) -> frozenset[int]:
        """The identities mended when cells change by these amounts; empty when one that held is broken by it."""
        signs = _signs(self.form.key, self.table)
        after: dict[int, Number] = {}
        for address, delta in changes.items():
            for index, sign in signs.get(address, ()):
                before = self.residuals[index]
                if before is not None:
                    after[index] = after.get(index, before) + sign * delta
        if any(rest and not self.residuals[i] for i, rest in after.items()):
            return frozenset()
        return frozenset(i for i, rest in after.items() if not rest and self.residuals[i])

    def cause(self, index: int) -> Cause | None:
        """The likely cause why the identity at this index is broken, or None."""
        if index not in self.known:
            guesses = (guess(self, index) for guess in _GUESSES)
            self.known[index] = next((cause for cause in guesses if cause is not None), None)
        return self.known[index]


def _never_received(ledger: Ledger, index: int) -> Cause | None:
    """A column that received nothing but handled something: its cases belong to another column or another organ."""
    if ledger.table != 3:
        return None
    identity, residual = ledger.identities[index], ledger.residuals[index]
    for address in ledger.form.addresses:
        if address.table != 3 or address.row != "total" or address.column == "total":
            continue
        handled = ledger.number(address)
        received = ledger.number(address._replace(row="new")) + ledger.number(address._replace(row="brought_forward"))
        if received or not handled:
            continue
        own_column = identity.code == "T3-1" and identity.cell.column == address.column
        own_part = ledger.number(address._replace(row=identity.cell.row))
        if own_column or (identity.code == "T3-3" and own_part and residual == own_part):
            column = column_words(ledger.form, address)
            return Cause(
                f"「{column}」列没有收到申请（新收、上年结转均为 0），却办结 {handled} 件，可能填错了列，或计入了别的机关的申请",
                f"请核对「{column}」列办结的 {handled} 件：查出登记的申请人类别，改到所属的列；不是本机关收到的，从表中去掉。",
            )
    return None


def _grid(ledger: Ledger) -> tuple[list[str], list[str]]:
    block = ledger.form.table(ledger.table).blocks[0]
    return [r.key for r in block.rows], [c.key for c in block.columns]


def _neighbours(ledger: Ledger, address: Address) -> Iterator[Address]:
    rows, columns = _grid(ledger)
    if address.row not in rows:
        return
    r, c = rows.index(address.row), columns.index(address.column)
    for rr, cc in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
        if 0 <= rr < len(rows) and 0 <= cc < len(columns):
            yield Address(ledger.table, rows[rr], columns[cc])


def _moved_cell(ledger: Ledger, index: int) -> Cause | None:
    """A number that stands one row or one column beside its place."""
    identity = ledger.identities[index]
    best: tuple[int, Address, Address] | None = None
    for one in (*identity.left, *identity.right):
        for other in _neighbours(ledger, one):
            change = ledger.number(other) - ledger.number(one)
            if not change or (ledger.number(one) and ledger.number(other)):
                continue
            mended = ledger.repaired({one: change, other: -change})
            pair = (other, one) if change > 0 else (one, other)
            if index in mended and len(mended) > 1 and (best is None or len(mended) > best[0]):
                best = (len(mended), *pair)
    if best is None:
        return None
    _, source, target = best
    number, way = figure(ledger.number(source)), "列" if source.row == target.row else "行"
    here, there = place(ledger.form, source), place(ledger.form, target)
    return Cause(
        f"{here}的 {number} 可能错填了一{way}，应在{there}",
        f"请把{here}的 {number} 移到{there}，原处填“0”，再核对各项。",
    )


def _moved_row(ledger: Ledger, index: int) -> Cause | None:
    """Two neighbouring rows printed in each other's place."""
    rows, columns = _grid(ledger)
    table = ledger.table
    for upper, lower in pairwise(rows):
        changes: dict[Address, Number] = {}
        if not all(any(ledger.number(Address(table, row, c)) for c in columns) for row in (upper, lower)):
            continue
        for column in columns:
            one, other = Address(table, upper, column), Address(table, lower, column)
            change = ledger.number(other) - ledger.number(one)
            if change:
                changes |= {one: change, other: -change}
        mended = ledger.repaired(changes)
        if index in mended and len(mended) > 1:
            names = [f"「{row_words(ledger.form, table, key)}」" for key in (upper, lower)]
            return Cause(
                f"{names[0]}与{names[1]}两行的数可能上下填反",
                f"请核对{names[0]}与{names[1]}两行，若填反，对调后各项即相符。",
            )
    return None


def _counted_twice(ledger: Ledger, index: int) -> Cause | None:
    """The results exceed their total by exactly 部分公开: those cases stand in a second row too."""
    identity, residual = ledger.identities[index], ledger.residuals[index]
    partial = ledger.number(Address(3, "partially_granted", identity.cell.column))
    if identity.code != "T3-2" or not partial or residual != partial:
        return None
    return Cause(
        f"多出的 {partial} 恰为「（二）部分公开」的件数，可能重复计数",
        f"区分处理的申请只计入「（二）部分公开」。请查这 {partial} 件是否又计入（三）至（六）的某一项，如是，从该项中减去。",
    )


def _rows_without_total(ledger: Ledger, index: int) -> Cause | None:
    """The column 总计 does not add up because rows never had theirs filled in."""
    identity, residual = ledger.identities[index], ledger.residuals[index]
    if identity.code != "T3-2" or identity.cell.column != "total":
        return None
    parts_of = {i.cell.row: total(ledger.cells, i.left) for i in ledger.identities if i.code == "T3-3"}
    empty = {a.row: parts_of.get(a.row) or 0 for a in identity.left if not ledger.number(a)}
    empty = {row: parts for row, parts in empty.items() if parts}
    if not empty or residual is None or -residual != sum(empty.values()):
        return None
    names = "".join(f"「{row_words(ledger.form, 3, row)}」" for row in list(empty)[:3]) + (
        "等" if len(empty) > 3 else ""
    )
    return Cause(
        f"{names} {len(empty)} 行的总计没有填",
        f"请把{names}各行的总计按自然人与五类法人或其他组织之和填上。",
        f"各行总计补填后之和为 {sum(empty.values())}",
    )


def _not_filled(ledger: Ledger, index: int) -> Cause | None:
    """A total that is still 0 although its parts are not; results and carry-over both still 0."""
    identity = ledger.identities[index]
    sides = identity.sides(ledger.cells)
    if sides is None or not sides[0] or sides[1]:
        return None
    if identity.code == "T3-1":
        if any(ledger.number(a) for a in _results(ledger, identity.cell.column)):
            where = place(ledger.form, identity.cell._replace(row="total"))
            return Cause(f"{where}没有填总计", f"请在{where}填（一）至（六）各项之和，再核对结转下年数。")
        return Cause(
            f"收到和上年结转共 {sides[0]} 件，办理结果和结转下年都没有填",
            "请按台账补填这些申请的办理结果；12 月 31 日尚未办结的，填入「四、结转下年度继续办理」。",
        )
    where = place(ledger.form, identity.cell)
    return Cause(f"{where}没有填总计", f"请在{where}填 {figure(sides[0])}。")


def _results(ledger: Ledger, column: str) -> Iterator[Address]:
    return (a for i in ledger.identities if i.code == "T3-2" and i.cell.column == column for a in i.left)


def _left_over(ledger: Ledger, index: int) -> Cause | None:
    """The number of last year's report, not replaced."""
    identity = ledger.identities[index]
    if identity.code == "T3-1":
        return None
    last = ledger.previous.get(identity.cell)
    if last is None or not last.value or last.value != ledger.number(identity.cell):
        return None
    where = place(ledger.form, identity.cell)
    return Cause(f"{where}的 {figure(last.value)} 与上年报告相同，可能是上年数没有更新", f"请重新计算并更新{where}。")


def _one_cell(ledger: Ledger, index: int) -> Cause | None:
    """One wrong cell that explains every identity broken through it."""
    best: tuple[int, Address, Number] | None = None
    residual = ledger.residuals[index]
    for address in (*ledger.identities[index].left, *ledger.identities[index].right):
        sign = dict(_signs(ledger.form.key, ledger.table)[address])[index]
        delta = -sign * (residual or 0)
        mended = ledger.repaired({address: delta})
        fits = index in mended and len(mended) > 1 and ledger.number(address) + delta >= 0
        if fits and (best is None or len(mended) > best[0]):
            best = (len(mended), address, ledger.number(address) + delta)
    if best is None:
        return None
    count, address, value = best
    where = place(ledger.form, address)
    now = ledger.number(address)
    printed = f"的 {figure(now)} 可能" if now else "可能没有填，"
    return Cause(
        f"{where}{printed}应为 {figure(value)}{_how(ledger, address, value)}：这样改，{count} 处勾稽同时成立",
        f"请核对{where}，若应为 {figure(value)}，改后 {count} 处即相符。",
    )


def _how(ledger: Ledger, address: Address, value: Number) -> str:
    """How the wrong number may have come about, in brackets; empty when nothing points to it."""
    last, now = ledger.previous.get(address), ledger.number(address)
    if last is not None and last.value and last.value == now:
        return "（现数与上年报告相同，可能没有更新）"
    slip = _slip(figure(now), figure(value))
    return f"（可能{slip}）" if slip and now else ""


def _carried_twice(ledger: Ledger, index: int) -> Cause | None:
    """新收 already holds 上年结转, or 总计 already holds 结转下年度."""
    identity, residual = ledger.identities[index], ledger.residuals[index]
    if identity.code != "T3-1" or not residual:
        return None
    brought = ledger.number(identity.cell._replace(row="brought_forward"))
    carried = ledger.number(identity.cell)
    if residual == brought:
        return Cause(
            f"多出的 {brought} 恰为上年结转数，「本年新收」里可能已含上年结转",
            "请核对「一、本年新收」：只计本年 1 月 1 日以后收到的申请，上年结转的另填第二项。",
        )
    if -residual == carried:
        return Cause(
            f"多出的 {carried} 恰为结转下年数，「（七）总计」里可能已含结转下年的申请",
            "请核对「（七）总计」：只计本年度已办结的申请，尚未办结的填入第四项。",
        )
    return None


def _digits(ledger: Ledger, index: int) -> Cause | None:
    """Digits swapped, or one too many or too few."""
    identity = ledger.identities[index]
    sides = identity.sides(ledger.cells)
    if sides is None or identity.code == "T3-1":
        return None
    printed, expected = figure(sides[1]), figure(sides[0])
    slip = _slip(printed, expected)
    if slip is None:
        return None
    where = place(ledger.form, identity.cell)
    return Cause(f"{where}的 {printed} 可能应为 {expected}，{slip}", f"请核对{where}，按各项之和应为 {expected}。")


def _slip(printed: str, expected: str) -> str | None:
    """The slip of the hand between two numbers: digits swapped, one too many or too few."""
    if sorted(printed) == sorted(expected) and printed != expected:
        return "数字颠倒"
    if len(printed) > 1 and _one_more(printed, expected):
        return "多打了一位"
    if len(expected) > 1 and _one_more(expected, printed):
        return "漏打了一位"
    return None


def _one_more(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _off_by_one(ledger: Ledger, index: int) -> Cause | None:
    residual = ledger.residuals[index]
    if residual is None or abs(residual) != 1:
        return None
    return Cause("相差 1 件，可能漏计或重计了一件", "请对照台账逐件核对这一件计在哪一项。")


_GUESSES: tuple[Callable[[Ledger, int], Cause | None], ...] = (
    _never_received,
    _moved_cell,
    _counted_twice,
    _rows_without_total,
    _one_cell,
    _moved_row,
    _not_filled,
    _left_over,
    _carried_twice,
    _digits,
    _off_by_one,
)
