"""Three back doors, one for each administrator, none of which opens for the others or shows a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.web.organs.models import Organ, Role
from gongkai.web.review import log


class Site(AdminSite):
    """Django's admin for the holders of one role, with a second factor. It has no sign-in of its own."""

    role = Role.SYSTEM_ADMINISTRATOR
    index_title = "管理"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the role is held today and the second factor is set up."""
        viewer: Any = request.viewer  # type: ignore[attr-defined]
        return bool(viewer.has(self.role)) and is_mfa_enabled(viewer.person)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the one place of signing in; who is signed in already and has not the role is refused."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return self._home()
            raise PermissionDenied(f"这里只供{self.role.label}使用。")
        where = request.GET.get("next") or reverse(f"{self.name}:index")
        return redirect_to_login(where)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override] # the page everybody uses
        """There is one place for that too, and it is logged."""
        from django.shortcuts import redirect

        return redirect("account_change_password")

    def _home(self) -> HttpResponse:
        from django.shortcuts import redirect

        return redirect(f"{self.name}:index")


class SystemSite(Site):
    """Organs, units, people, posts, cover, steps of review."""

    site_header = site_title = "系统管理"


class SecuritySite(Site):
    """Locked accounts, lost second factors, sessions."""

    role = Role.SECURITY_ADMINISTRATOR
    site_header = site_title = "安全管理"


class AuditSite(Site):
    """The log."""

    role = Role.AUDITOR
    site_header = site_title = "审计"


system, security, audit = SystemSite("admin"), SecuritySite("security"), AuditSite("audit")


class Managed(ModelAdmin):  # type: ignore[type-arg]
    """A model as an administrator sees it: what they may do follows from the site; every change is logged."""

    may_add = may_change = True
    may_delete = False
    secret = ("password",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who is let into the site sees its models."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Where the model allows it."""
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Where the model allows it."""
        return self.may_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Where the model allows it; what history refers to is never deleted."""
        return self.may_delete and self.admin_site.has_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save and log what it was before and is now."""
        super().save_model(request, obj, form, change)
        fields = [f for f in form.changed_data if f in form.fields and f not in self.secret and "password" not in f]
        before = {f: str(form.initial.get(f, "")) for f in fields} if change else {}
        after = {f: str(form.cleaned_data.get(f, "")) for f in fields}
        record(request, "changed" if change else "added", obj, before=before, after=after)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The rows below, logged one by one."""
        stood = {each.instance.pk: _said(each.instance, each.initial) for each in formset.initial_forms}
        super().save_formset(request, form, formset, change)
        for obj in formset.new_objects:
            record(request, "added", obj, after=_said(obj))
        for obj, fields in formset.changed_objects:
            now = _said(obj)
            before = {f: stood[obj.pk].get(f, "") for f in fields}
            record(request, "changed", obj, before=before, after={f: now.get(f, "") for f in fields})
        for pk, obj in ((each.instance.pk, each.instance) for each in formset.deleted_forms if each.instance.pk):
            record(request, "deleted", obj, before=stood.get(pk, {}))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Log, then delete."""
        record(request, "deleted", obj, before=_said(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one, so that each is logged."""
        for obj in queryset:
            self.delete_model(request, obj)


def _said(obj: Model, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A row's columns in words, as they stand or as ``values`` has them; nothing secret and nothing of other tables' rows."""
    names = [f.name for f in obj._meta.concrete_fields if not f.primary_key and f.name not in _UNSAID]
    return {n: str(values.get(n, "") if values is not None else getattr(obj, n, "")) for n in names}


# What a log must not repeat: passwords, the secret of a second factor, the key of a session.
_UNSAID = frozenset({"password", "data", "session_key", "get_data", "post_data"})
_DID = {"added": "新增", "changed": "修改", "deleted": "删除"}


def record(
    request: HttpRequest,
    did: str,
    obj: Model,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """One entry for a change an administrator made."""
    from gongkai.web.system.entrances import address_of

    viewer: Any = request.viewer  # type: ignore[attr-defined]
    organ = obj if isinstance(obj, Organ) else getattr(obj, "organ", None)
    log.append(
        f"admin_{did}",
        f"{_DID[did]}{obj._meta.verbose_name}：{obj}"[:300],
        organ=organ if isinstance(organ, Organ) and organ.pk else None,
        viewer=viewer,
        subject=obj if obj.pk and isinstance(obj.pk, int) else None,
        payload={"before": before or {}, "after": after or {}},
        address=address_of(request),
    )
