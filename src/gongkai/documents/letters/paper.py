"""A filled document before it becomes a file: blocks in order, the same for Word and PDF."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from gongkai.documents.letters.declared import Letter


class Role(Enum):
    """What a line is, which decides how it is set."""

    TITLE = "title"
    NUMBER = "number"
    ADDRESSEE = "addressee"
    TEXT = "text"
    FIRST = "first"  # 一、
    SECOND = "second"  # （一）
    ENCLOSURE = "enclosure"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The organ over the date, with the place of the seal."""

    organ: str
    day: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A bordered table. ``widths`` are relative; a row with fewer cells than widths lets its last cell run to the edge.

    The first ``head_rows`` rows are column heads; else every other cell, from the first, is a label.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    head_rows: int = 0


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows stands on a page of its own (a reply slip)."""


Block = Line | Signature | Grid | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A filled document: the letter it is, the organ of its heading, its title, number and day, and its blocks."""

    letter: Letter
    organ: str
    title: str
    number: str
    issued_on: date | None
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All words in reading order, a line for each paragraph and each row of a table."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Line):
                lines.append(block.text)
            elif isinstance(block, Signature):
                lines += [block.organ, block.day]
            elif isinstance(block, Grid):
                lines += ["\t".join(row) for row in block.rows]
        return "\n".join(lines)
