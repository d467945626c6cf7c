"""Sending for review, passing, sending back, signing: each in one transaction with its log entry."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Person, Post, Role, Unit
from gongkai.web.review import log
from gongkai.web.review.models import Kind, Opinion, Review, Step


class Stale(Exception):
    """Somebody else was faster; the message tells the second what happened."""


DEFAULT_CHAIN = (
    (Role.REVIEWER, "处室审核", False),
    (Role.LEGAL_REVIEWER, "法制审核", False),
    (Role.SECRECY_REVIEWER, "保密审查", False),
    (Role.SIGNER, "签发", True),
)
# An extension takes the consent of the head of the disclosure office (条例第三十三条第二款), whatever is looked at before.
CONSENT = (Role.HEAD, "负责人同意", True)
_USUAL = {Kind.EXTENSION: (CONSENT,)}


def steps_of(organ: Organ, kind: str) -> list[dict[str, object]]:
    """The configured chain of an organ for a kind; the usual steps when none is configured: four, for an extension the
    head's consent, which no configuration takes away."""
    rows = list(Step.objects.filter(organ=organ, kind=kind).order_by("order"))
    steps = [(s.role, s.words, s.final) for s in rows] or list(_USUAL.get(Kind(kind), DEFAULT_CHAIN))
    if kind == Kind.EXTENSION and steps[-1][0] != Role.HEAD:
        steps.append(CONSENT)
    return [{"role": str(role), "words": words, "final": final} for role, words, final in steps]


@transaction.atomic
def start(
    subject: models.Model, *, organ: Organ, kind: Kind, title: str, viewer: Viewer, unit: Unit | None = None
) -> Review:
    """Send a record for review. Raises Stale when it is under review already, or when a step of the chain has nobody."""
    assert viewer.person is not None
    if why := unstaffed(organ, unit, kind, on=viewer.on):
        raise Stale(why)
    from django.contrib.contenttypes.models import ContentType

    type_ = ContentType.objects.get_for_model(subject)
    if Review.objects.filter(subject_type=type_, subject_id=subject.pk, state=Review.State.OPEN).exists():
        raise Stale("已经送审，正在审核中；请刷新页面查看进度。")
    review = Review.objects.create(
        organ=organ,
        unit=unit,
        kind=kind,
        subject_type=type_,
        subject_id=subject.pk,
        title=title[:200],
        steps=steps_of(organ, kind),
        started_by=viewer.person,
        started_at=timezone.now(),
    )
    log.append("review_started", f"送审：{title}"[:300], organ=organ, viewer=viewer, subject=subject)
    return review


def unstaffed(organ: Organ, unit: Unit | None, kind: str, *, on: date) -> str:
    """What step of the chain nobody could take on a day, in Chinese; empty when each has somebody."""
    posts = [p for p in Post.objects.filter(organ=organ).select_related("person") if p.holds(on) and p.person.is_active]
    for step in steps_of(organ, kind):
        role = str(step["role"])
        held = [p for p in posts if p.role == role]
        if unit is not None and role == Role.REVIEWER:
            held = [p for p in held if p.unit_id in (None, unit.pk)]
        if not held:
            where = f"「{unit}」" if unit is not None and role == Role.REVIEWER else organ.name
            return f"{where}没有人担任{Role(role).label}，「{step['words']}」这一步无人可办；请系统管理员任职，或者换一个处室承办。"
    return ""


def may_decide(review: Review, viewer: Viewer) -> str:
    """Why the viewer may not take the waiting step, in Chinese; empty when they may. Nobody reviews their own draft."""
    step = review.step
    if step is None:
        return f"{review.get_state_display()}，没有待审的步骤。"
    if not viewer.has(str(step["role"]), organ=review.organ):
        return f"这一步由{Role(step['role']).label}办理。"
    if not fits_unit(review, viewer):
        return f"{step['words']}由「{review.unit}」的{Role(step['role']).label}办理。"
    if viewer.person is not None and review.started_by_id == viewer.person.pk:
        return "送审人不能审核自己送审的事项。"
    return ""


def fits_unit(review: Review, viewer: Viewer) -> bool:
    """Whether a post of the viewer reaches the record's unit: the unit's own reviewers, and those of the whole organ."""
    step = review.step
    if step is None or review.unit_id is None or step["role"] != Role.REVIEWER:
        return True
    mine = [p for p in viewer.posts if p.role == Role.REVIEWER and p.organ_id == review.organ_id]
    return any(p.unit_id in (None, review.unit_id) for p in mine)


def _locked(review: Review, version: int) -> Review:
    """The review as it is now, locked; Stale when it moved since the page was shown."""
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if fresh.version != version:
        last = fresh.opinions.last()
        who = (
            f"{last.person} 已于 {timezone.localtime(last.at):%H:%M} {last.get_verdict_display()}"
            if last
            else "已有人处理"
        )
        raise Stale(f"{who}，您的操作没有生效；请刷新后再看。")
    return fresh


@transaction.atomic
def decide(review: Review, *, verdict: Opinion.Verdict, comment: str, version: int, viewer: Viewer) -> Review:
    """Pass the waiting step or send back with a reason. The last step signs.

    Raises Stale when another was faster, PermissionDenied when the step is another's, ValueError without a reason.
    """
    assert viewer.person is not None
    fresh = _locked(review, version)
    refusal = may_decide(fresh, viewer)
    if refusal:
        raise PermissionDenied(refusal)
    if verdict == Opinion.Verdict.SENT_BACK and not comment.strip():
        raise ValueError("退回须写明理由。")
    step = fresh.step
    assert step is not None
    behalf: Person | None = viewer.acting_for(str(step["role"]), organ=fresh.organ_id)
    Opinion.objects.create(
        review=fresh,
        step=fresh.at_step,
        step_words=str(step["words"]),
        person=viewer.person,
        on_behalf_of=behalf,
        verdict=verdict,
        comment=comment.strip(),
        at=timezone.now(),
    )
    _move(fresh, verdict)
    log.append(
        f"review_{verdict}",
        f"{step['words']}：{Opinion.Verdict(verdict).label}"
        + (f"（{comment.strip()[:200]}）" if comment.strip() else ""),
        organ=fresh.organ,
        viewer=viewer,
        subject=fresh.subject,
        on_behalf_of=str(behalf) if behalf else "",
    )
    return fresh


def _move(review: Review, verdict: Opinion.Verdict) -> None:
    """To the next step, or to the end."""
    if verdict == Opinion.Verdict.SENT_BACK:
        review.state, review.ended_at = Review.State.SENT_BACK, timezone.now()
    else:
        review.at_step += 1
        if review.at_step >= len(review.steps):
            review.state, review.ended_at = Review.State.SIGNED, timezone.now()
    review.version += 1
    review.save()


@transaction.atomic
def cancel(review: Review, *, version: int, viewer: Viewer) -> Review:
    """Take a record back from review; only who sent it may. Raises Stale or PermissionDenied."""
    fresh = _locked(review, version)
    if viewer.person is None or fresh.started_by_id != viewer.person.pk or fresh.state != Review.State.OPEN:
        raise PermissionDenied("只有送审人可以在审核中撤回。")
    fresh.state, fresh.ended_at, fresh.version = Review.State.CANCELLED, timezone.now(), fresh.version + 1
    fresh.save()
    log.append("review_cancelled", "撤回送审", organ=fresh.organ, viewer=viewer, subject=fresh.subject)
    return fresh


@transaction.atomic
def lapse(review: Review) -> Review:
    """End an open review that has lost its object; who calls writes the reason to the log. Raises Stale when it is not open
    any more."""
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if fresh.state != Review.State.OPEN:
        raise Stale("这项审核已经结束；请刷新后再看。")
    fresh.state, fresh.ended_at, fresh.version = Review.State.LAPSED, timezone.now(), fresh.version + 1
    fresh.save()
    return fresh


@transaction.atomic
def comment(review: Review, *, text: str, viewer: Viewer) -> Opinion:
    """Add a comment without deciding. ValueError when it is empty."""
    assert viewer.person is not None
    if not text.strip():
        raise ValueError("请写下意见内容。")
    words = f"意见：{text.strip()[:200]}"
    log.append("review_comment", words, organ=review.organ, viewer=viewer, subject=review.subject)
    return Opinion.objects.create(
        review=review,
        step=review.at_step,
        step_words=str((review.step or {}).get("words", "")),
        person=viewer.person,
        verdict=Opinion.Verdict.COMMENT,
        comment=text.strip(),
        at=timezone.now(),
    )
