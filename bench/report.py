"""The annual report among a million applications over ten years: compiled, its cells opened, written as files; memory.

On SQLite and, where PostgreSQL is installed, on a temporary cluster of it with fsync on. ``bench.report_rows`` builds and
``bench.report_year`` measures, each in a process of its own, so that the memory is that of the measuring alone; then once
more with every application in one organ.
"""

import os
import subprocess
import sys

from bench.timing import QUICK, Line, report
from bench.web import ROOT, installed, measured

SITE = [sys.executable, "-m", "bench.report", "--site", *(["--quick"] if QUICK else [])]


def site() -> None:
    """One database, built and measured."""
    if os.environ.get("GONGKAI_TEST_DATABASE"):
        os.environ["GONGKAI_DATABASE"] = os.environ["GONGKAI_TEST_DATABASE"]
    more = ["--quick"] if QUICK else []
    for step in (
        ["bench.report_rows"],
        ["bench.report_year"],
        ["bench.report_rows", "--one"],
        ["bench.report_year", "--one"],
    ):
        subprocess.run([sys.executable, "-m", *step, *more], cwd=ROOT, check=True)


def main() -> None:
    """Both databases; PostgreSQL is left out, and said to be, where it is not installed."""
    if not measured(SITE):
        raise SystemExit("the report on SQLite could not be measured")
    if not installed():
        report([Line("年度报告，PostgreSQL", "没有测：本机没有安装 PostgreSQL")])
    elif not measured(["bash", "scripts/postgres.sh", *SITE], POSTGRES_FSYNC="on"):
        raise SystemExit("the report on PostgreSQL could not be measured")


if __name__ == "__main__":
    site() if "--site" in sys.argv else main()
