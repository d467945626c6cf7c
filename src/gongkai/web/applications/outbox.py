"""E-mail that is not lost: written down in the transaction that wants it, sent after, tried again when the server is down."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from gongkai.web.applications import store
from gongkai.web.applications.models import Application, Mailing
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Person
from gongkai.web.review import log

# Minutes to wait after each failure; after the last the mailing is given up until somebody sends it again.
WAITS = (1, 5, 15, 60, 240, 720, 1440)
# For how long a mailing belongs to whoever is sending it; longer than a mail server may take to answer.
_LEASE = timedelta(minutes=10)
_MOST = 500


# What moves when a mail is sent; the log has each as it stood before and after.
_SENDING = ("state", "tries", "next_at", "sent_at")
_BECAME = {
    Mailing.State.SENT: ("mail_sent", "答复邮件已发出"),
    Mailing.State.QUEUED: ("mail_delayed", "答复邮件没有发出，稍后重试"),
    Mailing.State.GIVEN_UP: ("mail_given_up", "答复邮件多次没有发出，停止重试"),
}
# What takes mail without sending it anywhere.
_NOWHERE = tuple(f"django.core.mail.backends.{name}.EmailBackend" for name in ("dummy", "console", "filebased"))


def leaves() -> bool:
    """Whether mail really goes out; without a mail server it is only kept in the list of mail."""
    return settings.EMAIL_BACKEND not in _NOWHERE


@rule_for(Mailing)
def _mailings(viewer: Viewer, rows: QuerySet[Mailing]) -> QuerySet[Mailing]:
    """Mail about the cases in sight; nobody reads the others' reminders."""
    own = Q(purpose=Mailing.Purpose.REMINDER, by=viewer.person)
    return rows.filter(own | Q(application__in=visible(viewer, Application))) if viewer.person else rows.none()


def post(
    *,
    purpose: Mailing.Purpose,
    to: str,
    subject: str,
    body: str,
    application: Application | None = None,
    files: Sequence[tuple[str, str]] = (),
    by: Person | None = None,
) -> Mailing:
    """Write a mail down and have it sent once the transaction is through. ``files``: (name shown, SHA-256)."""
    now = timezone.now()
    mailing = Mailing.objects.create(
        purpose=purpose,
        application=application,
        to=to,
        subject=subject[:200],
        body=body,
        files=[list(f) for f in files],
        by=by,
        made_at=now,
        next_at=now,
    )
    transaction.on_commit(lambda: send_later.enqueue(mailing.pk))
    return mailing


@task()
def send_later(pk: int) -> bool:
    """Send a mailing in the background; whether it went out."""
    return send(pk)


def send(pk: int) -> bool:
    """Send a mailing that waits; whether it went out. A failure is written down and tried again later.

    While the mail server is spoken to nothing is locked: on SQLite nobody else could write. Who speaks to it has the mailing
    for so long; one that dies meanwhile leaves it to be sent again.
    """
    mailing = _taken(pk)
    if mailing is None:
        return False
    try:
        _transmit(mailing)
    except Exception as error:
        # Whatever the mail server or its library says, the mail stays queued.
        _ended(mailing, error)
        return False
    _ended(mailing, None)
    if mailing.purpose == Mailing.Purpose.DELIVERY:
        _arrived(mailing)
    return True


@transaction.atomic
def _taken(pk: int) -> Mailing | None:
    """The mailing, when its time has come and nobody else is sending it."""
    now = timezone.now()
    waiting = Mailing.objects.select_for_update(of=("self",)).filter(pk=pk, state=Mailing.State.QUEUED)
    mailing = waiting.filter(next_at__lte=now).select_related("application__organ", "by").first()
    if mailing is not None:
        mailing.tries += 1
        Mailing.objects.filter(pk=pk).update(tries=mailing.tries, next_at=now + _LEASE)
    return mailing


@transaction.atomic
def _ended(mailing: Mailing, error: Exception | None) -> None:
    """Write down how an attempt ended."""
    before = log.standing(mailing, *_SENDING) | {"tries": mailing.tries - 1}
    if error is not None:
        _postpone(mailing, error)
    else:
        mailing.state, mailing.sent_at, mailing.error = Mailing.State.SENT, timezone.now(), ""
        mailing.save()
    _logged(mailing, before)


def _logged(mailing: Mailing, before: Mapping[str, Any], viewer: Viewer | None = None) -> None:
    """What became of the mail of a case, for its log; neither the address nor what the server said of it. Reminders are a
    person's own."""
    case = mailing.application
    if case is None or mailing.purpose == Mailing.Purpose.REMINDER:
        return
    moved = {"mailing": mailing.pk, **log.change(before, log.standing(mailing, *_SENDING))}
    kind, words = _BECAME[Mailing.State(mailing.state)]
    if viewer is not None:
        kind, words = "mail_again", "重新发送答复邮件"
    log.append(kind, words, organ=case.organ, viewer=viewer, subject=case, payload=moved)


def _transmit(mailing: Mailing) -> None:
    message = EmailMessage(mailing.subject, mailing.body, to=[mailing.to])
    for name, digest in mailing.files:
        message.attach(
            name, store.fetch(digest), "application/octet-stream" if not name.endswith(".pdf") else "application/pdf"
        )
    message.send()


def _postpone(mailing: Mailing, error: Exception) -> None:
    mailing.error = f"{type(error).__name__}：{error}"[:300]
    if mailing.tries > len(WAITS):
        mailing.state = Mailing.State.GIVEN_UP
    else:
        mailing.next_at = timezone.now() + timedelta(minutes=WAITS[mailing.tries - 1])
    mailing.save()


def _arrived(mailing: Mailing) -> None:
    """Record the delivery of an answer that went out. What keeps it from being recorded stands on the board and in the
    server's log; it is tried again with the next round."""
    from gongkai.web.applications.delivery import mailed

    try:
        mailed(mailing, on=timezone.localdate(mailing.sent_at))
    except Exception as error:
        logging.getLogger(__name__).exception("答复邮件 %s 已发出，送达没有登记上", mailing.pk)
        Mailing.objects.filter(pk=mailing.pk).update(error=f"送达没有登记上：{error}"[:300])


def unrecorded() -> QuerySet[Mailing]:
    """Answers that went out by mail although their case waits to be delivered still: the process died between the two."""
    rows = Mailing.objects.filter(purpose=Mailing.Purpose.DELIVERY, state=Mailing.State.SENT)
    return rows.filter(application__stage="decided").select_related("application__organ", "by").order_by("pk")


def flush() -> int:
    """Send everything whose time has come; how many went out. Called at intervals by the running platform."""
    for mailing in unrecorded()[:_MOST]:
        _arrived(mailing)
    waiting = Mailing.objects.filter(state=Mailing.State.QUEUED, next_at__lte=timezone.now())
    return sum(send(pk) for pk in waiting.values_list("pk", flat=True)[:_MOST])


def again(mailing: Mailing, *, viewer: Viewer) -> bool:
    """Try a mailing at once, also one that was given up; whether it went out."""
    with transaction.atomic():
        waiting = (Mailing.State.QUEUED, Mailing.State.GIVEN_UP)
        fresh = Mailing.objects.select_for_update(of=("self",)).filter(pk=mailing.pk, state__in=waiting).first()
        if fresh is None:
            return False
        before = log.standing(fresh, *_SENDING)
        fresh.state, fresh.next_at = Mailing.State.QUEUED, timezone.now()
        fresh.save(update_fields=["state", "next_at"])
        _logged(fresh, before, viewer)
    return send(mailing.pk)


def troubled(viewer: Viewer) -> QuerySet[Mailing]:
    """Mail in sight of the viewer that failed at least once and has not gone out, and answers that went out and could not be
    recorded as delivered."""
    failed = ~Q(state=Mailing.State.SENT) & Q(tries__gt=0)
    gone = Q(pk__in=unrecorded().exclude(error="").order_by().values("pk"))
    return visible(viewer, Mailing).filter(failed | gone).select_related("application").order_by("next_at")


def sent_on(mailing: Mailing) -> date | None:
    """The day it went out."""
    return timezone.localdate(mailing.sent_at) if mailing.sent_at else None
