"""The facts a report counts, each with the number of its record. Whoever keeps the records makes them; nothing here reads
a clock or a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gongkai.report.cells import Address, Number


class BadFact(ValueError):
    """A fact that cannot be: the message is one Chinese sentence that names the record."""


class Ending(NamedTuple):
    """An application was ended on a day, by the outcome of a key."""

    on: date
    outcome: str


class ApplicationFact(NamedTuple):
    """An application: record, kind of applicant, day received, its endings in order, the days it was opened again. The two
    take turns, as the law core sees to: each reopening undoes the ending before it, be it of the same day.

    A named tuple and not a class of its own, because a year may have a hundred thousand of them.
    """

    record: str
    applicant: str
    received_on: date
    endings: tuple[Ending, ...] = ()
    reopened_on: tuple[date, ...] = ()

    def left(self) -> Ending | None:
        """The ending that counts: the first that stands on 31 December of its year; None while there is none.

        The form counts an application once, by its final handling in the year. Opened again in the same year it has not
        been handled; opened again in a later year it has been counted, and what follows stands in section 4.
        """
        at = self.left_at()
        return None if at is None else self.endings[at]

    def left_at(self) -> int | None:
        """Which of the endings that is, from 0: two of them may be alike."""
        for at, ending in enumerate(self.endings):
            if at >= len(self.reopened_on) or self.reopened_on[at].year != ending.on.year:
                return at
        return None


@dataclass(frozen=True, slots=True)
class RemedyFact:
    """A reconsideration or a suit: course and result by key (law/remedies), from the day it was accepted to its end.

    ``counted`` is False where another organ counts it: with the reconsideration agency as co-defendant only the organ
    that acted first does.
    """

    record: str
    course: str
    accepted_on: date
    ended_on: date | None = None
    result: str = ""
    counted: bool = True

    def __post_init__(self) -> None:
        if self.ended_on is not None and self.ended_on < self.accepted_on:
            raise BadFact(f"{self.record}：办结日期 {self.ended_on} 早于受理日期 {self.accepted_on}，请核对。")
        if (self.ended_on is None) != (not self.result):
            raise BadFact(f"{self.record}：办结日期和结果须同时填写，请补全或者都留空。")


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A government rule or normative document (the row's key): in force from its day of issue until the day it ended.

    Repealed, declared void and lapsed all end it: all are what 本年废止 counts, or the chain over years would break.
    """

    record: str
    row: str
    issued_on: date
    ended_on: date | None = None

    def __post_init__(self) -> None:
        if self.ended_on is not None and self.ended_on < self.issued_on:
            raise BadFact(f"{self.record}：废止日期 {self.ended_on} 早于制发日期 {self.issued_on}，请核对。")


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """Decisions of a kind (row key: licence, penalty, compulsion) up to a day: one case, or a figure of another system."""

    record: str
    row: str
    on: date
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 0:
            raise BadFact(f"{self.record}：件数 {self.count} 小于零，请核对。")


@dataclass(frozen=True, slots=True)
class ChargeFact:
    """Administrative charges collected, in fen, on a day."""

    record: str
    on: date
    fen: int


@dataclass(frozen=True, slots=True)
class FigureFact:
    """A figure that comes from elsewhere (cases kept in another system): added to one cell of one year's report.

    Totals are computed, so that ``address`` must not be a total.
    """

    record: str
    year: int
    address: Address
    value: Number

    def __post_init__(self) -> None:
        if "total" in (self.address.row, self.address.column):
            raise BadFact(f"{self.record}：总计由各项相加得出，不能直接填写；请填写各分项。")
        if self.value < 0:
            raise BadFact(f"{self.record}：数值 {self.value} 小于零，请核对。")


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of an organ that may bear on a year."""

    applications: tuple[ApplicationFact, ...] = ()
    remedies: tuple[RemedyFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()
    charges: tuple[ChargeFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()

    def records(self) -> Iterator[str]:
        """Every record, in no particular order."""
        for facts in (self.applications, self.remedies, self.documents, self.decisions, self.charges, self.figures):
            for fact in facts:
                yield fact.record
