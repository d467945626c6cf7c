"""Who tries to change what is kept for good stands in the log, also when the transaction of the attempt is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from gongkai.web.reports.models import Edition
from gongkai.web.review import attempts
from gongkai.web.review.models import Appended, LogEntry
from gongkai.web.system.middleware import FaultsMiddleware
from tests.web.conftest import City
from tests.web.reports.years import published, recorded

pytestmark = pytest.mark.django_db


def entries() -> list[str]:
    return list(LogEntry.objects.filter(kind="frozen_touched").order_by("pk").values_list("words", flat=True))


def refused(attempt: Callable[[], Any]) -> Exception:
    with pytest.raises((Appended, DatabaseError)) as caught, transaction.atomic():
        attempt()
    return caught.value


def raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_edition")


def test_what_the_code_refused_is_written_again(city: City, application: Callable[..., Any]) -> None:
    recorded(city, application)
    edition = published(city)
    error = refused(edition.delete)
    assert entries() == []
    request = RequestFactory().get("/")
    request.viewer = city.viewer("clerk")  # type: ignore[attr-defined]
    assert FaultsMiddleware(lambda _: HttpResponse()).process_exception(request, error) is None
    entry = LogEntry.objects.get(kind="frozen_touched")
    assert entry.words.startswith("拒绝删除定稿")
    assert (entry.actor, entry.organ) == (city.people["clerk"], city.justice)
    assert Edition.objects.count() == 1


def test_what_stands_in_the_log_is_not_written_twice(city: City, application: Callable[..., Any]) -> None:
    recorded(city, application)
    edition = published(city)
    with pytest.raises(Appended) as caught:
        edition.delete()
    assert attempts.keep(caught.value) is None
    assert len(entries()) == 1


def test_what_the_database_refused_is_written(city: City, application: Callable[..., Any]) -> None:
    recorded(city, application)
    published(city)
    attempts.keep(refused(raw), viewer=city.viewer("clerk"))
    assert entries() == ["数据库拒绝改动只能追加的表 reports_edition"]


def test_other_errors_say_nothing(city: City) -> None:
    assert attempts.keep(ValueError("x")) is None
    assert attempts.keep(DatabaseError("no such table")) is None
    assert entries() == []
