"""The files of an answer belong to the decision they were reviewed with: those of a draft to none yet."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gongkai.web.applications.models import Application, ApplicationEvent, Attachment, Letter


def _all(case: Application) -> QuerySet[Attachment]:
    return Attachment.objects.filter(application=case, side=Attachment.Side.ANSWER).order_by("pk")


def drafted(case: Application) -> QuerySet[Attachment]:
    """The files of the answer that is being drafted or reviewed."""
    return _all(case).filter(decision=None)


def of(decision: ApplicationEvent) -> QuerySet[Attachment]:
    """The files of one decision."""
    return _all(decision.application).filter(decision=decision)


def standing(case: Application) -> QuerySet[Attachment]:
    """The files of the answer as it stands: of the last decision once it is signed, else of the draft."""
    last = case.events.filter(kind="decided").order_by("-order").first()
    if last is None or case.ended_on is None:
        return drafted(case)
    return _all(case).filter(decision=last)


def announced(case: Application, letters: Iterable[Letter]) -> QuerySet[Attachment]:
    """The files of the decisions that these letters announce, once the letter is delivered."""
    told = [x.event_id for x in letters if x.event and x.event.kind == "decided" and x.delivered_on]
    return _all(case).filter(decision__in=told)


def decide(case: Application, event: ApplicationEvent) -> None:
    """With a decision the drafted files are its own, for good; with any other event they stay drafted."""
    if event.kind == "decided":
        drafted(case).update(decision=event)
