"""Checks of the document: title, the six sections and their headings, tables, edition of the form, empty sections."""

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.report.checks.rule import Check, Context, Hit
from gongkai.report.findings import Severity, Span
from gongkai.report.form import Form, Section
from gongkai.report.reading import Passage, Report
from gongkai.sources import FORM_2021_NOTICE

_TITLE = re.compile(r"政府信息公开.*(年度?报告|年报)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|二[〇○零O][〇○零O一二三四五六七八九]{2})(?=年)")
_NOT_WORDS = re.compile(r"[\s\u3000、，。．.：:；;,（）()“”\"]+")
_OVERVIEW_LENGTH = 1000
_OVERVIEW_TOLERANCE = 100
_ONE_LINE = 40
_CHINESE_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_TABLES = {"proactive": 2, "requests": 3, "remedies": 4}


def _title(report: Report, _: Context) -> Iterator[Hit]:
    """The title names the organ, the year and what the document is."""
    title = re.sub(r"\s+", "", report.title)
    if not title:
        yield Hit(None, "报告没有标题。", expected=_wanted_title(report))
        return
    faults = []
    if not _TITLE.search(title):
        faults.append("没有写明是政府信息公开工作年度报告")
    if (organ := report.organ) and _NOT_WORDS.sub("", organ) not in _NOT_WORDS.sub("", title):
        faults.append(f"没有写全机关名称“{organ}”")
    years = [int(y.translate(_CHINESE_DIGITS)) for y in _YEAR.findall(title)]
    if not years:
        faults.append("没有写明年度")
    elif report.year is not None and report.year not in years:
        faults.append(f"写的是 {years[0]} 年，报告内容是 {report.year} 年")
    if faults:
        yield Hit(
            None, f"标题“{report.title.strip()}”{'，'.join(faults)}。", report.title.strip(), _wanted_title(report)
        )


def _wanted_title(report: Report) -> str:
    return f"{report.organ or '××（机关名称）'}{report.year or '××××'}年政府信息公开工作年度报告"


def _sections(report: Report, _: Context) -> Iterator[Hit]:
    """The six sections, each once, in their order."""
    form = report.edition
    if form is None:
        return
    found = [p.key for p in report.passages if p.key not in ("preamble", "unknown")]
    there = set(found) | {key for key, table in _TABLES.items() if report.has_table(table)}
    gone = [s for s in form.sections if s.key not in there]
    if gone:
        yield Hit(None, f"缺少{'、'.join(_named(s) for s in gone)}，格式要求六个部分齐全。", expected=_all(gone))
    order = [s.key for s in form.sections if s.key in found]
    if list(dict.fromkeys(found)) != order:
        now = "、".join(_words(form, key) for key in dict.fromkeys(found))
        yield Hit(None, f"各部分的次序与格式不同，现为：{now}。", now, "、".join(_words(form, key) for key in order))
    for key, times in Counter(found).items():
        if times > 1:
            yield Hit(None, f"“{_words(form, key)}”出现了 {times} 次。", _words(form, key))


def _named(section: Section) -> str:
    return f"第{section.number}部分“{section.words}”"


def _all(sections: list[Section]) -> str:
    return "、".join(f"{s.number}、{s.words}" for s in sections)


def _words(form: Form, key: str) -> str:
    return next((s.words for s in form.sections if s.key == key), key)


def _headings(report: Report, _: Context) -> Iterator[Hit]:
    """Headings as the form words them; headings the form does not have."""
    form = report.edition
    for passage in report.passages if form else ():
        if form is None or passage.key == "preamble":
            continue
        printed = passage.number + passage.heading
        if passage.key == "unknown":
            yield Hit(_at(passage, report), f"“{printed}”不是格式规定的部分。", printed)
            continue
        section = next(s for s in form.sections if s.key == passage.key)
        if passage.heading and _bare(passage.heading) != _bare(section.words):
            yield Hit(
                _at(passage, report),
                f"第{section.number}部分的标题是“{passage.heading.strip()}”，格式规定为“{section.words}”。",
                passage.heading.strip(),
                section.words,
            )


def _bare(words: str) -> str:
    return _NOT_WORDS.sub("", words)


def _at(passage: Passage, report: Report) -> Span:
    """The start of a section. The heading is not part of its text, so the place has no length."""
    earlier = [p.text for p in report.passages if p.key == passage.key and p.text]
    start = 0
    for text in earlier:
        if text is passage.text:
            break
        start += len(text) + 1
    return Span(passage.key, min(start, len(report.text(passage.key))), min(start, len(report.text(passage.key))), "")


def _tables(report: Report, _: Context) -> Iterator[Hit]:
    """All three tables are there."""
    for table in report.edition.tables if report.edition else ():
        if not report.has_table(table.number):
            section = next(k for k, number in _TABLES.items() if number == table.number)
            words = _words(report.edition, section) if report.edition else ""
            yield Hit(
                None,
                f"没有{table.words}（第{table.words[1]}部分“{words}”的表格）。",
                expected=table.words,
                remedy=f"请补上{table.words}，没有的填“0”。",
                law=FORM_2021_NOTICE.part(table.words),
            )


def _void_form(report: Report, _: Context) -> Iterator[Hit]:
    """The trial form of 2019 used for a year of the form in force."""
    if report.form == "2019" and report.year is not None and report.year >= 2021:
        yield Hit(
            None,
            f"{report.year} 年的报告用的是2019年试行格式；自2021年起应使用国办公开办函〔2021〕30号规定的格式。",
            "2019年试行格式",
            "国办公开办函〔2021〕30号",
        )


def _problems(report: Report, _: Context) -> Iterator[Hit]:
    """Section five says something."""
    yield from _thin(
        report,
        "problems",
        "没有内容，格式要求写明存在的主要问题及改进情况",
        f"不足 {_ONE_LINE} 字，未见具体问题和改进措施",
        _ONE_LINE,
    )


def _other_matters(report: Report, _: Context) -> Iterator[Hit]:
    """Section six says something, if only that there is nothing to say."""
    yield from _thin(report, "other_matters", "没有内容；没有其他事项的，要写明没有", "", 0)


def _thin(report: Report, key: str, empty: str, short: str, least: int) -> Iterator[Hit]:
    if report.edition is None or not any(p.key == key for p in report.passages):
        return
    section = next(s for s in report.edition.sections if s.key == key)
    text = report.text(key)
    length = len("".join(text.split()))
    if length == 0:
        yield Hit(Span(key, 0, 0, ""), f"{_named(section)}{empty}。")
    elif length < least:
        yield Hit(Span(key, 0, len(text), text), f"{_named(section)}只有 {length} 字，{short}。", text)


def _overview_length(report: Report, _: Context) -> Iterator[Hit]:
    """Section one keeps to about a thousand characters."""
    text = report.text("overview")
    length = len("".join(text.split()))
    if report.form == "2021" and length > _OVERVIEW_LENGTH + _OVERVIEW_TOLERANCE:
        yield Hit(
            Span("overview", 0, 0, ""),
            f"第一部分“总体情况”有 {length} 字，格式要求一般不超过 {_OVERVIEW_LENGTH} 字。",
            str(length),
            f"{_OVERVIEW_LENGTH} 字左右",
        )


# fmt: off
_SIX = FORM_2021_NOTICE.part("六个部分")
CHECKS: tuple[Check, ...] = (
    Check("D-1", Severity.QUESTION, "标题不完整", "标题要写明机关全称、年度和文种，读者和检索都靠它。",
          "请按“机关全称＋年度＋政府信息公开工作年度报告”写标题。", FORM_2021_NOTICE.part("标题"), _title),
    Check("D-2", Severity.QUESTION, "六个部分不全或次序不对", "年度报告由六个部分组成，次序固定。",
          "请按格式补齐六个部分，并依次排列。", _SIX, _sections),
    Check("D-3", Severity.QUESTION, "标题用语与格式不同", "各部分的标题是格式规定的，用语应一致。",
          "请改用格式规定的标题；多出的部分并入相应部分或第六部分。", _SIX, _headings),
    Check("D-4", Severity.ERROR, "缺表", "第二、三、四部分以表格填报，缺表即缺数。",
          "请补上所缺的表格，没有的填“0”。", FORM_2021_NOTICE.part("表二、表三、表四"), _tables),
    Check("D-5", Severity.ERROR, "使用了失效的格式", "2019年试行格式自2021年9月新格式印发起不再使用。",
          "请换用现行格式的表格重新填报。", FORM_2021_NOTICE.part(""), _void_form),
    Check("D-8", Severity.QUESTION, "第五部分空缺或过于简单", "第五部分要写明问题和改进，且与上年有所区别。",
          "请写明本年存在的具体问题和改进措施。", FORM_2021_NOTICE.part("第五部分"), _problems),
    Check("D-9", Severity.QUESTION, "第六部分空缺", "第六部分报告收取信息处理费等情况，没有的也要说明。",
          "请写明收取信息处理费的情况；没有其他事项的，写明没有。", FORM_2021_NOTICE.part("第六部分"), _other_matters),
    Check("D-10", Severity.QUESTION, "第一部分过长", "格式要求总体情况简明扼要，一般在一千字以内。",
          "请删减一般性工作叙述，保留主动公开、依申请公开、信息管理、平台建设、监督保障五项。",
          FORM_2021_NOTICE.part("第一部分"), _overview_length),
)
# fmt: on
