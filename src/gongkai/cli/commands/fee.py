"""``gongkai fee``: the processing fee with its sum visible."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.chinese import Whole, described
from gongkai.cli.dates import Day, in_words, named
from gongkai.cli.law_options import calendar_of, deliver, force_option, format_option, notices_option, output_file
from gongkai.cli.terminal import columns

if TYPE_CHECKING:
    from gongkai.law.fees import FeeSum, SumLine, Tier
    from gongkai.workdays import Due

EXAMPLES = (
    ("gongkai fee --items 35", "按件：同一申请人一个自然月内 35 件。"),
    ("gongkai fee --items 5 --earlier 8", "本月此前已有 8 件，这次再来 5 件。"),
    ("gongkai fee --pages 119", "按量：一件申请提供 119 页。"),
    ("gongkai fee --pages 119 --received 2026-03-02 --notified 2026-03-20", "通知和缴费的最后一日。"),
)
_HEADS = ("档次", "单价（元）", "本次数量", "小计（元）", "依据")


@described(examples=EXAMPLES)
@click.option("--items", type=Whole(1, 10_000), metavar="件数", help="按件：这次的件数。")
@click.option("--pages", type=Whole(1, 1_000_000), metavar="页数", help="按量：一件申请提供的页数。")
@click.option(
    "--earlier", type=Whole(0, 10_000), default=0, metavar="件数", help="同一申请人本自然月此前的件数，只用于按件。"
)
@click.option(
    "--received", type=Day(), metavar="日期", help="收到申请（有补正的为收到补正）之日，算收费通知的最后一日。"
)
@click.option("--notified", type=Day(), metavar="日期", help="申请人收到收费通知之日，算缴费的最后一日。")
@notices_option()
@format_option()
@output_file()
@force_option()
def command(items: int | None, pages: int | None, earlier: int, received: date | None, notified: date | None,
            notices: str | None, format_: str, output: str | None, force: bool) -> int:  # fmt: skip
    """政府信息公开信息处理费：金额、逐级的算式、档次和条款，以及通知和缴费的期限。

    一件申请只能按件或者按量择一计费。按件以同一申请人在一个自然月内的件数累计；按量以一件申请的页数计算。
    """
    from gongkai.law.fees import BadFee, fee_of, notice_due, payment_due

    with in_words(ValueError):
        found = fee_of(items=items, pages=pages, earlier=earlier)
        notice = notice_due(received, calendar_of(notices)) if received else None
        payment = payment_due(notified, calendar_of(notices)) if notified else None
        if received and notified and notified < received:
            raise BadFee(f"收到通知之日 {notified} 早于收到申请之日 {received}；请核对两个日期。")
    if format_ == "json":
        text = json.dumps(_object(found, notice, payment), ensure_ascii=False, indent=2)
    elif format_ == "html":
        text = _page(found, notice, payment, notified)
    else:
        text = "\n".join(_account(found, notice, payment, notified, columns()))
    deliver(text, output, force=force)
    return 0


def _headline(fee: "FeeSum") -> str:
    what = f"{fee.units} {fee.method.unit}"
    if fee.earlier:
        what += f"（本月此前 {fee.earlier} 件，这次是第 {fee.earlier + 1} 至 {fee.earlier + fee.units} 件）"
    if not fee.total:
        return f"{fee.method.words}计收，{what}：不收费。"
    return f"{fee.method.words}计收，{what}：应收 {fee.total} 元。"


def _account(fee: "FeeSum", notice: "Due | None", payment: "Due | None", notified: date | None,
             width: int) -> Iterator[str]:  # fmt: skip
    from gongkai.cli.fitting import fitted
    from gongkai.cli.layout import hang

    yield click.style(_headline(fee), fg="green", bold=True)
    if fee.total:
        yield f"算式  {fee} 元"
    yield ""
    sides = ("left", "right", "right", "right", "left")
    yield fitted(tuple(zip(_HEADS, sides, strict=True)), [row for _, row in _tiers(fee)], width, giving=(4,))
    yield ""
    for name, words in _terms(fee, notice, payment, notified):
        lines = hang(f"{name}  ", words, width)
        yield lines[0].replace(name, click.style(name, dim=True), 1)
        yield from lines[1:]


def _tiers(fee: "FeeSum") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tiers up to one beyond those reached, with what falls into each."""
    from gongkai.law.fees import tiers

    by_first = {line.first: line for line in fee.lines}
    reached = max(line.last for line in fee.lines)
    found: list[Tier] = []
    for tier in islice(tiers(fee.method.key), 1_001):
        found.append(tier)
        if tier.first > reached:
            break
    for tier in found:
        last = tier.last if tier.last is not None else 10**9
        line = next((line for first, line in by_first.items() if tier.first <= first <= last), None)
        span = f"{tier.first}–{tier.last} {fee.method.unit}" if tier.last else f"{tier.first} {fee.method.unit}以上"
        yield _kind(line), (span, _price(tier.price), *_share(line, fee.method.unit), tier.law.place)


def _kind(line: "SumLine | None") -> str:
    return "" if line is not None else "quiet"


def _price(price: Decimal) -> str:
    return str(price) if price else "免费"


def _share(line: "SumLine | None", unit: str) -> tuple[str, str]:
    return ("", "") if line is None else (f"{line.units} {unit}", str(line.amount))


def _terms(
    fee: "FeeSum", notice: "Due | None", payment: "Due | None", notified: date | None
) -> Iterator[tuple[str, str]]:
    """What must be done by when, with the articles."""
    from gongkai.law.deadlines import DEADLINE
    from gongkai.law.fees import NOT_BOTH, NOT_CONTESTED_ALONE
    from gongkai.sources import REGULATIONS

    yield "依据", f"{fee.method.law.instrument}{fee.method.law.place}，{fee.method.words}计收。"
    if not fee.total:
        return
    last = f"，最后一日 {_day(notice)}（如有补正、征求意见、延长，以 gongkai due 算出的为准）" if notice else ""
    yield "通知", f"应在答复期限内发出收费通知，写明依据、标准、金额和缴纳方式{last}（{REGULATIONS.art(42)}）。"
    days = DEADLINE["fee_payment"]
    paid = f"；{named(notified)}收到通知的，最后一日 {_day(payment)}" if notified and payment else ""
    yield (
        "缴费",
        f"申请人收到通知的次日起 {days.days} 个工作日内缴纳{paid}；逾期未缴的视为放弃申请，不再处理（{days.law}；"
        "这一期限可由本地规定另定）。",
    )
    yield "择一", f"同一件申请按件或者按量只用一种（{NOT_BOTH}）。"
    yield "争议", f"不能只就收费决定单独起诉（{NOT_CONTESTED_ALONE}）。"


def _day(due: "Due | None") -> str:
    if due is None:
        return ""
    return named(due.day) + ("，暂定" if due.provisional else "")


def _page(fee: "FeeSum", notice: "Due | None", payment: "Due | None", notified: date | None) -> str:
    from gongkai.cli import pages

    parts = [pages.heading(_headline(fee))]
    if fee.total:
        parts.append(pages.paragraph(f"算式：{fee} 元"))
    parts.append(pages.table(_HEADS, _tiers(fee), right=(1, 2, 3)))
    parts += [pages.paragraph(f"{name}：{words}") for name, words in _terms(fee, notice, payment, notified)]
    return pages.page("信息处理费", parts)


def _object(fee: "FeeSum", notice: "Due | None", payment: "Due | None") -> dict[str, Any]:
    def due(found: "Due | None") -> dict[str, Any] | None:
        return None if found is None else {"day": str(found.day), "provisional": found.provisional}

    return {
        "schema": 1,
        "method": fee.method.key,
        "units": fee.units,
        "earlier": fee.earlier,
        "total": str(fee.total),
        "sum": str(fee),
        "lines": [
            {
                "first": line.first,
                "last": line.last,
                "units": line.units,
                "price": str(line.price),
                "amount": str(line.amount),
                "law": str(line.law),
            }
            for line in fee.lines
        ],
        "law": str(fee.method.law),
        "notice_due": due(notice),
        "payment_due": due(payment),
    }
