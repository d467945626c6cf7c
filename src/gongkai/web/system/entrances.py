"""The log of signing in: who came in, who failed, who was locked out, who left, who changed a password."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Person
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry

# What the log calls these entries.
KINDS = {
    "signed_in": "登录",
    "signed_out": "退出",
    "sign_in_failed": "登录失败",
    "locked": "锁定",
    "password_changed": "修改密码",
    "factor_added": "设置第二重验证",
    "factor_removed": "取消第二重验证",
}


def listen() -> None:
    """Connect the log to the signals; called once when the platform starts."""
    user_logged_in.connect(_came, dispatch_uid="gongkai_came")
    user_logged_out.connect(_left, dispatch_uid="gongkai_left")
    user_login_failed.connect(_failed, dispatch_uid="gongkai_failed")
    user_locked_out.connect(_locked, dispatch_uid="gongkai_locked")
    for signal in (password_changed, password_set):
        signal.connect(_password, dispatch_uid="gongkai_password")
    authenticator_added.connect(_factor_added, dispatch_uid="gongkai_factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="gongkai_factor_removed")


def address_of(request: HttpRequest | None) -> str | None:
    """Where a request came from, as the lock-out sees it."""
    return str(request.META["REMOTE_ADDR"]) if request is not None and request.META.get("REMOTE_ADDR") else None


def _append(kind: str, words: str, person: Person, request: HttpRequest | None) -> None:
    viewer = Viewer.of(person, on=timezone.localdate())
    organ: Organ | None = viewer.posts[0].organ if viewer.posts else None
    log.append(
        kind,
        words,
        organ=organ,
        viewer=viewer,
        actor_words=str(person),
        subject=person,
        address=address_of(request),
    )


def _came(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        _append("signed_in", f"登录：{user.username}", user, request)


def _left(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        _append("signed_out", f"退出：{user.username}", user, request)


def _failed(request: HttpRequest | None = None, credentials: Any = None, **_: Any) -> None:
    """A failure names the account only when there is one: a password typed into the wrong field must not be kept."""
    if getattr(request, "axes_locked_out", False):
        return  # told once, when it was locked
    person = _named((credentials or {}).get("username"))
    if person:
        _append("sign_in_failed", f"登录失败：{person.username}", person, request)
    else:
        log.append(
            "sign_in_failed", "登录失败：没有这个账号", organ=None, actor_words="未知", address=address_of(request)
        )


def _locked(request: HttpRequest | None = None, username: str = "", ip_address: str | None = None, **_: Any) -> None:
    person = _named(username)
    since = timezone.now() - dated.lock_time()
    address = address_of(request) or ip_address
    told = LogEntry.objects.filter(kind="locked", at__gte=since, address=address)
    if told.filter(subject_id=person.pk if person else None).exists():
        return  # every further try says so again
    if person:
        _append("locked", f"连续登录失败，暂时锁定：{person.username}", person, request)
    else:
        log.append("locked", "连续登录失败，暂时锁定来源地址", organ=None, actor_words="未知", address=address)


def _named(username: object) -> Person | None:
    return Person.objects.filter(username=str(username)).first() if username else None


def _password(request: HttpRequest | None = None, user: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        Person.objects.filter(pk=user.pk).update(must_change_password=False)
        _append("password_changed", "修改了自己的密码", user, request)


def _factor_added(request: HttpRequest | None = None, user: Any = None, authenticator: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        _append("factor_added", f"设置第二重验证：{authenticator.get_type_display()}", user, request)


def _factor_removed(request: HttpRequest | None = None, user: Any = None, authenticator: Any = None, **_: Any) -> None:
    if isinstance(user, Person):
        _append("factor_removed", f"取消第二重验证：{authenticator.get_type_display()}", user, request)
