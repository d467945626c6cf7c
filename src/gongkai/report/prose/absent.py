"""What a year states by having none of something, or nothing else: words that hold only as long as the records say so.

A sentence that nothing is carried forward is as much a statement as a figure. Its words are the text of a source that is
there while they are true; once a record contradicts them the source is gone, and what stands in an edited text is marked.
"""

from collections.abc import Iterable, Iterator

from gongkai.report.cells import Address
from gongkai.report.narrative.readings import GROUP, ORGANIZATIONS, rows_of
from gongkai.report.prose.fees import Fees
from gongkai.report.prose.named import Source
from gongkai.report.reading import Report


def absences(report: Report, fees: Fees) -> Iterator[Source]:
    """The statements that hold in a year: ``none/<what>`` where there is none, ``all/<what>`` where there is nothing else."""
    new, brought = _at(report, "new"), _at(report, "brought_forward")
    if not _count(report, new):
        also = "新的" if _count(report, brought) else ""
        yield _stated("none/new", "本年新收为 0", f"没有收到{also}政府信息公开申请", new)
    else:
        yield from _applicants(report)
    if _count(report, _at(report, "total")):
        yield from _results(report)
        if not _count(report, _at(report, "carried_forward")):
            row = _at(report, "carried_forward")
            yield _stated("none/carried_forward", "结转下年度为 0", "没有结转下年度继续办理的申请", row)
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
    if not _count(report, others):
        yield _stated("all/natural_person", "本年新收只有自然人的申请", "均为自然人", (*person, *others))
    elif not _count(report, person):
        yield _stated("all/organizations", "本年新收没有自然人的申请", "均为法人或其他组织", (*person, *others))


def _results(report: Report) -> Iterator[Source]:
    rows = {key: tuple(Address(3, row, "total") for row in rows_of([key])) for key in GROUP}
    held = [key for key, addresses in rows.items() if _count(report, addresses)]
    if len(held) == 1:
        group = GROUP[held[0]].value
        yield _stated(f"all/{held[0]}", f"办理结果只有“{group}”", f"均为{group}", rows[held[0]])
