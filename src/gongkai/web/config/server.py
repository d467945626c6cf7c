"""Serving: gunicorn with threads, and one process beside it for background tasks that starts and stops with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep
from typing import Any

from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured here and not by files or its own command line."""

    def __init__(self, *, host: str, port: int, workers: int, when_ready: Callable[[], None]) -> None:
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._workers, self._when_ready = workers, when_ready
        super().__init__()

    def load_config(self) -> None:
        """The settings of gunicorn."""
        chosen = {
            "bind": self._address,
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": 5,
            "max_requests": 5000,
            "max_requests_jitter": 500,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: self._when_ready(),
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, in each worker."""
        from gongkai.web.config.wsgi import application

        return application


@contextmanager
def background() -> Iterator[None]:
    """A process that works off background tasks, for the time of the block."""
    # Its own group: Ctrl-C reaches the server, which then stops this one after its own work is done.
    worker = subprocess.Popen([sys.executable, "-m", "gongkai.web.config.server"], start_new_session=True)
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:  # the server's own workers are forked from here and end here too
            _stop(worker)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _stop_with(parent: int) -> None:
    """End this process when its parent is gone, also when that was killed."""
    while os.getppid() == parent:
        sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _rounds() -> None:
    """Mail that waits, every minute; clocks, every day; reminders and the database's own statistics, every morning. A round
    that fails is said and tried again."""
    import logging

    from django.db import close_old_connections
    from django.utils import timezone

    from gongkai.web.applications import rounds
    from gongkai.web.config.database import look_over
    from gongkai.web.portal import drafts
    from gongkai.web.reports import reminders

    done = rounds.Done()
    while True:
        close_old_connections()
        try:
            done = rounds.make(timezone.now(), done=done, mornings=(reminders.run, look_over, drafts.sweep))
        except Exception:
            logging.getLogger(__name__).exception("定时任务没有完成，一分钟后重试")
        sleep(60)


def work() -> None:
    """Work off background tasks until told to stop."""
    import logging

    from django.core.management import call_command

    from gongkai.web.config.prepare import settle

    settle()
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
    Thread(target=_rounds, daemon=True).start()
    call_command("db_worker", queue_name="*", verbosity=0, reload=False)


if __name__ == "__main__":
    work()
