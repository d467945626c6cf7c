"""Asking for more time: the request goes to the head of the disclosure office, and only the consent extends (条例第三十三条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.law import stages
from gongkai.law.conditions import Facts
from gongkai.law.conditions import Role as LawRole
from gongkai.law.events import Event, Unlawful
from gongkai.web.applications import lapsing
from gongkai.web.applications.drafting import DRAFTERS
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.models import Application, Extension
from gongkai.web.applications.steps import StepInput, locked, take
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Review
from gongkai.web.review.operations import Stale

# Stands for the approver while a request is looked at that nobody has agreed to yet.
AWAITED = "（待负责人同意）"


@rule_for(Extension)
def _extensions(viewer: Viewer, rows: QuerySet[Extension]) -> QuerySet[Extension]:
    return rows.filter(application__in=visible(viewer, Application))


def may_ask(application: Application, viewer: Viewer) -> bool:
    """Whether the viewer may ask for an extension: the office and the handling unit."""
    return viewer.has(*DRAFTERS, organ=application.organ_id)


def may_consent(application: Application, viewer: Viewer) -> bool:
    """Whether the consent is the viewer's own to give: the head of the disclosure office, or their deputy."""
    return viewer.has(Role.HEAD, organ=application.organ_id)


def approver(application: Application, viewer: Viewer) -> str:
    """Who consents, as the event records it: the head, or the deputy for the head."""
    behalf = viewer.acting_for(Role.HEAD, organ=application.organ_id)
    return f"{viewer.person}（代{behalf}）" if behalf else str(viewer.person or "")


def awaiting(application: Application) -> Review | None:
    """The request that waits for the head's consent, if any."""
    return lapsing.open_reviews(application, Extension).first()


def _refuse_second(application: Application) -> None:
    if awaiting(application):
        raise Stale("这件申请的延长已经提请负责人同意，还没有答复；请在「审核」中查看，不必重复提请。")


@transaction.atomic
def request(application: Application, step: StepInput, *, viewer: Viewer, version: int | None = None) -> Review:
    """Ask the head to agree to an extension. The clock runs on meanwhile; no letter is made.

    Raises PermissionDenied for others than the office and the handling unit, Stale when one is asked for already or the
    case moved, Unlawful when an extension could not be agreed to even today.
    """
    if viewer.person is None or not may_ask(application, viewer):
        raise PermissionDenied("延长答复期限由经办人或者承办处室提请，由政府信息公开工作机构负责人同意。")
    fresh = locked(application, version)
    _refuse_second(fresh)
    ledger = ledger_of(fresh.events.all())
    facts = replace(step.facts, actor=LawRole.HEAD_OF_OFFICE, approver=AWAITED)
    refused = stages.refusals(ledger, step.event, facts=facts, calendar=the_calendar(), rules=the_rules())
    if refused or step.event.days is None:
        raise refused[0] if refused else Unlawful("请写明延长多少个工作日", key="extension_once")
    asked = Extension.objects.create(
        application=fresh,
        days=step.event.days,
        reason=facts.reason,
        note=step.event.note,
        elements=dict(step.elements),
        asked_by=viewer.person,
        asked_at=timezone.now(),
    )
    title = f"{fresh.number} {fresh.subject}：延长 {asked.days} 个工作日"
    passage = review.start(asked, organ=fresh.organ, kind=Kind.EXTENSION, title=title, viewer=viewer, unit=fresh.unit)
    _log("extension_requested", f"提请负责人同意延长 {asked.days} 个工作日：{asked.reason}", asked, viewer)
    return passage


@transaction.atomic
def agree_at_once(application: Application, step: StepInput, *, viewer: Viewer, version: int | None) -> Application:
    """The head extends without being asked: the consent is the head's own. Raises Stale when a request waits for it, and
    as ``steps.take`` does."""
    _refuse_second(application)
    facts = replace(step.facts, approver=approver(application, viewer))
    return take(application, replace(step, facts=facts), viewer=viewer, version=version)


@transaction.atomic
def decide(
    passage: Review, *, verdict: Opinion.Verdict, comment: str, version: int, viewer: Viewer, on: date
) -> Review:
    """Agree to a request or send it back with a reason. The consent extends the term from the day it is given and makes
    the letter, in the same transaction.

    Raises what ``review.decide`` and ``steps.take`` raise: Unlawful once the answer is overdue, and then nothing is kept.
    """
    asked = passage.subject
    assert isinstance(asked, Extension)
    after = review.decide(passage, verdict=verdict, comment=comment, version=version, viewer=viewer)
    if after.state == Review.State.SENT_BACK:
        _log("extension_sent_back", f"负责人退回延长提请：{comment.strip()}", asked, viewer)
    if after.state == Review.State.SIGNED:
        named = approver(asked.application, viewer)
        event = Event("extended", on, days=asked.days, note=asked.note)
        take(
            asked.application,
            StepInput(event, Facts(approver=named, reason=asked.reason), asked.elements),
            viewer=viewer,
        )
    return after


@transaction.atomic
def withdraw(passage: Review, *, version: int, viewer: Viewer) -> Review:
    """Take a request back; only who asked may. Raises Stale or PermissionDenied."""
    asked = passage.subject
    assert isinstance(asked, Extension)
    after = review.cancel(passage, version=version, viewer=viewer)
    _log("extension_withdrawn", "撤回延长提请", asked, viewer)
    return after


def _log(kind: str, words: str, asked: Extension, viewer: Viewer) -> None:
    case = asked.application
    payload = {"extension": asked.pk, "days": asked.days, "reason": asked.reason}
    log.append(kind, words[:300], organ=case.organ, viewer=viewer, subject=case, payload=payload)
