"""Which mail server: none, or SMTP by one environment variable."""

from typing import Any
from urllib.parse import unquote, urlsplit


def mail(address: str) -> dict[str, Any]:
    """Django's e-mail settings for ``smtp://user:password@host:587`` (STARTTLS when an account is named) or ``smtps://…:465``
    (TLS from the start); none for an empty address. ValueError (a Chinese sentence) for another scheme or no host."""
    if not address:
        return {}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("GONGKAI_MAIL 应写成 smtp://账号:密码@主机:端口 或者 smtps://账号:密码@主机:端口。")
    tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if tls else 587 if parts.username else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": tls,
        "EMAIL_USE_TLS": not tls and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
