"""The identities of the form, each one row: code, cells, words, source, severity.

Within a report both sides are sums of its cells. Across years the right side stands in last year's report. For our own
tally they are theorems; for everybody else's report they are checks, and the solver of unseparated digits uses them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.report.cells import ABSENT, Address, Cell, Number, State
from gongkai.report.findings import Severity
from gongkai.report.form import Form
from gongkai.sources import FORM_2021_NOTICE, Citation


@dataclass(frozen=True, slots=True)
class Identity:
    """``sum(left) = sum(right)``. ``previous`` cells are added to the right side and stand in last year's report.

    ``members`` cells are added to the right side once for each report of the organs below (``consolidate.compare_area``).
    ``cell`` is where a break is reported. ``words`` says the rule; ``law`` where it is printed, or what it follows from.
    """

    code: str
    left: tuple[Address, ...]
    right: tuple[Address, ...]
    cell: Address
    words: str
    law: Citation
    severity: Severity
    previous: tuple[Address, ...] = ()
    minus: tuple[Address, ...] = ()
    members: tuple[Address, ...] = ()

    def sides(
        self, cells: Mapping[Address, Cell], previous: Mapping[Address, Cell] | None = None
    ) -> tuple[Number, Number] | None:
        """Both sides as numbers, or None when a side cannot be known (not knowing is not a break)."""
        left = total(cells, self.left)
        right = total(cells, self.right) if self.right else 0
        minus = total(cells, self.minus) if self.minus else 0
        before = total(previous or {}, self.previous) if self.previous else 0
        if left is None or right is None or minus is None or before is None:
            return None
        return left, right + before - minus

    def holds(self, cells: Mapping[Address, Cell], previous: Mapping[Address, Cell] | None = None) -> bool | None:
        """Whether it holds; None when it cannot be decided."""
        sides = self.sides(cells, previous)
        return None if sides is None else sides[0] == sides[1]


def total(cells: Mapping[Address, Cell], addresses: Sequence[Address]) -> Number | None:
    """The sum of some cells, or None when it cannot be known.

    Among several cells a blank, a slash and a row that the source lacks add nothing, as people mean them (the blank is
    found by its own check); a cell that stands alone must have a value. Text and undecided cells make the sum unknown.
    """
    sum_: Number = 0
    for address in addresses:
        cell = cells.get(address, ABSENT)
        if cell.value is not None:
            sum_ += cell.value
        elif len(addresses) == 1 or cell.state in (State.TEXT, State.UNDECIDED):
            return None
    return sum_


_STATED = "表三“本列数据的勾稽关系”"
_TOTALS = {3: "表三“总计”", 4: "表四“总计”"}
_CHAIN = FORM_2021_NOTICE.part("表二")


# Some 2021 reports still print （六）其他处理 as the single row of the trial form. It has no address in their form; what
# stood there is kept under this row key, so that the sum of the results can be checked.
COLLAPSED_OTHER = "other_processing"


def result_rows(form: Form) -> tuple[str, ...]:
    """The keys of the rows that 第三项 adds up, in order: everything under 三、 but its total."""
    rows = form.table(3).blocks[0].rows
    return tuple(r.key for r in rows if r.groups and r.key != "total")


@cache
def of_table(form_key: str, number: int) -> tuple[Identity, ...]:
    """The identities inside one table of a form. Table 2 has none."""
    from gongkai.report.reading import FORMS

    form = FORMS[form_key]
    return {3: _table_3, 4: _table_4}.get(number, lambda _: ())(form)


def within(form_key: str) -> tuple[Identity, ...]:
    """Every identity inside one report of a form."""
    return of_table(form_key, 3) + of_table(form_key, 4)


def _table_3(form: Form) -> tuple[Identity, ...]:
    return (*_rows_add_up(form, 3, "T3-3", "自然人与五类法人或其他组织之和等于总计"), *_results(form), *_flow(form))


def _table_4(form: Form) -> tuple[Identity, ...]:
    return tuple(_rows_add_up(form, 4, "T4-1", "结果维持、结果纠正、其他结果、尚未审结之和等于总计"))


def _rows_add_up(form: Form, table: int, code: str, words: str) -> Iterator[Identity]:
    """In every row the columns add up to the last, the total."""
    block = form.table(table).blocks[0]
    law = form.instrument.part(_TOTALS[table])
    for row in block.rows:
        *parts, whole = (Address(table, row.key, column.key) for column in block.columns)
        yield Identity(code, tuple(parts), (whole,), whole, words, law, Severity.ERROR)


def _results(form: Form) -> Iterator[Identity]:
    """In every column the results add up to （七）."""
    law = form.instrument.part(_TOTALS[3])
    keys = (*result_rows(form), *((COLLAPSED_OTHER,) if form.key == "2021" else ()))
    for column in form.table(3).blocks[0].columns:
        parts = tuple(Address(3, key, column.key) for key in keys)
        whole = Address(3, "total", column.key)
        yield Identity("T3-2", parts, (whole,), whole, "（一）至（六）各项之和等于（七）总计", law, Severity.ERROR)


def _flow(form: Form) -> Iterator[Identity]:
    """In every column what came in is what went out or stayed."""
    law = form.instrument.part(_STATED)
    for column in form.table(3).blocks[0].columns:
        new, before, done, after = (
            Address(3, key, column.key) for key in ("new", "brought_forward", "total", "carried_forward")
        )
        words = "第一项加第二项之和等于第三项加第四项之和"
        yield Identity("T3-1", (new, before), (done, after), after, words, law, Severity.ERROR)


@cache
def across_years(form_key: str, previous_key: str) -> tuple[Identity, ...]:
    """The identities between a report and last year's: carry-over per column, and the in-force chain of section 2.

    The chain is only stated between two reports of the 2021 form, whose columns mean the same.
    """
    from gongkai.report.reading import FORMS

    carried = tuple(
        Identity(
            "Y-1",
            (Address(3, "brought_forward", c.key),),
            (),
            Address(3, "brought_forward", c.key),
            "上年结转数等于上一年报告的结转下年度继续办理数",
            FORMS[form_key].instrument.part("表三第二项"),
            Severity.ERROR,
            previous=(Address(3, "carried_forward", c.key),),
        )
        for c in FORMS[form_key].table(3).blocks[0].columns
    )
    if form_key != "2021" or previous_key != "2021":
        return carried
    chain = tuple(
        Identity(
            "Y-2",
            (Address(2, row, "in_force"),),
            (Address(2, row, "issued"),),
            Address(2, row, "in_force"),
            "现行有效件数等于上年现行有效件数加本年制发减本年废止",
            _CHAIN,
            Severity.QUESTION,
            previous=(Address(2, row, "in_force"),),
            minus=(Address(2, row, "repealed"),),
        )
        for row in ("government_rule", "normative_document")
    )
    return carried + chain


@cache
def up_the_tree(form_key: str) -> tuple[Identity, ...]:
    """The identity of every cell of an area's report: the sum of that cell over the organs below it."""
    from gongkai.report.reading import FORMS

    law = FORM_2021_NOTICE.part("汇总填报")
    return tuple(
        Identity("U-1", (a,), (), a, "汇总报告的每一格等于所属各单位之和", law, Severity.QUESTION, members=(a,))
        for a in FORMS[form_key].addresses
    )
