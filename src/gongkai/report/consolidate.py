"""Adding up: the reports of many organs as one, and an area's own report against the sum of its members."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.cells import ABSENT, Address, Cell, Number
from gongkai.report.form import Form
from gongkai.report.identities import up_the_tree
from gongkai.report.reading import FORMS, Report


@dataclass(frozen=True, slots=True)
class Share:
    """What one member adds to a cell: its name and value, None when its cell has no value."""

    organ: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell where an area's report and the sum of its members part: both figures and what each member adds.

    ``printed`` is the area's cell, ``added`` the sum of the members' values.
    """

    address: Address
    printed: Cell
    added: Number
    shares: tuple[Share, ...]

    @property
    def gap(self) -> Number:
        """How much the area's report says more than its members together."""
        return (self.printed.value or 0) - self.added

    @property
    def is_rounding(self) -> bool:
        """Whether an amount differs by less than a cent of its unit for each member: decimals cut at different places."""
        return isinstance(self.gap, Decimal) and abs(self.gap) <= Decimal("0.005") * len(self.shares)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The members whose cell has no value."""
        return tuple(share.organ for share in self.shares if share.value is None)

    @property
    def likely(self) -> tuple[str, ...]:
        """The members whose value is exactly the gap: left out of the area's figure, or counted twice in it."""
        return tuple(s.organ for s in self.shares if s.value and s.value == abs(self.gap))


def name(report: Report) -> str:
    """The organ a report is of; where it has no name, the file."""
    return report.organ or (report.source.name if report.source else "（未署名）")


def shares(members: Sequence[Report], address: Address) -> tuple[Share, ...]:
    """What each member adds to one cell, in the order given."""
    return tuple(Share(name(m), m.cells.get(address, ABSENT).value) for m in members)


def common_form(reports: Sequence[Report]) -> Form:
    """The form the reports share. ValueError, in Chinese, when they have none or several: forms do not add up."""
    forms = {r.form for r in reports}
    if len(forms) != 1 or (form := FORMS.get(forms.pop())) is None:
        raise ValueError("汇总的报告格式不一：2019年试行格式与现行格式的项目不同，不能相加；请只选同一格式的报告。")
    return form


def add_up(reports: Sequence[Report], *, organ: str | None = None, year: int | None = None) -> Report:
    """The sum of reports of one form, cell by cell, as a report without text.

    A member's blank or absent cell adds nothing; a cell that no member has a value for is absent. ``year`` is by default
    the year they share. ValueError as ``common_form``.
    """
    form = common_form(reports)
    years = {r.year for r in reports}
    cells: dict[Address, Cell] = {}
    for address in form.addresses:
        values = [v for r in reports if (v := r.cells.get(address, ABSENT).value) is not None]
        cells[address] = Cell(sum(values[1:], values[0])) if values else ABSENT
    return Report(organ, year or (years.pop() if len(years) == 1 else None), form.key, cells)


def compare_area(area: Report, members: Sequence[Report]) -> Iterator[Difference]:
    """The cells where an area's report is not the sum of its members, in the order of the form.

    A cell that the area's report has no value for is passed over: its blank is found elsewhere. Members on another form
    are passed over too (``misfits`` names them).
    """
    form = area.edition
    if form is None or not members:
        return
    fitting = [m for m in members if m.form == area.form]
    for address in (identity.cell for identity in up_the_tree(form.key)):
        printed = area.cells.get(address, ABSENT)
        values = [v for m in fitting if (v := m.cells.get(address, ABSENT).value) is not None]
        if printed.value is None or not values:
            continue
        added = sum(values[1:], values[0])
        if added != printed.value:
            yield Difference(address, printed, added, shares(fitting, address))


def misfits(area: Report, members: Sequence[Report]) -> Iterator[tuple[Report, str]]:
    """The members that cannot be added to the area as they are, each with the reason in Chinese."""
    for member in members:
        if member.edition is None or member.form != area.form:
            yield member, "格式与汇总报告不同"
        elif area.year is not None and member.year is not None and member.year != area.year:
            yield member, f"是 {member.year} 年的报告"
        else:
            gone = [n for n in (2, 3, 4) if not member.has_table(n)]
            if gone:
                yield member, "缺" + "、".join(f"表{'〇一二三四'[n]}" for n in gone)
