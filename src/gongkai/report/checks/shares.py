"""Shares, growth, rates and lists of the text, recomputed."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.cells import Number
from gongkai.report.checks.proposals import rates
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative import Claim, Plain, Topic, claims_of, segments, texts_of
from gongkai.report.narrative.readings import readings, sums
from gongkai.report.narrative.segments import segment_at
from gongkai.report.narrative.shares import Breakdown, Share, breakdowns, growths, shares
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS

_HUNDRED = Decimal(100)
# From this many items on, a list whose sum comes close to the total was meant to be complete.
_MANY, _CLOSE = 4, Decimal("0.9")


def _topic_at(text: Plain, position: int, year: int | None) -> Topic:
    segment = segment_at(segments(text, year), position)
    return segment.topic if segment else Topic.NONE


def _stated(report: Report) -> dict[tuple[str, int], Claim]:
    return {(c.span.section, c.at): c for c in claims_of(report)}


def _shares(report: Report, _: Context) -> Iterator[Hit]:
    claims = _stated(report)
    for text in texts_of(report):
        for share in shares(text):
            application = _topic_at(text, share.start, report.year) is Topic.APPLICATIONS
            claim = claims.get((text.section, share.part.start))
            wholes = _wholes(report, share, application)
            parts = _parts(report, share, claim)
            if not wholes or any(_fits(p, w, share) for p in parts for w in wholes.values()):
                continue
            listed = "，".join(
                f"{p}/{w} = {_percent(p, w, share.decimals)}%（{name}）" for p in parts for name, w in wholes.items()
            )
            yield Hit(
                where=text.span(share.part.start, share.end),
                message=f"占比 {share.percent}% 与正文、表格的数字都算不出来：{listed}。",
                printed=f"{share.percent}%",
                expected=" / ".join(
                    dict.fromkeys(f"{_percent(p, w, share.decimals)}%" for p in parts for w in wholes.values())
                ),
            )


def _wholes(report: Report, share: Share, application: bool) -> dict[str, Number]:
    """What the share can be of: figures named before it that are no smaller, and for applications those of table 3."""
    found: dict[str, Number] = {}
    if application:
        for name, rows in (
            ("本年新收", ["new"]),
            ("新收加上年结转", ["new", "brought_forward"]),
            ("办理结果总计", ["total"]),
        ):
            for value in sums(report, rows):
                if value and value not in found.values():
                    found[name if name not in found else f"{name}（各列相加）"] = value
    elif not any(w.value >= share.part.value and w.unit == share.part.unit for w in share.wholes):
        return {}
    for whole in share.wholes:
        if whole.value and whole.value >= share.part.value and whole.value not in found.values():
            found[f"前文的 {whole.value}{whole.unit}"] = whole.value
    return found


def _parts(report: Report, share: Share, claim: Claim | None) -> list[Number]:
    found: list[Number] = [share.part.value]
    if claim and claim.kind == "result":
        found += [v for v in readings(claim, report).values() if v not in found]
    return found


def _percent(part: Number, whole: Number, decimals: int) -> Decimal:
    return (_HUNDRED * part / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals))


def _fits(part: Number, whole: Number, share: Share) -> bool:
    """Rounded, cut off, or adjusted by less than the last printed place so that shares add up to 100: all are seen and
    none is worth a question."""
    return abs(_HUNDRED * part / Decimal(whole) - share.percent) < Decimal(1).scaleb(-share.decimals)


def _growth(report: Report, context: Context) -> Iterator[Hit]:
    if context.previous is None:
        return
    claims = _stated(report)
    before = sums(context.previous, ["new"]) | sums(context.previous, ["new", "brought_forward"])
    for text in texts_of(report):
        for growth in growths(text):
            claim = claims.get((text.section, growth.of.start))
            if claim is None or claim.kind != "received" or not before:
                continue
            changes = {b: Decimal(claim.value - b) for b in before}
            if growth.unit == "%":
                changes = {b: c * _HUNDRED / b for b, c in changes.items() if b}
            said, step = growth.sign * growth.amount, Decimal(1).scaleb(-growth.decimals)
            if changes and not any(abs(c - said) < step for c in changes.values()):
                words = "，".join(
                    f"上年 {b}，变化 {c.quantize(step) if growth.unit == '%' else c}{growth.unit}"
                    for b, c in changes.items()
                )
                yield Hit(
                    where=text.span(growth.start, growth.end),
                    message=f"收到申请“{text.text[growth.start : growth.end]}”与上年报告算出的不一致：{words}。",
                    printed=f"{said}{growth.unit}",
                    expected=" / ".join(f"{c.quantize(step)}{growth.unit}" for c in changes.values()),
                )


def _breakdowns(report: Report, _: Context) -> Iterator[Hit]:
    applications = {(c.span.section, c.at) for c in claims_of(report) if c.kind in ("received", "processed")}
    for text in texts_of(report):
        for found in breakdowns(text):
            if (text.section, found.total.start) not in applications and _wrong(found):
                yield Hit(
                    where=text.span(found.total.start, found.items[-1].end),
                    message=f"正文称共 {found.total.value}{found.total.unit}，但所列分项相加为 "
                    f"{' + '.join(str(i.value) for i in found.items)} = {found.sum}。",
                    printed=str(found.total.value),
                    expected=str(found.sum),
                )


def _wrong(found: Breakdown) -> bool:
    """More than the total is wrong for any list of three; less only for a long list that comes close."""
    items, total = found.items, found.total.value
    if len(items) < 2 or any(i.rough or i.value > total for i in items):
        return False
    if found.sum > total:
        return len(items) > 2 or not found.open
    return found.sum < total and len(items) >= _MANY and not found.open and found.sum >= _CLOSE * total


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-10", Severity.QUESTION, "占比与件数不符",
          "正文的占比应能由正文或表格的件数算出，按印出的小数位舍入。",
          "请按所用的分母（新收、新收加结转或办结总计）重新计算，并在正文写明分母。", FORM_2021_NOTICE.part("表三"), _shares),
    Check("N-11", Severity.QUESTION, "同比与上年报告不符",
          "收到申请的增减应与上年报告的件数相符。", "请用上年报告印出的件数重新计算。",
          REGULATIONS.art(50), _growth),
    Check("N-12", Severity.QUESTION, "分项之和不等于总数",
          "同一句先写总数再列分项的，分项相加应等于总数。",
          "请核对总数与各分项；分项没有列全或有重复的，请在正文写明。", REGULATIONS.art(50), _breakdowns),
    Check("N-13", Severity.QUESTION, "办结率、满意率与件数不符",
          "写明件数又写办结率（满意率）的，两者应能互相算出。", "请核对办结（满意）件数与比率。",
          REGULATIONS.art(50), rates),
)
# fmt: on
