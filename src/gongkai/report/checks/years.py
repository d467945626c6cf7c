"""Checks between a report and last year's: carry-over, the chain of documents in force, jumps, tables left over."""

from collections.abc import Iterator
from functools import partial

from gongkai.report.cells import Address, Cell, Number
from gongkai.report.checks.causes import Ledger
from gongkai.report.checks.places import apart, column_place, figure, place, row_place
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.compare import follows
from gongkai.report.findings import Severity
from gongkai.report.form import Form
from gongkai.report.identities import Identity, across_years
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE

_JUMP = 5
_JUMP_FLOOR = 20
_JUMP_FLOOR_FROM_NOTHING = 100
_WATCHED_3 = (Address(3, "new", "total"), Address(3, "total", "total"))
_EXPECTED_TO_JUMP = ("repealed", "change")  # a clean-up repeals many at once; a change has no size of its own
_LEFT_OVER_FLOOR = 3


def last_year(report: Report, context: Context) -> Report | None:
    """Last year's report, when there is one on a form and its year is the year before."""
    previous = context.previous
    if previous is None or previous.edition is None or report.edition is None:
        return None
    return previous if follows(report, previous) else None


def _chain(code: str, report: Report, context: Context) -> Iterator[Hit]:
    """The identities across years: carry-over per column, documents in force."""
    previous, form = last_year(report, context), report.edition
    if previous is None or form is None:
        return
    for identity in across_years(report.form, previous.form):
        sides = identity.sides(report.cells, previous.cells) if identity.code == code else None
        if sides is None or sides[0] == sides[1]:
            continue
        speak = _carried if code == "Y-1" else _in_force
        yield speak(form, identity, report, previous, sides)


def _carried(form: Form, identity: Identity, report: Report, previous: Report, sides: tuple[Number, Number]) -> Hit:
    printed, expected = sides
    odd = _is_odd(previous, identity.previous[0])
    cause = _carried_cause(form, identity.cell, report, previous, sides)
    return Hit(
        identity.cell,
        f"{column_place(form, identity.cell)}：上年结转填 {figure(printed)}，"
        f"上一年报告「结转下年度继续办理」为 {figure(expected)}，{apart(printed, expected)}。",
        report.cells[identity.cell].printed,
        figure(expected),
        "上一年报告这一列的勾稽关系本身不成立，可能错在上年报告" if odd else cause,
        severity=Severity.QUESTION if odd else None,
    )


def _is_odd(previous: Report, address: Address) -> bool:
    """Whether last year's cell is itself in doubt: settled from a run of digits, or in an identity that is broken."""
    form = previous.edition
    if form is None or previous.cells[address].solved:
        return True
    ledger = Ledger.of(form, 3, previous.cells)
    return any(address in (*identity.left, *identity.right) for _, identity in ledger.broken())


def _carried_cause(
    form: Form, address: Address, report: Report, previous: Report, sides: tuple[Number, Number]
) -> str | None:
    printed, expected = sides
    ledger = Ledger.of(form, 3, report.cells, previous.cells)
    for index, broken in ledger.broken():
        if broken.code == "T3-3" and broken.cell == address and (cause := ledger.cause(index)):
            return cause.words
    if not printed and expected:
        return "可能没有填上年结转"
    if printed == previous.value(3, "brought_forward", address.column):
        return "与上年报告的上年结转数相同，可能是上年数没有更新"
    if printed == report.value(3, "new", address.column):
        return f"与{place(form, address._replace(row='new'))}相同，可能错填了一行"
    return None


def _in_force(form: Form, identity: Identity, report: Report, previous: Report, sides: tuple[Number, Number]) -> Hit:
    printed, expected = sides
    row = identity.cell.row
    before, issued, repealed = (
        figure(number or 0)
        for number in (
            previous.value(2, row, "in_force"),
            report.value(2, row, "issued"),
            report.value(2, row, "repealed"),
        )
    )
    return Hit(
        identity.cell,
        f"{row_place(form, identity.cell)}：上年现行有效 {before}，加本年制发 {issued}，减本年废止 {repealed}，"
        f"应为 {figure(expected)}，现填 {figure(printed)}，{apart(printed, expected)}。",
        report.cells[identity.cell].printed,
        figure(expected),
        _in_force_cause(printed, report.value(2, row, "issued"), previous.value(2, row, "in_force")),
    )


def _in_force_cause(printed: Number, issued: Number | None, before: Number | None) -> str | None:
    if printed == issued and printed:
        return "与本年制发件数相同，可能只计了本年制发的文件"
    if printed == before and printed:
        return "与上年现行有效件数相同，可能是上年数没有更新"
    if not printed:
        return "现行有效件数可能没有填"
    return "也可能是清理后重新统计"


def _jumps(report: Report, context: Context) -> Iterator[Hit]:
    """Figures five times as large or as small as last year's; small figures are let be."""
    previous, form = last_year(report, context), report.edition
    if previous is None or form is None or previous.form != report.form:
        return
    for address in form.addresses:
        if (address.table != 2 and address not in _WATCHED_3) or address.column in _EXPECTED_TO_JUMP:
            continue
        now, before = report.cells[address].value, previous.cells[address].value
        if now is None or before is None or not _is_jump(now, before):
            continue
        yield Hit(
            address,
            f"{place(form, address)}：上年 {figure(before)}，今年 {figure(now)}，{_change(now, before)}。",
            report.cells[address].printed,
            likely_cause=_jump_cause(address, now, before),
            law=FORM_2021_NOTICE.part(form.table(address.table).words),
        )


def _is_jump(now: Number, before: Number) -> bool:
    low, high = sorted((now, before))
    if low <= 0:
        return high >= _JUMP_FLOOR_FROM_NOTHING
    return high >= _JUMP_FLOOR and high >= _JUMP * low


def _change(now: Number, before: Number) -> str:
    if not before:
        return "突然增多"
    if not now:
        return "突然没有了"
    if now > before:
        return f"为上年的 {now / before:.1f} 倍"
    return f"只有上年的 {100 * now / before:.1f}%"


def _jump_cause(address: Address, now: Number, before: Number) -> str | None:
    if address.column == "amount_wan_yuan" and before and now / before >= 1000:
        return "金额可能以元填写，未折算为万元"
    if not now:
        return "可能漏填"
    if address.column == "decisions":
        return "统计口径可能有变化：许可、处罚、强制要计全部处理决定"
    return None


def _same_as_last_year(report: Report, context: Context) -> Iterator[Hit]:
    """A table that says to the last cell what it said last year."""
    previous, form = last_year(report, context), report.edition
    if previous is None or form is None or previous.form != report.form:
        return
    for table in form.tables:
        addresses = [a for a in form.addresses if a.table == table.number]
        cells = [report.cells[a] for a in addresses]
        filled = _figures(cells)
        large = sum(1 for n in filled if n >= 10)
        if len(filled) < _LEFT_OVER_FLOOR or not large or cells != [previous.cells[a] for a in addresses]:
            continue
        first = next(a for a in addresses if report.cells[a].value)
        yield Hit(
            first,
            f"{table.words}有 {len(filled)} 格不为 0，每一格都与上年报告相同。",
            report.cells[first].printed,
            likely_cause="可能沿用了上年的表，没有更新",
            law=FORM_2021_NOTICE.part(table.words),
        )


def _figures(cells: list[Cell]) -> list[Number]:
    return [c.value for c in cells if c.value]


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("Y-1", Severity.ERROR, "上年结转与上年报告不符", "上年结转就是上一年报告的结转下年度继续办理，同一批申请。",
          "请对照上一年报告第四项；上年报告有误的，在「其他需要报告的事项」中说明。",
          FORM_2021_NOTICE.part("表三第二项"), partial(_chain, "Y-1")),
    Check("Y-2", Severity.QUESTION, "现行有效件数接不上上年", "现行有效件数一般等于上年现行有效加本年制发减本年废止；清理后重新统计的除外。",
          "请核对三个件数；因清理重新统计的，请在正文中说明。", FORM_2021_NOTICE.part("表二"), partial(_chain, "Y-2")),
    Check("Y-3", Severity.QUESTION, "与上年相差五倍以上", "数量陡增陡减常是漏填、多填、口径或单位不同。",
          "请核对今年与上年的口径和单位；确有变化的，请在正文中说明原因。", FORM_2021_NOTICE.part("表二、表三"), _jumps),
    Check("Y-4", Severity.QUESTION, "整张表与上年相同", "一张有数的表逐格与上年相同，多半是沿用了旧文件。",
          "请按本年台账重新统计并更新整张表。", FORM_2021_NOTICE.part("表二、表三、表四"), _same_as_last_year),
)
# fmt: on
