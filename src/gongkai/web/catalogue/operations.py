"""Writing the catalogue: drafting an item, answering for marks, through review to the public site, and down again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.web.catalogue import enclosed, search
from gongkai.web.catalogue.models import Column, IndexHead, InformationItem, ItemFile, State
from gongkai.web.catalogue.personal import Mark, Own, marks
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ, Role, Unit
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Review
from gongkai.web.review.operations import Stale

_READ_THEM = "自动检查只认得出常见的样子：请逐页核对附件没有个人信息，勾选确认后再送审。"
DRAFTERS = (Role.CLERK, Role.HEAD, Role.PUBLISHER)


@dataclass(frozen=True, slots=True)
class Text:
    """What an item says."""

    title: str
    body: str
    column: str = str(Column.ANSWER)
    document_number: str = ""
    drawn_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that is stored already: safe name, kind, bytes, SHA-256 in hex."""

    name: str
    kind: str
    size: int
    sha256: str


def reviews_of(item: InformationItem) -> QuerySet[Review]:
    """The passages of an item through review."""
    return Review.objects.filter(subject_type=ContentType.objects.get_for_model(InformationItem), subject_id=item.pk)


def under_review(item: InformationItem) -> Review | None:
    """The open review of an item, if any."""
    return reviews_of(item).filter(state=Review.State.OPEN).first()


def left(item: InformationItem, own: Own) -> list[Mark]:
    """The marks of personal data nobody has answered for yet; ``own`` is the applicant's data."""
    return [m for m in all_marks(item, own) if m.key not in item.dismissed]


def all_marks(item: InformationItem, own: Own) -> list[Mark]:
    """Every mark in the title, the text and the names of the files, then one for each file with something in it; places
    count from the title on."""
    files = list(item.files.all()) if item.pk else []
    text = "\n".join((item.title, item.body, item.document_number, *(f.name for f in files)))
    return [*marks(text, own), *(m for f in files if (m := _in_file(f, own, behind=len(text))))]


def _in_file(file: ItemFile, own: Own, *, behind: int) -> Mark | None:
    """What was found in a file, as one mark: a list of hundreds of people is answered for at once."""
    found = enclosed.look(file.sha256, file.kind, own).found
    return Mark("附件中的个人信息", behind, behind, f"《{file.name}》：{found}", file.sha256) if found else None


def unchecked(item: InformationItem) -> list[tuple[str, str]]:
    """The files nobody but a person can look through, wholly or in part: name and why."""
    looked = ((f.name, enclosed.look(f.sha256, f.kind).missed) for f in item.files.all())
    return [(name, why) for name, why in looked if why]


@transaction.atomic
def draft(
    organ: Organ, text: Text, *, viewer: Viewer, source: str = "", unit: Unit | None = None, files: Sequence[File] = ()
) -> InformationItem:
    """A new draft; ``source`` is the number of the application it answers. Raises PermissionDenied, ValidationError for a
    text that will not do, Stale when the answer has an item already."""
    demand(viewer, *DRAFTERS, organ=organ)
    assert viewer.person is not None
    item = InformationItem(
        organ=organ, unit=unit, source_number=source, drafted_by=viewer.person, drafted_at=timezone.now()
    )
    _fill(item, text)
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise Stale("这件申请的答复已经有公开稿；请在“主动公开”里找到它继续办理。") from None
    ItemFile.objects.bulk_create([ItemFile(item=item, **_columns(f)) for f in files])
    search.put([item])
    words, moved = f"起草公开信息：{item.title}"[:300], log.change({}, _stands(item))
    log.append("item_drafted", words, organ=organ, viewer=viewer, subject=item, payload=moved)
    return item


def _stands(item: InformationItem) -> dict[str, Any]:
    """An item as it stands, for the log; of its text the length and the SHA-256 alone: a draft may still name people, and
    the log forgets nothing."""
    names = ("column", "title", "document_number", "drawn_up_on", "state", "index_number", "published_on",
             "withdrawn_on", "withdrawn_why", "version")  # fmt: skip
    digest = hashlib.sha256(item.body.encode()).hexdigest()
    files = [f"{name} {kept}" for name, kept in item.files.order_by("pk").values_list("name", "sha256")]
    return {**log.standing(item, *names), "body": f"{len(item.body)} {digest}", "files": files}


def _columns(file: File) -> dict[str, object]:
    return {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256}


def _fill(item: InformationItem, text: Text) -> None:
    item.title, item.body, item.column = text.title.strip(), text.body.strip(), text.column
    item.document_number, item.drawn_up_on = text.document_number.strip(), text.drawn_up_on
    item.version += 1
    item.clean_fields(exclude=("organ", "unit", "drafted_by", "dismissed"))


def _locked(item: InformationItem, version: int | None, viewer: Viewer) -> InformationItem:
    """The draft as it is now, locked, when it may be changed."""
    demand(viewer, *DRAFTERS, organ=item.organ_id)
    fresh = InformationItem.objects.select_for_update().select_related("organ").get(pk=item.pk)
    if version is not None and fresh.version != version:
        raise Stale("这份公开稿刚被别人改过，您的修改没有保存；请刷新后合并。")
    if fresh.state != State.DRAFT:
        raise Stale(f"这条信息{fresh.get_state_display()}，不能再改；需要更正的，撤下后另行起草。")
    if under_review(fresh):
        raise Stale("公开稿正在审核，不能修改；请先撤回送审。")
    return fresh


@transaction.atomic
def change(
    item: InformationItem,
    text: Text,
    *,
    version: int,
    viewer: Viewer,
    drop: Sequence[int] = (),
    add: Sequence[File] = (),
) -> InformationItem:
    """Save the draft anew; ``drop`` are keys of files to leave out, ``add`` further ones. Raises as ``draft``, and Stale when another was faster
    or it is under review."""
    fresh = _locked(item, version, viewer)
    before = _stands(fresh)
    _fill(fresh, text)
    fresh.save()
    gone = fresh.files.filter(pk__in=drop)
    names = "、".join(gone.values_list("name", flat=True))
    gone.delete()
    ItemFile.objects.bulk_create([ItemFile(item=fresh, **_columns(f)) for f in add])
    search.put([fresh])
    words = "修改公开稿" + (f"，移除附件：{names}" if names else "")
    words += "，添加附件：" + "、".join(f.name for f in add) if add else ""
    moved = log.change(before, _stands(fresh))
    log.append("item_drafted", words[:300], organ=fresh.organ, viewer=viewer, subject=fresh, payload=moved)
    return fresh


@transaction.atomic
def dismiss(item: InformationItem, key: str, *, reason: str, own: Own, viewer: Viewer) -> InformationItem:
    """Answer for a mark: it is no personal data, or may be published. ValueError without a reason or such a mark."""
    if not reason.strip():
        raise ValueError("保留这处内容须写明理由，例如“是机关的办公地址”。")
    fresh = _locked(item, None, viewer)
    mark = next((m for m in left(fresh, own) if m.key == key), None)
    if mark is None:
        raise ValueError("这处标记已经不在，可能文字已被修改；请刷新后再看。")
    fresh.dismissed[key] = {
        "what": mark.what,
        "reason": reason.strip()[:200],
        "by": str(viewer.person),
        "on": viewer.on.isoformat(),
    }
    fresh.save()
    words = f"保留公开稿中疑似{mark.what}的内容：{reason.strip()}"[:300]
    moved = log.change({}, {key: fresh.dismissed[key]})
    log.append("mark_dismissed", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=moved)
    return fresh


@transaction.atomic
def send(item: InformationItem, *, own: Own, viewer: Viewer, files_read: bool = False) -> Review:
    """Send through the organ's chain for publications. ``files_read``: somebody read the files and found no personal data in
    them: a machine knows common shapes only, and no pictures. ValueError without that or while a mark is left, Stale when
    it is there already."""
    fresh = _locked(item, None, viewer)
    if not files_read and fresh.files.exists():
        raise ValueError(_READ_THEM + "".join(f"《{name}》：{why}。" for name, why in unchecked(fresh)))
    _refuse_marks(fresh, own)
    return review.start(
        fresh, organ=fresh.organ, kind=Kind.PUBLICATION, title=f"公开：{fresh.title}", viewer=viewer, unit=fresh.unit
    )


def _refuse_marks(item: InformationItem, own: Own) -> None:
    found = left(item, own)
    if found:
        kinds = "、".join(dict.fromkeys(m.what for m in found))
        raise ValueError(f"还有 {len(found)} 处疑似个人信息（{kinds}）没有处理：请删去，或者逐处说明为什么可以保留。")


def refusal(passage: Review, viewer: Viewer) -> str:
    """Why the viewer may not take the waiting step, in Chinese; empty when they may. Who wrote at it does not review it,
    neither for themselves nor as somebody's deputy."""
    found = review.may_decide(passage, viewer)
    item = passage.subject
    if found or not isinstance(item, InformationItem) or passage.step is None or viewer.person is None:
        return found
    authors = {item.drafted_by_id, *log.of(item).filter(kind="item_drafted").values_list("actor", flat=True)}
    behalf = viewer.acting_for(str(passage.step["role"]), organ=passage.organ_id)
    if viewer.person.pk in authors:
        return "起草人不能审核自己起草的公开稿。"
    if behalf is not None and behalf.pk in authors:
        return f"{behalf}起草了这份公开稿，不能由代理人代为审核。"
    return ""


@transaction.atomic
def decide(
    passage: Review, *, verdict: Opinion.Verdict, comment: str, version: int, own: Own, viewer: Viewer, on: date
) -> Review:
    """Take a step of the review; the last one publishes in the same transaction. Raises what ``review.decide`` raises,
    PermissionDenied for an author, ValueError when personal data is left."""
    why = refusal(passage, viewer)
    if why and passage.version == version:
        raise PermissionDenied(why)
    after = review.decide(passage, verdict=verdict, comment=comment, version=version, viewer=viewer)
    if after.state == Review.State.SIGNED:
        item = InformationItem.objects.select_for_update().select_related("organ").get(pk=after.subject_id)
        _refuse_marks(item, own)
        _publish(item, viewer=viewer, on=on)
    return after


def _publish(item: InformationItem, *, viewer: Viewer, on: date) -> None:
    before = _stands(item)
    item.state, item.published_on = State.PUBLISHED, on
    item.index_number = index_number(item.organ, on)
    item.version += 1
    item.save()
    search.put([item])
    payload = {"index_number": item.index_number, "source": item.source_number, **log.change(before, _stands(item))}
    words = f"公开信息：{item.title}"[:300]
    log.append("published", words, organ=item.organ, viewer=viewer, subject=item, payload=payload)


def index_number(organ: Organ, on: date) -> str:
    """The next index number of an organ: its prefix (else the body of its code), year, five digits: ``370802004/2026-00012``.
    The row is locked until the caller's transaction ends: if that fails, the number was never taken."""
    head, _ = IndexHead.objects.select_for_update().get_or_create(organ=organ, year=on.year)
    head.last += 1
    head.save(update_fields=["last"])
    return f"{organ.index_prefix or organ.code[8:17]}/{on.year}-{head.last:05d}"


@transaction.atomic
def withdraw(item: InformationItem, *, reason: str, viewer: Viewer, on: date) -> InformationItem:
    """Take a published item down at once, or give up a draft. ValueError without a reason, Stale when it is down already or
    under review."""
    demand(viewer, *DRAFTERS, organ=item.organ_id)
    if not reason.strip():
        raise ValueError("撤下信息须写明理由。")
    fresh = InformationItem.objects.select_for_update().select_related("organ").get(pk=item.pk)
    if fresh.state == State.WITHDRAWN:
        raise Stale("这条信息已撤下，不用再撤；请刷新后再看。")
    if under_review(fresh):
        raise Stale("公开稿正在审核，不能作废；请先撤回送审。")
    kind, what = ("item_withdrawn", "撤下公开信息") if fresh.published_on else ("item_given_up", "作废公开稿")
    before = _stands(fresh)
    fresh.state, fresh.withdrawn_on, fresh.withdrawn_why = State.WITHDRAWN, on, reason.strip()[:300]
    fresh.version += 1
    fresh.save()
    words = f"{what}：{reason.strip()}"[:300]
    moved = log.change(before, _stands(fresh))
    log.append(kind, words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=moved)
    return fresh


def faults(error: ValidationError) -> list[str]:
    """What a ValidationError says, field by field, in words for people."""
    rows = getattr(error, "message_dict", {"": error.messages})
    names = {f.name: str(f.verbose_name) for f in InformationItem._meta.fields}
    return [f"{names.get(key, '')}：{'；'.join(said)}".lstrip("：") for key, said in rows.items()]
