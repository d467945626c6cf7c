"""Migrations that carry data: what a platform held before it was renewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command

from gongkai.web.applications.models import Application, Attachment
from tests.web.applications.test_second_rounds import AGAIN, answered, file, reopened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before() -> Iterator[Callable[[], None]]:
    """Put the tables back to what they were before the files of an answer belonged to their decision."""

    def back() -> None:
        call_command("migrate", "applications", "0013", verbosity=0)

    yield back
    call_command("migrate", "applications", verbosity=0)


def test_files_of_answers_find_their_decision(
    application: Callable[..., Application], viewer_of: Callable[..., Any], before: Callable[[], None]
) -> None:
    case = application()
    signed = file(case, "名册.txt", viewer_of)
    case = reopened(answered(case, viewer_of), viewer_of)
    drafted = file(case, "第二次的说明.txt", viewer_of, on=AGAIN)
    before()
    call_command("migrate", "applications", verbosity=0)
    decided = case.events.get(kind="decided")
    assert dict(Attachment.objects.values_list("pk", "decision")) == {signed.pk: decided.pk, drafted.pk: None}
