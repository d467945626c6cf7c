"""Mail that is being sent holds up nobody, is sent by one, and an answer that went out is recorded sooner or later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.web.applications import delivery, outbox
from gongkai.web.applications.models import Application, Mailing
from tests.web.desk.mailbox import Watching
from tests.web.desk.stages import reviewed

Case = Callable[..., Application]
Viewers = Callable[..., Any]
LOOKED = [key for key, _ in delivery.SECOND_LOOK]


def waiting() -> Mailing:
    now = timezone.now()
    return Mailing.objects.create(
        purpose=Mailing.Purpose.REMINDER, to="a@b.cn", subject="题", body="文", made_at=now, next_at=now
    )


def ordered(application: Case, viewer_of: Viewers) -> tuple[Application, Mailing]:
    """A signed answer that is to go out by mail."""
    today = timezone.localdate()
    case = application(on=today)
    reviewed(case, viewer_of, on=today)
    case.refresh_from_db()
    given = delivery.Given("email", today, address="a@b.cn", looked=LOOKED)
    delivery.deliver(case, given, viewer=viewer_of("clerk", on=today))
    case.refresh_from_db()
    return case, Mailing.objects.get(purpose=Mailing.Purpose.DELIVERY)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_spoken_to(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.web.desk.mailbox.Watching"
    Watching.open.clear()
    assert outbox.send(waiting().pk)
    assert Watching.open == [False]


@pytest.mark.django_db
def test_what_somebody_is_sending_is_not_sent_twice() -> None:
    mailing = waiting()
    assert outbox._taken(mailing.pk) is not None
    assert not outbox.send(mailing.pk)
    # Whoever had it died: after a while it is sent by another.
    Mailing.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    assert outbox.send(mailing.pk)


@pytest.mark.django_db
def test_an_answer_that_went_out_is_recorded_with_the_next_round(
    application: Case, viewer_of: Viewers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the mail and its record."""
    case, mailing = ordered(application, viewer_of)
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_arrived", lambda _: None)
        assert outbox.send(mailing.pk)
    case.refresh_from_db()
    assert case.stage == "decided" and list(outbox.unrecorded()) == [mailing]
    outbox.flush()
    case.refresh_from_db()
    assert case.stage == "closed" and not outbox.unrecorded().exists()


@pytest.mark.django_db
def test_what_cannot_be_recorded_does_not_stop_the_others(
    application: Case,
    viewer_of: Viewers,
    client_of: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case, mailing = ordered(application, viewer_of)

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError("职务已经结束")

    monkeypatch.setattr(delivery, "mailed", refused)
    assert outbox.send(mailing.pk)
    other = waiting()
    assert outbox.flush() == 1
    other.refresh_from_db()
    assert other.state == Mailing.State.SENT
    assert "送达没有登记上" in caplog.text
    board = client_of("clerk").get("/desk/board/").content.decode()
    assert "送达没有登记上：职务已经结束" in board and f"/desk/case/{case.number}/" in board
    assert "再发一次" not in board
    monkeypatch.undo()
    outbox.flush()
    assert "送达没有登记上" not in client_of("clerk").get("/desk/board/").content.decode()
