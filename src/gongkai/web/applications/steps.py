"""Taking a step: the event is appended, the stage moved, the letter produced and the log written, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gongkai.documents import letters
from gongkai.documents.letters import case
from gongkai.law import stages
from gongkai.law.conditions import Facts
from gongkai.law.conditions import Role as LawRole
from gongkai.law.events import KIND, Event, Ledger, Unlawful
from gongkai.sources import REGULATIONS
from gongkai.web.applications import answerfiles, lapsing, messages, store
from gongkai.web.applications.ledgers import ledger_of, refresh, the_calendar, the_rules, the_terms
from gongkai.web.applications.models import Application, ApplicationEvent, Letter
from gongkai.web.applications.numbers import letter_number
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

# What a step moves in a case; the log has each as it stood before and after.
MOVED = (
    "stage", "outcome", "received_on", "reply_due", "provisional", "stopped_since", "ended_on", "incoming_since", "version",
    "touches_third_party",
)  # fmt: skip

# Which staff may take the steps the law gives to whom.
WHO: Mapping[LawRole, tuple[str, ...]] = {
    LawRole.CLERK: (Role.CLERK, Role.HEAD),
    LawRole.HEAD_OF_OFFICE: (Role.HEAD,),
    LawRole.SIGNER: (Role.SIGNER,),
}


@dataclass(frozen=True, slots=True)
class StepInput:
    """A step somebody wants to take: the event, the facts its conditions ask, what its letter says beyond the case.

    ``letter`` chooses among the letters that announce the same outcome; empty takes the usual one. ``recorded`` is kept with
    the facts of the event by its keys; the law asks nothing of it.
    """

    event: Event
    facts: Facts = field(default_factory=Facts)
    elements: Mapping[str, object] = field(default_factory=dict)
    letter: str = ""
    recorded: Mapping[str, str] = field(default_factory=dict)


def locked(application: Application, version: int | None) -> Application:
    """The application as it is now, locked. Raises Stale when it moved since the page was shown."""
    fresh = Application.objects.select_for_update().select_related("organ", "applicant").get(pk=application.pk)
    if version is not None and fresh.version != version:
        last = fresh.events.select_related("actor").last()
        what = f"{last.actor or '系统'} 已登记「{last.get_kind_display()}」" if last else "已有人办理"
        raise Stale(f"{what}，您的操作没有生效；请刷新后再办。")
    return fresh


def lawful(application: Application, *, on: date) -> tuple[stages.Move, ...]:
    """The lawful next steps on a day."""
    return stages.lawful_moves(ledger_of(application.events.all()), on=on, calendar=the_calendar(), rules=the_rules())


@transaction.atomic
def take(application: Application, step: StepInput, *, viewer: Viewer, version: int | None = None) -> Application:
    """Take one step.

    Raises Unlawful with the rule, PermissionDenied when the step is somebody else's, MissingElements when its letter lacks
    something, Stale when another clerk was faster. Nothing is stored then.
    """
    move = stages.MOVE[step.event.kind]
    roles = WHO[move.who]
    if not viewer.has(*roles, organ=application.organ):
        raise PermissionDenied(f"「{move.words}」须由{move.who.value}办理。")
    fresh = locked(application, version)
    _heard(fresh, step, move)
    working = the_calendar()
    facts = replace(step.facts, actor=move.who, touches_third_party=fresh.touches_third_party)
    ledger = stages.take(ledger_of(fresh.events.all()), step.event, facts=facts, calendar=working, rules=the_rules())
    before = log.standing(fresh, *MOVED)
    row = _append(fresh, replace(step, facts=facts), viewer, order=len(ledger.events))
    answerfiles.decide(fresh, row)
    fresh.outcome = _outcome(fresh, move, facts)
    fresh.touches_third_party |= step.event.kind == "opinion_requested"  # the letter says so to the party
    # As it stands today, also when the event is of an earlier day.
    refresh(fresh, ledger, working, on=max(step.event.on, viewer.on))
    fresh.version += 1
    fresh.save()
    messages.settle(fresh, step.event.kind, by=viewer.person)
    lapsing.end_with(fresh, step.event.kind, viewer=viewer)
    for key in stages.letters(move, facts):
        if step.letter and key == facts.outcome:
            key = step.letter  # noqa: PLW2901 - the letter chosen in the draft stands for the usual one
        produce(fresh, row, key, ledger, facts, elements=step.elements, on=row.on)
    log.append(
        f"step_{step.event.kind}",
        f"{move.words}（{step.event.on}）" + (f" {step.event.party}" if step.event.party else ""),
        organ=fresh.organ,
        viewer=viewer,
        subject=fresh,
        payload={**row.facts, **log.change(before, log.standing(fresh, *MOVED))},
        on_behalf_of=str(viewer.acting_for(*roles, organ=fresh.organ_id) or ""),
    )
    return fresh


def _heard(application: Application, step: StepInput, move: stages.Move) -> None:
    """Refuse a step that passes over what the applicant sent."""
    if messages.taken_back(application):
        raise Unlawful(messages.TAKEN_BACK, REGULATIONS.art(31), key="stage")
    if sent := messages.bars(application, step.event.kind, step.facts.outcome):
        came = f"申请人 {timezone.localdate(sent.at)} 在网上提交的{sent.get_kind_display()}还没有处理"
        raise Unlawful(f"{came}，不能办理「{move.words}」；请先登记，不能采纳的写明处理情况", key="waiting")


def _outcome(application: Application, move: stages.Move, facts: Facts) -> str:
    """The outcome after a move: its own, the decision's, none after a reopening, otherwise as it was."""
    given = {"decided": facts.outcome, "reopened": ""}
    return move.outcome or given.get(move.event, application.outcome)


def _append(application: Application, step: StepInput, viewer: Viewer, *, order: int) -> ApplicationEvent:
    event, facts = step.event, step.facts
    return ApplicationEvent.objects.create(
        application=application,
        order=order,
        kind=event.kind,
        on=event.on,
        days=event.days,
        party=event.party,
        channel=event.channel,
        note=event.note or facts.reason,
        facts={**step.recorded, **_recorded(facts)},
        actor=viewer.person,
        at=timezone.now(),
    )


def _recorded(facts: Facts) -> dict[str, Any]:
    """The facts that were decisive, as JSON."""
    found: dict[str, Any] = {}
    for name in facts.__slots__:
        value = getattr(facts, name)
        if value in ("", None, (), False):
            continue
        if isinstance(value, LawRole):
            value = value.value
        elif isinstance(value, tuple):
            value = [str(v) for v in value]
        elif isinstance(value, Decimal):
            value = str(value)
        found[name] = value
    return found


def elements_of(
    application: Application, ledger: Ledger, facts: Facts, *, on: date, number: str = ""
) -> dict[str, object]:
    """What a letter of this case says as far as the case knows it."""
    organ, applicant = application.organ, application.applicant
    return case.elements_from(
        ledger,
        facts,
        case.Organ(organ.name, organ.office, organ.telephone, organ.address, organ.reconsideration_organ, organ.court),
        case.Applicant(
            applicant.name,
            applicant.kind,
            application.content,
            application.number,
            applicant.address,
            applicant.telephone,
            applicant.email,
        ),
        the_calendar(),
        on=on,
        number=number,
        rules=the_rules(),
    )


def produce(
    application: Application,
    row: ApplicationEvent | None,
    key: str,
    ledger: Ledger,
    facts: Facts,
    *,
    elements: Mapping[str, object],
    on: date,
) -> Letter:
    """Make a letter: number taken, paper filled, Word and PDF stored by hash, all in the caller's transaction. ``row`` is
    the event it belongs to, None for a letter inside the organ.

    Raises MissingElements before a number is used.
    """
    declared = letters.LETTER[key]
    known = elements_of(application, ledger, facts, on=on, number="公开〔2000〕1号")
    given = {**known, **{k: v for k, v in elements.items() if v not in ("", None)}}
    letters.prepare(key, given, terms=the_terms())
    numbered = declared.layout is letters.Layout.LETTER
    number = letter_number(application.organ, on) if numbered else ""
    if numbered:
        given["number"] = number
    paper = letters.prepare(key, given, terms=the_terms())
    return Letter.objects.create(
        application=application,
        event=row,
        key=key,
        title=declared.title,
        number=number,
        elements={
            k: str(v) for k, v in given.items() if k not in ("applicant", "applicant_address", "applicant_telephone")
        },
        docx_sha256=store.keep(letters.docx.write(paper)),
        pdf_sha256=store.keep(letters.pdf.write(paper)),
        issued_on=on,
        public=not declared.internal,
        at=timezone.now(),
    )


def words_of(kind: str) -> str:
    """An event in Chinese."""
    return KIND[kind].words
