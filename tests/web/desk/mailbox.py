"""A mail server that is down."""

from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection


class Down(BaseEmailBackend):
    """Refuses every connection."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("连接被拒绝")


class Watching(BaseEmailBackend):
    """Takes every mail, and notes whether a transaction was open meanwhile."""

    open: ClassVar[list[bool]] = []

    def send_messages(self, messages: Any) -> int:
        self.open.append(connection.in_atomic_block)
        return len(messages)
