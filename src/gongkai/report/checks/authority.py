"""Instruments the text cites: misquoted numbers and titles, void ones, brackets of the wrong kind."""

import re
from collections.abc import Iterator

from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.reading import Report
from gongkai.sources import FEE_MEASURES, FORM_2019_NOTICE, FORM_2021_NOTICE, NORMATIVE_NOTICE, REGULATIONS

_NUMBER = re.compile(
    r"(?P<open>[〔\[（(【［﹝{｛<〈])(?P<year>20\d\d|\d\d)(?P<close>[〕\])）】］﹞}｝>〉])(?:第)?(?P<no>\d{1,4})号"
)
# The issuer as it is abbreviated in numbers stands right before; a national one begins with 国.
_ISSUER = re.compile(r"国(?:(?!国)[\u4e00-\u9fff]){0,8}$")
_ISSUES = re.compile(r"[\u4e00-\u9fff][办发函字令文政公]$")
_LONGEST_ISSUER = 12
_FORM = "国办公开办函"
_FORM_TITLE = re.compile(r"年度报告格式")
_REPLACED = re.compile(r"废止|替代|取代|不再|原|修订前|失效|代替")
_ORDER = re.compile(r"国务院令?(?:第)?(?P<no>\d{2,4})号(?:令)?|国务院第(?P<no2>\d{2,4})号令")
_TITLE = re.compile(r"《(?P<title>[^《》\n]{0,40}公开[^《》\n]{0,6}条例)》")
_LOCAL = re.compile(r"省|市|区|县|州|特区|实施|办法")
_RIGHT_TITLES = frozenset(["中华人民共和国政府信息公开条例", "政府信息公开条例", "新政府信息公开条例", "信息公开条例"])
_NEAR = 60
# Others whose number is known for certain: year and serial → the number as it should read, and words of the title
_KNOWN = {
    ("2020", "109"): (FEE_MEASURES.number, "处理费"),
    ("2018", "37"): (NORMATIVE_NOTICE.number, "规范性文件"),
}
_FIRST_YEAR_OF_711, _FIRST_YEAR_OF_FORM = 2019, 2021


def _cited(report: Report) -> Iterator[tuple[Plain, re.Match[str], str]]:
    """Every document number in the text, with its issuer alone."""
    for text in texts_of(report):
        for match in _NUMBER.finditer(text.text):
            issuer = _ISSUER.search(text.text[max(0, match.start() - _LONGEST_ISSUER) : match.start()])
            yield text, match, issuer[0] if issuer else ""


def _before(text: Plain, match: re.Match[str]) -> str:
    start = max(text.text.rfind("。", 0, match.start()), text.text.rfind("\n", 0, match.start()), match.start() - _NEAR)
    return text.text[max(0, start) : match.start()]


def _misquoted(report: Report, _: Context) -> Iterator[Hit]:
    for text, match, issuer in _cited(report):
        right = _right_number(text, match, issuer)
        if right:
            start = match.start() - len(issuer)
            yield _misquote(text, (start, match.end()), text.text[start : match.end()], right)
    for text in texts_of(report):
        yield from _orders(text)
        for match in _TITLE.finditer(text.text):
            title = match["title"]
            if title not in _RIGHT_TITLES and not _LOCAL.search(title) and _like_regulations(title):
                yield Hit(
                    where=text.span(*match.span()),
                    message=f"条例名称写成《{title}》，应为《{REGULATIONS.title}》。",
                    printed=title,
                    expected=REGULATIONS.title,
                )


def _right_number(text: Plain, match: re.Match[str], issuer: str) -> str | None:
    """The right number when a known one is misquoted, else None. Only what leaves no doubt counts."""
    key = (match["year"], match["no"])
    about_form = bool(_FORM_TITLE.search(_before(text, match)))
    if key in (("2021", "30"), ("2019", "60")) and issuer:
        meant = about_form or ("公" in issuer and "函" in issuer)
        right = (FORM_2021_NOTICE if key[0] == "2021" else FORM_2019_NOTICE).number
        return right if issuer != _FORM and meant else None
    if issuer == _FORM and about_form:
        return FORM_2021_NOTICE.number
    known = _KNOWN.get(key)
    if known and issuer and known[1] in _before(text, match):
        return known[0] if issuer != known[0].partition("〔")[0] else None
    return None


def _misquote(text: Plain, place: tuple[int, int], printed: str, right: str) -> Hit:
    return Hit(
        where=text.span(*place),
        message=f"文号写成“{printed}”，应为“{right}”。",
        printed=printed,
        expected=right,
        severity=Severity.ERROR,
    )


def _like_regulations(title: str) -> bool:
    return title.startswith(("中华", "中国", "中共", "国务院", "政", "信息")) and "公共企事业" not in title


def _orders(text: Plain) -> Iterator[Hit]:
    """国务院令 numbers right after the title of the regulations."""
    for match in _ORDER.finditer(text.text):
        before = text.text[max(0, match.start() - 14) : match.start()]
        number = match["no"] or match["no2"]
        if re.search(r"信息公开条例》?(?:（|\(|〔)?(?:中华人民共和国)?$", before) and number not in ("711", "492"):
            yield _misquote(text, match.span(), match[0], REGULATIONS.number)


def _void(report: Report, _: Context) -> Iterator[Hit]:
    year = report.year
    if year is None:
        return
    for text, match, issuer in _cited(report):
        sentence = text.text[slice(*text.sentence_at(match.start()))]
        cited = (match["year"], match["no"])
        void = year >= _FIRST_YEAR_OF_FORM and cited == ("2019", "60") and "办" in issuer
        if void and not _REPLACED.search(sentence):
            start = match.start() - len(issuer)
            yield Hit(
                where=text.span(start, match.end()),
                message=f"引用的{FORM_2019_NOTICE.number}（试行格式）自 2021 年 9 月起已被{FORM_2021_NOTICE.number}取代。",
                printed=text.text[start : match.end()],
                expected=FORM_2021_NOTICE.number,
            )
    if year < _FIRST_YEAR_OF_711:
        return
    for text in texts_of(report):
        for match in _ORDER.finditer(text.text):
            sentence = text.text[slice(*text.sentence_at(match.start()))]
            if (match["no"] or match["no2"]) == "492" and not re.search(r"修订|修改|原|旧|711", sentence):
                yield Hit(
                    where=text.span(*match.span()),
                    message="引用的国务院令第492号是修订前的条例，2019 年 5 月 15 日起施行的是国务院令第711号。",
                    printed=match[0],
                    expected=REGULATIONS.number,
                )


def _brackets(report: Report, _: Context) -> Iterator[Hit]:
    for text, match, _issuer in _cited(report):
        number = match[0]
        right = f"〔{match['year']}〕{match['no']}号"
        if match["open"] + match["close"] != "〔〕" and _ISSUES.search(
            text.text[max(0, match.start() - 2) : match.start()]
        ):
            yield Hit(
                where=text.span(*match.span()),
                message=f"文号的年份应用六角括号：“{number}”应写作“{right}”。",
                printed=number,
                expected=right,
            )


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("N-21", Severity.QUESTION, "文件名称或文号引错",
          "引用文件应使用全称或规范简称，文号与原文一致。", "请按原文改正名称或文号。",
          FORM_2021_NOTICE.part("文件名称与文号"), _misquoted),
    Check("N-22", Severity.ERROR, "引用已失效的文件",
          "已被取代的格式和修订前的条例不能再作为编制报告的依据。", "请改引现行文件，并核对报告是否按现行格式编制。",
          FORM_2021_NOTICE.part("文件名称与文号"), _void),
    Check("N-23", Severity.QUESTION, "文号括号不规范",
          "公文发文字号的年份用六角括号“〔〕”括入。", "请改用六角括号。",
          FORM_2021_NOTICE.part("文件名称与文号"), _brackets),
)
# fmt: on
