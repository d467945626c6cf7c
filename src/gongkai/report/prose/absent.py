"""What a year states by having none of something, or nothing else: words that hold only as long as the records say so.

A sentence that nothing is carried forward is as much a statement as a figure. Its words are the text of a source that is
there while they are true; once a record contradicts them the source is gone, and what stands in an edited text is marked.
The same said by hand is known by its words.
"""

import re
from collections.abc import Iterable, Iterator

from gongkai.report.cells import Address
from gongkai.report.narrative.readings import GROUP, ORGANIZATIONS, rows_of
from gongkai.report.prose.fees import Fees
from gongkai.report.prose.named import Source
from gongkai.report.prose.reasons import reasons, words_of
from gongkai.report.reading import Report

_ALL_ENDED = {
    "granted": "均予以公开",
    "partially_granted": "均为部分公开",
    "refused": "均不予公开",
    "unavailable": "均无法提供",
    "not_processed": "均不予处理",
    "other": "均为其他处理",
}
# How cases of one kind ended when all ended alike: a single one, several.
_ALL_DECIDED = {
    "upheld": ("结果为维持", "结果均为维持"),
    "corrected": ("结果为纠正", "结果均为纠正"),
    "other_result": ("结果为其他", "结果均为其他"),
    "pending": ("尚未审结", "均尚未审结"),
}
_COURSES = {
    "reconsideration": ("行政复议", ("reconsideration",)),
    "litigation": ("行政诉讼", ("direct_suit", "suit_after_reconsideration")),
}


# How people say the same: the words, and in which clauses they speak of something else.
_NONE_CARRIED = re.compile(
    r"(?:没有|无)结转(?:至|到)?(?:下一?年度?|次年)(?:继续)?(?:办理)?的?(?:政府信息公开|公开)?申请"
)
_NONE_NEW = re.compile(r"(?:未|没有)(?:收到|受理)(?:过|任何)?(?:新的)?(?:政府信息公开|公开)?申请")
_ALL_PERSONS = re.compile(r"均为自然人")
_ALL_ORGANIZATIONS = re.compile(r"均为法人(?:或者?|和|及)其他组织")
_NO_FEES = re.compile(
    r"(?:未|没有)收取(?:过|任何)*(?:信息处理费|(?:政府信息公开)?信息处理费用)|(?:没有|无)申请人缴纳|"
    r"(?<=申请)(?:未|没有)收取(?:过|任何)*费用"
)
_NO_NOTICES = re.compile(r"(?:未|没有)发出(?:过|任何)?收费通知")
_ELSEWHERE = re.compile(r"复议|诉讼|季度|上半年|下半年|\d月|上年|往年|去年")


def denied(report: Report, fees: Fees) -> Iterator[tuple[re.Pattern[str], str]]:
    """The statements of having none, or nothing else, that the records of a year contradict, by the words they are made in:
    each with the name of what contradicts it."""
    new, persons = _count(report, _at(report, "new")), _count(report, _at(report, "new", "natural_person"))
    if _count(report, _at(report, "carried_forward")):
        yield _NONE_CARRIED, "表三“结转下年度继续办理”"
    if new:
        yield _NONE_NEW, "表三“本年新收”"
    if new > persons:
        yield _ALL_PERSONS, "表三“本年新收”各列"
    if persons:
        yield _ALL_ORGANIZATIONS, "表三“本年新收”各列"
    if fees.paid_fen:
        yield _NO_FEES, "缴费的记录"
    if fees.notices:
        yield _NO_NOTICES, "收费通知的记录"


def speaks_elsewhere(clause: str) -> bool:
    """Whether a clause speaks of a part of the year, of another year, or of remedies."""
    return bool(_ELSEWHERE.search(clause))


def absences(report: Report, fees: Fees) -> Iterator[Source]:
    """The statements that hold in a year: ``none/<what>`` where there is none, ``all/<what>`` where there is nothing else."""
    new, brought = _at(report, "new"), _at(report, "brought_forward")
    if not _count(report, new):
        also = "新的" if _count(report, brought) else ""
        yield _stated("none/new", "本年新收为 0", f"未收到{also}政府信息公开申请", new)
    else:
        yield from _applicants(report)
    if _count(report, _at(report, "total")):
        yield from _results(report)
        if not _count(report, _at(report, "carried_forward")):
            row = _at(report, "carried_forward")
            yield _stated("none/carried_forward", "结转下年度为 0", "没有结转下年度继续办理的申请", row)
    yield from _decided(report)
    if not fees.paid_fen:
        if not fees.notices and not fees.asked_fen and not _count(report, _at(report, "fee_lapsed")):
            yield Source("none/fees", "没有收费通知的记录", "没有发出收费通知，未收取信息处理费")
        else:
            yield Source("none/fees_paid", "没有缴费的记录", "没有申请人缴纳", records=fees.records)


def _at(report: Report, row: str, column: str = "total") -> tuple[Address, ...]:
    return (Address(3, row, column),)


def _count(report: Report, addresses: Iterable[Address]) -> int:
    return sum(int(report.cells[a].value or 0) for a in addresses if a in report.cells)


def _stated(key: str, words: str, text: str, addresses: tuple[Address, ...]) -> Source:
    return Source(key, words, text, None, addresses)


def _applicants(report: Report) -> Iterator[Source]:
    person = _at(report, "new", "natural_person")
    others = tuple(Address(3, "new", column) for column in ORGANIZATIONS)
    are = "均为" if _count(report, _at(report, "new")) > 1 else "为"
    if not _count(report, others):
        yield _stated("all/natural_person", "本年新收只有自然人的申请", f"{are}自然人", (*person, *others))
    elif not _count(report, person):
        yield _stated("all/organizations", "本年新收没有自然人的申请", f"{are}法人或其他组织", (*person, *others))


def _results(report: Report) -> Iterator[Source]:
    rows = {key: tuple(Address(3, row, "total") for row in rows_of([key])) for key in GROUP}
    held = [key for key, addresses in rows.items() if _count(report, addresses)]
    if len(held) == 1:
        group = GROUP[held[0]].value
        text = _ALL_ENDED[held[0]] if _count(report, rows[held[0]]) > 1 else f"结果为{group}"
        yield _stated(f"all/{held[0]}", f"办理结果只有“{group}”", text, rows[held[0]])
    for key in held:
        named = reasons(report, key).named
        if len(named) == 1 and named[0] != "other":
            words = f"“{GROUP[key].value}”只有这一种情形"
            yield _stated(f"reason/{key}", words, words_of(named[0]), _at(report, named[0]))


def _decided(report: Report) -> Iterator[Source]:
    for key, (course, rows) in _COURSES.items():
        addresses = {c: tuple(Address(4, row, c) for row in rows) for c in _ALL_DECIDED}
        counts = {c: _count(report, found) for c, found in addresses.items()}
        held = [c for c, count in counts.items() if count]
        if len(held) == 1:
            one, several = _ALL_DECIDED[held[0]]
            text = several if counts[held[0]] > 1 else one
            yield _stated(f"all/{key}", f"{course}只有这一种结果", text, addresses[held[0]])
