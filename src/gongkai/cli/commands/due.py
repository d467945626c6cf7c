"""``gongkai due``: when an application must be answered, and why, day by day."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from gongkai.cli.chinese import PATH, described
from gongkai.cli.dates import Day, in_words, named
from gongkai.cli.faults import ERRORS_FOUND, OK, Refused
from gongkai.cli.law_options import calendar_of, deliver, force_option, format_option, notices_option, output_file
from gongkai.cli.terminal import columns, complain

if TYPE_CHECKING:
    from gongkai.cli.happenings import Case
    from gongkai.cli.reckoning import Reckoning
    from gongkai.law.events import Ledger
    from gongkai.workdays import WorkingCalendar

EXAMPLES = (
    ("gongkai due 2026-09-25 --channel post", "哪一天之前答复，每一天计不计、为什么。"),
    ("gongkai due 2026-09-25 --event supplement_asked=2026-09-28 --event supplement_received=2026-10-09",
     "告知补正、收到补正之后重新计算。"),
    ("gongkai due 2026-03-02 --event 征求第三方意见=2026-03-05:甲公司 --event 延长答复期限=2026-03-24:10天",
     "事件可以写中文；冒号后面写第三方或者天数。"),
    ("gongkai due 2026-03-02 --on 2026-03-20", "到 3 月 20 日用了几天、还剩几天、接下来做什么。"),
    ("gongkai due --case 案例.yaml", "事件写在文件里：events 下一行一件，如 received 周一 2026-03-02。"),
)  # fmt: skip


@described(examples=EXAMPLES)
@click.argument("received", type=Day(), required=False, metavar="[收到日期]")
@click.option(
    "--channel",
    metavar="渠道",
    help="怎样收到的：counter 当面，registered_post 签收邮寄，post 平常信函，internet 互联网，fax 传真。",
)
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="事件=日期",
    help="收到之后发生的事，按先后重复写；全部事件见 --events。",
)
@click.option("--case", "case", type=PATH, metavar="文件", help="从 YAML 案例文件读事件，代替收到日期和 --event。")
@click.option("--on", type=Day(), metavar="日期", help="算到哪一天，不写就是今天。")
@click.option("--all", "every", is_flag=True, help="逐日列出，不合并相同的日子。")
@click.option("--events", "listed", is_flag=True, help="列出全部事件和渠道。")
@notices_option()
@format_option()
@output_file()
@force_option()
def command(received: date | None, channel: str | None, events: tuple[str, ...], case: str | None, on: date | None,
            every: bool, listed: bool, notices: str | None, format_: str, output: str | None, force: bool) -> int:  # fmt: skip
    """一件申请哪一天之前答复：到期日、收到日期怎样确定、逐日的计算和依据、接下来要做的事。

    收到之日不计，次日为第一日；周末和放假不计，调休上班的计。写好补正、征求意见、延长、缴费等事件，期限随之改变。
    放假通知没有发布的年份只能暂定。退出码：0，案例文件里的到期日与算出的不同时为 1，写得不对时为 2。
    """
    if listed:
        deliver(_listing(), output, force=force)
        return OK
    if case is not None:
        if received is not None or events or channel:
            raise Refused("--case 已经写明全部事件，不能再写收到日期、--event 或 --channel；请只用一种。")
        return _of_file(case, calendar_of(notices), on, format_, every, output, force=force)
    if received is None:
        raise click.UsageError("缺少收到日期，例如 gongkai due 2026-09-25；也可以用 --case 给出案例文件。")
    from gongkai.cli.happenings import ledger_of

    ledger = ledger_of(received, channel, events)
    found = _reckoned(ledger, calendar_of(notices), on)
    deliver(_written([(None, found)], format_, every, wide=output is not None), output, force=force)
    return OK


def _reckoned(ledger: "Ledger", calendar: "WorkingCalendar", on: date | None) -> "Reckoning":
    """Work an application out, on a day or today. Raises Refused."""
    from gongkai.cli.reckoning import reckon

    last = ledger.events[-1].on
    if on is not None and on < last:
        raise Refused(f"--on 写的 {on} 早于最后一件事（{last}）；请写这一天或者以后的日期。")
    # The law never asks what day it is; a command is where the day is read (house rule).
    day = on or max(date.today(), last)  # noqa: DTZ011 - the user's own day
    with in_words(ValueError):
        return reckon(ledger, calendar, on=day)


def _of_file(path: str, calendar: "WorkingCalendar", on: date | None, format_: str, every: bool, output: str | None, *,
             force: bool) -> int:  # fmt: skip
    """Every case of a file; where it states a due date, whether that is the one."""
    from gongkai.cli.happenings import cases_in

    found: list[tuple[Case | None, Reckoning]] = []
    for case in cases_in(path):
        try:
            found.append((case, _reckoned(case.ledger, calendar, on)))
        except Refused as error:
            raise Refused(f"{path}「{case.name}」：{error}") from None
    deliver(_written(found, format_, every, wide=output is not None), output, force=force)
    wrong = [(case, r) for case, r in found if case is not None and not _agrees(case, r)]
    for case, r in wrong:
        complain(f"「{case.name}」写的到期日是 {case.reply_due}，算出的是 {_short(r)}；请核对案例。")
    return ERRORS_FOUND if wrong else OK


def _short(r: "Reckoning") -> str:
    if r.due is None:
        return "未定"
    return f"{named(r.due.day)}" + ("，暂定" if r.due.provisional else "")


def _agrees(case: "Case", r: "Reckoning") -> bool:
    """Whether the due date a case states is the one worked out; a case that states none always agrees."""
    if case.reply_due is None:
        return True
    return "未定" in case.reply_due if r.due is None else str(r.due.day) in case.reply_due


def _written(found: "Sequence[tuple[Case | None, Reckoning]]", format_: str, every: bool, *, wide: bool) -> str:
    if format_ == "json":
        from gongkai.cli.reckoning import object_of

        objects = [({"case": case.name} if case else {}) | object_of(r) for case, r in found]
        whole = objects[0] if len(objects) == 1 else {"schema": 1, "cases": objects}
        return json.dumps(whole, ensure_ascii=False, indent=2)
    if format_ == "html":
        from gongkai.cli.due_page import page

        return page([(case.name if case else "", r) for case, r in found], every=every)
    width = max(columns(), 100) if wide else columns()
    if len(found) > 1:
        return _overview(found, width)
    return "\n".join(_account(found[0][1], width, every))


def _account(r: "Reckoning", width: int, every: bool) -> Iterator[str]:
    from gongkai.cli import reckoning, timeline
    from gongkai.cli.fitting import fitted
    from gongkai.cli.layout import hang, wrap

    colour = "red" if r.overdue else "yellow" if r.due is None or r.due.provisional else "green"
    for line in wrap(reckoning.headline(r), width):
        yield click.style(line, fg=colour, bold=True)
    yield ""
    for name, text in (("收到", reckoning.receipt(r)), ("期限", reckoning.term(r)), ("进度", reckoning.progress(r))):
        lines = hang(f"{name}  ", text, width)
        yield lines[0].replace(name, click.style(name, dim=True), 1)
        yield from lines[1:]
    for remark in r.remarks:
        for line in hang("注意  ", remark, width):
            yield click.style(line, fg="yellow")
    yield ""
    yield timeline.table(r.lines, r.due.day if r.due else None, width, every=every)
    yield ""
    rows = list(timeline.duty_rows(r.duties, r.on))
    if rows:
        heads = (("最后一日", "left"), ("谁", "left"), ("做什么", "left"), ("依据", "left"))
        yield fitted(heads, rows, width, "接下来", giving=(0, 2, 3))
    else:
        yield "接下来：没有未尽的期限。"


def _overview(found: "Sequence[tuple[Case | None, Reckoning]]", width: int) -> str:
    """Many cases: one row each."""
    from gongkai.cli.fitting import fitted

    heads = (("情形", "left"), ("到期日", "left"), ("案例写明", "left"), ("一致", "left"))
    rows = []
    for case, r in found:
        assert case is not None
        agrees = "" if case.reply_due is None else "是" if _agrees(case, r) else "否"
        rows.append((case.name, _short(r), case.reply_due or "", agrees))
    return fitted(heads, rows, width, giving=(0, 2)) + f"\n共 {len(rows)} 个案例。"


def _listing() -> str:
    from gongkai.cli.citing import brief
    from gongkai.cli.fitting import fitted
    from gongkai.law.events import CHANNELS, KINDS

    width = columns()
    kinds = [(k.key, k.words, k.effect.value, brief([k.law])) for k in KINDS if k.key != "received"]
    channels = [(c.key, c.words, c.rule) for c in CHANNELS]
    heads = (("事件", "left"), ("中文", "left"), ("对期限", "left"), ("依据", "left"))
    ways = (("渠道", "left"), ("中文", "left"), ("收到之日", "left"))
    return "\n\n".join(
        (
            fitted(heads, kinds, width, "事件：--event 事件=日期[:第三方][:天数]", giving=(1, 3)),
            fitted(ways, channels, width, "渠道：--channel", giving=(1, 2)),
        )
    )
