"""An applicant's account: opened, entered, left, closed; the applications in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.web.portal import accounts, challenge, progress
from gongkai.web.portal.accounts import Refused
from gongkai.web.portal.forms import CloseForm, EnterForm, NewAccountForm, NewPasswordForm, Plain
from gongkai.web.portal.models import Account
from gongkai.web.portal.views.files import Open


def entered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view have the account of this session; else ask for it."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, **given: object) -> HttpResponse:
        account = accounts.of(request)
        if account is None:
            messages.info(request, "请先登录。")
            return redirect("portal:account_enter")
        return view(request, account, **given)

    return wrapped


def _asked(request: HttpRequest, form: Plain, page: str, take: Callable[[], HttpResponse]) -> HttpResponse:
    """A form that is shown, refused or taken; ``take`` raises Refused."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return take()
            except (Refused, challenge.Unproved) as error:
                form.add_error(None, str(error))
    shown = {"form": form, "challenge": challenge.new(), "here": "mine"}
    return render(request, f"portal/account_{page}.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    form = NewAccountForm(request.POST or None)

    def take() -> HttpResponse:
        challenge.check(**{k: request.POST.get(k, "")[:200] for k in ("seed", "proof", "answer")})
        typed = form.cleaned_data
        made = accounts.open_account(request, email=typed["email"], password=typed["password"])
        _take_along(request, made)
        messages.success(request, "账号已注册，以后用邮箱和密码登录。")
        return redirect("portal:mine")

    return _asked(request, form, "new", take)


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in."""
    form = EnterForm(request.POST or None)

    def take() -> HttpResponse:
        typed = form.cleaned_data
        accounts.enter(request, email=typed["email"], password=typed["password"])
        return redirect("portal:mine")

    return _asked(request, form, "enter", take)


def _take_along(request: HttpRequest, account: Account) -> None:
    """The application that is open when the account is made belongs to it."""
    case = Open.of(request)
    if case is not None:
        accounts.add(request, account, case)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    accounts.leave(request)
    messages.success(request, "已退出。")
    return redirect("portal:home")


@require_GET
@entered
def mine(request: HttpRequest, account: Account) -> HttpResponse:
    """The account's applications: where each stands, until when, and what is wanted."""
    rows = [(case, *progress.stands(case)) for case in accounts.cases(account)]
    return render(request, "portal/account_mine.html", {"account": account, "rows": rows, "here": "mine"})


@require_POST
@entered
def add(request: HttpRequest, account: Account) -> HttpResponse:
    """Put the application that is open with its query code into the account."""
    case = Open.of(request)
    if case is None:
        messages.info(request, "请先输入受理编号和查询码，打开这件申请。")
        return redirect("portal:status")
    fresh = accounts.add(request, account, case)
    messages.success(request, "已加入“我的申请”。" if fresh else "这件申请已经在“我的申请”里。")
    return redirect("portal:case")


@require_GET
@entered
def show(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Open one of them, without the query code."""
    accounts.show(request, account, get_object_or_404(accounts.cases(account), number=number))
    return redirect("portal:case")


@require_POST
@entered
def remove(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Take one of them out."""
    accounts.remove(request, account, get_object_or_404(accounts.cases(account), number=number))
    messages.success(request, "已移出。凭受理编号和查询码仍然可以查看。")
    return redirect("portal:mine")


@require_http_methods(["GET", "POST"])
@entered
def password(request: HttpRequest, account: Account) -> HttpResponse:
    """Another password."""
    form = NewPasswordForm(request.POST or None)

    def take() -> HttpResponse:
        if not accounts.has(account, form.cleaned_data["present"]):
            raise Refused("现在的密码不对，密码没有修改。")
        accounts.change_password(request, account, form.cleaned_data["password"])
        messages.success(request, "密码已修改，其他设备上的登录已经失效。")
        return redirect("portal:mine")

    return _asked(request, form, "password", take)


@require_http_methods(["GET", "POST"])
@entered
def close(request: HttpRequest, account: Account) -> HttpResponse:
    """Close the account; the applications are not touched."""
    form = CloseForm(request.POST or None)

    def take() -> HttpResponse:
        if not accounts.has(account, form.cleaned_data["present"]):
            raise Refused("密码不对，账号没有注销。")
        accounts.close(request, account)
        messages.success(request, "账号已注销，邮箱已经删除。申请照常办理，凭受理编号和查询码查看。")
        return redirect("portal:home")

    return _asked(request, form, "close", take)
