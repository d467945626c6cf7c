"""The figures of real reports (../shared/reports/facts) as reports of ours, with prose of our own around them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.report.cells import ABSENT, BLANK, Address, Cell, parse
from gongkai.report.form import Form
from gongkai.report.reading import FORMS, Passage, Report
from tests.paths import SHARED

FACTS = SHARED / "reports" / "facts"

# fmt: off
# Row codes of law.md C2 → our row keys, in the order of the form.
ROWS_3 = {
    "n": "new", "c": "brought_forward", "r1": "granted", "r2": "partially_granted",
    "3.1": "state_secret", "3.2": "prohibited_by_law", "3.3": "security_and_stability", "3.4": "third_party",
    "3.5": "internal_affairs", "3.6": "process_information", "3.7": "enforcement_file", "3.8": "registry_inquiry",
    "4.1": "not_held", "4.2": "not_compiled", "4.3": "still_unclear",
    "5.1": "petition_or_complaint", "5.2": "repeated", "5.3": "publication", "5.4": "excessive", "5.5": "reissue",
    "6.1": "supplement_lapsed", "6.2": "fee_lapsed", "6.3": "other", "T": "total", "F": "carried_forward",
}
ROWS_2 = {
    "规章": "government_rule", "规范性": "normative_document", "许可": "licence", "处罚": "penalty",
    "强制": "compulsion", "收费": "administrative_charge",
    "规章_2019": "government_rule", "规范性_2019": "normative_document", "许可_2019": "licence",
    "其他_2019": "other_service", "处罚_2019": "penalty", "强制_2019": "compulsion",
    "收费_2019": "administrative_charge", "采购": "procurement",
}
# fmt: on
ROWS_4 = ("reconsideration", "direct_suit", "suit_after_reconsideration")


def ids() -> list[str]:
    """The names of the fact files; empty where ../shared is not there."""
    return sorted(path.stem for path in FACTS.glob("*.json"))


def load(identifier: str) -> dict[str, Any]:
    """One fact file as it is."""
    content: dict[str, Any] = json.loads(_path(identifier).read_text(encoding="utf-8"))
    return content


@cache
def report(identifier: str) -> Report:
    """One fact file as a report: every address of its form, absent rows absent, blank cells blank."""
    facts = load(identifier)
    form = FORMS[facts["format"]]
    organ, year = facts["agency"], facts["year"]
    cells: dict[Address, Cell] = dict.fromkeys(form.addresses, ABSENT)
    cells.update(_section_2(form, facts["section2"]))
    cells.update(_section_3(form, facts["section3"]))
    cells.update(_section_4(form, facts["section4"]))
    return Report(
        organ=organ,
        year=year,
        form=form.key,
        cells=cells,
        title=f"{organ}{year}年政府信息公开工作年度报告",
        passages=passages(form, organ, year),
    )


def reports() -> list[tuple[str, Report]]:
    """Every fact file as (name, report); empty where ../shared is not there."""
    return [(identifier, report(identifier)) for identifier in ids()]


def passages(form: Form, organ: str, year: int) -> tuple[Passage, ...]:
    """A preamble and the six sections in short prose of our own, one paragraph or two each."""
    texts = {
        "overview": f"{year}年，{organ}围绕群众关心的事项公开政府信息。\n（一）主动公开。按规定时限更新专栏内容。\n"
        "（二）依申请公开。对每件申请登记、审查、答复并存档。",
        "problems": "一是部分栏目更新不够及时，二是解读形式较为单一。下一步将逐栏核对更新时限，增加图表解读。",
        "other_matters": "本年度没有其他需要报告的事项。",
    }
    opening = Passage("preamble", "", "", f"本报告由{organ}按照年度报告格式编制，统计期限为{year}年1月1日至12月31日。")
    return (
        opening,
        *(Passage(s.key, f"{s.number}、", s.words, texts.get(s.key, "")) for s in form.sections),
    )


def _path(identifier: str) -> Path:
    return FACTS / f"{identifier}.json"


def _read(form: Form, address: Address, printed: Any) -> Cell:
    return BLANK if printed is None else parse(str(printed), decimal=form.column(address).decimal)


def _section_2(form: Form, facts: dict[str, Any]) -> Iterator[tuple[Address, Cell]]:
    for name, figures in facts.items():
        if name not in ROWS_2 or figures is None:
            continue
        row = ROWS_2[name]
        columns = form.block(2, row).columns
        values = figures if isinstance(figures, list) else [figures]
        for column, printed in zip(columns, values, strict=True):
            address = Address(2, row, column.key)
            yield address, _read(form, address, printed)


def _section_3(form: Form, facts: dict[str, Any]) -> Iterator[tuple[Address, Cell]]:
    columns = form.table(3).blocks[0].columns
    for code, figures in facts.items():
        if figures is None:
            continue
        for column, printed in zip(columns, figures, strict=True):
            address = Address(3, ROWS_3[code], column.key)
            yield address, _read(form, address, printed)


def _section_4(form: Form, facts: list[list[int | None] | None]) -> Iterator[tuple[Address, Cell]]:
    columns = form.table(4).blocks[0].columns
    for row, figures in zip(ROWS_4, facts, strict=True):
        for column, printed in zip(columns, figures or (), strict=bool(figures)):
            address = Address(4, row, column.key)
            yield address, _read(form, address, printed)
