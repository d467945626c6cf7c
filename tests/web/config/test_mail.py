"""The mail server from one address, and a server that is not there."""

from __future__ import annotations

import socket

import pytest
from django.core.mail import EmailMessage, get_connection

from gongkai.web.config.mail import mail


def test_it_works() -> None:
    found = mail("smtp://gk%40city:p%3Aw@mail.example:2525")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example", 2525, "gk@city", "p:w",
    )  # fmt: skip
    assert found["EMAIL_USE_TLS"] and not found["EMAIL_USE_SSL"]
    assert mail("smtps://mail.example")["EMAIL_PORT"] == 465 and mail("smtps://mail.example")["EMAIL_USE_SSL"]
    assert mail("") == {}


@pytest.mark.parametrize("address", ["mail.example:25", "http://mail.example", "smtp://"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="GONGKAI_MAIL"):
        mail(address)


def test_a_server_that_is_not_there_raises_what_the_outbox_waits_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = mail(f"smtp://127.0.0.1:{port}")
    connection = get_connection(found["EMAIL_BACKEND"], host=found["EMAIL_HOST"], port=found["EMAIL_PORT"], timeout=5)
    with pytest.raises(OSError):
        EmailMessage("题", "文", "a@example.cn", ["b@example.cn"], connection=connection).send()
