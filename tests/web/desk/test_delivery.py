"""Delivering: each way, each refusal; mail that fails; the file of the case."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.documents import letters
from gongkai.web.applications import archive, decisions, delivery, outbox, papers, store
from gongkai.web.applications.models import Application, Attachment, Mailing
from gongkai.web.organs import vault
from gongkai.web.organs.models import Person
from gongkai.web.portal import progress
from gongkai.web.review.models import Opinion
from tests.web.conftest import City
from tests.web.desk.stages import CHAIN, reviewed

pytestmark = pytest.mark.django_db
Clients = Callable[[str], Client]
LOOKED = [key for key, _ in delivery.SECOND_LOOK]


@pytest.fixture
def case(application: Callable[..., Application], viewer_of: Callable[..., Any]) -> Application:
    """A case whose answer was signed today."""
    made = application(on=timezone.localdate())
    reviewed(made, viewer_of, on=timezone.localdate())
    made.refresh_from_db()
    return made


def _address(case: Application) -> str:
    return reverse("desk:delivery", args=[case.number])


def _given(case: Application, **more: Any) -> dict[str, Any]:
    return {"way": "portal", "on": timezone.localdate().isoformat(), "version": case.version, "looked": LOOKED, **more}


def test_it_works(case: Application, client_of: Clients) -> None:
    clerk = client_of("clerk")
    assert "政府信息公开申请答复书" in clerk.get(_address(case)).content.decode()
    assert clerk.post(_address(case), _given(case)).status_code == 302
    case.refresh_from_db()
    letter = delivery.answers(case)[0]
    assert case.stage == "closed" and letter.delivered_on == timezone.localdate() and letter.delivered_how == "网上"
    proof = case.letters.get(key="proof_of_delivery")
    assert proof.elements["delivery_way"] == "电子送达" and not proof.public


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"way": "post"}, "请填写邮件号"),
        ({"way": "in_person"}, "请填写领取人姓名"),
        ({"way": "email"}, "没有留电子邮箱"),
        ({"way": ""}, "请选择"),
        ({"looked": LOOKED[:1]}, "逐项复核"),
        ({"on": "2020-01-01"}, "不能早于"),
        ({"on": (timezone.localdate() + timedelta(days=3)).isoformat()}, "不能晚于今天"),
    ],
)
def test_each_refusal(case: Application, client_of: Clients, given: dict[str, Any], words: str) -> None:
    answer = client_of("clerk").post(_address(case), _given(case, **given))
    case.refresh_from_db()
    assert words in answer.content.decode() and case.stage == "decided"


def test_post_keeps_the_tracking_number(case: Application, client_of: Clients) -> None:
    client_of("clerk").post(_address(case), _given(case, way="post", tracking="EA123456789CN"))
    letter = delivery.answers(case)[0]
    assert letter.tracking == "EA123456789CN" and "EA123456789CN" in case.events.last().note


def test_in_person_keeps_the_receipt(case: Application, client_of: Clients) -> None:
    receipt = SimpleUploadedFile("签收单.txt", "已领取".encode())
    client_of("clerk").post(_address(case), _given(case, way="in_person", receiver="王小明", files=receipt))
    case.refresh_from_db()
    assert case.stage == "closed"
    assert case.attachments.get(side=Attachment.Side.EVIDENCE).name == "签收单.txt"


def test_mail_closes_the_case_once_it_went_out(
    case: Application, client_of: Clients, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client_of("clerk").post(_address(case), _given(case, way="email", address="wang@example.cn"))
    case.refresh_from_db()
    assert case.stage == "closed" and case.events.last().kind == "delivered"
    (message,) = mail.outbox
    assert message.to == ["wang@example.cn"]
    assert message.attachments[0][1] == store.fetch(delivery.answers(case)[0].pdf_sha256)


def test_mail_that_fails_is_kept_shown_and_sent_again(
    case: Application, client_of: Clients, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.web.desk.mailbox.Down"
    clerk = client_of("clerk")
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(_address(case), _given(case, way="email", address="wang@example.cn"))
    case.refresh_from_db()
    waiting = Mailing.objects.get()
    assert case.stage == "decided" and waiting.tries == 1 and waiting.state == Mailing.State.QUEUED
    assert "没有发出" in clerk.get(_address(case)).content.decode()
    assert "没有发出的邮件" in clerk.get(reverse("desk:board")).content.decode()
    assert outbox.flush() == 0  # its time has not come
    again = clerk.post(_address(case), _given(case, way="email", address="wang@example.cn"))
    assert again.status_code == 409
    settings.EMAIL_BACKEND = working
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(reverse("desk:mail_again", args=[waiting.pk]))
    case.refresh_from_db()
    assert case.stage == "closed" and len(mail.outbox) == 1


def test_mail_is_given_up_after_the_last_try(case: Application, viewer_of: Callable[..., Any], settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.web.desk.mailbox.Down"
    waiting = outbox.post(purpose=Mailing.Purpose.DELIVERY, to="a@b.cn", subject="x", body="x", application=case)
    for _ in range(len(outbox.WAITS) + 1):
        assert not outbox.send(waiting.pk)
        Mailing.objects.filter(pk=waiting.pk).update(next_at=timezone.now())
    waiting.refresh_from_db()
    assert waiting.state == Mailing.State.GIVEN_UP and not outbox.send(waiting.pk)
    assert waiting in outbox.troubled(viewer_of("clerk"))


def test_the_address_is_encrypted_at_rest(case: Application) -> None:
    from django.db import connection

    outbox.post(purpose=Mailing.Purpose.DELIVERY, to="wang@example.cn", subject="x", body="x", application=case)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to" FROM applications_mailing')
        (stored,) = cursor.fetchone()
    assert "wang" not in stored and vault.unseal(stored) == "wang@example.cn"


def test_signers_do_not_deliver(case: Application, client_of: Clients) -> None:
    assert "须由" in client_of("signer").get(_address(case)).content.decode()
    assert client_of("signer").post(_address(case), _given(case)).status_code == 403


def test_nothing_is_delivered_before_the_signature(application: Callable[..., Application], client_of: Clients) -> None:
    made = application(on=timezone.localdate())
    page = client_of("clerk").get(_address(made)).content.decode()
    assert "还没有签发" in page and "登记送达并办结" not in page
    assert delivery.released(made)[1] == []


def test_the_second_of_two_is_told(case: Application, client_of: Clients) -> None:
    given = _given(case)
    client_of("clerk").post(_address(case), given)
    assert client_of("head").post(_address(case), given).status_code == 409


def test_the_applicant_gets_the_files_only_after_the_signature(
    application: Callable[..., Application], viewer_of: Callable[..., Any]
) -> None:
    from gongkai.web.applications import drafting

    on = timezone.localdate()
    made = application(on=on)
    drafting.enclose(made, store.inspect("明细.txt", "一、支出".encode()), viewer=viewer_of("clerk", on=on))
    assert delivery.released(made)[1] == []
    reviewed(made, viewer_of, on=on)
    made.refresh_from_db()
    letters, files = delivery.released(made)
    assert [f.name for f in files] == ["明细.txt"] and {x.key for x in letters} == {"registration_receipt", "granted"}


def test_what_the_page_says_of_the_applicant_is_so(case: Application, client_of: Clients) -> None:
    page = client_of("clerk").get(_address(case)).content.decode()
    assert "登记送达以前，申请人在网上看不到答复" in page
    assert "granted" not in {x.key for x in progress.letters_for(case)}
    client_of("clerk").post(_address(case), _given(case))
    case.refresh_from_db()
    assert "granted" in {x.key for x in progress.letters_for(case)}


# The file of the case


def _zip(case: Application, browser: Client) -> zipfile.ZipFile:
    answer = browser.get(reverse("desk:archive_zip", args=[case.number]))
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_file_holds_everything(case: Application, client_of: Clients) -> None:
    clerk = client_of("clerk")
    clerk.post(
        _address(case), _given(case, way="in_person", receiver="王小明", files=SimpleUploadedFile("签收单.txt", b"ok"))
    )
    assert "完整，没有改动" in clerk.get(reverse("desk:archive", args=[case.number])).content.decode()
    bundle = _zip(case, clerk)
    names = bundle.namelist()
    assert names[0] == "1 归档目录.pdf" and bundle.testzip() is None
    assert len([n for n in names if n.startswith("3 文书/")]) == 2 * case.letters.count()
    assert any(n.endswith("签收单.txt") for n in names)
    for line in bundle.read("SHA256SUMS.txt").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(bundle.read(name)).hexdigest() == digest
    assert "作出答复" in bundle.read("7 办理事件.csv").decode()


def _words(content: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)).split())


def test_the_file_begins_with_the_application_and_holds_the_review(
    application: Callable[..., Application], viewer_of: Callable[..., Any], client_of: Clients, city: City
) -> None:
    on = timezone.localdate()
    made = application(on=on)
    passage = reviewed(made, viewer_of, on=on, steps=0)
    for role in CHAIN:
        given = {"verdict": Opinion.Verdict.PASSED, "comment": f"意见{role}", "version": passage.version}
        passage = decisions.decide(passage, viewer=viewer_of(role, on=on), on=on, **given)
    bundle = _zip(made, client_of("head"))
    names = [n for n in bundle.namelist() if n[0] in "23456"]
    assert names[:2] == ["2 申请材料/01 政府信息公开申请表.pdf", "2 申请材料/02 政府信息公开申请登记表.pdf"]
    assert "370802199001011234" in _words(bundle.read(names[0]))
    (approval,) = (n for n in names if n.startswith("4 审查呈批/"))
    said = _words(bundle.read(approval))
    for role, step in zip(CHAIN, ("处室审核", "法制审核", "保密审查", "签发"), strict=True):
        assert step in said and str(city.people[role]) in said and f"意见{role}" in said
    assert f"{on.year}年{on.month}月{on.day}日" in said and made.letters.get(key="granted").number in said
    numbers = [int(n.split("/")[1][:2]) for n in names]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1)) and numbers == sorted(numbers)
    assert "6 答复附件　　随答复提供的文件（本件没有）" in bundle.read("说明.txt").decode()


def test_a_document_is_one_entry_and_whoever_files_it_is_named(case: Application, city: City) -> None:
    found = archive.items(case)
    assert len([i for i in found if i.name == "政府信息公开申请答复书"]) == 1
    found = archive.written(found)
    assert all(i.pages for i in found)
    paper = archive.index(case, found, viewer=city.viewer("head"), on=timezone.localdate())
    assert f"立卷人：{city.people['head']}" in paper.text
    assert "（Word）" not in paper.text


def test_looking_at_the_file_writes_no_form(
    case: Application, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = letters.pdf.write
    monkeypatch.setattr(letters.pdf, "write", lambda paper: written.append(paper.title) or write(paper))
    clerk = client_of("clerk")
    assert "政府信息公开申请登记表" in clerk.get(reverse("desk:archive", args=[case.number])).content.decode()
    assert written == []
    _zip(case, clerk)
    assert sorted(written) == sorted(set(written)) and "政府信息公开申请登记表" in written


def test_what_was_sent_back_stands_in_the_form_of_review(
    application: Callable[..., Application], viewer_of: Callable[..., Any]
) -> None:
    on = timezone.localdate()
    made = application(on=on)
    passage = reviewed(made, viewer_of, on=on, steps=1)
    decisions.decide(
        passage, verdict=Opinion.Verdict.SENT_BACK, comment="请核对附件", version=passage.version,
        viewer=viewer_of("legal_reviewer", on=on), on=on,
    )  # fmt: skip
    ((_, paper),) = papers.approval_forms(made)
    assert "退回\t请核对附件" in paper.text and "（未签发）" in paper.text


def test_before_registration_there_is_the_application_alone(application: Callable[..., Application]) -> None:
    made = application("new")
    assert [i.name for i in archive.items(made)] == ["政府信息公开申请表"]


def test_the_log_in_the_file_proves_itself(case: Application, client_of: Clients) -> None:
    """As the leaflet says: previous hash and content give the hash."""
    content = json.loads(_zip(case, client_of("clerk")).read("8 日志.json"))
    assert content["日志链"]["核验"] == "完整" and len(content["条目"]) >= 8
    for entry in content["条目"]:
        text = json.dumps(entry["内容"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        name, _, digest = entry["散列"].rpartition(":")
        assert hashlib.new(name or "sha256", (entry["前一条的散列"] + text).encode()).hexdigest() == digest


def test_the_file_is_for_the_office(case: Application, client_of: Clients) -> None:
    address = reverse("desk:archive_zip", args=[case.number])
    assert client_of("signer").get(address).status_code == 403
    assert client_of("neighbour").get(address).status_code == 404


def test_a_file_that_was_changed_is_not_passed_on(case: Application, client_of: Clients) -> None:
    path = store._path(delivery.answers(case)[0].pdf_sha256)
    kept = path.read_bytes()
    path.write_bytes(kept + b" ")
    try:
        answer = client_of("clerk").get(reverse("desk:archive_zip", args=[case.number]), follow=True)
        assert "被改动" in answer.content.decode()
    finally:
        path.write_bytes(kept)


def test_hostile_names_stay_inside(case: Application, viewer_of: Callable[..., Any]) -> None:
    person = Person.objects.first()
    Attachment.objects.create(
        application=case, side="evidence", name="../../etc/passwd", kind="text", size=1,
        sha256=store.keep(b"x"), by=person, at=timezone.now(),
    )  # fmt: skip
    paths = [path for i in archive.items(case) for path, _ in i.paths]
    assert len(set(paths)) == len(paths) and not any(".." in p or p.startswith("/") for p in paths)
