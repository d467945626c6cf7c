"""What every generated page is made of: tables, the notice at the top, the worked cases of a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
NOTICE = "<!-- 由 scripts/reference.py 根据代码中的表生成，请勿手改；运行 make docs 更新。 -->"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table. Pipes inside cells are escaped."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A whole page: title, the notice that it is generated, the parts."""
    return "\n\n".join([f"# {title}", NOTICE, *(p for p in parts if p)]) + "\n"


def worked_cases(folder: str) -> list[dict[str, Any]]:
    """The worked cases of a folder of cases/, in the order of the files."""
    return [
        c for path in sorted((ROOT / "cases" / folder).glob("*.yaml")) for c in yaml.safe_load(path.read_text("utf-8"))
    ]


def unverified(mark: bool) -> str:
    """Whether a figure was read at its source."""
    return "未核对原文，可设定" if mark else "原文"
