"""Small files for the tests of the command line, made from the shipped examples and their declarations."""

import importlib.util
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from gongkai.cli.root import root
from gongkai.documents import text
from gongkai.report.cells import Address, Cell
from gongkai.report.reading import Report
from tests.paths import ROOT

_SPEC = importlib.util.spec_from_file_location("examples_script", ROOT / "scripts" / "examples.py")
assert _SPEC is not None and _SPEC.loader is not None
examples: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(examples)

RIGHT, DOUBLE, FLAT, BEFORE, AFTER = examples.EXAMPLES
make: Callable[[Any], Report] = examples.report_of


def run(*args: str, stdin: bytes | None = None) -> Result:
    """The command line in this process."""
    return CliRunner().invoke(root, list(args), input=stdin, prog_name="gongkai")


def put(folder: Path, example: Any, name: str = "", **changes: Any) -> Path:
    """An example as a text file in a folder, with changes to the report (organ, year …)."""
    report = make(example)
    if changes:
        report = replace(report, **changes)
        title = f"{report.organ}{report.year}年政府信息公开工作年度报告"
        passages = tuple(
            replace(
                p, text=p.text.replace(str(example.year), str(report.year)).replace(example.organ, report.organ or "")
            )
            for p in report.passages
        )
        report = replace(report, title=title, passages=passages)
    path = folder / (name or f"{report.organ}{report.year}.txt")
    path.write_bytes(text.write(report, style="lines"))
    return path


def changed(report: Report, cells: dict[tuple[int, str, str], int]) -> Report:
    """A report with other figures."""
    return report.with_cells({Address(*place): Cell(value) for place, value in cells.items()})


def archive(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    """A zip whose names are stored as Windows stores them: in GBK, without saying so."""
    # zipfile itself would say that a name is UTF-8: write a placeholder of the same length and put the bytes in its place.
    names = [name.encode("gb18030") for name, _ in members]
    holders = [f"{i:02}".ljust(len(name), "#") for i, name in enumerate(names)]
    with zipfile.ZipFile(path, "w") as out:
        for holder, (_, content) in zip(holders, members, strict=True):
            out.writestr(holder, content)
    whole = path.read_bytes()
    for holder, name in zip(holders, names, strict=True):
        whole = whole.replace(holder.encode(), name)
    path.write_bytes(whole)
    return path
