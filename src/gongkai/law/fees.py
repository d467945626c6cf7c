"""信息处理费: what one applicant owes for many requests in a month, or for many pages in one request.

《政府信息公开信息处理费管理办法》 art. 3: for one application by item or by page, never both. The tiers are progressive.
"""

from dataclasses import dataclass
from decimal import Decimal

from gongkai.sources import FEE_MEASURES, Citation


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


def by_item(items: int) -> Decimal:
    """Yuan owed by one applicant for ``items`` requests received in one calendar month (art. 4).

    ValueError for a negative number.
    """
    if items < 0:
        raise ValueError(f"no number of requests: {items}")
    owed = _progressive(BY_ITEM[:-1], items)
    last = BY_ITEM[-1]
    for block, first in enumerate(range(last.first, items + 1, BLOCK)):
        owed += (min(items, first + BLOCK - 1) - first + 1) * (last.price + block * STEP)
    return owed


def by_page(pages: int) -> Decimal:
    """Yuan owed for ``pages`` pages given in answer to one application (art. 5). ValueError for a negative number."""
    if pages < 0:
        raise ValueError(f"no number of pages: {pages}")
    return _progressive(BY_PAGE, pages)


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


def _progressive(tiers: tuple[Tier, ...], units: int) -> Decimal:
    return sum(
        (max(0, min(units, t.last or units) - t.first + 1) * t.price for t in tiers),
        Decimal(0),
    )
