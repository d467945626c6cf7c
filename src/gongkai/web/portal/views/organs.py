"""The organs and their disclosure guides (条例第十二条)."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.law.deadlines import rules_on
from gongkai.web.applications.ledgers import the_rules
from gongkai.web.catalogue import queries
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ
from gongkai.web.portal.access import viewer_of


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Organs that take applications, by name or by what they hold ("who holds this?")."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = visible(viewer_of(request), Organ).filter(active=True)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(holds__icontains=word))
    near = queries.may_hold(viewer_of(request), words, most=5) if words and not rows.exists() else []
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(
        request,
        "portal/organs.html",
        {"page": page, "near": near, "q": words, "page_address": urlencode({"q": words}), "here": "organs"},
    )


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """The disclosure guide of an organ: who, where, when, how to apply, and what to do when one disagrees."""
    organ = get_object_or_404(visible(viewer_of(request), Organ), code=code)
    return render(
        request,
        "portal/organ.html",
        {"organ": organ, "rules": rules_on(timezone.localdate(), the_rules()), "here": "organs"},
    )
