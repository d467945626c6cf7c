"""Between the rows and what the interface says of them. Every row comes through the gate."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gongkai.law.outcomes import OUTCOME
from gongkai.web.api.models import ApiToken
from gongkai.web.api.refusals import Refused
from gongkai.web.api.registration import Registered
from gongkai.web.api.schemas import RegistrationIn
from gongkai.web.applications import intake
from gongkai.web.applications.identity import faults
from gongkai.web.applications.models import Application
from gongkai.web.applications.statistics import Figures
from gongkai.web.catalogue.models import InformationItem, ItemFile
from gongkai.web.catalogue.queries import published
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.review import log

Row = TypeVar("Row")
Rows = QuerySet[Any] | Sequence[Any]
_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,128}")
_ORGAN = ("code", "name", "short_name", "region", "competent", "office", "address", "postcode", "hours", "telephone",
          "fax", "email", "holds", "reconsideration_organ", "court")  # fmt: skip
_ITEM = ("id", "column", "title", "index_number", "document_number", "drawn_up_on", "published_on", "changed_at")


def paged(
    request: HttpRequest, rows: Rows, page: int, size: int, say: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """A page of rows and the address of the next. Raises Refused beyond the last page."""
    pages: Paginator[Any] = Paginator(rows, size)
    if page > pages.num_pages:
        raise Refused("not_found", f"没有第 {page} 页，一共 {pages.num_pages} 页。")
    found = pages.page(page)
    following = _following(request, page=page + 1) if found.has_next() else None
    items = [say(row) for row in found.object_list]
    return {"count": pages.count, "page": page, "pages": pages.num_pages, "next": following, "items": items}


def _following(request: HttpRequest, **changed: str | int) -> str:
    """This address with something changed."""
    asked: dict[str, str | int] = {**request.GET.dict(), **changed}
    return f"{request.path}?{urlencode(asked)}"


def organs(viewer: Viewer, words: str) -> QuerySet[Organ]:
    """Organs that take applications, by words in their names or in what they hold."""
    rows = visible(viewer, Organ).filter(active=True)
    for word in words.replace("\x00", " ").split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(holds__icontains=word))
    return rows.order_by("pk")


def organ(viewer: Viewer, code: str) -> Organ:
    """The organ of a code. Raises Refused when there is none in sight."""
    found = (
        visible(viewer, Organ).filter(active=True, code=code).first() if re.fullmatch("[0-9A-Z]{18}", code) else None
    )
    if found is None:
        raise Refused("not_found", "没有这个机关，请核对统一社会信用代码。")
    return found


def organ_out(viewer: Viewer) -> Callable[[Organ], dict[str, Any]]:
    """What is said of organs; a superior is named when it is in sight itself."""
    known = dict(visible(viewer, Organ).filter(active=True).values_list("pk", "code"))

    def say(row: Organ) -> dict[str, Any]:
        above = known.get(row.parent_id) if row.parent_id else None
        guide = reverse("portal:organ", args=[row.code])
        return {**{name: getattr(row, name) for name in _ORGAN}, "parent": above, "guide": guide}

    return say


def figures_out(row: Figures) -> dict[str, Any]:
    """What is said of figures."""
    assert row.organ is not None  # only sums have none
    names = ("year", "received", "answered", "without_answer", "average_days", "on_time")
    groups = {group.name.lower(): number for group, number in row.groups.items()}
    said = {name: getattr(row, name) for name in names}
    return {"organ": row.organ.code, "name": row.organ.name, "groups": groups, **said}


def items(
    viewer: Viewer, *, organ: Organ | None, column: str, since: date | None, until: date | None
) -> QuerySet[InformationItem]:
    """Published items, the newest first."""
    rows = published(viewer).filter(published_on__isnull=False)
    if organ is not None:
        rows = rows.filter(organ=organ)
    if column:
        rows = rows.filter(column=column)
    if since:
        rows = rows.filter(published_on__gte=since)
    return rows.filter(published_on__lte=until) if until else rows


def item_page(request: HttpRequest, rows: QuerySet[InformationItem], after: str, size: int) -> dict[str, Any]:
    """A page that begins behind an item (``2026-04-20.12``: day and id), so that nothing is left out or shown twice when
    something is published meanwhile. Raises Refused when ``after`` is not ours."""
    count = rows.count()
    if after:
        day, pk = _place(after)
        rows = rows.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=pk))
    found = list(rows.defer("body")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = _following(request, after=f"{last.published_on}.{last.pk}") if last else None
    return {"count": count, "next": following, "items": [_item_out(row) for row in found[:size]]}


def _place(after: str) -> tuple[date, int]:
    found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})", after)
    try:
        if found:
            return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        pass
    raise Refused("invalid", fields={"after": "请照 next 中的写，不要改动。"})


def _item_out(row: InformationItem) -> dict[str, Any]:
    address = reverse("portal:information_item", args=[row.pk])
    return {**{name: getattr(row, name) for name in _ITEM}, "organ": row.organ.code, "address": address}


def whole_item(viewer: Viewer, pk: str) -> dict[str, Any]:
    """A published item with its text and the list of its files. Raises Refused when there is none in sight."""
    row = published(viewer).filter(pk=int(pk)).first() if re.fullmatch("[0-9]{1,18}", pk) else None
    if row is None:
        raise Refused("not_found", "没有这条信息，可能已经撤下。")
    files = [_file_out(file) for file in visible(viewer, ItemFile).filter(item=row)]
    return {**_item_out(row), "body": row.body, "files": files}


def _file_out(row: ItemFile) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("name", "kind", "size", "sha256")}
    return {**said, "address": reverse("portal:information_file", args=[row.pk])}


def key_of(request: HttpRequest) -> str:
    """The idempotency key of a request. Raises Refused without one or for one that is badly made."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        words = "请用请求头 Idempotency-Key 给这件申请一个键：8 到 128 个字母、数字、短横线。"
        raise Refused("invalid", fields={"Idempotency-Key": words})
    return key


def read(given: RegistrationIn) -> tuple[intake.Person, intake.Matter]:
    """Applicant and matter as the operation takes them. Raises Refused for what does not hang together."""
    typed = given.applicant.model_dump()
    typed["id_number"] = typed["id_number"].replace(" ", "").upper()
    wrong = faults(**{k: typed[k] for k in ("kind", "id_kind", "id_number")})
    if given.matter.way_wanted == "email" and not typed["email"]:
        wrong["email"] = "选择了用电子邮件获取，请填写电子邮箱。"
    if wrong:
        raise Refused("invalid", fields={f"applicant.{name}": words for name, words in wrong.items()})
    return intake.Person(**typed), intake.Matter(**given.matter.model_dump())


def registered_out(done: Registered) -> dict[str, Any]:
    """What is said of a registration."""
    case = done.application
    return {
        "number": case.number,
        "query_code": done.code,
        "organ": case.organ.code,
        "submitted_on": timezone.localdate(case.submitted_at),
        "again": done.again,
    }


def status(viewer: Viewer, number: str, *, token: ApiToken, address: str | None) -> dict[str, Any]:
    """Where an application stands, logged once a day for each token and case. Raises Refused when none is in sight."""
    rows = visible(viewer, Application).select_related("organ").defer("content", "subject")
    case = rows.filter(number=number).first() if re.fullmatch(r"[0-9A-Z-]{1,40}", number) else None
    if case is None:
        raise Refused("not_found", "令牌所属的机关没有这件申请，请核对受理编号。")
    told = log.of(case).filter(kind="status_read", actor_words=viewer.words, at__date=viewer.on)
    if not told.exists():
        words = f"查询办理状态 {case.number}"
        log.append("status_read", words, organ=token.organ, viewer=viewer, subject=case, address=address)
    outcome = OUTCOME.get(case.outcome) if case.ended_on else None
    group = {"key": outcome.group.name.lower(), "words": outcome.group.value} if outcome else None
    names = ("number", "received_on", "reply_due", "provisional", "stopped_since", "ended_on")
    return {
        **{name: getattr(case, name) for name in names},
        "organ": case.organ.code,
        "submitted_on": timezone.localdate(case.submitted_at),
        "stage": {"key": case.stage, "words": case.get_stage_display()},
        "outcome_group": group,
    }
