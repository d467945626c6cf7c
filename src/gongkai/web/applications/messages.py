"""What the applicant sends after applying, until it is dealt with; and what the office writes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from gongkai.law.events import KIND
from gongkai.web.applications import intake, reminders, store
from gongkai.web.applications.models import Application, Attachment, Message, Reminder
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import CASEWORKERS, Person
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

# The step each kind asks for; taking that step deals with it. A question is dealt with by an answer.
ASKS: Mapping[str, str] = {
    Message.Kind.SUPPLEMENT: "supplement_received",
    Message.Kind.REASONS: "reasons_given",
    Message.Kind.WITHDRAWAL: "withdrawn",
    Message.Kind.PAYMENT: "fee_paid",
}
# With these the case is over, and nothing that asks for a step can be followed any more.
_ENDS = frozenset({"delivered", "transferred", "withdrawn"})
# With these it is over because something did not come.
_ENDS_FOR_WANT_OF: Mapping[str, Message.Kind] = {
    "supplement_lapsed": Message.Kind.SUPPLEMENT,
    "fee_lapsed": Message.Kind.PAYMENT,
}
_LOGGED = {
    Message.Kind.SUPPLEMENT: ("supplement_sent", "申请人在网上提交了补正材料，待工作人员登记"),
    Message.Kind.REASONS: ("reasons_sent", "申请人在网上提交了理由说明，待工作人员登记"),
    Message.Kind.WITHDRAWAL: ("withdrawal_requested", "申请人在网上请求撤回，待工作人员登记"),
    Message.Kind.PAYMENT: ("payment_sent", "申请人在网上提交了缴费凭证，待工作人员核对"),
    Message.Kind.QUESTION: ("question_sent", "申请人在网上留言"),
}
_FILES = {
    Message.Kind.SUPPLEMENT: "补充说明.txt",
    Message.Kind.REASONS: "理由说明.txt",
    Message.Kind.WITHDRAWAL: "撤回申请.txt",
}
LONGEST = 5000
# What becomes of a message; the log has each as it stood before and after, never what the applicant wrote.
_HANDLED = ("handled_at", "handled_by", "handled_how")
_TAKEN_BACK = ("stage", "outcome", "ended_on", "version")
TAKEN_BACK = "申请人在登记以前已经撤回，这件申请不再办理。"


@rule_for(Message)
def _messages(viewer: Viewer, rows: QuerySet[Message]) -> QuerySet[Message]:
    """Those of the cases in sight."""
    return rows.filter(application__in=visible(viewer, Application))


@transaction.atomic
def receive(
    application: Application,
    *,
    kind: str,
    text: str,
    files: Sequence[store.Upload] = (),
    address: str | None = None,
) -> Message:
    """Take in what the applicant sent on the portal: kept with the case (what the law knows also as a file of it), the
    case marked, and who works at it told. The step itself is the office's."""
    locked = Application.objects.select_for_update(of=("self",))  # PostgreSQL locks no outer join
    fresh = locked.select_related("organ", "handler").get(pk=application.pk)
    now = timezone.now()
    made = Message.objects.create(
        application=fresh, side=Message.Side.APPLICANT, kind=kind, text=text.strip()[:LONGEST], at=now
    )
    if kind in _FILES:  # for the file of the case only: the applicant typed the words and enclosed nothing
        typed = store.Upload(_FILES[Message.Kind(kind)], "text", text.encode())
        intake.attach(fresh, [typed], side=Attachment.Side.APPLICANT, viewer=None)
    made.files.set(intake.attach(fresh, files, side=Attachment.Side.APPLICANT, viewer=None))
    before = log.standing(fresh, "incoming_since")
    if fresh.incoming_since is None:
        fresh.incoming_since = now
        fresh.save(update_fields=["incoming_since"])
    entry, words = _LOGGED[Message.Kind(kind)]
    moved = log.change({**before, "message": None}, {**log.standing(fresh, "incoming_since"), "message": made.pk})
    log.append(entry, words, organ=fresh.organ, actor_words="申请人", subject=fresh, payload=moved, address=address)
    # All that waits, for a second message of the day takes the place of the first in the reminder.
    kinds = dict.fromkeys(m.get_kind_display() for m in waiting(fresh))
    told = f"申请人来件：{'、'.join(kinds)}"
    reminders.tell(fresh, kind=Reminder.Kind.INCOMING, words=told, on=timezone.localdate(now))
    return made


def waiting(application: Application) -> QuerySet[Message]:
    """What the applicant sent and nobody has dealt with, oldest first."""
    rows: QuerySet[Message] = application.messages.filter(side=Message.Side.APPLICANT, handled_at=None)
    return rows.prefetch_related("files")


def unconfirmed(application: Application) -> bool:
    """Whether an application came through the internet and nobody has confirmed its receipt: the law knows it as received
    only from the day both sides confirm (条例第三十一条)."""
    return application.stage == "new" and application.channel == "internet"


@transaction.atomic
def take_back(application: Application, *, text: str, address: str | None = None) -> Application:
    """End at once an application that is ``unconfirmed``: it was never received, so that nothing falls due, no letter is
    owed and no report counts it. Raises Stale when it was registered meanwhile."""
    locked = Application.objects.select_for_update(of=("self",))
    fresh = locked.select_related("organ").get(pk=application.pk)
    if not unconfirmed(fresh):
        raise Stale("这件申请刚刚登记，不能直接撤回；请再提交一次撤回请求，由受理机关登记。")
    now, before = timezone.now(), log.standing(fresh, *_TAKEN_BACK)
    Message.objects.create(
        application=fresh,
        side=Message.Side.APPLICANT,
        kind=Message.Kind.WITHDRAWAL,
        text=text.strip()[:LONGEST],
        at=now,
        handled_at=now,
        handled_how="登记以前撤回，即时生效",
    )
    typed = store.Upload(_FILES[Message.Kind.WITHDRAWAL], "text", text.encode())
    intake.attach(fresh, [typed], side=Attachment.Side.APPLICANT, viewer=None)
    fresh.stage, fresh.outcome, fresh.ended_on = "closed", "other", timezone.localdate(now)
    fresh.version += 1
    fresh.save(update_fields=_TAKEN_BACK)
    moved = log.change(before, log.standing(fresh, *_TAKEN_BACK))
    words = "申请人在登记以前撤回，即时生效"
    log.append(
        "step_withdrawn", words, organ=fresh.organ, actor_words="申请人", subject=fresh, payload=moved, address=address
    )
    return fresh


def taken_back(application: Application) -> bool:
    """Whether the applicant took an application back before it was registered."""
    return application.stage == "closed" and application.received_on is None


def supplemented(sent: Iterable[Message]) -> str:
    """What is asked for since the supplement, in the applicant's words: of the messages of a case the last supplement that
    was registered; empty where none came online."""
    found = [m for m in sent if m.kind == Message.Kind.SUPPLEMENT and m.handled_at is not None]
    return max(found, key=lambda m: m.pk).text if found else ""


def enclosed(application: Application) -> list[Attachment]:
    """The files the applicant enclosed, without those that only keep what was typed."""
    typed = Q(name__in=_FILES.values()) & ~Q(pk__in=Message.files.through.objects.values("attachment"))
    return list(application.attachments.filter(side=Attachment.Side.APPLICANT).exclude(typed).order_by("pk"))


def waits(message: Message) -> bool:
    """Whether a message is among those ``waiting`` gives."""
    return message.side == Message.Side.APPLICANT and message.handled_at is None


def bars(application: Application, event: str, outcome: str = "") -> Message | None:
    """What the applicant sent online that must be dealt with before a case ends because nothing came: the supplement before
    逾期不补正, the receipt before 逾期未缴费, the reasons before 无正当理由大量反复申请."""
    kind = _ENDS_FOR_WANT_OF.get(event) or (Message.Kind.REASONS if outcome == "excessive" else None)
    if kind is None:
        return None
    return application.messages.filter(side=Message.Side.APPLICANT, kind=kind, handled_at=None).order_by("pk").first()


def settle(application: Application, event: str, *, by: Person | None) -> None:
    """Mark as dealt with what a step answers; with the end of the case whatever still asked for a step. Within the
    transaction of the step."""
    kinds = [k for k, asked in ASKS.items() if asked == event or event in _ENDS]
    if kinds:
        how = f"已登记「{KIND[event].words}」"
        _done(application.messages.filter(kind__in=kinds, handled_at=None), how, by, timezone.now())
        _mark(application)


def _done(rows: QuerySet[Message], how: str, by: Person | None, now: datetime) -> int:
    return rows.update(handled_at=now, handled_by=by, handled_how=how[:300])


def _mark(application: Application) -> None:
    """Keep the mark by which the queue finds the case."""
    application.incoming_since = waiting(application).aggregate(first=Min("at"))["first"]
    Application.objects.filter(pk=application.pk).update(incoming_since=application.incoming_since)


def _demand(message: Message, viewer: Viewer) -> None:
    if not viewer.has(*CASEWORKERS, organ=message.application.organ_id):
        raise PermissionDenied("申请人来件须由受理机关的工作人员处理。")


@transaction.atomic
def put_aside(message: Message, *, reason: str, viewer: Viewer) -> None:
    """Say that nothing follows from what was sent, and why; the applicant sees it.

    ValueError without a reason, PermissionDenied for other organs, Stale when a colleague has dealt with it.
    """
    _demand(message, viewer)
    if not reason.strip():
        raise ValueError("请写明处理情况，申请人会看到。")
    before = _state(message)
    open_ = Message.objects.filter(pk=message.pk, handled_at=None)
    if not _done(open_, reason.strip(), viewer.person, timezone.now()):
        raise Stale("这条来件刚被别人处理过；请刷新后核对。")
    _mark(message.application)
    words = f"处理申请人来件（{message.get_kind_display()}）：{reason.strip()}"[:300]
    _handled("message_handled", words, message, before, viewer)


def _state(message: Message) -> dict[str, object]:
    """What stands of a message and of its case's mark."""
    return {**log.standing(message, *_HANDLED), **log.standing(message.application, "incoming_since")}


def _handled(kind: str, words: str, message: Message, before: Mapping[str, object], viewer: Viewer) -> None:
    message.refresh_from_db(fields=_HANDLED)
    case = message.application
    moved = {"message": message.pk, **log.change(before, _state(message))}
    log.append(kind, words, organ=case.organ, viewer=viewer, subject=case, payload=moved)


@transaction.atomic
def reply(message: Message, *, text: str, viewer: Viewer) -> Message:
    """Answer what the applicant wrote. The answer stands on the applicant's page; it is no decision on the application.

    ValueError for an empty or overlong text, PermissionDenied for other organs, Stale when it was answered already.
    """
    _demand(message, viewer)
    if not text.strip():
        raise ValueError("请写下回复内容。")
    if len(text) > LONGEST:
        raise ValueError(f"回复最多 {LONGEST} 字，现有 {len(text)} 字，请写短一些。")
    now, before = timezone.now(), _state(message)
    if not _done(Message.objects.filter(pk=message.pk, handled_at=None), "已回复", viewer.person, now):
        raise Stale("这条留言刚被别人处理过；请刷新后核对。")
    case = message.application
    made = Message.objects.create(
        application=case,
        side=Message.Side.OFFICE,
        kind=Message.Kind.REPLY,
        text=text.strip(),
        by=viewer.person,
        at=now,
        handled_at=now,
    )
    _mark(case)
    _handled("message_answered", "回复申请人留言", message, before, viewer)
    return made
