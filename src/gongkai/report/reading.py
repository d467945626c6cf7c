"""A report as it was read or compiled, and the reading of a file that may hold several."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gongkai.report.cells import ABSENT, Address, Cell, Number
from gongkai.report.form import Form
from gongkai.report.form_2019 import FORM_2019
from gongkai.report.form_2021 import FORM_2021

FORMS: Mapping[str, Form] = {form.key: form for form in (FORM_2021, FORM_2019)}
BEFORE_2019 = "before_2019"


def form_for(year: int) -> Form | None:
    """The form in force for a report year, or None before 2019."""
    for form in FORMS.values():
        if form.first_year <= year and (form.last_year is None or year <= form.last_year):
            return form
    return None


def report_year(year: int) -> int:
    """The same year. ValueError for one that no report can have: dates are made from it."""
    if isinstance(year, bool) or not isinstance(year, int) or not 1990 <= year <= 2099:
        raise ValueError(f"no year of a report: {str(year)[:20]}")
    return year


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from: its name, format, SHA-256 in hex, number of pages where the format has pages."""

    name: str
    format: str
    sha256: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something the reader noticed and the user should know: a stable code and one sentence in Chinese."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one section, as printed: key of the form's section (``preamble`` before the first, ``unknown`` for a
    heading the form does not have), number and heading as printed, paragraphs joined by newlines, without the tables."""

    key: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True)
class Report:
    """One annual report: who, which year, which form, every cell, the text.

    ``form`` is ``2021``, ``2019`` or ``before_2019`` (then ``cells`` is empty). ``cells`` maps every address of the form;
    what the source lacks is absent, never missing from the mapping. Reports are equal when form, organ, year, title,
    cells and text agree; the file they came from does not count. ``row_order`` names the rows of tables 2 and 3 that
    were found, as (table, row key), in the order they were printed; it is empty where that order is not known.
    """

    organ: str | None
    year: int | None
    form: str
    cells: Mapping[Address, Cell] = field(default_factory=dict)
    title: str = ""
    published_on: date | None = None
    passages: tuple[Passage, ...] = ()
    source: Source | None = field(default=None, compare=False)
    warnings: tuple[Warning, ...] = field(default=(), compare=False)
    row_order: tuple[tuple[int, str], ...] = field(default=(), compare=False)

    @property
    def edition(self) -> Form | None:
        """The form as data, or None for a report older than the forms."""
        return FORMS.get(self.form)

    def cell(self, table: int, row: str, column: str) -> Cell:
        """The cell at an address; absent when the form or the source has none."""
        return self.cells.get(Address(table, row, column), ABSENT)

    def value(self, table: int, row: str, column: str = "total") -> Number | None:
        """The value at an address, or None when it has none."""
        return self.cell(table, row, column).value

    def text(self, key: str) -> str:
        """The text of a section by key (``overview``, ``problems`` …), ``""`` when the report has none."""
        return "\n".join(p.text for p in self.passages if p.key == key and p.text)

    def has_table(self, number: int) -> bool:
        """Whether any cell of the table was in the source."""
        return any(a.table == number and c != ABSENT for a, c in self.cells.items())

    def with_cells(self, changes: Mapping[Address, Cell]) -> "Report":
        """The same report with some cells replaced."""
        return replace(self, cells={**self.cells, **changes})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds: one report, or several (two years side by side, an archive)."""

    reports: tuple[Report, ...]

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    @property
    def report(self) -> Report:
        """The only report. ValueError when the file holds several."""
        if len(self.reports) != 1:
            raise ValueError(f"holds {len(self.reports)} reports")
        return self.reports[0]
