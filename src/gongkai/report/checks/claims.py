"""What the text states about counts, held against every legitimate reading of the tables."""

from collections.abc import Iterable, Iterator

from gongkai.report.checks.organs import is_area
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative import Claim, Scope, claims_of
from gongkai.report.narrative.readings import ORGANIZATIONS, figures, readings, rows_of, sums
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS


def compared(report: Report) -> list[Claim]:
    """The claims that speak of this report's organ and year: others are nobody's mistake."""
    area = is_area(report.organ)
    return [
        claim
        for claim in claims_of(report)
        if not claim.partial
        and claim.year in (None, report.year)
        and not (claim.scope is Scope.AREA and area is False)
        and not (claim.scope is Scope.ORGAN and area is not False)
    ]


def _against(report: Report, kinds: Iterable[str]) -> Iterator[Hit]:
    every = compared(report)
    alone = not any(c.kind == "result" and c.parts == {"partially_granted"} for c in every)
    for claim in every:
        if claim.kind in kinds:
            means = readings(claim, report, alone)
            if means and claim.value not in means.values():
                listed = "，".join(f"{name} {value}" for name, value in means.items())
                yield Hit(
                    where=claim.span,
                    message=f"正文“{_short(claim.span.text)}”写 {claim.value}，与表中各种口径都不一致：{listed}。",
                    printed=str(claim.value),
                    expected=" / ".join(dict.fromkeys(str(v) for v in means.values())),
                    likely_cause=_cause(claim, report),
                )


def _short(text: str) -> str:
    text = text.replace("\n", "")
    return text if len(text) <= 40 else f"{text[:18]}…{text[-20:]}"


def _cause(claim: Claim, report: Report) -> str | None:
    """A guess for the commonest mix-ups, or None."""
    if claim.kind == "result" and claim.parts == {"refused"}:
        if claim.value in sums(report, rows_of(["refused", "unavailable"])):
            return "可能把“无法提供”（如本机关不掌握）算进了不予公开"
        if claim.value in sums(report, rows_of(["refused", "unavailable", "not_processed"])):
            return "可能把“无法提供”和“不予处理”算进了不予公开"
    if claim.kind == "result" and claim.parts == {"unavailable"} and claim.value in figures(report, "not_held"):
        return "可能只计了第 1 小项“本机关不掌握相关政府信息”"
    if claim.kind == "document" and is_area(report.organ) is False:
        return "可能用了全区（全市）口径，或沿用了上年数字"
    if claim.kind == "received" and claim.value == 0:
        return "可能沿用了没有申请的年度或单位的文字"
    return None


def _received(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["received"])


def _open_cases(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["brought_forward", "carried_forward"])
    carried = min(figures(report, "carried_forward"), default=0)
    if not carried:
        return
    for claim in compared(report):
        if claim.kind == "all_done":
            yield Hit(
                where=claim.span,
                message=f"正文写“{_short(claim.span.text)}”，但表三有 {carried} 件结转下年度继续办理。",
                printed=claim.span.text,
                expected=f"结转 {carried} 件",
            )


def _processed(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["processed"])


def _results(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["result", "case"])


def _applicants(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["applicant"])


def _remedies(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["course", "course_result"])


def _documents(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["document"])


def _decisions(report: Report, _: Context) -> Iterator[Hit]:
    yield from _against(report, ["decisions"])
    amount = report.value(2, "administrative_charge", "amount_wan_yuan")
    if amount is None:
        return
    for claim in compared(report):
        if claim.kind == "charge" and abs(claim.value - amount * 10_000) >= 10**-claim.decimals:
            yield Hit(
                where=claim.span,
                message=f"正文“{_short(claim.span.text)}”与表二行政事业性收费 {amount} 万元不一致。",
                printed=str(claim.value),
                expected=str(amount * 10_000),
            )


def _parts(report: Report, _: Context) -> Iterator[Hit]:
    """网络 5 件、信函 6 件 must make the 11 received; so must 自然人 and 法人."""
    every = sorted(claims_of(report), key=lambda c: (c.span.section, c.at))
    for i, claim in enumerate(every):
        if claim.kind != "received" or claim.value == 0:
            continue
        following = [c for c in every[i + 1 : i + 40] if c.span.section == claim.span.section]
        for kind, words in (("channel", "各渠道"), ("applicant", "各类申请人")):
            listed = _listed(following, kind, claim, report)
            whole = sum(c.value for c in listed)
            if len(listed) > 1 and whole != claim.value and _complete(kind, listed):
                yield Hit(
                    where=claim.span,
                    message=f"正文称收到 {claim.value} 件，但所列{words}相加为 "
                    f"{' + '.join(str(c.value) for c in listed)} = {whole}。",
                    printed=str(claim.value),
                    expected=str(whole),
                )


def _listed(following: list[Claim], kind: str, total: Claim, report: Report) -> list[Claim]:
    """The claims of a kind in the sentence of a total, up to the next total."""
    text = report.text(total.span.section)
    end = min((e for stop in "。！？\n" if (e := text.find(stop, total.span.end)) >= 0), default=len(text))
    until = min((c.span.start for c in following if c.kind in ("received", "processed")), default=end)
    listed = [c for c in following if c.kind == kind and c.span.start < min(end, until)]
    return [] if "等" in text[total.span.end : min(end, until)] and kind == "channel" else listed


def _complete(kind: str, listed: list[Claim]) -> bool:
    """Whether a list covers all applicants: natural persons and some kind of organization."""
    kinds = {part for c in listed for part in c.parts}
    return kind == "channel" or ("natural_person" in kinds and bool(kinds & {*ORGANIZATIONS, "organizations"}))


_REMEDY = "请核对表格与正文，以登记台账为准改正其中一处；口径不同的，请在正文写明口径。"
_TABLE_3 = FORM_2021_NOTICE.part("表三")
# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-1", Severity.QUESTION, "正文收到申请数与表三不符",
          "正文的收到数应等于本年新收，或新收加上年结转。", _REMEDY, _TABLE_3, _received),
    Check("N-2", Severity.QUESTION, "正文结转或全部办结与表三不符",
          "有结转的年度不能称全部办结，正文所写结转数应与表三一致。", _REMEDY, _TABLE_3, _open_cases),
    Check("N-3", Severity.QUESTION, "正文办结或答复数与表三不符",
          "正文的办结（答复）数应与办理结果总计的某种口径一致。", _REMEDY, _TABLE_3, _processed),
    Check("N-4", Severity.QUESTION, "正文办理结果与表三不符",
          "正文所列予以公开、不予公开、无法提供等件数应与表三相应各行一致。", _REMEDY, _TABLE_3, _results),
    Check("N-5", Severity.QUESTION, "正文申请人类别与表三不符",
          "正文所列自然人、法人或其他组织的件数应与表三相应各列一致。", _REMEDY, _TABLE_3, _applicants),
    Check("N-6", Severity.QUESTION, "正文分项之和不等于收到数",
          "同一句所列各渠道或各类申请人的件数相加应等于所称收到数。",
          "请核对各分项；未列全的，请写明“等”或补上其余渠道。", REGULATIONS.art(50), _parts),
    Check("N-7", Severity.QUESTION, "正文复议、诉讼数与表四不符",
          "正文的复议、诉讼件数应等于表四总计，或其中已审结的件数。", _REMEDY, FORM_2021_NOTICE.part("表四"), _remedies),
    Check("N-8", Severity.QUESTION, "正文规章、规范性文件数与表二不符",
          "正文的制发、废止、现行有效件数应与表二一致。", _REMEDY, FORM_2021_NOTICE.part("表二"), _documents),
    Check("N-9", Severity.QUESTION, "正文许可、处罚、强制、收费数与表二不符",
          "正文的处理决定数量和收费金额应与表二一致。", _REMEDY, FORM_2021_NOTICE.part("表二"), _decisions),
)
# fmt: on
