"""Several matters in one application become several cases; the same matter sent twice is handled once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from gongkai.law.conditions import Facts
from gongkai.law.events import Event
from gongkai.web.applications import intake
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import OPEN_STAGES, related
from gongkai.web.applications.steps import StepInput, locked, take
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log


def demand_office(application: Application, viewer: Viewer, what: str) -> None:
    """Raise PermissionDenied for others than the office's clerks and head."""
    if not viewer.has(Role.CLERK, Role.HEAD, organ=application.organ_id):
        raise PermissionDenied(f"{what}须由公开机构经办人办理。")


@transaction.atomic
def split(application: Application, *, matter: intake.Matter, viewer: Viewer, version: int) -> intake.Receipt:
    """Make one matter of an application a case of its own, of the same applicant, channel and day of receipt; what the
    applicant wrote stays as it was in the first. The receipt's query code is for the applicant.

    PermissionDenied for others than the office, ValueError when the case has been answered, Stale when it moved.
    """
    demand_office(application, viewer, "分立")
    fresh = locked(application, version)
    if fresh.stage not in ("new", "in_hand"):
        raise ValueError(f"现在是「{fresh.get_stage_display()}」，不能分立；请在登记之后、办理其他步骤之前分立。")
    fresh.version += 1  # whoever sends the same form again is told that it is done
    fresh.save(update_fields=["version"])
    who = fresh.applicant
    person = intake.Person(
        who.kind, who.name, who.id_number, who.telephone, who.address, who.id_kind, who.agent, who.email, who.postcode
    )
    receipt = intake.submit(organ=fresh.organ, person=person, matter=matter, channel=fresh.channel, viewer=viewer)
    made = receipt.application
    made.submitted_at, made.unit, made.handler = fresh.submitted_at, fresh.unit, fresh.handler
    made.split_from = fresh
    made.save(update_fields=["submitted_at", "unit", "handler", "split_from"])
    received = fresh.events.filter(kind="received").first()
    if received is not None:
        step = StepInput(Event("received", received.on, channel=received.channel))
        made = take(made, step, viewer=viewer)
    words, children = f"分立出 {made.number}：{made.subject}"[:300], fresh.splits.order_by("pk")
    numbers = [child.number for child in children]
    payload: dict[str, Any] = {"before": {"split_into": numbers[:-1]}, "after": {"split_into": numbers}}
    log.append("split", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    payload = {"before": {"split_from": None}, "after": {"split_from": fresh.number}}
    log.append("split", f"由 {fresh.number} 分立", organ=fresh.organ, viewer=viewer, subject=made, payload=payload)
    return intake.Receipt(made, receipt.code)


def can_merge_into(application: Application, viewer: Viewer) -> QuerySet[Application]:
    """The open cases of the same applicant at the same organ that this one could be handled with."""
    return related(application, viewer).filter(organ=application.organ_id, stage__in=OPEN_STAGES).exclude(stage="new")


@transaction.atomic
def merge(
    application: Application, *, into: Application, consent: str, viewer: Viewer, on: date, version: int
) -> Application:
    """End a case that asks again for what another open case of the same applicant asks, with the applicant's consent.

    The law knows no joining of its own: the applicant withdraws the second (条例第四十五条要求记录). ``consent`` says how
    they agreed. ValueError when the other case does not fit, PermissionDenied, Unlawful, Stale.
    """
    demand_office(application, viewer, "合并")
    if not can_merge_into(application, viewer).filter(pk=into.pk).exists():
        raise ValueError("只能与同一申请人、本机关正在办理的另一件申请合并；请重新选择。")
    if not consent.strip():
        raise ValueError("合并须经申请人同意，请写明何时、怎样同意。")
    reason = f"与 {into.number} 合并办理，申请人同意：{consent.strip()}"
    ended = take(application, StepInput(Event("withdrawn", on), Facts(reason=reason)), viewer=viewer, version=version)
    ended.merged_into = into
    ended.save(update_fields=["merged_into"])
    payload = {"case": ended.number, "before": {"merged_into": None}, "after": {"merged_into": into.number}}
    log.append("merged", f"{ended.number} 并入本件", organ=into.organ, viewer=viewer, subject=into, payload=payload)
    return ended
