"""Checks up the tree: an area's report against the reports of the organs below it."""

from collections.abc import Iterator

from gongkai.report.checks.places import apart, figure, place
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.consolidate import Difference, compare_area, misfits, name
from gongkai.report.findings import Severity
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE

_NAMED = 3


def _sums(report: Report, context: Context) -> Iterator[Hit]:
    """Every cell that is not the sum of the members."""
    form = report.edition
    if form is None:
        return
    for difference in compare_area(report, context.members):
        printed = difference.printed.value or 0
        added = figure(difference.added)
        yield Hit(
            difference.address,
            f"{place(form, difference.address)}填 {figure(printed)}，所属 {len(difference.shares)} 个单位合计 {added}，"
            f"{apart(printed, difference.added)}。",
            difference.printed.printed,
            added,
            _cause(difference),
        )


def _cause(difference: Difference) -> str | None:
    if difference.is_rounding:
        return "可能只是小数位数不同"
    if difference.lacking:
        return f"{_list(difference.lacking)}这一格没有数"
    if difference.likely:
        what = "可能漏计了" if difference.gap < 0 else "可能多计了"
        return f"相差的数恰为{_list(difference.likely)}的数，{what}"
    if not (difference.printed.value or 0):
        return "汇总报告这一格可能没有填"
    return None


def _list(names: tuple[str, ...]) -> str:
    return "、".join(names[:_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > _NAMED else "")


def _unfit(report: Report, context: Context) -> Iterator[Hit]:
    """Members whose report cannot be added up as it is."""
    for member, reason in misfits(report, context.members):
        yield Hit(None, f"汇总时「{name(member)}」的报告{reason}，未能完整计入。", printed=name(member))


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("U-1", Severity.QUESTION, "汇总数不等于所属单位之和", "汇总报告的每一格一般等于所属各单位之和；本机关自身的数、缺报单位会造成差异。",
          "请核对列出的单位是否漏计、重计，本级机关自身的数是否计入；说明差异或更正。",
          FORM_2021_NOTICE.part("汇总填报"), _sums),
    Check("U-2", Severity.QUESTION, "所属单位的报告不能汇总", "格式、年度不同或缺表的报告，不能逐格相加。",
          "请所属单位补报或改用现行格式后重新汇总。", FORM_2021_NOTICE.part("汇总填报"), _unfit),
)
# fmt: on
