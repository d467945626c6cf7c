"""Tokens in the system administrators' site: given out, shown once, revoked with a reason; never changed or deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib.admin import display
from django.contrib.admin.widgets import AdminDateWidget
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from gongkai.web.api import tokens
from gongkai.web.api.access import address_of
from gongkai.web.api.models import ApiToken
from gongkai.web.organs.models import Scope
from gongkai.web.system.sites import Managed, system


class IssueForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new token."""

    scopes = forms.MultipleChoiceField(label="权限", choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label="有效期至", widget=AdminDateWidget, help_text="最长一年；到期前换发新的令牌。")

    class Meta:
        model = ApiToken
        fields = ("organ", "name", "scopes", "expires_on")

    def clean_expires_on(self) -> Any:
        """Not past, at most a year away."""
        day = self.cleaned_data["expires_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + tokens.LONGEST:
            raise forms.ValidationError("有效期至少到今天，最长一年。")
        return day


class RevokeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A token that is taken back."""

    reason = forms.CharField(label="撤销理由", max_length=150, help_text="写明理由并保存，令牌立即失效，不能恢复。")

    class Meta:
        model = ApiToken
        fields = ()


class TokenAdmin(Managed):
    """Tokens of other systems."""

    list_display = ("name", "organ", "mark", "scope_words", "expires_on", "last_used_at", "state")
    list_filter = ("organ",)
    list_select_related = ("organ",)
    search_fields = ("name", "organ__name", "mark")
    autocomplete_fields = ("organ",)
    _shown: ClassVar[tuple[str, ...]] = (
        "organ", "name", "mark", "scope_words", "created_by", "created_at", "expires_on", "last_used_at",
        "revoked_at", "revoked_by", "revoked_for",
    )  # fmt: skip

    @display(description="权限")
    def scope_words(self, token: ApiToken) -> str:
        """The scopes in words."""
        return "、".join(Scope(s).label for s in token.scopes)

    @display(description="状态")
    def state(self, token: ApiToken) -> str:
        """Whether it holds."""
        if token.revoked_at:
            return "已撤销"
        return "有效" if token.lets_in(timezone.localdate()) else "已过期"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """One form to give out, another to take back."""
        return super().get_form(request, obj, change, form=RevokeForm if obj else IssueForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is shown."""
        if obj is None:
            return ("organ", "name", "scopes", "expires_on")
        return self._shown if obj.revoked_at else (*self._shown[:-3], "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A token that was given out is not changed."""
        return self._shown if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A revoked token is only read."""
        return super().has_change_permission(request, obj) and not (obj and obj.revoked_at)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give out or take back; both are logged by the operation."""
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        address = address_of(request)
        if change:
            tokens.revoke(obj, reason=form.cleaned_data["reason"], viewer=viewer, address=address)
            return
        given = {name: form.cleaned_data[name] for name in ("organ", "name", "scopes", "expires_on")}
        issued = tokens.issue(**given, viewer=viewer, address=address)
        obj.__dict__.update(issued.token.__dict__)
        request.issued = issued  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The token, this once."""
        context = {**self.admin_site.each_context(request), "issued": request.issued, "title": "接口令牌已发放"}  # type: ignore[attr-defined]
        response = TemplateResponse(request, "admin/api/issued.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Half a year."""
        return {"expires_on": timezone.localdate() + timedelta(days=182)}


system.register(ApiToken, TokenAdmin)
