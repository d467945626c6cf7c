"""Delivering the answer: on the portal, by e-mail, by post, in person. Delivery is what closes the case (条例第四十条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law.events import Event
from gongkai.web.applications import answerfiles, intake, outbox, store
from gongkai.web.applications.decisions import ALSO_ANNOUNCES
from gongkai.web.applications.models import Application, Attachment, Letter, Mailing
from gongkai.web.applications.steps import StepInput, locked, take
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.operations import Stale


@dataclass(frozen=True, slots=True)
class Way:
    """A way of delivery: key, words, the words of the proof of delivery, what must be given."""

    key: str
    words: str
    proof: str
    needs: str = ""


WAYS = (
    Way("portal", "网上（申请人凭编号和查询码下载）", "电子送达"),
    Way("email", "电子邮件", "电子送达", "email"),
    Way("post", "邮寄", "邮寄送达", "tracking"),
    Way("in_person", "当面领取", "直接送达", "receipt"),
)
WAY: Mapping[str, Way] = {w.key: w for w in WAYS}
# What is noted on a letter; the log has each as it stood before and after.
_DELIVERED = ("delivered_on", "delivered_how", "tracking")
# What somebody looks at a second time before the case is closed.
SECOND_LOOK = (
    ("addressee", "文书上的收件人、地址与申请表一致"),
    ("enclosures", "随文附件齐全，能够打开，内容与文书所列一致"),
    ("others", "文书和附件里没有其他人的个人信息，也没有不应公开的内容"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What is recorded of a delivery: the way, the day, the tracking number, the address used, who received, the receipt."""

    way: str
    on: date
    tracking: str = ""
    address: str = ""
    receiver: str = ""
    receipt: Sequence[store.Upload] = ()
    looked: Sequence[str] = ()


def answers(application: Application) -> list[Letter]:
    """The letters that announce the decision now in force, newest round only."""
    keys = {x.key for x in letters.LETTERS if x.outcome or x.key in _ALSO}
    ends = application.events.filter(kind__in=("decided", "supplement_lapsed", "fee_lapsed")).order_by("-order").first()
    return [] if ends is None else [x for x in ends.letters.all() if x.key in keys]


def released(application: Application) -> tuple[list[Letter], list[Attachment]]:
    """What the applicant may fetch: letters to them, and the answer's files once the decision is signed."""
    sent = list(application.letters.filter(public=True).exclude(key__in=TO_OTHERS))
    decided = application.stage in ("decided", "closed") and bool(answers(application))
    files = answerfiles.standing(application) if decided else application.attachments.none()
    return sent, list(files)


_ALSO = {key for keys in ALSO_ANNOUNCES.values() for key in keys}
# Letters of a case that go to somebody else than its applicant, and may name them.
TO_OTHERS = ("third_party_consultation", "third_party_decision", "comaker_consultation", "transfer")


def faults(application: Application, given: Given) -> dict[str, str]:
    """What is wrong with a delivery before it is recorded, by field."""
    found: dict[str, str] = {}
    way = WAY.get(given.way)
    if way is None:
        return {"way": "请选择送达方式。"}
    if way.needs == "tracking" and not given.tracking.strip():
        found["tracking"] = "邮寄送达请填写邮件号，以便查询签收情况。"
    if way.needs == "receipt" and not given.receiver.strip():
        found["receiver"] = "当面领取请填写领取人姓名。"
    if way.needs == "email" and not outbox.leaves():
        found["way"] = "本系统还没有接邮件服务器，邮件不会真的发出；请改用其他方式，或者请系统管理员设置邮件服务器。"
    if way.needs == "email" and "@" not in (given.address or application.applicant.email):
        found["address"] = "申请人没有留电子邮箱，请填写收件邮箱，或者改用其他方式。"
    if any(key not in given.looked for key, _ in SECOND_LOOK):
        found["looked"] = "请逐项复核并勾选后再办结。"
    ended = application.ended_on
    if ended is not None and given.on < ended:
        found["on"] = f"送达日期不能早于作出答复的 {ended}，请改正。"
    return found


@transaction.atomic
def deliver(application: Application, given: Given, *, viewer: Viewer, version: int | None = None) -> Application:
    """Record the delivery and close the case; e-mail is sent first and closes it once the server has taken it.

    Raises ValueError with the first fault, and what ``steps.take`` raises.
    """
    if not viewer.has(Role.CLERK, Role.HEAD, organ=application.organ_id):
        raise PermissionDenied("送达须由公开机构经办人或者负责人办理。")
    fresh = locked(application, version)
    found = faults(fresh, given)
    if found:
        raise ValueError(next(iter(found.values())))
    if fresh.stage != "decided":
        raise Stale("答复还没有签发，或者已经送达；请刷新后核对。")
    intake.attach(fresh, given.receipt, side=Attachment.Side.EVIDENCE, viewer=viewer)
    looked = "；".join(words for key, words in SECOND_LOOK if key in given.looked)
    log.append("second_look", "送达前复核", organ=fresh.organ, viewer=viewer, subject=fresh, payload={"looked": looked})
    if given.way == "email":
        _by_mail(fresh, given, viewer)
        return fresh
    return _record(fresh, given, viewer=viewer)


def _record(application: Application, given: Given, *, viewer: Viewer) -> Application:
    way = WAY[given.way]
    sent = answers(application)
    title = "、".join(f"《{x.title}》（{x.number}）" for x in sent)
    note = f"{way.words.split('（')[0]}" + (f"，邮件号 {given.tracking.strip()}" if given.tracking.strip() else "")
    note += f"，领取人 {given.receiver.strip()}" if given.receiver.strip() else ""
    elements = {
        "served": title or "政府信息公开申请答复文书",
        "addressee": application.applicant.name,
        "delivery_way": way.proof,
        "delivery_place": _place(application, given),
        "server": str(viewer.person),
        "delivered_on": given.on,
    }
    event = Event("delivered", given.on, channel="", note=note)
    after = take(application, StepInput(event, elements=elements), viewer=viewer)
    if sent:
        _written_off(after, sent, given, viewer)
    return after


def _written_off(application: Application, sent: Sequence[Letter], given: Given, viewer: Viewer) -> None:
    """Note on each letter when and how it was delivered."""
    moved: dict[str, dict[str, object]] = {"before": {}, "after": {}}
    how = WAY[given.way].words.split("（")[0]
    for letter in sent:
        before = log.standing(letter, *_DELIVERED)
        letter.delivered_on, letter.delivered_how, letter.tracking = given.on, how, given.tracking.strip()
        letter.save(update_fields=_DELIVERED)
        each = log.change(before, log.standing(letter, *_DELIVERED))
        for side, values in each.items():
            moved[side][letter.number or letter.title] = values
    words = f"登记文书送达：{how}"
    log.append("letters_delivered", words, organ=application.organ, viewer=viewer, subject=application, payload=moved)


def _place(application: Application, given: Given) -> str:
    if given.way == "portal":
        return "政府信息公开申请平台"
    if given.way == "email":
        return given.address or str(application.applicant.email)
    return str(application.organ.address if given.way == "in_person" else application.applicant.address)


def _by_mail(application: Application, given: Given, viewer: Viewer) -> None:
    under_way = Mailing.objects.filter(application=application, purpose=Mailing.Purpose.DELIVERY)
    if under_way.filter(state=Mailing.State.QUEUED).exists():
        raise Stale("答复邮件正在发送，不必重复提交；发送成功后自动办结。")
    sent = answers(application)
    files = [(f"{x.title}.pdf", x.pdf_sha256) for x in sent]
    enclosed = answerfiles.standing(application)
    files += [(a.name, a.sha256) for a in enclosed]
    organ = application.organ
    body = (
        f"您好：\n\n您提交的政府信息公开申请（编号 {application.number}）已经作出答复，见附件。\n"
        f"收到后如有疑问，请与{organ.office}联系，电话 {organ.telephone}。\n\n{organ.name}"
    )
    mailing = outbox.post(
        purpose=Mailing.Purpose.DELIVERY,
        to=given.address.strip() or application.applicant.email,
        subject=f"{organ.name}：政府信息公开申请答复（{application.number}）",
        body=body,
        application=application,
        files=files,
        by=viewer.person,
    )
    queued = {"mailing": mailing.pk, **log.change({}, log.standing(mailing, "state"))}
    log.append("mail_queued", "答复邮件已交付发送", organ=organ, viewer=viewer, subject=application, payload=queued)


@transaction.atomic
def mailed(mailing: Mailing, *, on: date) -> None:
    """The mail server took the answer: record the delivery on that day, for whoever ordered it, with the posts they had then.
    Mail with the answer of an earlier round says nothing of the one that waits."""
    application = mailing.application
    if application is None:
        return
    fresh = locked(application, None)
    decision = fresh.events.filter(kind="decided").order_by("-order").first()
    if fresh.stage == "decided" and decision is not None and mailing.made_at >= decision.at:
        ordered = timezone.localdate(mailing.made_at)
        _record(fresh, Given("email", on, address=mailing.to), viewer=Viewer.of(mailing.by, on=ordered))


def mail_under_way(application: Application) -> Mailing | None:
    """The latest mail that carries the answer and has not gone out."""
    rows = Mailing.objects.filter(application=application, purpose=Mailing.Purpose.DELIVERY)
    return rows.exclude(state=Mailing.State.SENT).order_by("-pk").first()


def today() -> date:
    """The day on which a delivery is recorded unless another is given."""
    return timezone.localdate()
