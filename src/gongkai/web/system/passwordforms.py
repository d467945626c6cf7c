"""The forms in which a system administrator sees and resets somebody's password: in our words, and nothing of how it is
kept."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)


class KeptPassword(ReadOnlyPasswordHashWidget):
    """Says that there is a password, not by which algorithm it is kept."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The context of the template, its summary one line."""
        context = super().get_context(name, value, attrs)
        context["summary"] = [{"label": "密码", "value": "已设置，加密存储，谁也看不到"}]
        return context


class PersonChange(UserChangeForm):  # type: ignore[type-arg]
    """An account as it is changed."""

    password = ReadOnlyPasswordHashField(label="密码", widget=KeptPassword)


class PasswordReset(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A new first password; signing in without one does not exist here, so that is not offered."""

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True
