"""What cannot be in a row of a register: dates in disorder, halves of a pair. One function a register; each yields faults.

A value is None where the column is empty or could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.web.registers.fields import address_of, cells
from gongkai.web.registers.register import Fault, Values


def _after(values: Values, earlier: str, later: str, words: str) -> Iterator[Fault]:
    """A fault at the later column when its day comes before the earlier one."""
    first, second = values.get(earlier), values.get(later)
    if isinstance(first, date) and isinstance(second, date) and second < first:
        yield Fault(later, f"{words.format(first=first, second=second)}，前后矛盾，请核对两个日期。")


def _together(values: Values, one: str, other: str, words: str) -> Iterator[Fault]:
    """A fault when one of a pair is filled and the other is not."""
    if bool(values.get(one)) != bool(values.get(other)):
        yield Fault(other if values.get(one) else one, words)


def document(values: Values) -> Iterator[Fault]:
    """Issued, effective, valid, ended in order; what ended says how, and how it lapsed agrees with its validity."""
    yield from _after(values, "issued_on", "effective_on", "施行日期 {second} 早于制发日期 {first}")
    yield from _after(values, "issued_on", "valid_until", "有效期至 {second} 早于制发日期 {first}")
    yield from _after(values, "effective_on", "valid_until", "有效期至 {second} 早于施行日期 {first}")
    yield from _after(values, "issued_on", "ended_on", "废止或失效日期 {second} 早于制发日期 {first}")
    yield from _after(values, "issued_on", "filed_on", "备案日期 {second} 早于制发日期 {first}")
    yield from _after(values, "issued_on", "cleaned_up_on", "清理日期 {second} 早于制发日期 {first}")
    yield from _together(
        values, "ended_on", "how_ended", "「废止或失效日期」和「如何失效」须同时填写，请补全或者都留空。"
    )
    yield from _together(
        values, "clean_up", "cleaned_up_on", "「清理结果」和「清理日期」须同时填写，请补全或者都留空。"
    )
    ended, until = values.get("ended_on"), values.get("valid_until")
    if isinstance(ended, date) and isinstance(until, date) and ended > until:
        yield Fault("ended_on", f"有效期到 {until} 已经届满，不能在 {ended} 再次失效；请核对两个日期。")
    if values.get("how_ended") == "lapsed" and ended and ended != until:
        yield Fault("valid_until", f"有效期届满失效的，有效期至应为失效日期 {ended}；请补填或者改正。")
    if values.get("amends") and values.get("amends") == values.get("document_number"):
        yield Fault("amends", "文件不能修改自己，请填被修改文件的发文字号。")


def decision(values: Values) -> Iterator[Fault]:
    """One case counts one; a figure says of which days, within one year."""
    if values.get("number") and values.get("count") not in (None, 1):
        yield Fault("count", "写了决定书文号的是一件，件数应为 1；汇总数请不填文号。")
    if values.get("number") and values.get("since"):
        yield Fault("since", "逐件登记的不填统计起始日，请删去。")
    yield from _within_a_year(values)


def charge(values: Values) -> Iterator[Fault]:
    """A sum says of which days, within one year."""
    yield from _within_a_year(values)


def _within_a_year(values: Values) -> Iterator[Fault]:
    yield from _after(values, "since", "on", "统计截止日 {second} 早于统计起始日 {first}")
    since, on = values.get("since"), values.get("on")
    if isinstance(since, date) and isinstance(on, date) and since.year < on.year:
        yield Fault("since", f"统计期间跨了 {since.year} 和 {on.year} 两个年度，报告无法分开；请按年度分成两条。")


def publication(values: Values) -> Iterator[Fault]:
    """The form of an interpretation, and of nothing else; a conference or a meeting is one."""
    kind = values.get("kind")
    if kind == "interpretation" and not values.get("form"):
        yield Fault("form", "政策解读请选择解读形式。")
    if kind and kind != "interpretation" and values.get("form"):
        yield Fault("form", "只有政策解读才填解读形式，请删去或者改种类。")
    if kind in ("press_conference", "meeting") and values.get("count") not in (None, 1):
        yield Fault("count", "新闻发布会和会议公开请一次一条登记，条数填 1。")


def proposal(values: Values) -> Iterator[Fault]:
    """Received, replied, published in order; nobody is satisfied with a reply that was not given."""
    yield from _after(values, "received_on", "due_on", "答复期限 {second} 早于交办日期 {first}")
    yield from _after(values, "received_on", "replied_on", "答复日期 {second} 早于交办日期 {first}")
    yield from _after(values, "replied_on", "published_on", "答复公开日期 {second} 早于答复日期 {first}")
    for key, words in (("satisfaction", "满意度"), ("published_on", "答复公开日期")):
        if values.get(key) and not values.get("replied_on"):
            yield Fault(key, f"还没有答复就不能有{words}；请补填答复日期，或者把这一栏留空。")


def activity(values: Values) -> Iterator[Fault]:
    """A rectification says what was done, who was held to account how."""
    wanted = {"rectification": "问题整改请写明整改情况。", "accountability": "责任追究请写明处理结果。"}
    kind = values.get("kind")
    if kind in wanted and not values.get("result"):
        yield Fault("result", wanted[kind])


def duty(values: Values) -> Iterator[Fault]:
    """Held before given up."""
    yield from _after(values, "since", "until", "止 {second} 早于起 {first}")


def key_task(values: Values) -> Iterator[Fault]:
    """Done not before the year it belongs to."""
    year, done = values.get("year"), values.get("done_on")
    if isinstance(year, int) and isinstance(done, date) and done.year < year:
        yield Fault("done_on", f"完成日期 {done} 早于 {year} 年度，请核对。")


def problem(values: Values) -> Iterator[Fault]:
    """What is better says how."""
    if values.get("state") in ("improved", "solved") and not values.get("outcome"):
        yield Fault("outcome", "有改进或者已解决的，请写明改进结果。")


def figure(values: Values) -> Iterator[Fault]:
    """The value fits its cell: cases are whole numbers."""
    cell, value = values.get("cell"), values.get("value")
    if cell in cells() and value is not None:
        whole = address_of(str(cell)).column != "amount_wan_yuan"
        if whole and value != value.to_integral_value():
            yield Fault("value", "这一栏是件数，请填整数。")
