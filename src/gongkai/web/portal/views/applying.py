"""Under way."""

from django.http import HttpRequest, HttpResponse


def form(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def draft(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def review(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def receipt(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def receipt_pdf(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")
