"""Two hello pages for comparison, served like the platform: with its middleware, or (BENCH_PLAIN=1) as Django alone has them.

Settings and addresses in one: ``DJANGO_SETTINGS_MODULE=bench.web_bare``. ``python -m bench.web_bare PORT`` serves.
"""

import os
import sys

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from gongkai.web.config.settings import *  # noqa: F403 - the platform's settings, whatever they are

if os.environ.get("BENCH_PLAIN") == "1":
    MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.web_bare"


def hello(_: HttpRequest) -> HttpResponse:
    """As little as a view can do."""
    return HttpResponse("你好")


urlpatterns = [path("hello/", hello), path("", include("gongkai.web.config.urls"))]


def main() -> None:
    """Serve until told to stop."""
    from gongkai.web.config.server import Server

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web_bare"
    Server(host="127.0.0.1", port=int(sys.argv[1]), workers=2, when_ready=lambda: None).run()


if __name__ == "__main__":
    main()
