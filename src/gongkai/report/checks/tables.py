"""Checks inside one report's tables: the identities of the form, and whether each cell holds a number at all."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from gongkai.report.cells import Address, Cell, Number, State, fold
from gongkai.report.checks.causes import Ledger
from gongkai.report.checks.places import apart, column_place, figure, place, row_place, row_words
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.checks.years import last_year
from gongkai.report.findings import Severity
from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER, Identity
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE

Look = Callable[[Report, Context], Iterable[Hit]]
_READINGS_SHOWN = 4
_EMPTY = (State.BLANK, State.SLASH)
_LAPSED = ("supplement_lapsed", "fee_lapsed", "other")


def _broken(table: int, code: str, report: Report, context: Context) -> Iterator[Hit]:
    """The broken identities of one kind, each in the cell where the form puts the sum."""
    form = report.edition
    if form is None:
        return
    previous = last_year(report, context)
    ledger = Ledger.of(form, table, report.cells, previous.cells if previous else None)
    for index, identity in ledger.broken():
        if identity.code != code:
            continue
        left, right = identity.sides(report.cells) or (0, 0)
        cause = ledger.cause(index)
        yield Hit(
            where=identity.cell,
            message=_SENTENCES[code](form, identity, left, right),
            printed=report.cells[identity.cell].printed,
            expected=(cause and cause.expected) or _expected(report, identity, left, right),
            likely_cause=cause.words if cause else None,
            remedy=cause.remedy if cause else None,
            severity=Severity.QUESTION if code == "T3-2" and _in_missing_row(report, identity, left, right) else None,
        )


def _expected(report: Report, identity: Identity, left: Number, right: Number) -> str:
    """What the cell would have to say; where no number would do, what its side would have to be."""
    if identity.code != "T3-1":
        return figure(left)
    value = left - right + (report.cells[identity.cell].value or 0)
    return figure(value) if value >= 0 else f"第三项加第四项为 {figure(left)}"


def _in_missing_row(report: Report, identity: Identity, left: Number, right: Number) -> bool:
    """Whether the shortfall may stand in a row that the source lacks: then the break is not certain."""
    lacks = any(report.cells[a].state is State.ABSENT for a in identity.left if a in report.cells)
    collapsed = Address(3, COLLAPSED_OTHER, identity.cell.column) in report.cells
    return left < right and lacks and not collapsed


def _flow_sentence(form: Form, identity: Identity, left: Number, right: Number) -> str:
    where = column_place(form, identity.cell)
    return f"{where}：第一项加第二项为 {figure(left)}，第三项加第四项为 {figure(right)}，{apart(right, left)}。"


def _results_sentence(form: Form, identity: Identity, left: Number, right: Number) -> str:
    where = column_place(form, identity.cell)
    return f"{where}：（一）至（六）各项之和为 {figure(left)}，「（七）总计」填 {figure(right)}，{apart(right, left)}。"


def _row_sentence(form: Form, identity: Identity, left: Number, right: Number) -> str:
    where = row_place(form, identity.cell)
    return (
        f"{where}：自然人与五类法人或其他组织之和为 {figure(left)}，「总计」填 {figure(right)}，{apart(right, left)}。"
    )


def _remedies_sentence(form: Form, identity: Identity, left: Number, right: Number) -> str:
    where = row_place(form, identity.cell)
    parts = "结果维持、结果纠正、其他结果、尚未审结"
    return f"{where}：{parts}之和为 {figure(left)}，「总计」填 {figure(right)}，{apart(right, left)}。"


_SENTENCES = {"T3-1": _flow_sentence, "T3-2": _results_sentence, "T3-3": _row_sentence, "T4-1": _remedies_sentence}


@cache
def _rows(form_key: str, table: int) -> tuple[tuple[Address, ...], ...]:
    """The addresses of a table, a tuple for each row."""
    from gongkai.report.reading import FORMS

    return tuple(
        tuple(Address(table, row.key, column.key) for column in block.columns)
        for block in FORMS[form_key].table(table).blocks
        for row in block.rows
    )


def _lines(report: Report, table: int) -> Iterator[list[tuple[Address, Cell]]]:
    """The rows of a table as (address, cell) pairs; nothing when the report has no such table."""
    if report.edition is None:
        return
    for addresses in _rows(report.form, table):
        yield [(a, report.cells[a]) for a in addresses]


def _empty(table: int, report: Report, _: Context) -> Iterator[Hit]:
    """Blank cells and slashes. A table that is blank throughout is one finding, at its first cell; a row, at its last."""
    form = report.edition
    lines = list(_lines(report, table))
    there = [(a, c) for line in lines for a, c in line if c.state is not State.ABSENT]
    if form is not None and there and all(c.state in _EMPTY for _, c in there):
        yield _empty_table(form, there)
        return
    for line in lines:
        empty = [(a, c) for a, c in line if c.state in _EMPTY]
        if not empty or form is None:
            continue
        address = line[-1][0]
        if len(empty) == len(line) and len(line) > 1:
            what = "整行空白" if all(c.state is State.BLANK for _, c in empty) else "整行没有填数"
            yield Hit(address, f"{row_place(form, address)}{what}；没有的要填“0”。", line[-1][1].printed, "0")
            continue
        for address, cell in empty:
            yield _empty_cell(form, line, address, cell)


def _empty_table(form: Form, there: list[tuple[Address, Cell]]) -> Hit:
    """One finding for a form nobody filled in: a line for each of its rows would say the same 25 times."""
    address, first = there[0]
    words = form.table(address.table).words
    blank = all(c.state is State.BLANK for _, c in there)
    what = "全部空白" if blank else "全部没有填数，只有空白或斜杠"
    return Hit(
        address,
        f"{words}{what}，{len(there)} 格都没有数；没有的要填“0”。",
        first.printed,
        "0",
        "可能交了没有填写的空表" if blank else None,
        f"请按本年台账逐格填写{words}；没有的填“0”，不留空白，不用“/”。",
    )


def _empty_cell(form: Form, line: list[tuple[Address, Cell]], address: Address, cell: Cell) -> Hit:
    what = "空白" if cell.state is State.BLANK else f"填的是“{cell.printed}”"
    parts = sum(int(c.value or 0) for a, c in line if a != address)
    if address.column != "total" or not parts:
        return Hit(address, f"{place(form, address)}{what}；没有的要填“0”。", cell.printed, "0")
    return Hit(
        address,
        f"{place(form, address)}{what}，而该行各项之和为 {parts}。",
        cell.printed,
        str(parts),
        f"{place(form, address)}没有填总计",
        f"请在{place(form, address)}填 {parts}。",
    )


_COUNTING = ("件", "项", "条", "次", "份", "个", "起", "宗", "人", "部", "类", "件次", "人次", "")


def _no_count(table: int, report: Report, _: Context) -> Iterator[Hit]:
    """Text where a number belongs, negative numbers, fractions of a count, units that do not fit the column."""
    form = report.edition
    for line in _lines(report, table):
        for address, cell in line:
            if form is None or (cell.raw or "").isdigit():
                continue
            fault = _fault(form, address, cell)
            if fault:
                yield Hit(address, f"{place(form, address)}{fault}。", cell.printed)


def _fault(form: Form, address: Address, cell: Cell) -> str | None:
    column = form.column(address)
    if cell.state is State.TEXT:
        folded = fold(cell.printed)
        if folded.replace(".", "", 1).isdigit():
            return f"填的是“{cell.printed}”，件数只能是整数"
        return f"填的是“{cell.printed}”，不是数字"
    if cell.value is None:
        return None
    if cell.value < 0 and column.key != "change":
        return f"填的是“{cell.printed}”，不能是负数"
    unit = fold(cell.raw or "").lstrip("+-0123456789.,")
    if unit == column.unit or (unit in _COUNTING and not column.decimal):
        return None
    if column.decimal and unit in _COUNTING:
        return None if not unit else f"填的是“{cell.printed}”，单位应为{column.unit}"
    return f"填的是“{cell.printed}”，该列按{column.unit}计，单位不符"


def _absent(table: int, report: Report, _: Context) -> Iterator[Hit]:
    """Rows, columns and single cells that the source lacks, where the table itself is there."""
    form = report.edition
    if form is None or not report.has_table(table):
        return
    lines = list(_lines(report, table))
    gone = [line[-1][0] for line in lines if all(c.state is State.ABSENT for _, c in line)]
    if all(Address(3, key, "total") in gone for key in _LAPSED) and report.form == "2021":
        yield Hit(
            Address(3, "other", "total"),
            "表三「（六）其他处理」只有一行或没有；现行格式分三行：逾期不补正、逾期未缴费、其他。",
            likely_cause="可能沿用了2019年试行格式的旧表",
            remedy="请换用现行格式的表三，把「（六）其他处理」分三行填写。",
        )
        gone = [a for a in gone if a.row not in _LAPSED]
    for address in gone:
        words = row_words(form, table, address.row)
        yield Hit(
            address, f"{form.table(table).words}缺「{words}」一行。", remedy=f"请补上「{words}」一行，没有的填“0”。"
        )
    for line in lines:
        for address, cell in line:
            if cell.state is State.ABSENT and line[-1][0] not in gone and address.row not in _skipped(lines):
                yield Hit(address, f"{place(form, address)}缺这一格。")


def _skipped(lines: list[list[tuple[Address, Cell]]]) -> set[str]:
    return {line[-1][0].row for line in lines if all(c.state is State.ABSENT for _, c in line)}


def _undecided(table: int, report: Report, _: Context) -> Iterator[Hit]:
    """Digits written together that can be read in more than one way: one finding for a row."""
    form = report.edition
    for line in _lines(report, table):
        open_ = [(a, c) for a, c in line if c.state is State.UNDECIDED]
        if open_ and form is not None:
            address, cell = open_[0]
            ways = "；".join(f"「{form.column(a).words}」{_readings(c)}" for a, c in open_)
            yield Hit(address, f"{row_place(form, address)}的数字连写在一起，无法确定：{ways}。", cell.printed)


def _readings(cell: Cell) -> str:
    if not cell.readings:
        return "读法不定"
    shown = "、".join(figure(n) for n in cell.readings[:_READINGS_SHOWN])
    more = f" 等 {len(cell.readings)} 种" if len(cell.readings) > _READINGS_SHOWN else ""
    return f"可读作 {shown}{more}"


# fmt: off
_FILL = "请填写数字，没有的填“0”，不留空白，不用“/”。"
_PLAIN = "请只填阿拉伯数字：件数为非负整数，收费金额以万元为单位。"
_ROW = "请按现行格式补齐所缺的行、列，没有的填“0”。"
_SEPARATE = "请用原始表格核对，并把每格数字分开书写；可用 --previous 提供上年报告帮助判断。"
_WHY_EMPTY = "格式要求每格填数，没有的填 0；空白分不清是 0 还是漏填。"
_WHY_PLAIN = "表内只填数，文字、负数、小数件数和单位使数字无法汇总。"
_WHY_ABSENT = "表格应与格式一致，缺行缺列的报告无法逐格汇总。"
_WHY_UNDECIDED = "几个数连写时读法不止一种，不能替报告作主。"


def _cells(table: int, codes: tuple[str, str, str, str]) -> tuple[Check, ...]:
    words = {2: "表二", 3: "表三", 4: "表四"}[table]
    law = FORM_2021_NOTICE.part(words)
    return (
        Check(codes[0], Severity.ERROR, f"{words}有空白或斜杠", _WHY_EMPTY, _FILL, law, partial(_empty, table)),
        Check(codes[1], Severity.ERROR, f"{words}填的不是数", _WHY_PLAIN, _PLAIN, law, partial(_no_count, table)),
        Check(codes[2], Severity.QUESTION, f"{words}缺行缺列", _WHY_ABSENT, _ROW, law, partial(_absent, table)),
        Check(codes[3], Severity.QUESTION, f"{words}数字连写", _WHY_UNDECIDED, _SEPARATE, law,
              partial(_undecided, table)),
    )


CHECKS: tuple[Check, ...] = (
    *_cells(2, ("T2-1", "T2-2", "T2-3", "T2-4")),
    Check("T3-1", Severity.ERROR, "收办不平", "格式印明：第一项加第二项之和，等于第三项加第四项之和。",
          "请核对本列的新收、上年结转、（七）总计和结转下年度继续办理。",
          FORM_2021_NOTICE.part("表三“本列数据的勾稽关系”"), partial(_broken, 3, "T3-1")),
    Check("T3-2", Severity.ERROR, "各项结果之和不等于总计", "（七）总计是（一）至（六）各项办理结果之和。",
          "请核对本列（一）至（六）各项和「（七）总计」。", FORM_2021_NOTICE.part("表三“总计”"), partial(_broken, 3, "T3-2")),
    Check("T3-3", Severity.ERROR, "各类申请人之和不等于总计", "每一行的总计是自然人与五类法人或其他组织之和。",
          "请核对本行各类申请人的件数和「总计」。", FORM_2021_NOTICE.part("表三“总计”"), partial(_broken, 3, "T3-3")),
    *_cells(3, ("T3-4", "T3-5", "T3-6", "T3-7")),
    Check("T4-1", Severity.ERROR, "复议、诉讼各项之和不等于总计", "总计是结果维持、结果纠正、其他结果、尚未审结之和。",
          "请核对本行四项结果和「总计」。", FORM_2021_NOTICE.part("表四“总计”"), partial(_broken, 4, "T4-1")),
    *_cells(4, ("T4-2", "T4-3", "T4-4", "T4-5")),
)
# fmt: on
