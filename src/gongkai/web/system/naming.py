"""Chinese names for the tables of other packages that the security administrator sees."""

from __future__ import annotations

from typing import Any

from django.apps import apps

# App, its name, model, its name, the names of its columns.
NAMES = (
    ("axes", "登录锁定", "accessattempt", "锁定或者失败的登录", {
        "username": "账号", "ip_address": "来源地址", "failures_since_start": "失败次数", "attempt_time": "最近一次",
    }),
    ("mfa", "第二重验证", "authenticator", "第二重验证", {
        "user": "人员", "type": "种类", "created_at": "设置时间", "last_used_at": "最近使用",
    }),
    ("usersessions", "登录中的会话", "usersession", "会话", {
        "user": "人员", "ip": "来源地址", "user_agent": "浏览器", "created_at": "登录时间", "last_seen_at": "最近使用",
    }),
)  # fmt: skip


def rename() -> None:
    """Called once when the platform starts; touches names only."""
    for app, app_words, model, words, columns in NAMES:
        apps.get_app_config(app).verbose_name = app_words
        meta = apps.get_model(app, model)._meta
        meta.verbose_name = meta.verbose_name_plural = words
        for name, column_words in columns.items():
            meta.get_field(name).verbose_name = column_words
    apps.get_model("axes", "accessattempt").__str__ = _attempt  # type: ignore[assignment]


def _attempt(row: Any) -> str:
    return f"账号 {row.username}（来自 {row.ip_address}）"
