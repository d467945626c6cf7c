"""Under way."""

from django.http import HttpRequest, HttpResponse


def enter(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def case(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def leave(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def supplement(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def withdraw(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")


def letter(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse("")
