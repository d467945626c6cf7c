"""Everything of an application that its applicant may have, as one zip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.documents import letters
from gongkai.web.applications import store
from gongkai.web.applications.archive import packed
from gongkai.web.applications.models import Application, Attachment
from gongkai.web.applications.papers import application_form
from gongkai.web.portal import progress
from gongkai.web.portal.access import address_of
from gongkai.web.portal.views.status import opened
from gongkai.web.review import log


def _contents(case: Application) -> list[tuple[str, str]]:
    """The paths in the zip and where their bytes are."""
    made = progress.letters_for(case)
    found = []
    for at, letter in enumerate(made, 1):
        stem = f"1 文书/{at:02d} {store.safe_name(letter.title + letter.number)}"
        found += [(f"{stem}.pdf", letter.pdf_sha256), (f"{stem}.docx", letter.docx_sha256)]
    enclosed = progress.enclosures(case, made)
    own = case.attachments.filter(side=Attachment.Side.APPLICANT).order_by("pk")
    for folder, files in (("2 答复附件", enclosed), ("3 我提交的材料", own)):
        found += [(f"{folder}/{at:02d} {store.safe_name(f.name)}", f.sha256) for at, f in enumerate(files, 1)]
    return found


def summary(case: Application) -> str:
    """The application, where it stands, what happened, the messages and the remedies, as text."""
    rows, made = list(case.events.all()), progress.letters_for(case)
    way, remedies = progress.remedies_of(case, made)
    lines = [
        f"受理编号：{case.number}",
        f"受理机关：{case.organ.name}，电话 {case.organ.telephone}",
        f"所需信息：{case.subject}",
        f"描述：{case.content}",
        f"提交时间：{timezone.localtime(case.submitted_at):%Y-%m-%d %H:%M}",
        f"现在：{progress.stands(case)[1]}{'，' + answer if (answer := progress.answer(case, made)) else ''}",
        *([f"答复期限：{case.reply_due}"] if case.reply_due else []),
        "",
        "经过（近的在前）",
        *(f"{event.on} {words}" for event, words in progress.timeline(rows)),
        "",
        "来往消息",
        *(
            f"{timezone.localtime(m.at):%Y-%m-%d %H:%M} {m.get_side_display()}（{m.get_kind_display()}）：{m.text}"
            for m in case.messages.all()
        ),
    ]
    if remedies:
        lines += ["", f"不满意怎么办：您{way}。"]
        lines += [
            f"{r.words}：自{r.counts_from}起{r.term}内" + (f"，最后一天 {r.last.day}" if r.last else "")
            for r in remedies
        ]
    return "\r\n".join(lines) + "\r\n"


@require_GET
@opened
def download(request: HttpRequest, case: Application) -> HttpResponse:
    """The zip, sent piece by piece, one file in memory at a time; logged."""
    files = _contents(case)
    try:
        for _, digest in files:
            store.fetch(digest)
    except (FileNotFoundError, ValueError):
        messages.error(request, "有文件暂时读不出来，不能打包下载；请逐个下载，或者联系受理机关。")
        return redirect("portal:case")

    def contents() -> Iterator[tuple[str, bytes]]:
        yield "0 说明.txt", b"\xef\xbb\xbf" + summary(case).encode()
        yield "0 政府信息公开申请表.pdf", letters.pdf.write(application_form(case, veiled=True))
        yield from ((path, store.fetch(digest)) for path, digest in files)

    where = address_of(request) or None
    words = f"申请人打包下载：{len(files) + 1} 个文件"
    log.append("downloaded", words, organ=case.organ, actor_words="申请人", subject=case, address=where)
    response: Any = StreamingHttpResponse(packed(contents()), content_type="application/zip")
    name = quote(f"{case.number} 政府信息公开申请.zip")
    response["Content-Disposition"] = f"attachment; filename=\"application.zip\"; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
