"""What still waits for somebody's decision ends with its case: an extension nobody agreed to, a draft nobody signed."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from gongkai.law.events import KIND
from gongkai.law.stages import Stage
from gongkai.web.applications.models import Application, Decision, Extension
from gongkai.web.organs.gate import Viewer
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Review

# The stages in which there is nothing left to extend or to answer (条例第三十三条、第三十六条).
_ENDED = {stage.name.lower() for stage in (Stage.DECIDED, Stage.CLOSED)}
# What may wait with a case: the kind of its log entry, and what it is called there.
_WAITING: dict[type[Extension | Decision], tuple[str, str]] = {
    Extension: ("extension_lapsed", "延长提请"),
    Decision: ("answer_lapsed", "答复稿的审核"),
}


def open_reviews(application: Application, model: type[Extension | Decision]) -> QuerySet[Review]:
    """The open reviews of a case's extensions or of its drafts."""
    type_ = ContentType.objects.get_for_model(model)
    own = model._default_manager.filter(application=application).values("pk")
    return Review.objects.filter(subject_type=type_, subject_id__in=own, state=Review.State.OPEN)


def end_with(application: Application, event: str, *, viewer: Viewer) -> None:
    """End what waits once a step has ended the case, each with its reason in the log; nothing while the case goes on.
    Within the transaction of the step."""
    if application.stage not in _ENDED:
        return
    for model, (kind, what) in _WAITING.items():
        for passage in open_reviews(application, model):
            review.lapse(passage)
            words = f"{what}自动终止：申请已登记「{KIND[event].words}」，不再需要办理"
            changed = {"before": {"review": Review.State.OPEN}, "after": {"review": Review.State.LAPSED}}
            payload = {"passage": passage.pk, **changed}
            log.append(kind, words, organ=application.organ, viewer=viewer, subject=application, payload=payload)


def why_lapsed(application: Application, passage: Review) -> str:
    """Why a review of the case ended by itself, in Chinese; empty when it did not."""
    if passage.state != Review.State.LAPSED:
        return ""
    kinds = [kind for kind, _ in _WAITING.values()]
    entry = log.of(application).filter(kind__in=kinds, payload__passage=passage.pk).last()
    return entry.words if entry else passage.get_state_display()
