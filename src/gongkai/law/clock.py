"""The clock of the reply: every date is a pure function of (events, calendar, rules in force).

The day of an event does not count, the next working day is day one (民法典第二百零一条). A stop takes out the working days
after the day of asking up to and including the day of the answer; stops that overlap are taken out once. A third party's
silence ends its stop on the last day of its term, for the time beyond is no longer time the law gives it. A consultation
that is open when the count starts again keeps standing in its way. What comes after the term is over (an extension, a
postponement, a fee notice) no longer moves the clock, and nothing is due any more once a waiting has ended the matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.deadlines import RULES, TERMS, Rules, rules_on
from gongkai.law.events import KIND, Effect, Event, Ledger
from gongkai.sources import REGULATIONS, SPC_2025, Citation
from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Stop:
    """A span in which the clock stands still: from the day after ``start`` to ``end``; None while nobody has answered.

    ``assumed`` when the end is the last day of the answering term and not an answer. ``kind`` is the asking event's.
    """

    start: date
    end: date | None
    words: str
    law: Citation
    party: str = ""
    assumed: bool = False
    kind: str = ""

    def settled(self, on: date) -> bool:
        """Whether nobody is waited for any more on a day: answered by then, or the answering term is over."""
        return self.end is not None and (self.end < on or (self.end == on and not self.assumed))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the clock stands: the event it counts from, the term in working days, the stops since, what it waits for
    (supplement or payment) and what ended it. ``extension`` holds a postponement's days too (art. 35)."""

    base: Event
    rules: Rules
    term: int
    extension: int
    stops: tuple[Stop, ...]
    waits: Event | None
    ended: Event | None

    @property
    def days(self) -> int:
        """The whole term: the reply's own and the extension."""
        return self.term + self.extension


def standing(ledger: Ledger, calendar: WorkingCalendar, *, rules: Sequence[Rules] = RULES) -> Standing:
    """Read the ledger once. The rules are those in force on the day the clock counts from."""
    events = ledger.events
    base, term, in_force = _count(events[0], rules)
    waits: Event | None = None
    ended: Event | None = None
    extension = opened = 0
    for index, event in enumerate(events):
        effect = _effect(event, in_force)
        if effect is Effect.STARTS or (effect is Effect.STARTS_AGAIN and waits is not None):
            # A new count replaces the old one whole: an extension of the old term goes with it (条例第三十条).
            base, term, in_force = _count(event, rules)
            waits, ended, extension = None, None, 0
            opened = index if effect is Effect.STARTS else opened
        elif effect is Effect.ENDS:
            ended = event
        elif effect is Effect.LENGTHENS or effect is Effect.WAITS:
            # The quick look first: stops can only move the last day further away.
            if waits is None and event.on > calendar.add(base.on, term + extension):
                stops = _stops(events[opened:index], calendar, in_force, base.on)
                due = due_of(Standing(base, in_force, term, extension, stops, None, None), calendar)
                if due is not None and event.on > due.day:
                    continue
            if effect is Effect.WAITS:
                waits = event
            else:
                extension += event.days or in_force.extension
    stops = _stops(events[opened:], calendar, in_force, base.on, ended) if len(events) > 1 else ()
    return Standing(base, in_force, term, extension, stops, waits, ended)


def _count(event: Event, rules: Sequence[Rules]) -> tuple[Event, int, Rules]:
    """A count that starts with an event: the event, its term, the rules in force that day."""
    in_force = rules_on(event.on, rules)
    return event, event.days or in_force.reply, in_force


def _effect(event: Event, rules: Rules) -> Effect:
    """The effect of an event under the settings of the rules."""
    kind = event.kind
    if kind == "reasons_asked":
        return Effect.STOPS if rules.reasons_stop else Effect.NOTHING
    if not rules.fee_restarts and kind in ("fee_notified", "fee_paid"):
        return Effect.STOPS if kind == "fee_notified" else Effect.RESUMES
    return KIND[kind].effect


def _stops(
    events: Sequence[Event], calendar: WorkingCalendar, rules: Rules, base: date, ended: Event | None = None
) -> tuple[Stop, ...]:
    """The stops among the events of a round, each asking matched with its party's answer; only those that reach beyond the
    base. A decision ends every waiting."""
    found = []
    for index, event in enumerate(events):
        if _effect(event, rules) is not Effect.STOPS:
            continue
        kind, answers = KIND[event.kind], _FAMILY[event.kind]
        later = [e for e in events[index + 1 :] if e.party == event.party or not kind.of_party]
        answer = next((e for e in later if e.kind in answers), None)
        last = _last_day(event, later, calendar, rules)
        end, assumed = last, last is not None
        if answer is not None and (last is None or answer.on <= last):
            end, assumed = answer.on, False
        if ended is not None and (end is None or ended.on < end):
            end, assumed = ended.on, False
        if end is None or end > base:
            found.append(Stop(event.on, end, kind.words, kind.law, event.party, assumed, event.kind))
    return tuple(found)


_FAMILY = {
    "opinion_requested": ("opinion_received", "opinion_silent"),
    "comaker_consulted": ("comaker_answered", "comaker_silent"),
    "reasons_asked": ("reasons_given",),
    "fee_notified": ("fee_paid",),
}


def _last_day(asked: Event, later: Sequence[Event], calendar: WorkingCalendar, rules: Rules) -> date | None:
    """The last day of the answering term, or None while it is not known when the letter arrived."""
    terms = {"opinion_requested": ("opinion_delivered", rules.opinion)}
    terms["comaker_consulted"] = ("comaker_delivered", rules.comaker)
    delivered, days = terms.get(asked.kind, ("", 0))
    arrived = next((e for e in later if e.kind == delivered and e.party == asked.party), None)
    return calendar.add(arrived.on, days) if arrived else None


def _spans(stops: Sequence[Stop], since: date) -> list[tuple[date, date | None]]:
    """Stops as spans in order, overlaps joined, nothing before the base."""
    if len(stops) == 1:
        return [(max(stops[0].start, since), stops[0].end)]
    merged: list[tuple[date, date | None]] = []
    for stop in sorted(stops, key=lambda s: s.start):
        start, end = max(stop.start, since), stop.end
        if merged and (merged[-1][1] is None or start <= merged[-1][1]):
            last = merged[-1][1]
            merged[-1] = (merged[-1][0], None if last is None or end is None else max(last, end))
        else:
            merged.append((start, end))
    return merged


def reply_due(ledger: Ledger, calendar: WorkingCalendar, *, rules: Sequence[Rules] = RULES) -> Due | None:
    """The last day for the reply: 自收到申请之日起二十个工作日内答复; time for consulting does not count (条例第三十三条).

    None while the clock waits for a supplement or a payment (or when such a waiting ended the matter), or stands still
    without a known end. After the reply it is the day that was due.
    """
    return due_of(standing(ledger, calendar, rules=rules), calendar)


def due_of(state: Standing, calendar: WorkingCalendar) -> Due | None:
    """The due date of a standing; None when it cannot be known yet."""
    if state.waits is not None:
        return None
    due = _in_term(state, calendar)[1]
    if due is None:
        return None
    years = calendar.unannounced(state.base.on, due)
    return Due(due, bool(years), years)


def _in_term(state: Standing, calendar: WorkingCalendar) -> tuple[list[tuple[date, date | None]], date | None]:
    """The spans that began while the term still ran, and the last day of the term; None while a span has no end.

    What is asked after the term was over takes nothing out of it. Asked on the very last day, nothing is left of the term
    when the answer comes: the reply is due that day.
    """
    due = calendar.add(state.base.on, state.days)
    if not state.stops:
        return [], due
    found: list[tuple[date, date | None]] = []
    taken = 0
    for start, end in _spans(state.stops, state.base.on):
        if start > due:
            break
        found.append((start, end))
        if end is None:
            return found, None
        taken += calendar.count(start, end)
        due = calendar.add(state.base.on, state.days + taken)
    return found, due


def days_used(ledger: Ledger, calendar: WorkingCalendar, *, on: date, rules: Sequence[Rules] = RULES) -> int:
    """Working days counted from the base up to and including a day, or to the day of the reply; never negative."""
    state = standing(ledger, calendar, rules=rules)
    until = on
    for closing in (state.ended, state.waits):
        if closing is not None:
            until = min(until, closing.on)
    if until <= state.base.on:
        return 0
    used = calendar.count(state.base.on, until)
    for start, end in _in_term(state, calendar)[0]:
        stop = until if end is None else min(end, until)
        if stop > start:
            used -= calendar.count(start, stop)
    return used


def days_left(ledger: Ledger, calendar: WorkingCalendar, *, on: date, rules: Sequence[Rules] = RULES) -> int | None:
    """Working days left to reply after a day; negative when overdue, None while the clock waits."""
    state = standing(ledger, calendar, rules=rules)
    if state.waits is not None:
        return None
    return state.days - days_used(ledger, calendar, on=on, rules=rules)


def stopped_since(
    ledger: Ledger, calendar: WorkingCalendar, *, on: date, rules: Sequence[Rules] = RULES
) -> date | None:
    """The day since which the clock has stood still (or waited), or None when it runs or has ended."""
    state = standing(ledger, calendar, rules=rules)
    if state.ended is not None:
        return None
    if state.waits is not None:
        return state.waits.on
    for start, end in _in_term(state, calendar)[0]:
        if start <= on and (end is None or on < end):
            return start
    return None


def overdue(ledger: Ledger, calendar: WorkingCalendar, *, on: date, rules: Sequence[Rules] = RULES) -> bool:
    """Whether the reply is (or was) later than its due date, seen on a day."""
    state = standing(ledger, calendar, rules=rules)
    due = due_of(state, calendar)
    moment = state.ended.on if state.ended is not None else on
    return due is not None and moment > due.day


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must or may be done by a day: key, words, last day, who (``organ``, ``applicant``, ``party``), article."""

    key: str
    words: str
    due: Due
    who: str
    law: Citation
    party: str = ""
    optional: bool = False


def arrived(ledger: Ledger, asked: str) -> Event | None:
    """When the applicant received the notice last sent (``asked``: a key of ``TERMS``); None where that is not registered,
    or nothing was sent."""
    found = None
    for event in ledger:
        if event.kind == asked:
            found = None
        elif event.kind == TERMS[asked].delivered:
            found = event
    return found


def next_duties(
    ledger: Ledger, calendar: WorkingCalendar, *, on: date, rules: Sequence[Rules] = RULES
) -> tuple[Duty, ...]:
    """What is due next, nearest first. What the day has passed stays listed until it is done, as overdue."""
    state = standing(ledger, calendar, rules=rules)
    if state.ended is not None:
        return ()
    found = [*_own_duties(ledger, state, calendar, on), *_others_duties(ledger, state, calendar)]
    return tuple(sorted(found, key=lambda d: d.due.day))


def _own_duties(ledger: Ledger, state: Standing, calendar: WorkingCalendar, on: date) -> Iterable[Duty]:
    due = due_of(state, calendar)
    if due is not None:
        law = SPC_2025.part("判决限期公开") if state.base.kind == "reopened" else state.rules.law
        yield Duty("reply", "答复申请人", due, "organ", law)
        if not state.extension and on <= due.day:
            yield Duty(
                "extension", "如需延长，经同意并告知申请人", due, "organ", state.rules.extension_law, optional=True
            )
    last = calendar.due(state.base.on, state.rules.ask_for_supplement)
    if state.base.kind == "received" and not ledger.last("supplement_asked") and on <= last.day:
        yield Duty(
            "ask_for_supplement", "如申请内容不明确，一次性告知补正", last, "organ", REGULATIONS.art(30), optional=True
        )


def _others_duties(ledger: Ledger, state: Standing, calendar: WorkingCalendar) -> Iterable[Duty]:
    """What the applicant or a consulted party is to do: supplement, pay, give reasons, answer."""
    now = ledger.this_round
    asked, given = now.last("reasons_asked"), now.last("reasons_given")
    if asked is not None and asked.days and (given is None or given.on < asked.on):
        yield _period("reasons", "申请人说明理由", asked, asked.days, calendar)
    stopped = (s for s in state.stops if s.kind == "fee_notified" and s.end is None)
    waits = state.waits or (now.last("fee_notified") if any(stopped) else None)
    if waits is not None:
        term, told = TERMS[waits.kind], arrived(now, waits.kind)
        unknown = "" if told else f"（收到{term.notice}的日期还没有登记，暂自发出之日起算）"
        yield _period(term.key, term.words + unknown, told or waits, term.days(waits.days, state.rules), calendar)
    for stop in state.stops:
        if stop.end is not None and stop.assumed:
            years = calendar.unannounced(stop.start, stop.end)
            yield Duty(
                "opinion", f"{stop.words}：等候答复", Due(stop.end, bool(years), years), "party", stop.law, stop.party
            )


def _period(key: str, words: str, asked: Event, days: int, calendar: WorkingCalendar) -> Duty:
    return Duty(key, words, calendar.due(asked.on, days), "applicant", KIND[asked.kind].law)
