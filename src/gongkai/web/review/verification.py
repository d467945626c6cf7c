"""Going over every chain of the log, in the background for the auditor or at once for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django_tasks import task

from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ, Role
from gongkai.web.review import log
from gongkai.web.review.models import LogHead, Verification

SYSTEM = "平台自身"


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a chain does not hold: whose it is, the entry's key (None at the end), what in Chinese."""

    chain: str
    entry: int | None
    words: str


def total() -> int:
    """How many entries there should be."""
    return int(LogHead.objects.aggregate(sum=Sum("number"))["sum"] or 0)


def broken(*, seen: Callable[[int], None] = lambda _: None) -> Iterator[Broken]:
    """Everything wrong in every chain, the platform's own first; ``seen`` is told how many entries have been looked at."""
    before = 0
    for organ in [None, *Organ.objects.order_by("pk")]:
        so_far = before
        for entry, words in log.broken(organ, seen=lambda n: seen(so_far + n)):  # noqa: B023 - called within the round
            yield Broken(str(organ or SYSTEM), entry.pk if entry else None, words)
        before += LogHead.objects.filter(organ=organ).values_list("number", flat=True).first() or 0
        seen(before)


def ends() -> list[tuple[str, int, str]]:
    """Where each chain ends: whose, the last number, its hash. Noted down elsewhere, they prove that nothing was cut off."""
    heads = LogHead.objects.select_related("organ").order_by("organ_id")
    return [(str(h.organ or SYSTEM), h.number, h.hash) for h in heads]


@transaction.atomic
def start(*, viewer: Viewer) -> Verification:
    """Go over every chain in the background; only for the auditor. Logged."""
    demand(viewer, Role.AUDITOR)
    made = Verification.objects.create(started_by=viewer.person, started_at=timezone.now(), total=total())
    log.append("log_verified", "验证日志", organ=None, viewer=viewer)
    transaction.on_commit(lambda: verify.enqueue(made.pk))
    return made


@task()
def verify(pk: int) -> int:
    """Do what ``start`` asked for; gives how many places are broken. Can be repeated at will."""
    passage = Verification.objects.get(pk=pk)
    passage.wrong, passage.ends = [], ends()
    count = 0

    def seen(done: int) -> None:
        Verification.objects.filter(pk=pk).update(done=done)

    for place in broken(seen=seen):
        count += 1
        if count <= Verification.MOST:
            passage.wrong.append([place.chain, place.entry, place.words])
    passage.done, passage.ended_at = passage.total, timezone.now()
    passage.save()
    return count
