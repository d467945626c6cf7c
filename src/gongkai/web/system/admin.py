"""What stands in the three sites. No case, no applicant, no letter is registered in any of them."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.admin import TabularInline, display
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpRequest, HttpResponse

from gongkai.web.organs.models import Cover, Organ, Person, Post, Unit
from gongkai.web.review.models import LogEntry, Step
from gongkai.web.system import agents
from gongkai.web.system.audit import LogAdmin
from gongkai.web.system.passwordforms import PasswordReset, PersonChange
from gongkai.web.system.sites import Managed, audit, record, security, system


class _Rows(TabularInline):  # type: ignore[type-arg]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_view_permission

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field in a row has no label of its own: it is named by its column."""
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None:
            found.widget.attrs.setdefault("aria-label", str(db_field.verbose_name))
        return found

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UnitRows(_Rows):
    """Units of an organ."""

    model = Unit


class StepRows(_Rows):
    """The chain of review of an organ; without rows the usual four steps hold."""

    model = Step

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps may go: what is under way has its own copy."""
        return self.admin_site.has_permission(request)


class OrganAdmin(Managed):
    """Organs."""

    list_display = ("name", "short_name", "code", "parent", "telephone", "active")
    list_filter = ("active", "competent")
    search_fields = ("name", "short_name", "code")
    autocomplete_fields = ("parent",)
    inlines: ClassVar = [UnitRows, StepRows]


class UnitAdmin(Managed):
    """Units."""

    list_display = ("name", "organ")
    list_filter = ("organ",)
    list_select_related = ("organ",)
    search_fields = ("name", "organ__name")


class PersonCreation(BaseUserCreationForm):  # type: ignore[type-arg]
    """A new account, with a first password that must be changed."""

    class Meta:
        model = Person
        fields = ("username", "full_name", "email")


class PersonAdmin(UserAdmin, Managed):  # type: ignore[type-arg]
    """Accounts. What a person may do stands in their posts."""

    add_form = PersonCreation
    form = PersonChange
    change_password_form = PasswordReset
    add_form_template = "admin/person_add.html"
    list_display = ("username", "full_name", "email", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active", "must_change_password")
    search_fields = ("username", "full_name")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal: ClassVar[Any] = ()
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("username", "password")}),
        ("人员", {"fields": ("full_name", "email")}),
        ("账号", {"fields": ("is_active", "must_change_password", "last_login", "date_joined")}),
    )
    add_fieldsets: Any = ((None, {"fields": ("username", "full_name", "email", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new account must change its first password."""
        if not change:
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Reset a password: it must then be changed by its owner."""
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            person = Person.objects.get(pk=id)
            Person.objects.filter(pk=person.pk).update(must_change_password=True)
            record(request, "changed", person, after={"password": "重设，须由本人修改"})
        return answer


class PostAdmin(Managed):
    """Posts. A post ends by its last day; it is not deleted."""

    list_display = ("person", "organ", "unit", "role", "since", "until")
    list_filter = ("role", "organ")
    list_select_related = ("person", "organ", "unit")
    search_fields = ("person__full_name", "person__username", "organ__name")
    autocomplete_fields = ("person", "organ", "unit")


class CoverAdmin(Managed):
    """Absence cover."""

    may_delete = True
    list_display = ("person", "deputy", "since", "until")
    list_select_related = ("person", "deputy")
    autocomplete_fields = ("person", "deputy")


class StepAdmin(Managed):
    """Steps of review."""

    may_delete = True
    list_display = ("organ", "kind", "order", "words", "role", "final")
    list_filter = ("kind", "organ")
    list_select_related = ("organ",)


class _Read(Managed):
    may_add = may_change = False


class AttemptAdmin(_Read):
    """Locked accounts; deleting a row unlocks."""

    may_delete = True
    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    fields = ("username", "ip_address", "failures_since_start", "attempt_time")


class FactorAdmin(_Read):
    """Second factors; deleting one lets its owner set up another (a lost telephone)."""

    may_delete = True
    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__full_name")
    fields = ("user", "type", "created_at", "last_used_at")


class SessionAdmin(_Read):
    """Who is signed in; deleting a row ends the session."""

    may_delete = True
    list_display = ("user", "ip", "browser", "created_at", "last_seen_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "ip")
    fields = ("user", "ip", "browser", "created_at", "last_seen_at")
    readonly_fields = ("browser",)

    @display(description="浏览器")
    def browser(self, obj: UserSession) -> str:
        """Browser and system in words."""
        return agents.words_of(obj.user_agent)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End it, logged."""
        record(request, "deleted", obj)
        obj.end()


system.register(Organ, OrganAdmin)
system.register(Unit, UnitAdmin)
system.register(Person, PersonAdmin)
system.register(Post, PostAdmin)
system.register(Cover, CoverAdmin)
system.register(Step, StepAdmin)
security.register(AccessAttempt, AttemptAdmin)
security.register(Authenticator, FactorAdmin)
security.register(UserSession, SessionAdmin)
audit.register(LogEntry, LogAdmin)
