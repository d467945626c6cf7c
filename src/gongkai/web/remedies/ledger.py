"""What the events of a case say when they are read in order, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gongkai.law.remedies import COURSE, DISPOSAL, UNACCEPTED, BadRemedy, Contest
from gongkai.web.remedies.models import Happening


class Happened(NamedTuple):
    """An event that stands: kind (a Happening), day, and for an end how it ended (key of law.remedies.DISPOSALS)."""

    kind: str
    on: date
    disposal: str = ""


# In the course of a case; settles the order of events of the same day.
_ORDER = {kind: at for at, kind in enumerate(Happening.values)}
_ONCE = frozenset({Happening.RECEIVED, Happening.ACCEPTED, Happening.ANSWERED, Happening.VOIDED})
_AFTER_THE_END = frozenset({Happening.SERVED, Happening.APPEALED, Happening.RETRIED, Happening.VOIDED})


class Span(NamedTuple):
    """A stretch a case is counted over: from its acceptance (or the appeal, or the ruling to retry it) to its end and result."""

    since: date
    ended_on: date | None = None
    disposal: str = ""


@dataclass
class Standing:
    """Where a case stands: the day of each step that counts, None while it has not happened.

    ``over`` are the stretches that an appeal or a retrial of a later year closed for good; ``spans`` adds the one that runs.
    """

    received_on: date | None = None
    accepted_on: date | None = None
    answered_on: date | None = None
    heard_on: date | None = None
    ended_on: date | None = None
    served_on: date | None = None
    appealed_on: date | None = None
    retried_on: date | None = None
    voided_on: date | None = None
    disposal: str = ""
    suspended: bool = False
    seen: set[str] = field(default_factory=set)
    over: list[Span] = field(default_factory=list)
    running_since: date | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every stretch the case is counted over, the oldest first; none before it is accepted. No year is in two."""
        if self.running_since is None:
            return ()
        return (*self.over, Span(self.running_since, self.ended_on, self.disposal))


def in_order(events: Iterable[Happened]) -> list[Happened]:
    """By day; what falls on one day as a case runs."""
    return sorted(events, key=lambda e: (e.on, _ORDER[e.kind]))


def stand(course: str, events: Iterable[Happened], *, today: date) -> Standing:
    """Read the standing events of a case of a course. Raises BadRemedy (one Chinese sentence) where they cannot all be
    true: a day in the future, a step twice, an end before the acceptance, a result the course does not know."""
    state = Standing()
    for event in in_order(events):
        words = Happening(event.kind).label
        if event.on > today:
            raise BadRemedy(f"「{words}」的日期 {event.on} 晚于今天（{today}）；请核对。")
        if event.kind in _ONCE and event.kind in state.seen:
            raise BadRemedy(f"「{words}」已经登记过；日期有误的，请在案件进展里更正那一条。")
        if state.ended_on and event.kind not in _AFTER_THE_END:
            raise BadRemedy(
                f"案件已于 {state.ended_on} 审结，其后（{event.on}）不能再登记「{words}」；请核对日期，上诉、再审的先登记上诉或者裁定再审。"
            )
        state.seen.add(event.kind)
        _STEP[Happening(event.kind)](state, event, course)
    return state


def _received(state: Standing, event: Happened, _: str) -> None:
    state.received_on = event.on


def _accepted(state: Standing, event: Happened, _: str) -> None:
    state.accepted_on = state.running_since = event.on


def _answered(state: Standing, event: Happened, _: str) -> None:
    if state.received_on is None:
        raise BadRemedy(f"还没有登记收到副本的日期，或者它晚于提交答复的日期 {event.on}；请先登记收到副本。")
    state.answered_on = event.on


def _heard(state: Standing, event: Happened, _: str) -> None:
    _must_be_accepted(state, event)
    state.heard_on = event.on


def _suspended(state: Standing, event: Happened, _: str) -> None:
    _must_be_accepted(state, event)
    if state.suspended:
        raise BadRemedy("案件已经中止；请先登记恢复审理。")
    state.suspended = True


def _resumed(state: Standing, event: Happened, _: str) -> None:
    if not state.suspended:
        raise BadRemedy(f"{event.on} 时案件没有中止，不能登记恢复审理；请核对日期。")
    state.suspended = False


def _ended(state: Standing, event: Happened, course: str) -> None:
    if not event.disposal:
        raise BadRemedy("登记审结须选择结果。")
    # Who refuses to take a case ends it before it was accepted; no table counts it.
    refused = event.disposal in UNACCEPTED and course in DISPOSAL[event.disposal].courses
    accepted = event.on if refused and state.accepted_on is None else _must_be_accepted(state, event)
    Contest(course, accepted, event.disposal, event.on)  # refuses a result that is not of the course
    state.ended_on, state.disposal, state.suspended = event.on, event.disposal, False


def _served(state: Standing, event: Happened, _: str) -> None:
    if state.ended_on is None:
        raise BadRemedy(f"收到文书的日期 {event.on} 早于审结日期，或者还没有登记审结；请先登记审结。")
    state.served_on = event.on


def _appealed(state: Standing, event: Happened, course: str) -> None:
    if course == "reconsideration":
        raise BadRemedy("行政复议没有上诉；对复议决定不服起诉的，请另行登记“复议后起诉”。", COURSE[course].law)
    if state.ended_on is None:
        raise BadRemedy(f"上诉日期 {event.on} 时一审还没有审结；请先登记一审结果。")
    _opened_again(state, event)
    state.appealed_on = event.on


def _retried(state: Standing, event: Happened, course: str) -> None:
    if course == "reconsideration":
        raise BadRemedy("行政复议没有再审；对复议决定不服起诉的，请另行登记“复议后起诉”。", COURSE[course].law)
    if state.ended_on is None:
        raise BadRemedy(f"裁定再审日期 {event.on} 时案件还没有审结；请先登记生效判决、裁定的结果。")
    _opened_again(state, event)
    state.retried_on = event.on


def _opened_again(state: Standing, event: Happened) -> None:
    """A judgment that is appealed or retried is open again. In a later year than it was given it stands as it was at the end
    of its year, whose report counted it, and the case is counted anew; within one year it would stand in two columns."""
    if state.ended_on and state.ended_on.year < event.on.year and state.running_since:
        state.over.append(Span(state.running_since, state.ended_on, state.disposal))
        state.running_since = event.on
    state.ended_on, state.disposal, state.served_on = None, "", None


def _voided(state: Standing, event: Happened, _: str) -> None:
    state.voided_on = event.on


def _must_be_accepted(state: Standing, event: Happened) -> date:
    if state.accepted_on is None:
        raise BadRemedy(
            f"「{Happening(event.kind).label}」（{event.on}）之前没有受理（立案）日期；请先登记受理，或者核对两个日期。"
        )
    return state.accepted_on


_STEP = {
    Happening.RECEIVED: _received,
    Happening.ACCEPTED: _accepted,
    Happening.ANSWERED: _answered,
    Happening.HEARD: _heard,
    Happening.SUSPENDED: _suspended,
    Happening.RESUMED: _resumed,
    Happening.ENDED: _ended,
    Happening.SERVED: _served,
    Happening.APPEALED: _appealed,
    Happening.RETRIED: _retried,
    Happening.VOIDED: _voided,
}


def open_to(course: str, state: Standing, kinds: Sequence[str] = Happening.values) -> list[str]:
    """The kinds that can be entered next, whatever their day."""
    if state.voided_on:
        return []
    found = []
    for kind in kinds:
        barred = (
            kind in _ONCE and kind in state.seen,
            state.ended_on is not None and kind not in _AFTER_THE_END,
            kind in (Happening.APPEALED, Happening.RETRIED) and (course == "reconsideration" or state.ended_on is None),
            kind == Happening.SERVED and (state.ended_on is None or state.served_on is not None),
            kind == Happening.SUSPENDED and (state.suspended or state.accepted_on is None),
            kind == Happening.RESUMED and not state.suspended,
            kind == Happening.HEARD and state.accepted_on is None,
            kind == Happening.ANSWERED and state.received_on is None,
        )
        if not any(barred):
            found.append(kind)
    return found
