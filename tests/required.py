"""Programs that some tests need: without one the test is skipped with its reason, or fails where everything is required.

``.ci/run`` sets GONGKAI_REQUIRE_ALL=1, so that nothing is skipped there for want of a tool.
"""

import os
import shutil

import pytest


def needs(program: str) -> None:
    """Call first in a test, or in a fixture, that runs ``program``."""
    if shutil.which(program):
        return
    reason = f"needs {program} on the path"
    if os.environ.get("GONGKAI_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
