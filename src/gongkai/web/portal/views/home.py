"""The first page, the guide for applicants, and the size of the letters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_safe

from gongkai.law.deadlines import rules_on
from gongkai.web.applications.ledgers import the_rules
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ
from gongkai.web.portal.access import viewer_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here."""
    number = visible(viewer_of(request), Organ).filter(active=True).count()
    return render(request, "portal/home.html", {"number": number})


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How an application goes, in plain words."""
    return render(request, "portal/guide.html", {"rules": rules_on(timezone.localdate(), the_rules()), "here": "guide"})


@require_GET
def reading(request: HttpRequest, size: str) -> HttpResponse:
    """Choose large or normal letters; kept for a year in a cookie, without a script. Leads back to where one was."""
    if size not in ("large", "normal"):
        raise Http404("没有这种字号")
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or not target.startswith("/"):
        target = "/"
    response = redirect(target)
    if size == "large":
        response.set_cookie("reading", size, max_age=365 * 86400, samesite="Lax", httponly=True)
    else:
        response.delete_cookie("reading")
    return response
