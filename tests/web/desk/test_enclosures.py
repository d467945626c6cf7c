"""What goes out with an answer is looked through: the people who draft, review and deliver it are warned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.web.applications import decisions
from gongkai.web.applications.models import Application, Attachment
from gongkai.web.desk.publishing import warned
from tests.documents.test_words import workbook
from tests.web.conftest import TODAY
from tests.web.desk.stages import drafted

pytestmark = pytest.mark.django_db
Browsers = Callable[[str], Client]


def enclosed(case: Application, clerk: Client, name: str, content: bytes) -> None:
    """A file put beside the answer."""
    clerk.post(reverse("desk:enclose", args=[case.number]), {"files": SimpleUploadedFile(name, content)})
    assert case.attachments.filter(side=Attachment.Side.ANSWER).exists()


def test_it_works(application: Any, client_of: Browsers, viewer_of: Any) -> None:
    """The table has the applicant's own telephone number too, which is left out."""
    case, clerk = application(), client_of("clerk")
    assert case.applicant.telephone == "13812345678"
    enclosed(case, clerk, "补贴.xlsx", workbook())
    draft = reverse("desk:decision", args=[case.number])
    shown = clerk.get(draft, {"outcome": "granted"}).content.decode()
    assert (
        "《补贴.xlsx》</strong>里有疑似他人的个人信息：手机号码 1 处（138***679）、住址 1 处（北***）、“姓名”一栏"
        in shown
    )
    passage = decisions.send_for_review(drafted(case, viewer_of, on=TODAY), viewer=viewer_of("clerk"), on=TODAY)
    shown = client_of("reviewer").get(reverse("desk:review", args=[passage.pk])).content.decode()
    assert "《补贴.xlsx》</strong>里有疑似他人的个人信息" in shown


def test_the_applicants_own_data_may_go_to_them(application: Any, client_of: Browsers) -> None:
    case = application()
    own = f"{case.applicant.name} {case.applicant.id_number} {case.applicant.telephone}"
    enclosed(case, client_of("clerk"), "登记.txt", own.encode())
    assert warned(list(case.attachments.all())) == []


def test_a_picture_is_said_to_be_unchecked(application: Any, client_of: Browsers) -> None:
    case, clerk = application(), client_of("clerk")
    enclosed(case, clerk, "现场.png", b"\x89PNG\r\n\x1a\n" + b"x" * 30 + b"IEND")
    ((_, found, missed),) = warned(list(case.attachments.all()))
    assert (found, missed) == ("", "图片里的文字不能自动检查")
    shown = clerk.get(reverse("desk:decision", args=[case.number]), {"outcome": "granted"}).content.decode()
    assert "没有全部自动检查（图片里的文字不能自动检查），请人工逐页核对" in shown
