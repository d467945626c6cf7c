"""The file of a case as one zip: an index, application and registration, every letter, the reviews, every attachment, the
events, and the log with its proof."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongkai.documents import letters
from gongkai.web.applications import papers, store
from gongkai.web.applications.models import Application, Attachment, Letter
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry, LogHead, Review

ARCHIVISTS = (Role.CLERK, Role.HEAD)
_INDEX = "1 归档目录"
# The folders in the order of the index, each with what it holds.
_FOLDERS = {
    "2 申请材料": "申请表、登记表和申请人提交的附件",
    "3 文书": "出具的每一份文书，PDF 和 Word 各一份",
    "4 审查呈批": "每次送审、每次提请延长的呈批单：谁、何时、什么意见",
    "5 办理依据": "办理过程中收集的材料",
    "6 答复附件": "随答复提供的文件",
}
_FORMATS = {".docx": "Word", ".xlsx": "Excel", ".txt": "文本"}
_APPLIED, _LETTERS, _REVIEWED, _EVIDENCE, _ANSWERED = _FOLDERS
_SIDES = {
    _APPLIED: Attachment.Side.APPLICANT,
    _EVIDENCE: Attachment.Side.EVIDENCE,
    _ANSWERED: Attachment.Side.ANSWER,
}


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of a document in one format: stored under a hash, or a form that is written only when it is taken out."""

    kind: str
    sha256: str = ""
    made: bytes = b""
    paper: letters.Paper | None = None

    def fetch(self) -> bytes:
        """The bytes. Raises what ``store.fetch`` raises when the stored file is gone or was changed."""
        if self.paper is not None and not self.made:
            return letters.pdf.write(self.paper)
        return store.fetch(self.sha256) if self.sha256 else self.made


@dataclass(frozen=True, slots=True)
class Item:
    """A document of the archive: its place in the zip without the ending, the index's words (name, number, day, pages), and
    its files, one a format. ``pages`` is empty where it is not known: a form has none before it is written."""

    stem: str
    name: str
    number: str
    day: date
    pages: str
    files: tuple[File, ...]

    @property
    def formats(self) -> str:
        """The formats in words: PDF、Word; of what was uploaded the ending of its name."""
        endings = [file.kind or f".{self.name.rpartition('.')[2]}" for file in self.files]
        return "、".join(_FORMATS.get(ending.lower(), ending[1:].upper()) for ending in endings)

    @property
    def paths(self) -> list[tuple[str, File]]:
        """Where each file stands in the zip."""
        return [(f"{self.stem}{file.kind}", file) for file in self.files]


def items(application: Application) -> list[Item]:
    """The documents of a case in the order of the index, a document in two formats once; no two share a path. What stands
    before a file's name is its number in the index."""
    bare = [(folder, item) for folder in _FOLDERS for item in _of(folder, application)]
    return [replace(item, stem=f"{folder}/{at:02d} {item.stem}") for at, (folder, item) in enumerate(bare, 1)]


def _of(folder: str, application: Application) -> Iterator[Item]:
    """The documents of a folder, in order, ``stem`` being the bare name of the file."""
    if folder == _APPLIED:
        yield _made(papers.application_form(application), timezone.localdate(application.submitted_at))
        registered = papers.registration_form(application)
        if registered is not None:
            yield _made(registered, application.received_on or timezone.localdate(application.submitted_at))
    if folder == _LETTERS:
        yield from map(_letter, application.letters.all())
    if folder == _REVIEWED:
        for on, paper in papers.approval_forms(application):
            yield _made(paper, on)
        for on, paper in papers.extension_forms(application):
            yield _made(paper, on, about="延长答复期限")
    if folder in _SIDES:
        yield from map(_attachment, application.attachments.filter(side=_SIDES[folder]).order_by("pk"))


def _made(paper: letters.Paper, on: date, *, about: str = "") -> Item:
    name = f"{paper.title}（{about}）" if about else paper.title
    return Item(name, name, "", on, "", (File(".pdf", paper=paper),))


def written(found: list[Item]) -> list[Item]:
    """The same documents with every form written as PDF, once, and its pages counted: what the printed index and the zip
    need. Looking at the list needs neither, and writing a form takes a tenth of a second."""
    return [_written(item) if any(file.paper for file in item.files) else item for item in found]


def _written(item: Item) -> Item:
    content = item.files[0].fetch()
    return replace(item, pages=_pages(content), files=(replace(item.files[0], made=content),))


def _letter(letter: Letter) -> Item:
    stem = f"{store.safe_name(letter.title)}{store.safe_name(letter.number) if letter.number else ''}"
    files = (File(".pdf", letter.pdf_sha256), File(".docx", letter.docx_sha256))
    return Item(stem, letter.title, letter.number, letter.issued_on, _stored_pages(letter.pdf_sha256), files)


def _attachment(attachment: Attachment) -> Item:
    pages = _stored_pages(attachment.sha256) if attachment.kind == "pdf" else ""
    stem, on = store.safe_name(attachment.name), timezone.localdate(attachment.at)
    return Item(stem, attachment.name, "", on, pages, (File("", attachment.sha256),))


def _stored_pages(digest: str) -> str:
    """The pages of a stored PDF; empty when it cannot be read."""
    try:
        return _pages(store.fetch(digest))
    except (OSError, ValueError):
        return ""


def _pages(content: bytes) -> str:
    """The pages of a PDF; empty when it cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        return str(len(document))
    finally:
        document.close()


def index(application: Application, found: list[Item], *, viewer: Viewer, on: date) -> letters.Paper:
    """The index of the archive as a form (条例第四十五条); who files the case is the viewer."""
    rows: list[tuple[object, ...]] = [(i.name, i.number, i.day, i.pages) for i in found]
    elements: dict[str, object] = {
        "organ": application.organ.name,
        "registration_number": application.number,
        "applicant": application.applicant.name,
        "content": application.content,
        "outcome_words": application.get_outcome_display() or application.get_stage_display(),
        "materials": rows,
        "handler": str(viewer.person),
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
    found = written(items(application))
    for item in found:
        for file in item.files:
            file.fetch()
    paper = index(application, found, viewer=viewer, on=on)
    count = sum(len(item.files) for item in found)
    log.append("archived", f"导出案卷：{count} 个文件", organ=application.organ, viewer=viewer, subject=application)
    return packed(_contents(application, found, paper))


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


def _contents(application: Application, found: list[Item], paper: letters.Paper) -> Iterator[tuple[str, bytes]]:
    yield f"{_INDEX}.pdf", letters.pdf.write(paper)
    yield f"{_INDEX}.docx", letters.docx.write(paper)
    for item in found:
        for path, file in item.paths:
            yield path, file.fetch()
    yield "7 办理事件.csv", _events(application)
    yield "8 日志.json", _log(application)
    yield "9 来往消息.txt", _messages(application)
    yield "说明.txt", _read_me(found).encode()


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
    """The log of a case: entries about it, its decisions and extensions, and their reviews, in the order of the chain."""
    found = {e.pk: e for e in log.of(application, application.decisions.order_by(), application.extensions.order_by())}
    for kind in ("decisions", "extensions"):
        parts = getattr(application, kind).order_by().values("pk")
        passages = Review.objects.filter(subject_type__model=kind.removesuffix("s"), subject_id__in=parts)
        for passage in passages:
            found |= {e.pk: e for e in log.of(passage)}
    return [found[pk] for pk in sorted(found)]


def _messages(application: Application) -> bytes:
    """What the applicant and the office wrote to each other, the oldest first, and what became of each."""
    lines = []
    for m in application.messages.select_related("by", "handled_by").prefetch_related("files").order_by("pk"):
        lines.append(f"{_moment(m.at)} {m.get_side_display()}：{m.get_kind_display()}{f'（{m.by}）' if m.by else ''}")
        lines += [m.text] if m.text else []
        lines += [f"附件：{'、'.join(f.name for f in m.files.all())}"] if m.files.all() else []
        if m.handled_at and m.handled_how:
            lines.append(f"处理：{m.handled_how}（{m.handled_by or '系统'}，{_moment(m.handled_at)}）")
        lines.append("")
    return "\n".join(lines or ["本件没有来往消息。", ""]).encode()


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


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


def _read_me(found: list[Item]) -> str:
    """What the zip holds; a folder nothing belongs to is said to be empty, for it is not there."""
    counts = Counter(item.stem.partition("/")[0] for item in found)
    folders = [f"{x}　　{words}（{f'{counts[x]} 份' if counts[x] else '本件没有'}）" for x, words in _FOLDERS.items()]
    return _READ_ME.format(folders="\n".join(folders))


_READ_ME = """\
这是一件政府信息公开申请的案卷。文件名前面的两位数是它在归档目录里的序号。

1 归档目录　　列出全部文书和材料
{folders}
7 办理事件　　按先后列出每一步、日期、登记人
8 日志　　　　与本件有关的操作记录，连同核验方法所需的内容
9 来往消息　　申请人和机关在网上写给对方的话，以及怎样处理

文件是否改动：用 SHA256SUMS.txt 逐个核对（sha256sum -c SHA256SUMS.txt）。
日志是否改动：把“前一条的散列”与“内容”（键按字母排序、不留空格的 JSON，UTF-8 编码）接在一起求散列，应等于“散列”（以 sm3: 开头的用 SM3，其余用 SHA-256）；
每一条的“前一条的散列”应等于机关日志链上前一序号的散列。“核验”一栏是导出时对全机关日志链逐条核验的结果。
"""
