"""The cases of cases/letters as values, and one complete set of elements for each letter."""

from functools import cache
from typing import Any

import yaml

from tests.paths import CASES


@cache
def cases() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every case with its name, ``file: 情形``."""
    return tuple(
        (f"{path.stem}: {case['情形']}", case)
        for path in sorted((CASES / "letters").glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["例"]
    )


def sample(key: str) -> dict[str, Any]:
    """The elements of the first case that makes this letter; a copy."""
    return next(dict(case["要素"]) for _, case in cases() if case["letter"] == key and "拒绝" not in case)
