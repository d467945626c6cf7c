"""The file of a case as one zip: an index, every letter, every attachment, the events, and the log with its proof."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongkai.documents import letters
from gongkai.web.applications import store
from gongkai.web.applications.models import Application, Attachment
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry, LogHead, Review

ARCHIVISTS = (Role.CLERK, Role.HEAD)
_FOLDERS = {
    Attachment.Side.APPLICANT: "3 申请材料",
    Attachment.Side.EVIDENCE: "4 办理依据",
    Attachment.Side.ANSWER: "5 答复附件",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the archive: its path in the zip, the index's words (name, number, day, pages), where its bytes are."""

    path: str
    name: str
    number: str
    day: date
    pages: str
    sha256: str


def items(application: Application) -> list[Item]:
    """The stored files of a case in the order of the index; no two share a path."""
    found: list[Item] = []
    for at, letter in enumerate(application.letters.all(), 1):
        stem = (
            f"2 文书/{at:02d} {store.safe_name(letter.title)}{store.safe_name(letter.number) if letter.number else ''}"
        )
        found.append(
            Item(
                f"{stem}.pdf",
                letter.title,
                letter.number,
                letter.issued_on,
                _pages(letter.pdf_sha256),
                letter.pdf_sha256,
            )
        )
        found.append(
            Item(f"{stem}.docx", f"{letter.title}（Word）", letter.number, letter.issued_on, "", letter.docx_sha256)
        )
    for at, attachment in enumerate(application.attachments.order_by("side", "pk"), 1):
        path = f"{_FOLDERS[Attachment.Side(attachment.side)]}/{at:02d} {store.safe_name(attachment.name)}"
        pages = _pages(attachment.sha256) if attachment.kind == "pdf" else ""
        found.append(Item(path, attachment.name, "", timezone.localdate(attachment.at), pages, attachment.sha256))
    return found


def _pages(digest: str) -> str:
    """The pages of a stored PDF; empty when it cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(store.fetch(digest))
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return ""
    try:
        return str(len(document))
    finally:
        document.close()


def index(application: Application, stored: list[Item], *, viewer: Viewer, on: date) -> letters.Paper:
    """The index of the archive as a form (条例第四十五条)."""
    rows: list[tuple[object, ...]] = [(i.name, i.number, i.day, i.pages) for i in stored]
    elements: dict[str, object] = {
        "organ": application.organ.name,
        "registration_number": application.number,
        "applicant": application.applicant.name,
        "content": application.content,
        "outcome_words": application.get_outcome_display() or application.get_stage_display(),
        "materials": rows or [("（无）", "", "", "")],
        "handler": str(application.handler or viewer.person),
        "archived_on": on,
    }
    return letters.prepare("archive_index", elements)


def demand(application: Application, viewer: Viewer) -> None:
    """Raise PermissionDenied unless the viewer may take the file of the case out."""
    if not viewer.has(*ARCHIVISTS, organ=application.organ_id):
        raise PermissionDenied("案卷归档须由公开机构经办人或者负责人办理。")


def stream(application: Application, *, viewer: Viewer, on: date) -> Iterator[bytes]:
    """The zip in pieces, one file in memory at a time. Taking it out is logged before the first byte.

    Raises PermissionDenied, FileNotFoundError or ValueError (a stored file is gone or was changed) before anything is sent.
    """
    demand(application, viewer)
    stored = items(application)
    for item in stored:
        store.fetch(item.sha256)
    paper = index(application, stored, viewer=viewer, on=on)
    log.append(
        "archived", f"导出案卷：{len(stored)} 个文件", organ=application.organ, viewer=viewer, subject=application
    )
    return packed(_contents(application, stored, paper))


def packed(contents: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Files, each with its path, as a zip in pieces, the sums of their hashes last."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:
        sums: list[str] = []
        for path, content in contents:
            bundle.writestr(path, content)
            sums.append(f"{_sha256(content)}  {path}\n")
            yield sink.taken()
        bundle.writestr("SHA256SUMS.txt", "".join(sums).encode())
    yield sink.taken()


def _contents(application: Application, stored: list[Item], paper: letters.Paper) -> Iterator[tuple[str, bytes]]:
    yield "1 归档目录.pdf", letters.pdf.write(paper)
    yield "1 归档目录.docx", letters.docx.write(paper)
    for item in stored:
        yield item.path, store.fetch(item.sha256)
    yield "6 办理事件.csv", _events(application)
    yield "7 日志.json", _log(application)
    yield "说明.txt", _READ_ME.encode()


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


class _Sink(io.RawIOBase):
    """Where the zip is written to: holds only what has not been taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._parts.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        found, self._parts = b"".join(self._parts), []
        return found


def _events(application: Application) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["序号", "日期", "事件", "对方", "工作日数", "渠道", "说明", "登记人", "登记时间"])
    for e in application.events.select_related("actor"):
        at = f"{timezone.localtime(e.at):%Y-%m-%d %H:%M:%S}"
        cells = [e.party, e.days or "", e.get_channel_display(), e.note, str(e.actor or ""), at]
        writer.writerow([e.order, e.on, e.get_kind_display(), *(_plain(c) for c in cells)])
    return ("\ufeff" + text.getvalue()).encode()


def _plain(cell: object) -> object:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def entries(application: Application) -> list[LogEntry]:
    """The log of a case: entries about it, its decisions and their reviews, in the order of the chain."""
    found = {e.pk: e for e in log.of(application)}
    for decision in application.decisions.all():
        found |= {e.pk: e for e in log.of(decision)}
        for passage in Review.objects.filter(subject_type__model="decision", subject_id=decision.pk):
            found |= {e.pk: e for e in log.of(passage)}
    return [found[pk] for pk in sorted(found)]


def _log(application: Application) -> bytes:
    """The entries with what their hashes cover, the end of the organ's chain, and whether the whole chain is sound."""
    faults = [words for _, words in log.broken(application.organ)]
    head = LogHead.objects.get(organ=application.organ)
    content = {
        "机关": application.organ.name,
        "申请": application.number,
        "日志链": {"末条序号": head.number, "末条散列": head.hash, "核验": faults or "完整"},
        "条目": [
            {"说明": str(e), "内容": log.content_of(e), "前一条的散列": e.previous, "散列": e.hash}
            for e in entries(application)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str).encode()


_READ_ME = """\
这是一件政府信息公开申请的案卷。

1 归档目录　　　列出全部文书和附件
2 文书　　　　　出具的每一份文书，PDF 和 Word 各一份
3 申请材料　　　申请人提交的附件
4 办理依据　　　办理过程中收集的材料
5 答复附件　　　随答复提供的文件
6 办理事件　　　按先后列出每一步、日期、登记人
7 日志　　　　　与本件有关的操作记录，连同核验方法所需的内容

文件是否改动：用 SHA256SUMS.txt 逐个核对（sha256sum -c SHA256SUMS.txt）。
日志是否改动：把“前一条的散列”与“内容”（键按字母排序、不留空格的 JSON，UTF-8 编码）接在一起求散列，应等于“散列”（以 sm3: 开头的用 SM3，其余用 SHA-256）；
每一条的“前一条的散列”应等于机关日志链上前一序号的散列。“核验”一栏是导出时对全机关日志链逐条核验的结果。
"""
