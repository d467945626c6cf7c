"""Files of drafts: encrypted, in a folder of their own, gone with the draft, and not without end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.organs import store, vault
from gongkai.web.portal import drafts
from gongkai.web.portal.models import Draft

pytestmark = pytest.mark.django_db
SCAN = "身份证复印件 370802199001011234".encode()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.DRAFTS_ROOT = tmp_path / "drafts"
    yield settings.DRAFTS_ROOT


def put(client: Client, name: str = "身份证.txt", content: bytes = SCAN) -> Any:
    return client.post("/apply/", {"save": "1", "subject": "题", "files": SimpleUploadedFile(name, content)})


def files(folder: Path) -> list[Path]:
    return [p for p in folder.glob("*/*") if p.is_file()]


def test_it_works(client: Client, folder: Path) -> None:
    put(client)
    (path,) = files(folder)
    assert SCAN not in path.read_bytes() and b"370802199001011234" not in path.read_bytes()
    assert [u.content for u in drafts.uploads(Draft.objects.get())] == [SCAN]


def test_the_files_go_with_the_draft(client: Client, folder: Path) -> None:
    put(client)
    put(Client(), content="另一份".encode())
    late = timezone.now() - timedelta(hours=3)
    for path in files(folder):
        os.utime(path, (late.timestamp(), late.timestamp()))
    assert drafts.sweep(date(2026, 4, 21)) == 0
    Draft.objects.filter(pk=Draft.objects.earliest("pk").pk).update(changed_at=timezone.now() - timedelta(days=8))
    assert drafts.sweep(date(2026, 4, 21)) == 1
    assert len(files(folder)) == Draft.objects.count() == 1


def test_what_was_just_stored_is_not_swept(folder: Path) -> None:
    store.keep(b"x", root=folder)
    assert drafts.sweep(date(2026, 4, 21)) == 0


def test_too_many_from_one_address_are_told_to_wait(settings: Any, folder: Path) -> None:
    settings.PORTAL_MOST_UPLOADS = 3
    pages = [put(Client(REMOTE_ADDR="203.0.113.9"), content=f"第{n}份".encode()).content.decode() for n in range(5)]
    assert ["提交附件太密了" in page for page in pages] == [False, False, False, True, True]
    assert len(files(folder)) == 3
    assert "提交附件太密了" not in put(Client(REMOTE_ADDR="203.0.113.10")).content.decode()


def test_a_request_larger_than_any_form_is_not_read(client: Client) -> None:
    answer = client.post("/apply/", {"save": "1"}, headers={"Content-Length": str(300 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "每个不超过 20 MB" in answer.content.decode()


def test_a_file_stored_before_files_were_sealed_is_still_read(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    digest = store.keep(SCAN)
    path = tmp_path / digest[:2] / digest
    assert vault.unseal_bytes(path.read_bytes()) == SCAN != path.read_bytes()
    path.write_bytes(SCAN)
    assert store.fetch(digest) == SCAN


@pytest.mark.parametrize("changed", [b"GKV1 and nothing that was sealed", b"other bytes"])
def test_a_file_that_was_changed_is_refused(settings: Any, tmp_path: Path, changed: bytes) -> None:
    settings.MEDIA_ROOT = tmp_path
    digest = store.keep(SCAN)
    (tmp_path / digest[:2] / digest).write_bytes(changed)
    with pytest.raises(ValueError, match="与登记时不同"):
        store.fetch(digest)
