"""The clock of the reply: every date is a pure function of (events, calendar, rules in force).

The day of an event does not count, the next working day is day one (民法典第二百零一条). A stop takes out the working days
after the day of asking up to and including the day of the answer; stops that overlap are taken out once. A third party's
silence ends its stop on the last day of its term, for the time beyond is no longer time the law gives it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.law.deadlines import RULES, Rules, rules_on
from gongkai.law.events import KIND, Effect, Event, Ledger
from gongkai.sources import REGULATIONS, SPC_2025, Citation
from gongkai.workdays import Due, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Stop:
    """A span in which the clock stands still: from the day after ``start`` to ``end``; None while nobody has answered.

    ``assumed`` when the end is the last day of the answering term and not an answer.
    """

    start: date
    end: date | None
    words: str
    law: Citation
    party: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the clock stands: the event it counts from, the term in working days, the stops since, and what it waits for
    (supplement or payment) or what ended it."""

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
    first = events[0]
    base, waits, ended, extension, term = first, None, None, 0, 0
    in_force = rules_on(first.on, tuple(rules))
    since = 0
    for index, event in enumerate(events):
        effect = _effect(event, in_force)
        if effect in (Effect.STARTS, Effect.STARTS_AGAIN):
            # A new count replaces the old one whole: an extension of the old term goes with it (条例第三十条).
            base, waits, ended, extension, since = event, None, None, 0, index
            in_force = rules_on(event.on, tuple(rules))
            term = event.days or in_force.reply
        elif effect is Effect.LENGTHENS:
            extension += event.days or in_force.extension
        elif effect is Effect.WAITS:
            waits = event
        elif effect is Effect.ENDS:
            ended, waits = event, None
    stops = tuple(_stops(events[since:], calendar, in_force))
    return Standing(base, in_force, term, extension, stops, waits, ended)


def _effect(event: Event, rules: Rules) -> Effect:
    """The effect of an event under the settings of the rules."""
    if event.kind == "reasons_asked":
        return Effect.STOPS if rules.reasons_stop else Effect.NOTHING
    if not rules.fee_restarts and event.kind in ("fee_notified", "fee_paid"):
        return Effect.STOPS if event.kind == "fee_notified" else Effect.RESUMES
    return event.effect


def _stops(events: Sequence[Event], calendar: WorkingCalendar, rules: Rules) -> Iterable[Stop]:
    """The stops among some events, each asking matched with its party's answer."""
    for index, event in enumerate(events):
        if _effect(event, rules) is not Effect.STOPS:
            continue
        later = [e for e in events[index + 1 :] if e.party == event.party or not KIND[event.kind].of_party]
        answer = next((e for e in later if _answers(e, event)), None)
        kind = KIND[event.kind]
        if answer is not None:
            last = _last_day(event, later, calendar, rules)
            end = answer.on if last is None else min(answer.on, last)
            yield Stop(event.on, end, kind.words, kind.law, event.party, assumed=end != answer.on)
        else:
            last = _last_day(event, later, calendar, rules)
            yield Stop(event.on, last, kind.words, kind.law, event.party, assumed=last is not None)


_FAMILY = {
    "opinion_requested": ("opinion_received", "opinion_silent"),
    "comaker_consulted": ("comaker_answered", "comaker_silent"),
    "reasons_asked": ("reasons_given",),
    "fee_notified": ("fee_paid",),
}


def _answers(event: Event, asked: Event) -> bool:
    return event.kind in _FAMILY[asked.kind]


def _last_day(asked: Event, later: Sequence[Event], calendar: WorkingCalendar, rules: Rules) -> date | None:
    """The last day of the answering term, or None while it is not known when the letter arrived."""
    if asked.kind == "comaker_consulted":
        return calendar.add(asked.on, rules.comaker)
    if asked.kind == "opinion_requested":
        arrived = next((e for e in later if e.kind == "opinion_delivered" and e.party == asked.party), None)
        return calendar.add(arrived.on, rules.opinion) if arrived else None
    return None


def _spans(stops: Iterable[Stop], since: date) -> list[tuple[date, date | None]]:
    """Stops as spans in order, overlaps joined, nothing before the base."""
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

    None while the clock waits for a supplement or a payment, or stands still without a known end. After the reply it is
    the day that was due.
    """
    return due_of(standing(ledger, calendar, rules=rules), calendar)


def due_of(state: Standing, calendar: WorkingCalendar) -> Due | None:
    """The due date of a standing; None when it cannot be known yet."""
    if state.waits is not None:
        return None
    due = calendar.add(state.base.on, state.days)
    taken = 0
    for start, end in _spans(state.stops, state.base.on):
        if start >= due:
            break
        if end is None:
            return None
        taken += calendar.count(start, end)
        due = calendar.add(state.base.on, state.days + taken)
    years = tuple(y for y in range(state.base.on.year, due.year + 1) if y not in calendar.announced)
    return Due(due, bool(years), years)


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
    for start, end in _spans(state.stops, state.base.on):
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
    for start, end in _spans(state.stops, state.base.on):
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
    if state.waits is not None:
        supplement = state.waits.kind == "supplement_asked"
        term = state.waits.days or (state.rules.supplement if supplement else state.rules.fee_payment)
        words = "申请人补正" if supplement else "申请人缴费"
        yield Duty(
            "supplement" if supplement else "fee_payment",
            words,
            calendar.due(state.waits.on, term),
            "applicant",
            KIND[state.waits.kind].law,
        )
    for stop in state.stops:
        if stop.end is not None and stop.assumed:
            years = tuple(y for y in range(stop.start.year, stop.end.year + 1) if y not in calendar.announced)
            yield Duty(
                "opinion", f"{stop.words}：等候答复", Due(stop.end, bool(years), years), "party", stop.law, stop.party
            )
