"""When several people ask for the same: how many it takes (a dated setting), and deciding against publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.web.catalogue.models import Consideration, Threshold
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ, Role
from gongkai.web.review import log

MOST = 100


@transaction.atomic
def set_threshold(organ: Organ, number: int, *, since: date, why: str, viewer: Viewer) -> Threshold:
    """From a day on so many different applicants make the organ consider publishing. Only its head sets it; ValueError for a
    number below 2 or above 100, a day in the past, or no reason."""
    demand(viewer, Role.HEAD, organ=organ)
    assert viewer.person is not None
    if not 2 <= number <= MOST:
        raise ValueError(f"申请人数应在 2 到 {MOST} 之间。")
    if since < viewer.on:
        raise ValueError("生效日期不能早于今天：已经过去的日子按当时的设定。")
    if not why.strip():
        raise ValueError("请写明为什么这样设定。")
    row = Threshold.objects.create(
        organ=organ, since=since, number=number, why=why.strip()[:200], by=viewer.person, at=timezone.now()
    )
    words = f"自{since}起，{number} 名不同申请人申请相同信息的，考虑主动公开：{row.why}"[:300]
    log.append("threshold_set", words, organ=organ, viewer=viewer, payload={"number": number, "since": str(since)})
    return row


@transaction.atomic
def dismiss(organ: Organ, numbers: Sequence[str], *, reason: str, viewer: Viewer) -> Consideration:
    """Decide not to publish what these applications ask for; a further applicant raises it again. ValueError without a
    reason or an application."""
    demand(viewer, Role.CLERK, Role.HEAD, organ=organ)
    assert viewer.person is not None
    if not reason.strip():
        raise ValueError("不主动公开须写明理由。")
    if not numbers:
        raise ValueError("没有选定申请；请刷新后再试。")
    row = Consideration.objects.create(
        organ=organ, numbers=sorted(numbers), reason=reason.strip()[:300], by=viewer.person, at=timezone.now()
    )
    words = f"多人申请相同信息，决定不主动公开：{row.reason}"[:300]
    log.append("not_published", words, organ=organ, viewer=viewer, subject=row, payload={"numbers": row.numbers})
    return row
