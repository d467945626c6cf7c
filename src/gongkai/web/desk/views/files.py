"""Files through the gate: always as a download, never opened by the browser as a page of ours."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.applications import intake, store
from gongkai.web.applications.models import Attachment, Letter
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.views.entry import read
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import CASEWORKERS
from gongkai.web.review import log


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as a download: named, never sniffed, never framed or run."""
    response = HttpResponse(content, content_type=store.TYPES[kind][1])
    response["Content-Disposition"] = f"attachment; filename=\"file.{kind}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def kept(digest: str) -> bytes:
    """The bytes of a stored file. Http404 when it is gone."""
    try:
        return store.fetch(digest)
    except FileNotFoundError:
        raise Http404("文件不在存储中，请联系系统管理员。") from None


@require_GET
@caseworker
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a case. Reading what the applicant sent is logged, for it may hold personal data."""
    rows = visible(viewer_of(request), Attachment).select_related("application__organ")
    found = get_object_or_404(rows, pk=pk)
    content = kept(found.sha256)
    case = found.application
    log.append("downloaded", f"下载附件「{found.name}」", organ=case.organ, viewer=viewer_of(request), subject=case)
    return sent(content, found.kind, found.name)


@require_GET
@caseworker
def letter(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A letter as Word or PDF; logged, for it names the applicant."""
    if form not in ("docx", "pdf"):
        raise Http404("没有这种格式")
    viewer = viewer_of(request)
    found = get_object_or_404(visible(viewer, Letter).select_related("application__organ"), pk=pk)
    content = kept(found.docx_sha256 if form == "docx" else found.pdf_sha256)
    case = found.application
    log.append("downloaded", f"下载文书《{found.title}》{found.number}", organ=case.organ, viewer=viewer, subject=case)
    return sent(content, form, f"{case.number} {found.title}.{form}")


@require_POST
@caseworker
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Put evidence on file: a third party's reply, the record of a search, a proof of payment."""
    case, viewer = the_case(request, number), viewer_of(request)
    if not viewer.has(*CASEWORKERS, organ=case.organ_id):
        raise PermissionDenied("材料须由受理机关的工作人员添加。")
    try:
        files = read(request)
    except store.Refused as error:
        messages.error(request, str(error))
        return redirect("desk:case", number=number)
    if not files:
        messages.warning(request, "没有选择文件；请先选择要添加的材料。")
        return redirect("desk:case", number=number)
    with transaction.atomic():
        kept = intake.attach(case, files, side=Attachment.Side.EVIDENCE, viewer=viewer)
        names = "、".join(a.name for a in kept)
        log.append("material_added", f"添加材料：{names}"[:300], organ=case.organ, viewer=viewer, subject=case)
    messages.success(request, f"已添加 {len(kept)} 份材料。")
    return redirect("desk:case", number=number)
