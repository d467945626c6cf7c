"""The hello page, and the platform's addresses beside it, for its middleware wants to know them."""

import os
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(_: HttpRequest) -> HttpResponse:
    """As little as a view can do."""
    return HttpResponse("你好")


urlpatterns: list[Any] = [path("hello/", hello)]
if os.environ.get("BENCH_PLAIN") != "1":
    urlpatterns += [path("", include("gongkai.web.config.urls"))]
