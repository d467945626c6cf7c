"""信息处理费: what one applicant owes for many requests in a month, or for many pages in one request.

《政府信息公开信息处理费管理办法》 art. 3: for one application by item or by page, never both. The tiers are progressive.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.law.deadlines import RULES, Rules, rules_on
from gongkai.sources import FEE_MEASURES, REGULATIONS, SPC_2025, Citation

# The checks read this module for its tiers; only who asks for a day needs the calendar.
if TYPE_CHECKING:
    from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Tier:
    """From the ``first`` to the ``last`` unit (None: no end) each costs ``price`` yuan."""

    first: int
    last: int | None
    price: Decimal
    law: Citation


# fmt: off
BY_ITEM = (
    Tier(1,  10,   Decimal(0),   FEE_MEASURES.art(4)),
    Tier(11, 30,   Decimal(100), FEE_MEASURES.art(4)),
    Tier(31, None, Decimal(200), FEE_MEASURES.art(4)),
)
BY_PAGE = (
    Tier(1,   30,   Decimal(0),  FEE_MEASURES.art(5)),
    Tier(31,  100,  Decimal(10), FEE_MEASURES.art(5)),
    Tier(101, 200,  Decimal(20), FEE_MEASURES.art(5)),
    Tier(201, None, Decimal(40), FEE_MEASURES.art(5)),
)
# fmt: on
# Art. 4: from the 31st request on, every further block of ten costs 100 yuan an item more than the block before.
BLOCK, STEP = 10, Decimal(100)
LEAST = Decimal(10)


# More than anybody can ask for in a month or take away: a slip of the keyboard, not a case.
MOST = {"item": 10_000, "page": 1_000_000}


class BadFee(ValueError):
    """A fee that cannot be computed: the message is one Chinese sentence, ``law`` the citation or None."""

    def __init__(self, message: str, law: Citation | None = None) -> None:
        super().__init__(f"{message}（依据：{law}）" if law else message)
        self.law = law


@dataclass(frozen=True, slots=True)
class Method:
    """A way to charge: key, the word the notice uses, the unit, its article."""

    key: str
    words: str
    unit: str
    law: Citation


METHODS = (Method("item", "按件", "件", FEE_MEASURES.art(4)), Method("page", "按量", "页", FEE_MEASURES.art(5)))
METHOD = {m.key: m for m in METHODS}
NOT_BOTH = FEE_MEASURES.art(3)
NOT_CONTESTED_ALONE = SPC_2025.art(10, None, 3)


@dataclass(frozen=True, slots=True)
class SumLine:
    """The units that fall into one tier: the ``first`` to the ``last``, each at ``price`` yuan."""

    first: int
    last: int
    price: Decimal
    law: Citation

    @property
    def units(self) -> int:
        """How many units the line has."""
        return self.last - self.first + 1

    @property
    def amount(self) -> Decimal:
        """Yuan of the line."""
        return self.units * self.price

    def __str__(self) -> str:
        return f"{self.units}×{self.price}"


@dataclass(frozen=True, slots=True)
class FeeSum:
    """A fee with its sum visible. ``units`` are charged after ``earlier`` units of the same month (by item only); ``lines``
    go through the tiers, the free one included."""

    method: Method
    units: int
    earlier: int
    lines: tuple[SumLine, ...]

    @property
    def total(self) -> Decimal:
        """Yuan owed."""
        return sum((line.amount for line in self.lines), Decimal(0))

    def __str__(self) -> str:
        """The sum as a notice shows it, without the free units: ``70×10 + 19×20 = 1080``; ``0`` when nothing is owed."""
        charged = " + ".join(str(line) for line in self.lines if line.price)
        return f"{charged} = {self.total}" if charged else "0"


def tiers(method: str) -> Iterator[Tier]:
    """The tiers of a method in order, every further block of art. 4 as a tier of its own. Endless for ``item``."""
    if method == "page":
        yield from BY_PAGE
        return
    yield from BY_ITEM[:-1]
    tier = BY_ITEM[-1]
    while True:
        yield Tier(tier.first, tier.first + BLOCK - 1, tier.price, tier.law)
        tier = Tier(tier.first + BLOCK, None, tier.price + STEP, tier.law)


def fee_sum(method: str, units: int, *, earlier: int = 0) -> FeeSum:
    """The fee for ``units`` items or pages. ``earlier`` are the items of the same applicant in the same calendar month
    before these (art. 4); pages of several applications are not added up. Raises BadFee."""
    if method not in METHOD:
        raise BadFee(f"没有「{method}」这种计费方式；可用的有：{'、'.join(METHOD)}。", NOT_BOTH)
    _check(method, units)
    if earlier and method == "page":
        raise BadFee("按量计收以单件申请为单位，不与本月其他申请累计；请不要填写此前数量。", METHOD["page"].law)
    _check(method, earlier)
    lines = []
    for tier in tiers(method):
        if tier.first > earlier + units:
            break
        first, last = max(tier.first, earlier + 1), min(tier.last or earlier + units, earlier + units)
        if first <= last:
            lines.append(SumLine(first, last, tier.price, tier.law))
    return FeeSum(METHOD[method], units, earlier, tuple(lines))


def fee_of(*, items: int | None = None, pages: int | None = None, earlier: int = 0) -> FeeSum:
    """The fee of one application by item or by page, never both (art. 3). Raises BadFee for both, for neither, for counts
    that are negative or absurd."""
    if items is not None and pages is not None:
        raise BadFee("同一件申请只能按件或者按量择一计费，不得重复计算；请只填写件数或者页数。", NOT_BOTH)
    if items is not None:
        return fee_sum("item", items, earlier=earlier)
    if pages is not None:
        return fee_sum("page", pages, earlier=earlier)
    raise BadFee("请填写件数（按件）或者页数（按量）。", NOT_BOTH)


def fees_by_month(received: Iterable[tuple[date, int]]) -> tuple[FeeSum, ...]:
    """The fee by item of each application of one applicant, given (day of receipt, items) in the order received: the count
    starts anew with each calendar month (art. 4). Raises BadFee, also when the days are out of order."""
    sums: list[FeeSum] = []
    month, earlier, before = (0, 0), 0, date.min
    for on, items in received:
        if on < before:
            raise BadFee(f"申请应按收到的先后排列，{on} 排在 {before} 之后；请调整顺序。", METHOD["item"].law)
        if (on.year, on.month) != month:
            month, earlier = (on.year, on.month), 0
        sums.append(fee_sum("item", items, earlier=earlier))
        earlier, before = earlier + items, on
    return tuple(sums)


def by_item(items: int) -> Decimal:
    """Yuan owed by one applicant for ``items`` requests received in one calendar month (art. 4). BadFee for a bad count."""
    return fee_sum("item", items).total


def by_page(pages: int) -> Decimal:
    """Yuan owed for ``pages`` pages given in answer to one application (art. 5). BadFee for a bad count."""
    return fee_sum("page", pages).total


def _check(method: str, units: int) -> None:
    name = METHOD[method]
    if isinstance(units, bool) or not isinstance(units, int):
        raise BadFee(f"{name.unit}数应为整数，不能是「{units}」；请改正。", name.law)
    if units < 0:
        raise BadFee(f"{name.unit}数不能为负，填写的是 {units}；请改正。", name.law)
    if units > MOST[method]:
        raise BadFee(f"{name.unit}数 {units} 不合理，最多 {MOST[method]}；请核对是否多输入了位数。", name.law)


@dataclass(frozen=True, slots=True)
class PageUnit:
    """What one page is, from a day on: a setting, because the text was not read at its source (law.md C3)."""

    carrier: str
    words: str
    since: date
    law: Citation
    unverified: bool = True


PAGE_UNITS = (
    PageUnit("paper", "A4 及以下幅面纸张，单面为一页", date(2021, 1, 1), FEE_MEASURES.art(5)),
    PageUnit("electronic", "按 A4 幅面打印时的单面页数计", date(2021, 1, 1), FEE_MEASURES.art(5)),
)


def page_unit(carrier: str, on: date, units: tuple[PageUnit, ...] = PAGE_UNITS) -> PageUnit:
    """What a page is for ``paper`` or ``electronic`` on a day. Raises BadFee where no setting is in force."""
    for unit in reversed(units):
        if unit.carrier == carrier and unit.since <= on:
            return unit
    raise BadFee(f"{on} 没有「{carrier}」载体的计页规则；请在计页规则表中补充。", FEE_MEASURES.art(5))


def notice_due(
    counts_from: date, calendar: "WorkingCalendar", *, extension: int = 0, rules: tuple[Rules, ...] = RULES
) -> "Due":
    """The last day for the fee notice: within the answering term, ``extension`` working days of it included.

    ``counts_from`` is the day of receipt (of the supplement, where there was one). Where the clock has stood still, ask
    ``gongkai.law.clock.reply_due``, which knows the events. BadFee before the measures were in force.
    """
    row = rules_on(counts_from, rules)
    if not row.fee_levied:
        first = next((f" {later.since}" for later in rules if later.fee_levied and later.since > counts_from), "")
        raise BadFee(f"{counts_from} 收到的申请早于信息处理费办法的施行日{first}，不收费。", REGULATIONS.art(42))
    return calendar.due(counts_from, row.reply + extension)


def payment_due(notified_on: date, calendar: "WorkingCalendar", *, rules: tuple[Rules, ...] = RULES) -> "Due":
    """The last day to pay: 20 working days (a setting) from the day after the notice arrived."""
    return calendar.due(notified_on, rules_on(notified_on, rules).fee_payment)


def possible(amount: Decimal, *, applications: int | None = None) -> bool:
    """Whether some combination of items and pages gives this many yuan.

    Every fee is a multiple of 10 yuan, and one page over 30 costs 10: so sums of several are exactly the multiples
    of 10. For a single application the amount must be one that art. 5 gives for some number of pages, or a multiple of
    100 (art. 4).
    """
    if amount < 0 or amount % LEAST:
        return False
    if applications != 1 or amount % STEP == 0:
        return True
    over = amount
    for tier in BY_PAGE[1:]:
        full = tier.price * (tier.last - tier.first + 1) if tier.last else None
        if full is None or over <= full:
            return over % tier.price == 0
        over -= full
    raise AssertionError("the last tier has no end")
