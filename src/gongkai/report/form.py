"""The official form as data: sections, tables, blocks, rows and columns with their official wording.

A new edition is a new file beside the old one (``form_2021.py``, ``form_2019.py``); past years keep theirs.
"""

from dataclasses import dataclass, field
from functools import cached_property

from gongkai.report.cells import Address
from gongkai.sources import Citation, Instrument


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key, official words, slips and variants seen in print, unit, whether it takes a fraction."""

    key: str
    words: str
    variants: tuple[str, ...] = ()
    unit: str = "件"
    decimal: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: key, number as printed (``（一）``, ``1.``), words, the groups it stands in, variants, what it counts.

    ``groups`` are the labels left of the row, outermost first. ``counts`` names the outcome, group or fact.
    """

    key: str
    number: str
    words: str
    groups: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    counts: str = ""
    law: tuple[Citation, ...] = ()

    @property
    def label(self) -> str:
        """The label as the form prints it."""
        return self.number + self.words


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share a heading and columns: in table 2 an item of art. 20, elsewhere the whole table."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    law: Citation | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form: its number (that of its section), words used in findings, blocks in order."""

    number: int
    words: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: key, number, official heading, headings also met, what it must contain."""

    key: str
    number: str
    words: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """An edition of the form: key, the years it is for, its instrument, sections and tables."""

    key: str
    instrument: Instrument
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    head: dict[str, str] = field(default_factory=dict, compare=False, hash=False)

    def table(self, number: int) -> Table:
        """The table with that number; KeyError when the form has none."""
        for table in self.tables:
            if table.number == number:
                return table
        raise KeyError(number)

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every cell of the form, table by table, row by row."""
        return tuple(
            Address(table.number, row.key, column.key)
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        )

    @cached_property
    def _rows(self) -> dict[tuple[int, str], tuple[Block, Row]]:
        return {(t.number, r.key): (b, r) for t in self.tables for b in t.blocks for r in b.rows}

    def row(self, table: int, key: str) -> Row:
        """The row with that key; KeyError when the form has none."""
        return self._rows[table, key][1]

    def column(self, address: Address) -> Column:
        """The column of a cell; KeyError when the form has none."""
        block = self._rows[address.table, address.row][0]
        for column in block.columns:
            if column.key == address.column:
                return column
        raise KeyError(address)

    def block(self, table: int, row: str) -> Block:
        """The block that holds a row; KeyError when the form has none."""
        return self._rows[table, row][0]

    def name(self, address: Address) -> str:
        """A cell in the words of the form: ``表三「（一）予以公开」行「自然人」列``."""
        table = self.table(address.table)
        return f"{table.words}「{self.row(address.table, address.row).label}」行「{self.column(address).words}」列"
