"""Two reports side by side: last year's and this year's, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.cells import ABSENT, Address, Cell, Number
from gongkai.report.reading import Report


@dataclass(frozen=True, slots=True)
class Change:
    """A cell in two reports. ``change`` is new minus old, None when one of them has no value.

    ``share`` is the change against the old value (0.5 = half as much again), None when that is 0 or unknown.
    """

    address: Address
    old: Cell
    new: Cell
    change: Number | None
    share: float | None

    @property
    def differs(self) -> bool:
        """Whether the two cells say something different."""
        return self.old != self.new


def follows(new: Report, old: Report) -> bool:
    """Whether a report is of the year right after another's: only then does what one carries forward begin the other.

    A year that a report does not state does not count against it.
    """
    return old.year is None or new.year is None or new.year == old.year + 1


def compare(old: Report, new: Report, *, only_changes: bool = False) -> Iterator[Change]:
    """Every cell of both reports, in the order of the newer form; cells only the older form has come last.

    A report older than the forms has no cells: then nothing is compared. ``only_changes`` leaves out cells that agree.
    """
    if old.edition is None or new.edition is None:
        return
    addresses = dict.fromkeys((*new.edition.addresses, *old.edition.addresses))
    for address in addresses:
        change = _change(address, old.cells.get(address, ABSENT), new.cells.get(address, ABSENT))
        if change.differs or not only_changes:
            yield change


def _change(address: Address, old: Cell, new: Cell) -> Change:
    if old.value is None or new.value is None:
        return Change(address, old, new, None, None)
    change = new.value - old.value
    share = float(Decimal(change) / Decimal(old.value)) if old.value else None
    return Change(address, old, new, change, share)
