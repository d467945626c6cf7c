"""A mail server that is down."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Down(BaseEmailBackend):
    """Refuses every connection."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("连接被拒绝")
