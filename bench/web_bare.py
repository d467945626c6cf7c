"""The hello page for comparison, served like the platform: with its middleware, or (BENCH_PLAIN=1) with none.

Also the settings of it: ``DJANGO_SETTINGS_MODULE=bench.web_bare``. ``python -m bench.web_bare PORT`` serves.
"""

import os
import sys

from gongkai.web.config.settings import *  # noqa: F403 - the platform's settings, whatever they are

if os.environ.get("BENCH_PLAIN") == "1":
    INSTALLED_APPS: list[str] = []
    MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.web_hello"


def main() -> None:
    """Serve until told to stop."""
    from gongkai.web.config.server import Server

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web_bare"
    Server(host="127.0.0.1", port=int(sys.argv[1]), workers=2, when_ready=lambda: None).run()


if __name__ == "__main__":
    main()
