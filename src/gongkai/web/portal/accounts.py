"""Accounts of applicants: opened, entered, closed; which applications they hold.

An account is a convenience and nothing else: number and query code open every application without one. Somebody signed
in here is nobody to the rest of the platform (``Account`` is not a person of ``web/organs``). Why there is no mail that
confirms the address, and what follows from that, is in docs/decisions/0011-accounts-of-applicants.md.
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from gongkai.web.applications.intake import fingerprint
from gongkai.web.applications.models import Application
from gongkai.web.portal.access import address_of, too_often
from gongkai.web.portal.models import Account, AccountCase
from gongkai.web.portal.views.files import Open
from gongkai.web.review import log

_KEY = "account"
MOST, SECONDS = 10, 600  # tries of one account, and three times as many from one address
_OFTEN = "密码试得太密了，请过十分钟再试。"
_WRONG = "邮箱或者密码不对，请核对。"


class Refused(ValueError):
    """What was asked for is not done; the message is one Chinese sentence."""


def key_of(email: str) -> str:
    """By what an address is found again: a keyed hash, whatever its case."""
    return fingerprint(f"account:{email}")


@transaction.atomic
def open_account(request: HttpRequest, *, email: str, password: str) -> Account:
    """A new account, signed in. Refused when the address has one."""
    if too_often("account", address_of(request), most=10, seconds=3600):
        raise Refused("从这里注册得太多了，请过一小时再试；申请和查询进度都不需要账号。")
    made = Account(key=key_of(email), email=email, opened_at=timezone.now())
    made.set_password(password)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused("这个邮箱不能注册：可能已经有账号，请直接登录。") from None
    _note(request, "account_opened", f"注册{made}", made)
    _put(request, made)
    return made


def enter(request: HttpRequest, *, email: str, password: str) -> Account:
    """Sign in. A wrong address and a wrong password are answered alike, take as long, and are not tried at will."""
    key = key_of(email)
    crowded = too_often("account-enter", address_of(request), most=3 * MOST, seconds=SECONDS)
    if too_often("account-key", key, most=MOST, seconds=SECONDS) or crowded:
        raise Refused(_OFTEN)
    found = Account.objects.filter(key=key).first()
    if found is None:
        make_password(password)
        raise Refused(_WRONG)
    if not found.check_password(password):
        _note(request, "account_failed", f"{found}登录失败", found)
        raise Refused(_WRONG)
    _note(request, "account_entered", f"{found}登录", found)
    _put(request, found)
    return found


def _put(request: HttpRequest, account: Account) -> None:
    request.session.cycle_key()
    request.session[_KEY] = [account.pk, account.get_session_auth_hash()]


def of(request: HttpRequest) -> Account | None:
    """The account of this session; none once its password was changed elsewhere or it was closed."""
    pk, digest = request.session.get(_KEY) or (None, "")
    found = Account.objects.filter(pk=pk).first() if pk else None
    if found is None or not constant_time_compare(digest, found.get_session_auth_hash()):
        return None
    return found


def leave(request: HttpRequest) -> None:
    """Sign out, and close the application that is open."""
    request.session.pop(_KEY, None)
    Open.drop(request)
    request.session.cycle_key()


def has(account: Account, password: str) -> bool:
    """Whether it is the account's password; not to be tried at will either."""
    return not too_often("account-key", account.key, most=MOST, seconds=SECONDS) and account.check_password(password)


@transaction.atomic
def change_password(request: HttpRequest, account: Account, new: str) -> None:
    """The new password ends every other session of the account."""
    account.set_password(new)
    account.save(update_fields=["password"])
    _note(request, "account_password", f"{account}修改密码", account)
    _put(request, account)


@transaction.atomic
def close(request: HttpRequest, account: Account) -> None:
    """The account is gone with its address; its applications stay with their organs."""
    _note(request, "account_closed", f"注销{account}", account)
    account.delete()
    leave(request)


def cases(account: Account) -> QuerySet[Application]:
    """The account's applications, the latest first."""
    return account.cases.select_related("organ").order_by("-submitted_at", "-pk")


@transaction.atomic
def add(request: HttpRequest, account: Account, case: Application) -> bool:
    """Give the account an application that this session has opened with its query code, or has just sent. Whether it is
    new to the account."""
    _, new = AccountCase.objects.get_or_create(account=account, application=case, defaults={"added_at": timezone.now()})
    if new:
        _of_case(request, "account_case_added", f"加入{account}", case)
    return new


@transaction.atomic
def remove(request: HttpRequest, account: Account, case: Application) -> None:
    """Take an application out of the account; number and query code still open it."""
    AccountCase.objects.filter(account=account, application=case).delete()
    opened = Open.of(request)
    if opened is not None and opened.pk == case.pk:
        Open.drop(request)
    _of_case(request, "account_case_removed", f"移出{account}", case)


@transaction.atomic
def show(request: HttpRequest, account: Account, case: Application) -> None:
    """Open one of the account's own applications in this session."""
    Open.put(request, case)
    _of_case(request, "account_case_opened", f"{account}打开", case)


def _note(request: HttpRequest, kind: str, words: str, account: Account) -> None:
    where = address_of(request) or None
    log.append(kind, words, organ=None, actor_words="申请人", subject=account, address=where)


def _of_case(request: HttpRequest, kind: str, words: str, case: Application) -> None:
    where = address_of(request) or None
    log.append(kind, words, organ=case.organ, actor_words="申请人", subject=case, address=where)
