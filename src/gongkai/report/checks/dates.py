"""Years and days: old years left over, the statistical period, the deadline, dates in disorder."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.report.checks.organs import is_area, last_day
from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.narrative.numbers import number
from gongkai.report.reading import Report
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS

_YEAR = re.compile(r"(?<![\d.\-/])(20\d\d)(?=年)")
_QUOTED = re.compile(r"[“\"‘〈<][^”\"’〉>\n]{0,40}$")
# What rightly carries the year before: comparisons, beginnings, and papers that are made after their year has ended.
_LOOKS_BACK = re.compile(
    r"较|相比|同比|比20|对比|环比|上年|去年|上一年|往年|近年|结转|以来|成立|始建|建成|建立|创建|建设|设立|组建|挂牌|上线|开通|开办|启用|修订|修正|颁布|施行|实施|"
    r"印发|出台|制定|制发|下发|通过|发布的|年报|年度报告|报告|决算|预算|考核|评估|测评|考评|绩效|审计|公报|年鉴|统计|总结|通报|"
    r"回顾|曾|历年|延续|连续|继|自20|从20|于20|截[至止]|整改|反馈|废止|清理|规划|行动|方案|计划|任期|批次|执行情况|落实情况|要点|届|获|建议|提案|议案"
)
_RANGE_BEFORE = re.compile(r"(?:\d|年|月|日)?[-—–－~～至到、和及与]$|(?:以前|之前)$")
_RANGE_AFTER = re.compile(r"^年?度?(?:[-—–－~～]|至|到|、20|和20|及20|与20|底?(?:以前|之前|前))")
_LOOKS_AHEAD = re.compile(
    r"下一步|下一年|明年|新的一年|将|计划|拟|打算|目标|继续|规划|争取|力争|着力|结转|今后|下年|下步|要|到20|前"
)
_AHEAD_SECTIONS = frozenset(["problems", "other_matters", "unknown"])
_MONTH_DAY = r"(?P<m{0}>\d{{1,2}})月(?P<d{0}>\d{{1,2}})日"
_PERIOD = re.compile(
    rf"(?:(?P<y1>20\d\d)年度?)?{_MONTH_DAY.format(1)}(?:起|开始)?[，,]?(?:至|到|[-—–－~～])+(?:(?P<y2>20\d\d)年)?{_MONTH_DAY.format(2)}"
)
_STATISTICS = re.compile(r"统计|数据|时限|期限|本报告|本年报|报告期|起止")
_CUT_OFF = re.compile(r"截[至止]到?(?P<y>20\d\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_SIGNED = re.compile(
    r"^(?P<y>20\d\d|[二][〇○Ｏ零一二三四五六七八九]{3})年(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日$",
    re.M,
)


def _old_years(report: Report, _: Context) -> Iterator[Hit]:
    if report.year is None:
        return
    for text in texts_of(report):
        for match in _YEAR.finditer(text.masked):
            year = int(match[1])
            if year != report.year and _implausible(text, match, year, report.year):
                start, end = text.clause_at(match.start())
                yield Hit(
                    where=text.span(match.start(), match.end() + 1),
                    message=f"{report.year} 年度报告的“{_shown(text, start, end)}”写的是 {year} 年，可能是旧稿残留。",
                    printed=f"{year}年",
                    expected=f"{report.year}年",
                    likely_cause="沿用以前年度的文稿，没有改年份" if year < report.year else None,
                )


def _shown(text: Plain, start: int, end: int) -> str:
    shown = text.text[start:end]
    return shown if len(shown) <= 40 else shown[:40] + "…"


def _implausible(text: Plain, match: re.Match[str], year: int, own: int) -> bool:
    before, after = text.masked[max(0, match.start() - 42) : match.start()], text.masked[match.end() : match.end() + 8]
    if _QUOTED.search(before) or _RANGE_BEFORE.search(before[-3:]) or _RANGE_AFTER.search(after):
        return False
    if after[1:2] in "1234567890" or text.masked[match.start() - 1 : match.start()] in ("/", "-", "_"):
        # A full date is an event, not the year reported on; periods and cut-offs have rules of their own
        return False
    start, end = text.clause_at(match.start())
    clause = text.masked[start:end]
    if year < own and re.match(r"[，,]?(?:结转|转结|并结转)", text.masked[end : end + 6]):
        return False
    if year < own:
        opening = match.start() == start and after[1:2] in ("", "，", "度", "我", "全")
        return own - year <= 2 and (opening or not _LOOKS_BACK.search(clause)) and not _compared(text, match)
    if year == own + 1:
        sentence = text.masked[slice(*text.sentence_at(match.start()))]
        return text.section not in _AHEAD_SECTIONS and not _LOOKS_AHEAD.search(sentence)
    return not _LOOKS_AHEAD.search(clause) and year > own + 1 and "规划" not in clause


def _compared(text: Plain, match: re.Match[str]) -> bool:
    """与/较/比 right before the year, or a word of comparison soon after in the same sentence."""
    start, end = text.sentence_at(match.start())
    near = text.masked[max(start, match.start() - 4) : match.start()]
    return bool(
        re.search(r"[较比与同自从]$", near)
        or re.search(r"相比|同期|增长|下降", text.masked[match.end() : min(end, match.end() + 20)])
    )


def _period(report: Report, _: Context) -> Iterator[Hit]:
    """The period must be the calendar year of the report."""
    year = report.year
    if year is None:
        return
    for text in texts_of(report):
        for match in _PERIOD.finditer(text.masked):
            start, end = text.sentence_at(match.start())
            if not _STATISTICS.search(text.masked, start, end) or text.section not in ("preamble", "overview"):
                continue
            first, last = int(match["y1"] or match["y2"] or year), int(match["y2"] or match["y1"] or year)
            stated = (first, int(match["m1"]), int(match["d1"]), last, int(match["m2"]), int(match["d2"]))
            if stated != (year, 1, 1, year, 12, 31):
                yield _wrong_period(text, match, year)
        for match in _CUT_OFF.finditer(text.masked):
            if _wrong_cut_off(match, year):
                yield _wrong_period(text, match, year)


def _wrong_cut_off(match: re.Match[str], year: int) -> bool:
    """Up to the first months of the year itself, or of the year before: last year's text. November of the year is none."""
    stated, month = int(match["y"]), int(match["m"])
    return (stated == year and month <= 3) or (stated == year - 1 and month >= 10) or stated < year - 1


def _wrong_period(text: Plain, match: re.Match[str], year: int) -> Hit:
    return Hit(
        where=text.span(*match.span()),
        message=f"统计期限“{match[0]}”不是报告年度：应为 {year} 年 1 月 1 日至 12 月 31 日。",
        printed=match[0],
        expected=f"{year}年1月1日至12月31日",
    )


def _deadline(report: Report, _: Context) -> Iterator[Hit]:
    published, year = report.published_on, report.year
    if published is None or year is None:
        return
    government, due = is_area(report.organ) is not False, last_day(report.organ, year)
    if published > due:
        whose = "政府信息公开工作主管部门公布本级政府年度报告" if government else "行政机关公布本机关年度报告"
        yield Hit(
            where=None,
            message=f"公布日期 {published:%Y-%m-%d} 迟于期限 {due:%Y-%m-%d}（{whose}的期限）。",
            printed=f"{published:%Y-%m-%d}",
            expected=f"不迟于 {due:%Y-%m-%d}",
        )
    elif published < date(year + 1, 1, 1):
        yield Hit(
            where=None,
            message=f"公布日期 {published:%Y-%m-%d} 早于 {year} 年年底，全年数字还不可能统计出来。",
            printed=f"{published:%Y-%m-%d}",
            expected=f"{year + 1} 年 1 月 1 日以后",
        )


def _signatures(report: Report, _: Context) -> Iterator[Hit]:
    year = report.year
    for text in texts_of(report):
        for match in _SIGNED.finditer(text.masked):
            signed = _date(match)
            if signed is None or year is None:
                continue
            published = report.published_on
            if published and signed > published:
                why = f"落款日期 {signed:%Y-%m-%d} 晚于公布日期 {published:%Y-%m-%d}"
            elif signed <= date(year, 12, 30):
                why = f"落款日期 {signed:%Y-%m-%d} 早于 {year} 年年底，全年数字还不可能统计出来"
            else:
                continue
            yield Hit(where=text.span(*match.span()), message=f"{why}。", printed=f"{signed:%Y-%m-%d}")


def _date(match: re.Match[str]) -> date | None:
    parts = [number(match[key].replace("○", "〇").replace("Ｏ", "〇")) for key in ("y", "m", "d")]
    try:
        return date(*(int(p) for p in parts if p is not None))
    except (ValueError, TypeError):
        return None


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-17", Severity.QUESTION, "旧年份或未来年份",
          "年度报告写本年的事，除比较、沿革、文件名称和下一步打算外，不应出现别的年份。",
          "请确认年份；确是本年工作的，改为报告年度。", REGULATIONS.art(50), _old_years),
    Check("N-18", Severity.QUESTION, "统计期限不是报告年度",
          "年度报告的数据截至当年 12 月 31 日，统计期限为全年。",
          "请把统计期限改为报告年度的 1 月 1 日至 12 月 31 日，并核对数字。", FORM_2021_NOTICE.part("表二"), _period),
    Check("N-19", Severity.QUESTION, "公布日期不在法定期限内",
          "行政机关应在每年 1 月 31 日前公布上一年度报告，政府的年度报告在 3 月 31 日前公布。",
          "请核对公布日期；确已逾期的，应说明原因并改进。", REGULATIONS.art(49), _deadline),
    Check("N-20", Severity.QUESTION, "落款日期与公布日期、报告年度矛盾",
          "报告在年度结束后写成，写成后才公布。", "请核对落款日期。", REGULATIONS.art(49), _signatures),
)
# fmt: on
