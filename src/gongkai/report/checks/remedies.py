"""Direct suits since reconsideration comes first for refusals."""

from collections.abc import Iterator

from gongkai.law.remedies import RECONSIDERATION_FIRST, RECONSIDERATION_FIRST_SINCE
from gongkai.report.cells import Address
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative.readings import rows_of, sums
from gongkai.report.reading import Report


def _direct_suits(report: Report, _: Context) -> Iterator[Hit]:
    suits = report.value(4, "direct_suit")
    if report.year is None or report.year < RECONSIDERATION_FIRST_SINCE.year or not suits:
        return
    refused = max(sums(report, rows_of(["refused"])), default=0)
    others = max(sums(report, rows_of(["unavailable", "not_processed", "other"])), default=0)
    why = (
        "本年没有不予公开以外的不利答复，这些案件多半应先复议"
        if refused and not others
        else f"本年不予公开 {refused} 件，无法提供、不予处理和其他处理 {others} 件，只有后者可以直接起诉"
    )
    yield Hit(
        where=Address(4, "direct_suit", "total"),
        message=f"表四“未经复议直接起诉”有 {suits} 件：{RECONSIDERATION_FIRST_SINCE.year} 年起对不予公开不服的须先申请行政复议；{why}。",
        printed=str(suits),
    )


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-33", Severity.QUESTION, "复议前置后的直接起诉",
          "2024 年 1 月 1 日起，对不予公开决定不服的应当先申请行政复议，对行政复议决定不服的再起诉。",
          "请核对这些案件起诉的是否为不予公开；属于不存在、不掌握、不予处理、更正等情形的，可在正文说明。",
          RECONSIDERATION_FIRST[0], _direct_suits),
)
# fmt: on
