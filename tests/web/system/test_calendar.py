"""A new holiday notice: entered, looked at, put into force; open cases move and say so in the log."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.web.applications import recompute
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City

# 2026 as announced, with an invented day off on 8 May, in the middle of the term of the cases below.
LINES = """元旦 2026-01-01 2026-01-03 2026-01-04
劳动节 2026-05-01 2026-05-05 2026-05-09
试验 2026-05-08 2026-05-08
"""
FILLED = {"year": "2026", "number": "国办发明电〔2026〕9号", "issued_on": "2026-04-01", "holidays": LINES}


@pytest.fixture(autouse=True)
def _no_notices() -> Iterator[None]:
    yield
    for path in (Path(settings.HOME) / "notices").glob("*.toml"):
        path.unlink()
    (Path(settings.HOME) / "recompute.json").unlink(missing_ok=True)


@pytest.fixture
def browser(client_of: Callable[[str], Client]) -> Client:
    return client_of("system_administrator")


def test_it_works(browser: Client, application: Any, city: City, django_capture_on_commit_callbacks: Any) -> None:
    case = application(on=date(2026, 4, 20))
    assert case.reply_due == date(2026, 5, 20)
    page = browser.post(reverse("calendar:years"), FILLED)
    assert page.status_code == 200 and [m.new for m in page.context["moved"]] == [date(2026, 5, 21)]
    case.refresh_from_db()
    assert case.reply_due == date(2026, 5, 20)  # looking changes nothing
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(reverse("calendar:confirm"), {"text": page.context["text"], "reason": "通知有更正"})
    assert answer["Location"] == reverse("calendar:progress")
    case.refresh_from_db()
    assert case.reply_due == date(2026, 5, 21)
    assert not the_calendar().is_working_day(date(2026, 5, 8))
    state = recompute.progress()
    assert state and state.finished and (state.total, state.moved) == (1, 1)
    assert {"calendar_changed", "recomputed"} <= set(LogEntry.objects.values_list("kind", flat=True))
    assert "1 件的期限有变化" in browser.get(reverse("calendar:progress")).content.decode()


def test_a_file_does_as_well(browser: Client) -> None:
    text = 'year = 2027\nnumber = "国办发明电〔2026〕8号"\nissued_on = 2026-11-03\n[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'
    page = browser.post(reverse("calendar:years"), {"file": SimpleUploadedFile("2027.toml", text.encode())})
    assert page.status_code == 200 and page.context["notice"].year == 2027


def test_without_a_reason_nothing_is_put_into_force(browser: Client) -> None:
    page = browser.post(reverse("calendar:years"), FILLED)
    answer = browser.post(reverse("calendar:confirm"), {"text": page.context["text"], "reason": " "})
    assert answer.status_code == 422 and "请写明" in answer.content.decode()
    assert not (Path(settings.HOME) / "notices" / "2026.toml").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"holidays": "元旦 2026-01-01"}, "至少要有"),
        ({"holidays": "元旦 一月一日 2026-01-03"}, "不是日期"),
        ({"holidays": "元旦 2026-01-03 2026-01-01"}, "起止日期不对"),
        ({"holidays": "元旦 2026-01-01 2026-01-03 2026-01-05"}, "本来就是工作日"),
        ({"holidays": ""}, "四项"),
        ({"number": ""}, "四项"),
    ],
)
def test_a_wrong_notice_is_refused_in_a_sentence_and_kept(browser: Client, change: dict[str, str], words: str) -> None:
    page = browser.post(reverse("calendar:years"), {**FILLED, **change})
    assert page.status_code == 422 and words in page.content.decode()
    assert 'value="2026"' in page.content.decode()


def test_a_file_that_is_none_is_refused(browser: Client) -> None:
    page = browser.post(reverse("calendar:years"), {"file": SimpleUploadedFile("x.toml", b"\xff\xfe\x00")})
    assert page.status_code == 422 and "UTF-8" in page.content.decode()
