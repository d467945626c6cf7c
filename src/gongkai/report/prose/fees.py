"""信息处理费 of a year: what section six must report."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.cells import Address
from gongkai.report.prose.named import Source, printed
from gongkai.report.reading import Report

FEN_IN_YUAN = 100


@dataclass(frozen=True, slots=True)
class Fees:
    """Notices sent in the year, what they asked for, what was paid in it on whichever notice, in fen; the keys of the
    records."""

    notices: int = 0
    asked_fen: int = 0
    paid_fen: int = 0
    records: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if min(self.notices, self.asked_fen, self.paid_fen) < 0:
            raise ValueError("fees below zero")


def fee_sources(fees: Fees, report: Report) -> Iterator[Source]:
    """The notices and the two amounts in yuan. Where table 3 counts more that lapsed for want of payment than notices are
    known, so many notices there were."""
    lapsed = int(report.value(3, "fee_lapsed") or 0)
    if lapsed > fees.notices:
        address = (Address(3, "fee_lapsed", "total"),)
        yield Source("fees/notices", "收费通知件数（表三逾期未缴费件数）", str(lapsed), lapsed, address, fees.records)
    else:
        yield Source("fees/notices", "收费通知件数", str(fees.notices), fees.notices, (), fees.records)
    for key, words, fen in (
        ("asked", "收费通知总金额（元）", fees.asked_fen),
        ("paid", "实际收取金额（元）", fees.paid_fen),
    ):
        yuan = Decimal(fen) / FEN_IN_YUAN
        value = int(yuan) if yuan == yuan.to_integral_value() else yuan
        text = printed(value) if isinstance(value, int) else f"{value:.2f}"
        yield Source(f"fees/{key}", words, text, value, (), fees.records)
