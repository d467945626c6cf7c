"""The chain of review by itself: configured steps, copies, cancelling, comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.web.organs.models import Post, Unit
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review import queries as reviews
from gongkai.web.review.models import Kind, Opinion, Review, Step
from gongkai.web.review.operations import Stale

pytestmark = pytest.mark.django_db
Viewers = Callable[..., Any]


@pytest.fixture
def started(application: Callable[..., Any], city: Any, viewer_of: Viewers) -> Review:
    """A passage; what is reviewed does not matter here."""
    return review.start(application(), organ=city.justice, kind=Kind.ANSWER, title="某件", viewer=viewer_of("clerk"))


def _pass(passage: Review, viewer: Any, *, version: int | None = None) -> Review:
    return review.decide(
        passage,
        verdict=Opinion.Verdict.PASSED,
        comment="",
        version=passage.version if version is None else version,
        viewer=viewer,
    )


def test_it_works(started: Review, viewer_of: Viewers) -> None:
    passage = started
    for role in ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer"):
        assert reviews.waiting_for(viewer_of(role)) == [passage]
        passage = _pass(passage, viewer_of(role))
    assert passage.state == Review.State.SIGNED and passage.step is None and passage.ended_at is not None
    assert [o.step_words for o in passage.opinions.all()] == ["处室审核", "法制审核", "保密审查", "签发"]


def test_a_chain_can_be_configured_and_later_changes_do_not_touch_it(
    application: Callable[..., Any], city: Any, viewer_of: Viewers
) -> None:
    Step.objects.create(organ=city.justice, kind="answer", order=1, role="head", words="主任审核")
    Step.objects.create(organ=city.justice, kind="answer", order=2, role="signer", words="签发", final=True)
    passage = review.start(application(), organ=city.justice, kind=Kind.ANSWER, title="某件", viewer=viewer_of("clerk"))
    Step.objects.all().delete()
    assert [s["words"] for s in passage.steps] == ["主任审核", "签发"]
    passage = _pass(_pass(passage, viewer_of("head")), viewer_of("signer"))
    assert passage.state == Review.State.SIGNED


def test_it_is_sent_once(started: Review, viewer_of: Viewers) -> None:
    with pytest.raises(Stale):
        review.start(started.subject, organ=started.organ, kind=Kind.ANSWER, title="又一次", viewer=viewer_of("clerk"))


def test_the_second_of_two_is_told_who_was_first(started: Review, viewer_of: Viewers) -> None:
    _pass(started, viewer_of("reviewer"))
    with pytest.raises(Stale, match="同意"):
        _pass(started, viewer_of("reviewer"), version=0)


def test_steps_belong_to_their_role(started: Review, viewer_of: Viewers) -> None:
    for role in ("clerk", "signer", "neighbour", "auditor"):
        with pytest.raises(PermissionDenied):
            _pass(started, viewer_of(role))


def test_a_reviewer_of_another_unit_does_not_decide(started: Review, city: Any, viewer_of: Viewers) -> None:
    """处室审核 is the handling unit's own; a reviewer without a unit may decide for any."""
    started.unit = city.units["公共法律服务科"]
    started.save()
    assert reviews.waiting_for(viewer_of("reviewer")) == []
    with pytest.raises(PermissionDenied, match="公共法律服务科"):
        _pass(started, viewer_of("reviewer"))
    Post.objects.filter(role="reviewer").update(unit=Unit.objects.get(name="公共法律服务科"))
    assert reviews.waiting_for(viewer_of("reviewer")) == [started]
    assert _pass(started, viewer_of("reviewer")).at_step == 1


def test_cancelling_is_the_senders(started: Review, viewer_of: Viewers) -> None:
    with pytest.raises(PermissionDenied):
        review.cancel(started, version=0, viewer=viewer_of("head"))
    assert review.cancel(started, version=0, viewer=viewer_of("clerk")).state == Review.State.CANCELLED
    with pytest.raises(PermissionDenied):
        _pass(started, viewer_of("reviewer"), version=1)


def test_a_comment_is_logged_and_must_say_something(started: Review, viewer_of: Viewers) -> None:
    review.comment(started, text="请核对", viewer=viewer_of("signer"))
    assert log.LogEntry.objects.filter(kind="review_comment").count() == 1
    with pytest.raises(ValueError):
        review.comment(started, text=" ", viewer=viewer_of("signer"))


def test_every_step_is_in_the_log(started: Review, viewer_of: Viewers) -> None:
    _pass(started, viewer_of("reviewer"))
    kinds = list(log.of(started.subject).values_list("kind", flat=True))
    assert "review_started" in kinds and "review_passed" in kinds
    assert list(log.broken(started.organ)) == []


def test_nothing_is_sent_where_a_step_has_nobody(started: Review, city: Any, viewer_of: Viewers) -> None:
    review.cancel(started, version=started.version, viewer=viewer_of("clerk"))
    Post.objects.filter(organ=city.justice, role="reviewer").update(unit=city.units["行政复议与应诉科"])
    other = Unit.objects.create(organ=city.justice, name="无人科")
    with pytest.raises(Stale, match=r"「.*无人科.*」没有人担任.*无人可办"):
        review.start(
            started.subject, organ=city.justice, kind=Kind.ANSWER, title="x", viewer=viewer_of("clerk"), unit=other
        )
