"""Text copied from a PDF, in columns and in reading order: what is read is right, the rest stays undecided."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from gongkai.documents import read, write
from gongkai.report.cells import State
from gongkai.report.checks import check
from gongkai.report.reading import Report
from tests import facts
from tests.paths import SHARED
from tests.required import needs

shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def copied(pdf: bytes, folder: Path, *options: str) -> bytes:
    """The text of a PDF as pdftotext gives it."""
    needs("pdftotext")
    source = folder / "report.pdf"
    source.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", *options, str(source), "-"], check=True, capture_output=True, timeout=60
    ).stdout  # fmt: skip


def compared(wanted: Report, found: Report) -> Counter[str]:
    """How many cells came back, and how those that did not are marked. A cell with another value is ``wrong``."""
    kinds: Counter[str] = Counter()
    for address, cell in wanted.cells.items():
        got = found.cells[address]
        if got == cell:
            kinds["exact"] += 1
        elif got.value is None and got.state in (State.UNDECIDED, State.BLANK, State.ABSENT):
            kinds[got.state.value] += 1
            if got.readings and cell.value is not None and cell.value not in got.readings:
                kinds["wrong"] += 1
        else:
            kinds["wrong"] += 1
    return kinds


@shared
@pytest.mark.parametrize(("options", "least"), [((), 5270), (("-layout",), 5460)], ids=["plain", "layout"])
def test_no_cell_is_wrong_and_most_come_back(options: tuple[str, ...], least: int, tmp_path: Path) -> None:
    total: Counter[str] = Counter()
    for identifier in facts.ids():
        report = facts.report(identifier)
        found = read(copied(write(report, format="pdf"), tmp_path, *options), name="年报.txt").report
        kinds = compared(report, found)
        assert not kinds["wrong"], (identifier, kinds)
        assert (found.year, found.form) == (report.year, report.form)
        assert "D-12" not in [finding.code for finding in check(found)]
        total += kinds
    assert total["exact"] >= least, total


@shared
@pytest.mark.parametrize(("options", "least"), [((), 183), (("-layout",), 200)], ids=["plain", "layout"])
def test_the_real_pdf_as_text(options: tuple[str, ...], least: int, tmp_path: Path) -> None:
    (path,) = (SHARED / "reports" / "files").glob("*.pdf")
    kinds = compared(
        facts.report("hongze_2023"),
        read(copied(path.read_bytes(), tmp_path, *options), name="年报.txt").report,
    )
    assert not kinds["wrong"]
    assert kinds["exact"] >= least
