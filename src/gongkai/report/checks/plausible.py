"""Questions that the tables of one report raise by themselves: figures that may be right but seldom are."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.cells import Address, Number
from gongkai.report.checks.places import organ_kind, place
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.checks.years import last_year
from gongkai.report.findings import Severity
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE, NORMATIVE_NOTICE, REGULATIONS

_CHARGE = Address(2, "administrative_charge", "amount_wan_yuan")
_LARGE_CHARGE = 1_000_000
_LARGE_CHARGE_OF_A_DEPARTMENT = 100_000
_SECRET_SHARE = Decimal("0.05")
_LOCAL = {"street": "街道", "town": "镇", "township": "乡"}


def _charge(report: Report, context: Context) -> Iterator[Hit]:
    """A charge that looks like yuan where the form wants 万元."""
    form, cell = report.edition, report.cells.get(_CHARGE)
    if form is None or cell is None or not cell.value:
        return
    previous = last_year(report, context)
    before = previous.value(*_CHARGE) if previous else None
    limit = _LARGE_CHARGE if organ_kind(report.organ) in (None, "government") else _LARGE_CHARGE_OF_A_DEPARTMENT
    if cell.value < limit and not (before and cell.value >= 1000 * before):
        return
    asked = Decimal(cell.value) / 10000
    yield Hit(
        _CHARGE,
        f"{place(form, _CHARGE)}填 {cell.printed}，即约 {asked:.2f} 亿元，可能把元当作了万元。",
        cell.printed,
        f"{asked.normalize():f}",
        "金额可能以元填写，未折算为万元",
    )


def _more_issued_than_in_force(report: Report, _: Context) -> Iterator[Hit]:
    """More documents issued in the year than are in force at its end."""
    form = report.edition
    if form is None or report.form != "2021":
        return
    for row in ("government_rule", "normative_document"):
        issued, in_force = report.value(2, row, "issued"), report.value(2, row, "in_force")
        if issued is None or in_force is None or issued <= in_force:
            continue
        words = form.row(2, row).words
        address = Address(2, row, "in_force")
        cause = "现行有效件数可能没有填" if not in_force else "现行有效件数可能漏计了往年制发、仍然有效的文件"
        yield Hit(
            address,
            f"表二「{words}」行：本年制发 {issued} 件，现行有效只有 {in_force} 件。",
            report.cells[address].printed,
            f"不少于 {issued}",
            cause,
        )


def _issued_by_a_street(report: Report, _: Context) -> Iterator[Hit]:
    """A street or town that issues normative documents."""
    kind = _LOCAL.get(organ_kind(report.organ) or "")
    issued = report.value(2, "normative_document", "issued")
    if kind is None or not issued or report.form != "2021":
        return
    yield Hit(
        Address(2, "normative_document", "issued"),
        f"{report.organ}填报本年制发行政规范性文件 {issued} 件；{kind}一级制发的较少见，可能把一般公文计了进来。",
        str(issued),
    )


def _share_of_secrets(report: Report, _: Context) -> Iterator[Hit]:
    """Refusals as state secrets that are unusually many."""
    secret, handled = report.value(3, "state_secret"), report.value(3, "total")
    if not _is_large_share(secret, handled) or not secret or not handled:
        return
    yield Hit(
        Address(3, "state_secret", "total"),
        f"表三「（三）1.属于国家秘密」{secret} 件，占办结 {handled} 件的 {100 * secret / handled:.1f}%，比例偏高。",
        str(secret),
    )


def _is_large_share(part: Number | None, whole: Number | None) -> bool:
    return bool(part and whole and part >= 2 and part > _SECRET_SHARE * whole)


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("T2-5", Severity.QUESTION, "收费金额可能是元", "收费金额以万元为单位；以元填写会放大一万倍。",
          "请核对收费金额的单位：表内以万元计，元除以 10000。", FORM_2021_NOTICE.part("表二“本年收费金额（单位：万元）”"),
          _charge),
    Check("T2-6", Severity.QUESTION, "制发多于现行有效", "本年制发的文件年末一般仍然有效，现行有效件数应不少于制发件数。",
          "请核对现行有效件数：截至 12 月 31 日，含往年制发、未废止的文件。", FORM_2021_NOTICE.part("表二"),
          _more_issued_than_in_force),
    Check("T2-7", Severity.QUESTION, "街道、乡镇制发规范性文件",
          "行政规范性文件涉及权利义务、普遍适用、反复适用；内部通知、一般公文不计。",
          "请按规范性文件的标准逐件核对，不符合的不计入。", NORMATIVE_NOTICE.part(""), _issued_by_a_street),
    Check("T3-8", Severity.QUESTION, "以国家秘密为由不予公开偏多", "以国家秘密为由拒绝的申请通常很少，偏多往往是填错了行。",
          "请核对这些申请的答复书：是否以国家秘密为由，有无定密依据；填错行的改到所属的行。", REGULATIONS.art(14),
          _share_of_secrets),
)
# fmt: on
