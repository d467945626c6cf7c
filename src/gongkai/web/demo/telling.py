"""Telling the stories: every act of a case, on its day, through the operation that a clerk would use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from gongkai.law import stages
from gongkai.law.conditions import Facts
from gongkai.law.events import KIND, Event
from gongkai.web.applications import decisions, delivery, fees, intake, messages, steps
from gongkai.web.applications.assign import assign
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Letter, Message
from gongkai.web.demo import city, enclosures
from gongkai.web.demo.clock import Day, as_of
from gongkai.web.demo.stories import Act, Story
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Post, Role, Unit
from gongkai.web.review.models import Opinion, Review


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done on a day, through an operation."""

    on: date
    run: Callable[[], object]


def perform(deeds: Iterable[Deed], clock: Day, step: Callable[[], None]) -> None:
    """Do everything in the order of its days; ``step`` is called after each deed."""
    for deed in sorted(deeds, key=lambda d: d.on):
        with as_of(clock.next(deed.on)):
            deed.run()
        step()


@dataclass
class _Case:
    """A story while it is told."""

    story: Story
    began: date
    staff: dict[tuple[str, str, int | None], Viewer]
    unit: Unit | None = None
    application: Application | None = None
    passage: Review | None = None

    @cached_property
    def organ(self) -> Organ:
        """Whose case it is."""
        return Organ.objects.get(short_name=self.story.organ)


def told(stories: Iterable[Story], *, today: date, codes: dict[str, str] | None = None) -> list[Deed]:
    """The deeds of stories; the query codes of the bureau's present cases are put into ``codes``.

    Raises ValueError for a story that reaches into the future.
    """
    working = the_calendar()
    past = working.working_days(today - timedelta(days=180), today)
    found: list[Deed] = []
    staff: dict[tuple[str, str, int | None], Viewer] = {}
    for story in stories:
        case = _Case(story, story.began if isinstance(story.began, date) else past[-1 - story.began], staff)
        found.append(Deed(case.began, lambda c=case: _submit(c, codes)))  # type: ignore[misc]
        for act in story.acts:
            day = working.add(case.began, act.after) if act.after else case.began
            if day > today:
                raise ValueError(f"the story “{story.subject}” reaches into the future")
            found.append(Deed(day, lambda c=case, a=act, d=day: _take(c, a, d)))  # type: ignore[misc]
    return found


def _submit(case: _Case, codes: dict[str, str] | None) -> None:
    story = case.story
    receipt = intake.submit(
        organ=case.organ,
        person=applicant(story),
        matter=intake.Matter(story.subject, story.content),
        channel=story.channel,
        viewer=None if story.channel == "internet" else _viewer(case, Role.CLERK, case.began),
    )
    case.application = receipt.application
    if codes is not None and story.organ == city.BUREAU and not isinstance(story.began, date):
        codes[receipt.application.number] = receipt.code


def applicant(story: Story) -> intake.Person:
    """Who asks in a story: a resident, or a body of one of the kinds the form knows."""
    name, identity, telephone, address = city.resident(story.who or 200 + len(story.subject))
    if not story.body:
        return intake.Person("natural_person", name, identity, telephone, address)
    kind, code = city.body(story.body)
    return intake.Person(
        kind, city.full_name(story.body), code, telephone, address, id_kind="统一社会信用代码", agent=name
    )


def _viewer(case: _Case, role: str, on: date) -> Viewer:
    """Who takes a role in a case. Nobody's posts change while the stories are told, so they are read once."""
    key = case.story.organ, role, case.unit.pk if case.unit else None
    if key not in case.staff:
        posts = Post.objects.filter(organ=case.organ, role=role).select_related("person")
        fitting = posts.filter(unit=case.unit) if role in (Role.HANDLER, Role.REVIEWER) and case.unit else posts
        post = fitting.first() or posts.first() or Post.objects.filter(organ=case.organ, role=Role.CLERK).first()
        assert post is not None
        case.staff[key] = Viewer.of(post.person, on=on)
    return replace(case.staff[key], on=on)


def _take(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    case.application = Application.objects.select_related("organ", "applicant").get(pk=case.application.pk)
    if act.what in KIND and not (act.units or act.what in ("fee_paid", "delivered")):
        _event(case, act, on)
    else:
        _ACTS[act.what](case, act, on)


def _event(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    step, viewer = _step(case, act, on)
    steps.take(case.application, step, viewer=viewer)


def _step(case: _Case, act: Act, on: date) -> tuple[steps.StepInput, Viewer]:
    """The step of an act and who takes it."""
    viewer = _viewer(case, steps.WHO[stages.MOVE[act.what].who][0], on)
    received = act.what == "received"
    approver = str(viewer.person) if act.what == "extended" else ""
    facts = Facts(reason=act.reason, approver=approver, position=act.position)
    day = case.story.received or on if received else on
    event = Event(act.what, day, days=act.days, party=act.party, channel=case.story.channel if received else "")
    return steps.StepInput(event, facts, {**act.elements, **_earlier(case, act.what)}), viewer


def _letter(case: _Case, key: str = "") -> Letter:
    """The last numbered letter of the case, or of a kind."""
    assert case.application is not None
    rows = case.application.letters.exclude(number="")
    found = (rows.filter(key=key) if key else rows).last()
    assert found is not None
    return found


def _earlier(case: _Case, what: str) -> Mapping[str, object]:
    """What a letter says of an earlier one: its number, and what it asked for."""
    if what == "supplement_lapsed":
        return {"supplement_number": _letter(case, "supplement_notice").number}
    if what == "fee_lapsed":
        notice = _letter(case, "fee_notice")
        assert case.application is not None
        return {"fee_number": notice.number, "fee_amount": fees.owed(case.application)}
    return {}


def _assigned(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    case.unit = Unit.objects.get(organ=case.organ, name=act.unit)
    person = _viewer(case, Role.HANDLER, on).person
    assign(case.application, unit=case.unit, person=person, viewer=_viewer(case, Role.CLERK, on))


def _drafted(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    elements = dict(act.elements)
    if act.outcome == "repeated":
        same = Letter.objects.filter(
            application__organ=case.organ, application__fingerprint=case.application.fingerprint
        )
        answer = same.filter(event__kind="decided").exclude(application=case.application).latest("pk")
        elements |= {"earlier_number": answer.number, "earlier_on": answer.issued_on.isoformat()}
    if names := enclosures.named(act.outcome, case.application.subject, elements):
        elements["enclosures"] = names
    viewer = _viewer(case, Role.HANDLER, on)
    decision = decisions.draft(
        case.application,
        outcome=act.outcome,
        letter=act.letter or act.outcome,
        reason=act.reason,
        elements=elements,
        viewer=viewer,
    )
    if decisions.unprovided(decision):
        enclosures.enclose(decision, viewer=viewer)


def _sent(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    decision = case.application.decisions.get(current=True)
    case.passage = decisions.send_for_review(decision, viewer=_viewer(case, Role.HANDLER, on), on=on)


def _passed(case: _Case, act: Act, on: date) -> None:
    assert case.passage is not None and case.passage.step is not None
    case.passage = decisions.decide(
        case.passage,
        verdict=Opinion.Verdict.PASSED,
        comment="同意。",
        version=case.passage.version,
        viewer=_viewer(case, str(case.passage.step["role"]), on),
        on=on,
    )


def _delivered(case: _Case, act: Act, on: date) -> None:
    """Put where the applicant fetches it with the query code."""
    assert case.application is not None
    given = delivery.Given("portal", on, looked=[key for key, _ in delivery.SECOND_LOOK])
    delivery.deliver(case.application, given, viewer=_viewer(case, Role.CLERK, on))


def _wrote(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    messages.receive(case.application, kind=Message.Kind.SUPPLEMENT, text=act.reason)


def _charged(case: _Case, act: Act, on: date) -> None:
    """The fee notice by pages, counted by the tiers."""
    assert case.application is not None
    charge = fees.Charge("page", act.units)
    step, viewer = _step(case, act, on)
    said = {**step.elements, "fee_method": charge.counted.method.words, "fee_sum": charge.words}
    step = steps.StepInput(step.event, step.facts, said)
    fees.notify(case.application, step, charge, viewer=viewer, version=case.application.version)


def _paid(case: _Case, act: Act, on: date) -> None:
    assert case.application is not None
    step, viewer = _step(case, act, on)
    fees.pay(case.application, step, fees.Paid("网上缴纳"), viewer=viewer, version=case.application.version)


_ACTS: dict[str, Callable[[_Case, Act, date], None]] = {
    "assigned": _assigned,
    "drafted": _drafted,
    "sent": _sent,
    "passed": _passed,
    "delivered": _delivered,
    "wrote": _wrote,
    "fee_notified": _charged,
    "fee_paid": _paid,
}
