"""Where everything is required (``GONGKAI_REQUIRE_ALL``, as in CI), a test that would be skipped for want of a tool fails."""

import os
from collections.abc import Generator
from typing import Any

import pytest

from tests.paths import SHARED

REQUIRE_ALL = bool(os.environ.get("GONGKAI_REQUIRE_ALL"))
# The real reports belong to others and are not part of the project: without them their tests cannot run anywhere.
# A test with one case for each of them then has no case at all.
EXCUSED = ("../shared",) if SHARED.exists() else ("../shared", "empty parameter set")
# CI runs the platform's tests on SQLite and then on PostgreSQL: what is about one of them is tested in its own pass.
EXCUSED += ("about SQLite alone", "about PostgreSQL alone")


def _require(report: Any) -> None:
    if not (REQUIRE_ALL and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not any(words in reason for words in EXCUSED):
        report.outcome = "failed"
        report.longrepr = f"GONGKAI_REQUIRE_ALL is set, yet this was to be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    _require(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report = yield
    _require(report)
    return report
