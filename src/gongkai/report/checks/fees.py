"""信息处理费: what the text says against row 6.2 of table 3, and amounts that no tier gives."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.fees import by_page, possible
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity, Span
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.narrative.claim import figures
from gongkai.report.reading import Report
from gongkai.sources import FEE_MEASURES, FORM_2021_NOTICE

_FEE = re.compile(r"(?:信息|公开)处理费|依申请公开[^，。；\n]{0,12}收费|(?:检索|复制|邮寄)费")
_NONE = re.compile(
    r"(?:未|没有|不|未曾|从未)(?:收取|产生|发生|收缴|发出|有)[^。；\n\d]{0,20}?(?:费用|收费|处理费|通知)|"
    r"处理费[^。；\n\d]{0,12}?(?:为零|0元|零元|为0)|免费|(?:未|没有)收费|处理费[^。，；\n\d]{0,6}(?:未|没有)(?:收取|产生|发生)"
)
_NO_NOTICE = re.compile(
    r"(?:未|没有|无)(?:发出|发送|开具|产生|收取)?[^。；\n\d]{0,12}收费通知|收费通知[^。；\n\d]{0,6}(?:0|零)件"
)
_EXACT = re.compile(r"(?P<n>\d{1,6})页")


def _sentences(report: Report) -> Iterator[tuple[Plain, int, int]]:
    """Every sentence that speaks of the fee. One that only names the measures is left in: it may carry the amount."""
    for text in texts_of(report):
        for start, end in text.sentences():
            if _FEE.search(text.masked, start, end):
                yield text, start, end


def _contradicted(report: Report, _: Context) -> Iterator[Hit]:
    lapsed = report.value(3, "fee_lapsed")
    for text, start, end in _sentences(report):
        none = _NONE.search(text.masked, start, end)
        if none is None:
            continue
        amounts = [f for f in figures(text.masked, start, end) if f.unit == "元" and f.value > 0]
        if lapsed and (_NO_NOTICE.search(text.masked, start, end) or "任何" in none[0]):
            yield Hit(
                where=text.span(*none.span()),
                message=f"正文写“{none[0]}”，但表三“申请人逾期未按收费通知要求缴纳费用”有 {lapsed} 件，说明发过收费通知。",
                printed=none[0],
                expected=f"收费通知不少于 {lapsed} 件",
            )
        elif lapsed and "通知" not in report.text(text.section):
            yield Hit(
                where=text.span(*none.span()),
                message=f"正文写“{none[0]}”，表三另有 {lapsed} 件因逾期未缴费不再处理：请写明发过收费通知、只是没有收到费用。",
                printed=none[0],
                expected=f"收费通知 {lapsed} 件、未缴费 {lapsed} 件",
            )
        if amounts:
            yield Hit(
                where=text.span(none.start(), max(none.end(), amounts[-1].end)) if none.start() < amounts[-1].end
                else text.span(amounts[0].start, none.end()),
                message=f"同一句既写“{none[0]}”，又写金额 {amounts[0].value} 元。",
                printed=none[0],
                expected=f"{amounts[0].value} 元",
            )  # fmt: skip


def _amounts(report: Report, _: Context) -> Iterator[Hit]:
    for text, start, end in _sentences(report):
        if text.section not in ("other_matters", "overview", "requests", "unknown"):
            continue
        found = [f for f in figures(text.masked, start, end) if not f.rough]
        amounts = [f for f in found if f.unit == "元" and f.value > 0]
        cases = [f for f in found if f.unit in ("件", "份", "次", "笔")]
        pages = _EXACT.findall(text.masked, start, end)
        number = int(cases[0].value) if len(cases) == 1 else None
        for amount in amounts:
            value = Decimal(amount.value)
            if len(amounts) == len(pages) == 1 and value != by_page(int(pages[0])):
                yield Hit(
                    where=text.span(amount.start, amount.end),
                    message=f"{pages[0]} 页按量计费应为 {by_page(int(pages[0]))} 元，正文写 {value} 元。",
                    printed=str(value),
                    expected=str(by_page(int(pages[0]))),
                )
            elif not possible(value, applications=number if len(amounts) == 1 else None):
                yield Hit(
                    where=text.span(amount.start, amount.end),
                    message=f"信息处理费 {value} 元，用按件或按量的任何收费档次都得不出来。",
                    printed=str(value),
                    expected="10 元的整数倍，且符合按件、按量的累进档次",
                )


def _mentioned(report: Report, _: Context) -> Iterator[Hit]:
    """Section six must say what was charged; where the section is missing the structure checks speak."""
    six = report.text("other_matters")
    if report.form == "2021" and six and not any(_FEE.search(t.text) for t in texts_of(report)):
        yield Hit(
            where=Span("other_matters", 0, 0, ""),
            message="第六部分没有报告收取信息处理费的情况：未收取的也应写明。",
            expected="写明发出收费通知的件数、金额和实际收取金额，或写明未收取",
        )


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-14", Severity.QUESTION, "收费说明与表三或金额矛盾",
          "有逾期未缴费的件数，就发过收费通知；写了金额，就不能说未收取。",
          "请核对收费台账，分别写明收费通知件数、通知金额和实际收取金额。", FORM_2021_NOTICE.part("第六部分"), _contradicted),
    Check("N-15", Severity.QUESTION, "信息处理费金额不符合收费标准",
          "按件 100 元起逐档累进、按量 10、20、40 元一页累进，金额总是 10 元的整数倍。",
          "请按收费标准复核计费依据（件数或页数）与金额。", FEE_MEASURES.art(5), _amounts),
    Check("N-16", Severity.QUESTION, "第六部分没有写信息处理费",
          "年度报告格式要求在第六部分报告信息处理费收取情况。",
          "请在第六部分写明收取信息处理费的情况；没有收取的写“未收取”。", FORM_2021_NOTICE.part("第六部分"), _mentioned),
)
# fmt: on
