"""Appending to the log, and proving that nothing in it was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ
from gongkai.web.review import chain
from gongkai.web.review.models import LogEntry, LogHead


def digest_of(entry: LogEntry) -> str:
    """The hash an entry should have, by the algorithm its own hash names. Raises chain.Unknown."""
    return chain.digest(entry.previous, content_of(entry), chain.algorithm_of(entry.hash))


def content_of(entry: LogEntry) -> dict[str, Any]:
    """What the hash covers: everything but the hash itself."""
    return {
        "organ": entry.organ_id,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "actor_words": entry.actor_words,
        "on_behalf_of": entry.on_behalf_of,
        "kind": entry.kind,
        "words": entry.words,
        "subject": [entry.subject_type_id, entry.subject_id],
        "payload": entry.payload,
        "address": entry.address,
    }


def append(
    kind: str,
    words: str,
    *,
    organ: Organ | None,
    viewer: Viewer | None = None,
    actor_words: str = "",
    subject: models.Model | None = None,
    payload: dict[str, Any] | None = None,
    on_behalf_of: str = "",
    address: str | None = None,
) -> LogEntry:
    """Append one entry to an organ's chain (the system's own when ``organ`` is None), within the caller's transaction.

    The head of the chain is locked until the transaction ends, so that numbers have no gap and no double.
    """
    with transaction.atomic():
        head, _ = LogHead.objects.select_for_update().get_or_create(organ=organ)
        person = viewer.person if viewer else None
        entry = LogEntry(
            organ=organ,
            number=head.number + 1,
            at=timezone.now(),
            actor=person,
            actor_words=actor_words or (viewer.words if viewer else "") or "系统",
            on_behalf_of=on_behalf_of,
            kind=kind,
            words=words,
            subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
            subject_id=subject.pk if subject is not None else None,
            payload=payload or {},
            address=address,
            previous=head.hash,
        )
        entry.hash = chain.digest(head.hash, content_of(entry), chain.ALGORITHM)
        entry.save()
        head.number, head.hash = entry.number, entry.hash
        head.save(update_fields=["number", "hash"])
    return entry


def standing(row: models.Model | None, *names: str) -> dict[str, Any]:
    """What stands in fields of a record, as JSON: days, moments and amounts as text, other records by their key. Without
    a record, nothing."""
    if row is None:
        return {}
    found: dict[str, Any] = {}
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, getattr(field, "attname", name))
        if isinstance(value, date):
            value = value.isoformat()
        found[name] = str(value) if isinstance(value, Decimal) else value
    return found


def change(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The payload of a change: ``before`` and ``after``, of what differs only; what was not there is None."""
    differs = [k for k in {**before, **after} if before.get(k) != after.get(k)]
    return {"before": {k: before.get(k) for k in differs}, "after": {k: after.get(k) for k in differs}}


def broken(organ: Organ | None, *, seen: Callable[[int], None] | None = None) -> Iterator[tuple[LogEntry | None, str]]:
    """What is wrong in an organ's chain: the entry and what, in Chinese; nothing when the chain is whole.

    ``seen`` is told how many entries were looked at, now and then. What is appended meanwhile does no harm.
    """
    rows = LogEntry.objects.filter(organ=organ)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    head = LogHead.objects.filter(organ=organ).first() or LogHead(number=0, hash="")
    previous, number = "", 0
    walked = rows.filter(number__lte=max(last, head.number)).order_by("number").iterator(chunk_size=2000)
    for count, entry in enumerate(walked, start=1):
        if entry.number != number + 1:
            yield entry, f"第 {number + 1} 条缺失"
        if entry.previous != previous:
            yield entry, f"第 {entry.number} 条与前一条接不上"
        try:
            if digest_of(entry) != entry.hash:
                yield entry, f"第 {entry.number} 条的内容被改动"
        except chain.Unknown as error:
            yield entry, f"第 {entry.number} 条：{error}"
        previous, number = entry.hash, entry.number
        if seen is not None and count % 1000 == 0:
            seen(count)
    if (head.number, head.hash) != (number, previous):
        yield None, "日志末尾被截去"


def of(subject: models.Model, *parts: models.QuerySet[Any]) -> models.QuerySet[LogEntry]:
    """The entries about a record and about its ``parts`` (rows that belong to it), oldest first. One query."""
    type_of, rows = ContentType.objects.get_for_model, LogEntry.objects.select_related("actor")
    found = rows.filter(subject_type=type_of(subject), subject_id=subject.pk)
    if not parts:
        return found
    # A union, each half with the index of its own; an OR would read the whole log.
    more = [rows.filter(subject_type=type_of(p.model), subject_id__in=p.values("pk")).order_by() for p in parts]
    return found.order_by().union(*more, all=True).order_by("id")
