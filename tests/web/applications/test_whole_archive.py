"""The file of a case holds what both sides wrote and who agreed to what."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gongkai.law.conditions import Facts
from gongkai.law.events import Event
from gongkai.web.applications import archive, extensions, messages
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import StepInput
from gongkai.web.review.models import Opinion

pytestmark = pytest.mark.django_db


def test_the_correspondence_is_in_the_file(
    application: Callable[..., Application], viewer_of: Callable[..., Any]
) -> None:
    on = timezone.localdate()
    case, clerk = application(on=on), viewer_of("clerk", on=on)
    asked = messages.receive(case, kind="question", text="请问何时答复")
    messages.reply(asked, text="本周内答复", viewer=clerk)
    paid = messages.receive(case, kind="payment", text="已经缴费")
    messages.put_aside(paid, reason="本件没有收费", viewer=clerk)
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(archive.stream(case, viewer=clerk, on=on))))
    said = bundle.read("9 来往消息.txt").decode()
    for words in ("请问何时答复", "本周内答复", "已经缴费", "处理：本件没有收费"):
        assert words in said
    assert "9 来往消息.txt" in bundle.read("SHA256SUMS.txt").decode()


def test_the_consent_to_an_extension_is_in_the_log(
    application: Callable[..., Application], viewer_of: Callable[..., Any]
) -> None:
    on = timezone.localdate()
    case = application(on=on)
    longer = StepInput(Event("extended", on, days=10), Facts(reason="材料多"))
    passage = extensions.request(case, longer, viewer=viewer_of("clerk", on=on))
    head = viewer_of("head", on=on)
    extensions.decide(
        passage, verdict=Opinion.Verdict.PASSED, comment="同意", version=passage.version, viewer=head, on=on
    )
    kinds = [e.kind for e in archive.entries(case)]
    assert {"review_started", "review_passed", "step_extended"} <= set(kinds)
    assert len(kinds) == len({e.pk for e in archive.entries(case)})
