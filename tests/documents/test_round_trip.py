"""Write, then read, gives the same report: each format, every real report's figures."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from gongkai.documents import html, read, text, write
from gongkai.report.cells import Address, Cell, State
from gongkai.report.reading import Report
from tests import facts
from tests.paths import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")

WRITERS: dict[str, Callable[[Report], bytes]] = {
    **{f: lambda r, f=f: write(r, format=f) for f in ("docx", "html", "pdf", "xlsx", "csv", "json")},
    "html_wps": lambda r: html.write(r, style="wps"),
    "text_lines": lambda r: text.write(r, style="lines"),
    "text_pipes": lambda r: text.write(r, style="pipes"),
}


def again(report: Report, form: str) -> Report:
    return read(WRITERS[form](report), name=f"年报.{form.split('_', maxsplit=1)[0].replace('text', 'txt')}").report


def of_form(report: Report) -> Report:
    """Only the cells of the form: what a collapsed row held has no place in the official layout."""
    edition = report.edition
    assert edition is not None
    return replace(report, cells={a: report.cells[a] for a in edition.addresses})


@pytest.mark.parametrize("identifier", facts.ids())
@pytest.mark.parametrize("form", WRITERS)
def test_every_figure_comes_back(form: str, identifier: str) -> None:
    report = facts.report(identifier)
    found = of_form(again(report, form))
    wrong = {a: (c, found.cells[a]) for a, c in report.cells.items() if found.cells[a] != c}
    assert wrong == {}
    assert (found.organ, found.year, found.form) == (report.organ, report.year, report.form)


@pytest.mark.parametrize("identifier", facts.ids()[:6])
@pytest.mark.parametrize("form", ["docx", "html", "xlsx", "json", "html_wps", "text_lines", "pdf"])
def test_the_whole_report_comes_back(form: str, identifier: str) -> None:
    report = facts.report(identifier)
    found = of_form(again(report, form))
    assert [(p.key, p.text) for p in found.passages] == [(p.key, p.text) for p in report.passages]
    assert found.title == report.title


def decided_wrongly(report: Report, found: Report) -> dict[Address, tuple[Cell, Cell]]:
    """Cells that text without separators gives another value than was written. Undecided is never wrong."""
    return {
        a: (c, found.cells[a])
        for a, c in report.cells.items()
        if found.cells[a] != c and found.cells[a].state is not State.UNDECIDED
    }


@pytest.mark.parametrize("identifier", facts.ids())
def test_text_without_separators_comes_back_or_stays_undecided(identifier: str) -> None:
    report = facts.report(identifier)
    found = read(text.write(report, style="flat"), name="年报.txt").report
    assert decided_wrongly(report, found) == {}
    complete = all(c.value is not None for a, c in report.cells.items() if a.table == 3)
    undecided = [a for a, c in found.cells.items() if a.table == 3 and c.state is State.UNDECIDED]
    assert not (complete and undecided), "a full table is decided by its identities"
    for address, cell in found.cells.items():
        if cell.state is State.UNDECIDED and cell.readings and report.cells[address].value is not None:
            assert report.cells[address].value in cell.readings
