"""Hostile uploads and text at the public form: refused in a sentence or kept as harmless text, and nothing half-done."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.web.applications import store
from gongkai.web.applications.models import Application
from gongkai.web.portal.models import Draft
from tests.web.conftest import City
from tests.web.portal.test_applying import TYPED, page, proved

SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def typed(city: City) -> dict[str, str]:
    return {**TYPED, "organ": city.justice.code}


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped({"[Content_Types].xml": types, main: b"<x/>", **{k.replace("__", "/"): v for k, v in more.items()}})


HOSTILE = {
    "svg": ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    "svg as png": ("图.png", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    "html": ("页.html", b"<!doctype html><html>" + SCRIPT + b"</html>"),
    "html as pdf": ("页.pdf", b"<!doctype html><html>" + SCRIPT + b"</html>"),
    "program": ("安装.exe", b"MZ" + bytes(200)),
    "program as pdf": ("通知.pdf", b"MZ" + bytes(200)),
    "elf as text": ("说明.txt", b"\x7fELF" + bytes(200)),
    "archive": ("附件.zip", zipped({"a.txt": b"a"})),
    "archive as docx": ("附件.docx", zipped({"a.txt": b"a"})),
    "macros": ("表.docx", office("docx", word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin")),
    "macros in a table": (
        "表.xlsx",
        office("xlsx", xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
    ),
    "docm by name": ("表.docm", office("docx")),
    "bomb": ("大.docx", office("docx", word__big_xml=bytes(300_000_000))),
    "polyglot of pdf and zip": ("两用.docx", b"%PDF-1.4\n" + zipped({"a.txt": b"a"})),
    "two endings": ("说明.pdf.exe", b"%PDF-1.4\n%%EOF"),
    "empty": ("空.txt", b""),
    "too big": ("大.txt", b"a" * (store.MAX_BYTES + 1)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_in_a_sentence(client: Client, typed: dict[str, str], name: str) -> None:
    called, content = HOSTILE[name]
    answer = client.post("/apply/", {**typed, "files": SimpleUploadedFile(called, content)})
    assert answer.status_code == 422
    assert "附件「" in page(answer) and SCRIPT.decode() not in page(answer)
    draft = Draft.objects.get()
    assert draft.files == [] and draft.typed["subject"] == typed["subject"]  # nothing typed is lost


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\x.txt", "a\u202etxt.exe.txt", "<b>粗</b>.txt", "a" * 300 + ".txt"]
)
def test_a_hostile_name_becomes_a_plain_one(client: Client, typed: dict[str, str], name: str) -> None:
    client.post("/apply/", {**typed, "files": SimpleUploadedFile(name, "内容".encode())})
    (kept,) = Draft.objects.get().files
    assert not set('<>/\\:"|?*\u202e') & set(kept["name"]) and len(kept["name"]) <= 120
    assert kept["name"].endswith(".txt")


STRANGE = {
    "directions": "经费\u202eexe.txt\u2066\u200f",
    "script": SCRIPT.decode(),
    "template": "{{ 7*7 }} {% include 'x' %}",
    "sql": "'; DROP TABLE applications_application; --",
    "combining": "a" + "\u0301" * 150,
    "rare": "𠮷野家\U000e0001",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_text_is_kept_as_text(client: Client, typed: dict[str, str], name: str) -> None:
    given = {**typed, "subject": STRANGE[name][:200], "content": f"申请公开{STRANGE[name]}"}
    answer = client.post("/apply/", given)
    assert answer.status_code in (302, 422)  # taken, or refused in words
    if answer.status_code == 302:
        assert SCRIPT.decode() not in page(client.get("/apply/review/"))
        assert client.post("/apply/review/", proved(client)).status_code == 302
        assert client.get("/apply/receipt.pdf").status_code == 200
        assert Application.objects.count() == 1
    else:
        assert SCRIPT.decode() not in page(answer)


@pytest.mark.parametrize("odd", ["🧧", "👨‍👩‍👧", "\ue123", "\U0001f1e8"])
def test_what_no_letter_can_print_is_told(client: Client, typed: dict[str, str], odd: str) -> None:
    answer = client.post("/apply/", {**typed, "subject": f"经费{odd}"})
    assert answer.status_code == 422 and "不能印在文书上" in page(answer)


def test_marks_nobody_sees_are_left_out(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", {**typed, "subject": "经费\u202e明\u200b细\ufeff"})
    client.post("/apply/review/", proved(client))
    assert Application.objects.get().subject == "经费明细"


@pytest.mark.parametrize("path", ["/apply/", "/apply/draft/", "/status/", "/account/login/"])
def test_nul_is_refused_on_every_database(client: Client, typed: dict[str, str], path: str) -> None:
    answer = client.post(path, {**typed, "subject": "a\0b", "number": "a\0b", "login": "a\0b"})
    assert answer.status_code == 400 and "不能保存的控制字符" in page(answer)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("path", ["/organs/?q=%00", "/status/?number=%00", "/apply/?organ=%00", "/organs/a%00b/"])
def test_nul_in_an_address_is_refused(client: Client, city: City, path: str) -> None:
    assert client.get(path).status_code == 400


def test_a_million_characters_are_refused_or_cut_and_quickly(client: Client, typed: dict[str, str]) -> None:
    answer = client.post("/apply/", {**typed, "content": "政" * 1_000_000})
    assert answer.status_code in (400, 422)
    assert client.post("/status/", {"number": "9" * 1_000_000, "code": "A" * 1_000_000}).status_code < 500
    assert not Application.objects.exists()


@pytest.mark.parametrize("number", ["000026A-2026-9999", "%F0%9F%A7%A7", "9" * 300, "..%2F..%2Fetc", "'%20OR%201=1"])
def test_forged_numbers_open_nothing(client_of: Callable[[str], Client], number: str) -> None:
    for who in ("", "clerk"):
        assert client_of(who).get(f"/desk/case/{number}/").status_code in (302, 404)


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_forged_ids_open_nothing(client_of: Callable[[str], Client], application: Any, pk: int) -> None:
    case = application()
    browser = client_of("clerk")
    for path in (f"/desk/case/{case.number}/files/{pk}/", f"/status/enclosures/{pk}/", f"/status/letters/{pk}.pdf"):
        assert browser.get(path).status_code in (302, 404), path
