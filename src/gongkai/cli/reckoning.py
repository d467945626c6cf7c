"""What ``gongkai due`` tells of one application, gathered once: text, JSON and HTML are written from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.cli.dates import named
from gongkai.law.clock import (
    Duty,
    Standing,
    days_left,
    days_used,
    due_of,
    next_duties,
    overdue,
    standing,
    stopped_since,
)
from gongkai.law.conditions import Facts
from gongkai.law.events import CHANNEL, KIND, Channel, Effect, Event, Ledger
from gongkai.law.explain import Line, explain
from gongkai.law.stages import MOVE, refusals, stage_of
from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True)
class Reckoning:
    """An application on a day: its ledger, where its clock stands, the due date, every day explained, the duties, and
    what in the ledger the rules of procedure forbid."""

    ledger: Ledger
    on: date
    state: Standing
    due: Due | None
    used: int
    left: int | None
    stopped: date | None
    overdue: bool
    stage: str
    lines: tuple[Line, ...]
    duties: tuple[Duty, ...]
    remarks: tuple[str, ...]

    @property
    def received(self) -> Event:
        """How it began."""
        return self.ledger.events[0]

    @property
    def channel(self) -> Channel | None:
        """The channel it came by, when it was said."""
        return CHANNEL.get(self.received.channel)


def reckon(ledger: Ledger, calendar: WorkingCalendar, *, on: date) -> Reckoning:
    """Work everything out. Raises CalendarEnds, and ValueError (a Chinese sentence) before the regulations."""
    state = standing(ledger, calendar)
    return Reckoning(
        ledger,
        on,
        state,
        due_of(state, calendar),
        days_used(ledger, calendar, on=on),
        days_left(ledger, calendar, on=on),
        stopped_since(ledger, calendar, on=on),
        overdue(ledger, calendar, on=on),
        stage_of(ledger, calendar, on=on).value,
        explain(ledger, calendar, until=_until(state, on)),
        next_duties(ledger, calendar, on=on),
        tuple(_remarks(ledger, calendar)),
    )


def _until(state: Standing, on: date) -> date | None:
    """While the end is not known the days are told up to the day asked for, within reason."""
    return None if state.ended is not None or (on - state.base.on).days > 400 else on


def _remarks(ledger: Ledger, calendar: WorkingCalendar) -> Iterator[str]:
    """What the table of moves forbids, as far as the days alone show it."""
    for at, event in enumerate(ledger.events[1:], 1):
        timed = {c.key for c in MOVE[event.kind].conditions if c.timed}
        before = Ledger(ledger.events[:at])
        for refusal in refusals(before, event, facts=Facts(), calendar=calendar):
            if refusal.key in timed or refusal.key == "stage":
                yield f"{named(event.on)} {refusal}。"


def headline(r: Reckoning) -> str:
    """The answer in one line."""
    if r.state.ended is not None and r.state.ended.kind != "decided":
        return f"已于 {named(r.state.ended.on)}办结：{KIND[r.state.ended.kind].words}，不再计算答复期限。"
    if r.due is None:
        return f"答复期限未定：{_waiting(r)}。"
    words = f"{named(r.due.day)}前（含当日）答复"
    if r.state.ended is not None:
        late = "逾期" if r.overdue else "在期限内"
        words = f"应于 {words}；已于 {named(r.state.ended.on)}作出答复，{late}"
    elif r.overdue and r.left is not None:
        words += f"，已逾期 {-r.left} 个工作日"
    if r.due.provisional:
        years = "、".join(map(str, r.due.years))
        words += f"（暂定：{years} 年的放假通知还没有发布，按法定节假日推算）"
    return f"{words}。"


def _waiting(r: Reckoning) -> str:
    if r.state.waits is not None:
        supplement = r.state.waits.kind == "supplement_asked"
        what = "补正" if supplement else "缴费"
        again = "重新计算" if supplement or r.state.rules.fee_restarts else "恢复计算"
        return f"{named(r.state.waits.on)}起等待申请人{what}，收到{what}之后{again}"
    stop = next(s for s in r.state.stops if s.end is None)
    party = f"（{stop.party}）" if stop.party else ""
    whom, key = (
        ("共同制作机关", "comaker_delivered") if stop.kind == "comaker_consulted" else ("第三方", "opinion_delivered")
    )
    return (
        f"{named(stop.start)}起{stop.words}{party}，期限停止计算；"
        f"写明送达{whom}的日期（{key}）即可推算，收到答复后恢复计算"
    )


def receipt(r: Reckoning) -> str:
    """How the day of receipt was fixed (art. 31)."""
    words = f"{named(r.received.on)}收到申请"
    if r.channel is None:
        return f"{words}。没有写明渠道（--channel），收到之日按所给的日期；怎样确定见{KIND['received'].law}。"
    return f"{words}，渠道是{r.channel.words}：{r.channel.rule}（{r.channel.law}）。"


def term(r: Reckoning) -> str:
    """What is counted, and from when."""
    base, days = r.state.base, f"{r.state.term} 个工作日"
    if r.state.extension:
        days += f"，延长 {r.state.extension} 个工作日，共 {r.state.days} 个"
    start = "起" if base is r.received else f"{KIND[base.kind].words}起重新"
    stops = sum(1 for s in r.state.stops)
    taken = f"；{stops} 次征求意见的时间不计" if stops else ""
    return f"自 {named(base.on)}{start}计算，当日不计，{days}{taken}（{r.state.rules.law}）。"


def progress(r: Reckoning) -> str:
    """How far the term has run on the day asked for."""
    words = f"{named(r.on)}：{r.stage}，已用 {r.used} 个工作日"
    if r.state.ended is not None:
        return words + "。"
    if r.left is not None and r.left < 0:
        return f"{words}，已逾期 {-r.left} 个工作日。"
    if r.left is not None:
        words += f"，还剩 {r.left} 个工作日" if r.left else "，今天是最后一日"
    if r.stopped is not None:
        words += f"，期限自 {named(r.stopped)}起停止计算" if r.state.waits is None else "，期限尚未重新起算"
    return words + "。"


def object_of(r: Reckoning) -> dict[str, Any]:
    """The reckoning as JSON: keys are code words, days ISO dates."""
    return {
        "schema": 1,
        "reply_due": _due(r.due),
        "received": {
            "on": str(r.received.on),
            "channel": r.received.channel or None,
            "rule": r.channel.rule if r.channel else None,
            "law": str(r.channel.law if r.channel else KIND["received"].law),
        },
        "counts_from": {"event": r.state.base.kind, "on": str(r.state.base.on), "law": str(r.state.rules.law)},
        "term": r.state.term,
        "extension": r.state.extension,
        "on": str(r.on),
        "stage": r.stage,
        "days_used": r.used,
        "days_left": r.left if r.state.ended is None else None,
        "stopped_since": str(r.stopped) if r.stopped else None,
        "overdue": r.overdue,
        "ended": {"event": r.state.ended.kind, "on": str(r.state.ended.on)} if r.state.ended else None,
        "remarks": list(r.remarks),
        "days": [_line(line) for line in r.lines],
        "duties": [_duty(duty) for duty in r.duties],
    }


def _due(due: Due | None) -> dict[str, Any] | None:
    if due is None:
        return None
    return {"day": str(due.day), "provisional": due.provisional, "unannounced_years": list(due.years)}


def _line(line: Line) -> dict[str, Any]:
    return {
        "day": str(line.day),
        "weekday": line.weekday,
        "counted": line.counted,
        "number": line.number,
        "why": line.why,
        "law": str(line.law),
        "provisional": line.provisional,
        "events": [
            {"event": e.kind, "days": e.days, "party": e.party or None, "moves_clock": e.effect is not Effect.NOTHING}
            for e in line.events
        ],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "key": duty.key,
        "words": duty.words,
        "due": _due(duty.due),
        "who": duty.who,
        "party": duty.party or None,
        "optional": duty.optional,
        "law": str(duty.law),
    }
