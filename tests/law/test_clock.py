"""The clock: what holds for any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.clock import days_left, days_used, next_duties, overdue, reply_due, standing, stopped_since
from gongkai.law.deadlines import DEADLINES, RULES, Rules, rules_on
from gongkai.law.events import CHANNELS, KINDS, Event, Ledger, Unlawful
from gongkai.law.explain import explain
from gongkai.workdays import WorkingCalendar, calendar

CALENDAR = calendar()
PARTIES = ("甲", "乙", "丙")


def ledger(*events: tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, int]) -> Ledger:
    return Ledger.of(
        Event(e[0], date.fromisoformat(e[1]), party=e[2] if len(e) > 2 else "", days=e[3] if len(e) > 3 else None)
        for e in events
    )


@st.composite
def histories(draw: st.DrawFn) -> Ledger:
    """Receipt, perhaps a supplement, consultations of several parties answered in any order, perhaps an extension."""
    on = draw(st.dates(date(2019, 6, 1), date(2026, 6, 30)))
    events = [Event("received", on)]
    if draw(st.booleans()):
        on += timedelta(days=draw(st.integers(0, 9)))
        events.append(Event("supplement_asked", on))
        on += timedelta(days=draw(st.integers(0, 30)))
        events.append(Event("supplement_received", on))
    steps: list[tuple[int, str, str]] = []
    for party in PARTIES[: draw(st.integers(0, 3))]:
        asked = draw(st.integers(0, 20))
        steps.append((asked, "opinion_requested", party))
        if draw(st.booleans()):
            steps.append((asked + draw(st.integers(0, 5)), "opinion_delivered", party))
        if draw(st.booleans()):
            steps.append((asked + 6 + draw(st.integers(0, 30)), "opinion_received", party))
    if draw(st.booleans()):
        steps.append((draw(st.integers(0, 15)), "extended", ""))
    for offset, kind, party in sorted(steps, key=lambda s: s[0]):
        events.append(Event(kind, on + timedelta(days=offset), party=party, days=20 if kind == "extended" else None))
    return Ledger.of(events)


def test_it_works() -> None:
    plain = ledger(("received", "2024-04-22"))
    due = reply_due(plain, CALENDAR)
    assert due is not None
    assert due.day == date(2024, 5, 21)
    assert days_used(plain, CALENDAR, on=date(2024, 4, 26)) == 4
    assert days_left(plain, CALENDAR, on=date(2024, 4, 26)) == 16
    assert not overdue(plain, CALENDAR, on=date(2024, 5, 21))
    assert overdue(plain, CALENDAR, on=date(2024, 5, 22))
    assert days_left(plain, CALENDAR, on=date(2024, 5, 22)) == -1


def test_a_late_reply_stays_late() -> None:
    late = ledger(("received", "2024-04-22"), ("decided", "2024-05-23"))
    assert overdue(late, CALENDAR, on=date(2025, 1, 1))
    assert days_left(late, CALENDAR, on=date(2025, 1, 1)) == -2


def test_stopped_since() -> None:
    asked = ledger(("received", "2026-03-02"), ("opinion_requested", "2026-03-05", "甲"))
    assert stopped_since(asked, CALENDAR, on=date(2026, 3, 9)) == date(2026, 3, 5)
    answered = asked.append(Event("opinion_received", date(2026, 3, 10), party="甲"))
    assert stopped_since(answered, CALENDAR, on=date(2026, 3, 10)) is None
    waiting = ledger(("received", "2026-03-02"), ("supplement_asked", "2026-03-04"))
    assert stopped_since(waiting, CALENDAR, on=date(2026, 3, 9)) == date(2026, 3, 4)
    assert days_left(waiting, CALENDAR, on=date(2026, 3, 9)) is None


def test_next_duties_name_who_and_when() -> None:
    waiting = ledger(("received", "2026-03-02"), ("supplement_asked", "2026-03-04", "", 10))
    (duty,) = next_duties(waiting, CALENDAR, on=date(2026, 3, 5))
    assert (duty.key, duty.who, duty.due.day) == ("supplement", "applicant", date(2026, 3, 18))
    running = ledger(("received", "2026-03-02"))
    assert [d.key for d in next_duties(running, CALENDAR, on=date(2026, 3, 3))] == [
        "ask_for_supplement",
        "reply",
        "extension",
    ]
    assert next_duties(running.append(Event("decided", date(2026, 3, 4))), CALENDAR, on=date(2026, 3, 5)) == ()


def test_settings_decide_what_the_law_leaves_open() -> None:
    row = RULES[-1]
    stops = (Rules(**{**{f: getattr(row, f) for f in row.__slots__}, "reasons_stop": True}),)  # type: ignore[arg-type]
    asked = ledger(("received", "2026-03-02"), ("reasons_asked", "2026-03-05"), ("reasons_given", "2026-03-16"))
    plain, stopped = reply_due(asked, CALENDAR), reply_due(asked, CALENDAR, rules=stops)
    assert plain is not None
    assert stopped is not None
    assert CALENDAR.count(plain.day, stopped.day) == 7


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("decided", "2026-03-02")], "第一件事应当是「收到申请」"),
        ([("received", "2026-03-02"), ("received", "2026-03-03")], "只能收到一次"),
        ([("received", "2026-03-02"), ("decided", "2026-03-01")], "早于前一件事"),
        ([("received", "2026-03-02"), ("supplement_received", "2026-03-05")], "还没有「告知补正」"),
        ([("received", "2026-03-02"), ("opinion_received", "2026-03-05", "甲")], "还没有「征求第三方意见」"),
        ([("received", "2026-03-02"), ("extended", "2026-03-05", "", 999)], "不合理"),
        ([("guessed", "2026-03-02")], "没有「guessed」这种事件"),
    ],
)
def test_what_cannot_be_is_refused(events: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(Unlawful, match=says):
        ledger(*events)


def test_before_the_first_regulations_there_are_no_rules() -> None:
    with pytest.raises(ValueError, match="没有可适用的期限"):
        rules_on(date(2007, 1, 1))


def test_every_row_has_its_article() -> None:
    assert all(str(row.law) for row in (*DEADLINES, *KINDS, *CHANNELS, *RULES))


@given(histories())
def test_the_due_date_is_a_working_day_and_explained(history: Ledger) -> None:
    due = reply_due(history, CALENDAR)
    state = standing(history, CALENDAR)
    if due is None:
        return
    assert CALENDAR.is_working_day(due.day)
    lines = explain(history, CALENDAR)
    assert lines[-1].day == due.day
    assert state.days == sum(line.counted for line in lines)
    asked_last = any(stop.start == next(x.day for x in lines if x.number == state.days) for stop in state.stops)
    assert lines[-1].number == state.days or asked_last
    assert [line.day for line in lines] == [lines[0].day + timedelta(days=i) for i in range(len(lines))]


@given(histories(), st.integers(0, 120))
def test_days_used_never_falls_and_never_is_negative(history: Ledger, offset: int) -> None:
    on = history.events[0].on + timedelta(days=offset)
    used = days_used(history, CALENDAR, on=on)
    assert 0 <= used <= days_used(history, CALENDAR, on=on + timedelta(days=1))
    due = reply_due(history, CALENDAR)
    if due is not None and due.day <= date(2034, 12, 31):
        assert days_used(history, CALENDAR, on=due.day) == standing(history, CALENDAR).days


@given(st.dates(date(2019, 6, 1), date(2026, 6, 30)), st.permutations(PARTIES))
def test_parties_asked_the_same_day_may_stand_in_any_order(on: date, order: list[str]) -> None:
    asked = [Event("opinion_requested", on, party=p) for p in order]
    answered = [Event("opinion_received", on + timedelta(days=9), party=p) for p in reversed(order)]
    plain = [Event("opinion_requested", on, party=p) for p in PARTIES]
    back = [Event("opinion_received", on + timedelta(days=9), party=p) for p in PARTIES]
    first = Event("received", on)
    assert reply_due(Ledger.of([first, *asked, *answered]), CALENDAR) == reply_due(
        Ledger.of([first, *plain, *back]), CALENDAR
    )


@given(histories(), st.integers(1, 20))
def test_a_longer_stop_never_brings_the_date_forward(history: Ledger, more: int) -> None:
    last = history.events[-1]
    longer = Event("opinion_requested", last.on, party="丁")
    short = reply_due(
        Ledger((*history, longer, Event("opinion_received", last.on + timedelta(days=1), party="丁"))), CALENDAR
    )
    long = reply_due(
        Ledger((*history, longer, Event("opinion_received", last.on + timedelta(days=1 + more), party="丁"))), CALENDAR
    )
    if short is not None and long is not None:
        assert short.day <= long.day


@given(st.dates(date(2019, 6, 1), date(2026, 6, 30)), st.integers(1, 30))
def test_a_day_off_more_never_brings_the_date_forward(on: date, after: int) -> None:
    """Recomputing after a calendar change moves the right way."""
    from gongkai.sources import HOLIDAYS
    from gongkai.workdays import DayKind, DayOff

    extra = DayOff(on + timedelta(days=after), DayKind.HOLIDAY, "台风停工", HOLIDAYS.part(""))
    other = WorkingCalendar(
        first=2019, last=2035, days_off=[*CALENDAR.exceptions.values(), extra], announced=CALENDAR.announced
    )
    before, later = (
        reply_due(Ledger((Event("received", on),)), CALENDAR),
        reply_due(Ledger((Event("received", on),)), other),
    )
    assert before is not None
    assert later is not None
    assert before.day <= later.day
