"""The platform under many cases: pages a second and p95 beside a bare view, queries of the queue, submissions a second.

On SQLite and, where PostgreSQL is installed, on a temporary cluster of it with fsync on; each in a process and a folder of
its own (``bench.web_site``).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.timing import QUICK, Line, report

ROOT = Path(__file__).resolve().parents[1]
SITE = [sys.executable, "-m", "bench.web_site", *(["--quick"] if QUICK else [])]


def measured(command: list[str], **more: str) -> bool:
    """Measure one site; its lines go straight on. Whether it could be done."""
    with tempfile.TemporaryDirectory(prefix="gkbench.") as home:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
        run = subprocess.run(command, cwd=ROOT, env={**environment, "GONGKAI_HOME": home, **more}, check=False)
    return run.returncode == 0


def main() -> None:
    """Both databases; PostgreSQL is left out, and said to be, where it is not installed."""
    if not measured(SITE):
        raise SystemExit("the platform on SQLite could not be measured")
    if not installed():
        report([Line("平台，PostgreSQL", "没有测：本机没有安装 PostgreSQL")])
    elif not measured(["bash", "scripts/postgres.sh", *SITE], POSTGRES_FSYNC="on"):
        raise SystemExit("the platform on PostgreSQL could not be measured")


def installed() -> bool:
    """Whether scripts/postgres.sh will find a server."""
    found = subprocess.run(["bash", "scripts/postgres.sh", "true"], cwd=ROOT, capture_output=True, check=False)
    return found.returncode == 0


if __name__ == "__main__":
    main()
