"""The slip an applicant takes away after sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.test import Client

from gongkai.web.applications.models import Application
from gongkai.web.portal import paper
from gongkai.web.portal.models import Draft
from tests.web.conftest import City
from tests.web.portal.test_applying import TYPED, proved

Case = Callable[..., Application]


@pytest.fixture
def typed(city: City) -> dict[str, str]:
    return {**TYPED, "organ": city.justice.code}


def words(content: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)).split())


def test_it_works(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    client.post("/apply/review/", proved(client))
    case, code = Application.objects.get(), Draft.objects.get().code
    said = words(client.get("/apply/receipt.pdf").content)
    for expected in (case.number, code, "青澜市司法局", typed["subject"], "testserver/status", "答复期限"):
        assert expected in said
    assert typed["id_number"] not in said


def test_the_code_is_printed_only_while_the_page_has_it(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    client.post("/apply/review/", proved(client))
    Draft.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert client.get("/apply/receipt.pdf").status_code == 404
    assert "已不再显示" in words(paper.submission_slip(Application.objects.get(), code="", address="here"))


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        # Monday 20 April; the day does not count, 1 to 5 May are off, Saturday 9 May is worked: Wednesday 20 May.
        (datetime(2026, 4, 20, 1, tzinfo=UTC), "2026年5月20日（周三）：按 2026年4月20日确认收到计算"),
        # Sunday 19 April: confirmed on Monday at the earliest.
        (datetime(2026, 4, 19, 1, tzinfo=UTC), "2026年5月20日（周三）：按 2026年4月20日确认收到计算"),
    ],
)
def test_the_last_day_is_counted_from_the_day_the_organ_can_confirm(
    application: Case, sent: datetime, due: str
) -> None:
    case = Application(channel="internet", submitted_at=sent)
    assert paper.due_words(case).startswith(due)
    registered = application()
    assert paper.due_words(registered).startswith("2026年5月")
    assert "以登记的日期为准" not in paper.due_words(registered)
