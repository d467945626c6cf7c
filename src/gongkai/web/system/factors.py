"""The forms of the second factor, with labels that a newcomer understands."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm


def _named(form: Any, words: str) -> None:
    form.fields["code"].label = words
    form.fields["code"].widget.attrs.pop("placeholder", None)


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The factor is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "验证器显示的 6 位数字")


class SignInForm(AuthenticateForm):  # type: ignore[misc]
    """Signing in with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "6 位数字或者恢复码")


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """Confirming once more who it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "6 位数字或者恢复码")
