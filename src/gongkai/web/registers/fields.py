"""Columns of the registers that are more than a number: money in fen, a year, a cell of the report's form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gongkai.report.cells import Address
from gongkai.report.form_2021 import FORM_2021

if TYPE_CHECKING:
    _Whole = models.BigIntegerField[int, int]
    _Small = models.PositiveSmallIntegerField[int, int]
else:
    _Whole, _Small = models.BigIntegerField, models.PositiveSmallIntegerField


class FenField(_Whole):
    """An amount of money, kept in fen and typed in yuan."""


class YearField(_Small):
    """A year of the calendar."""

    default_validators = [MinValueValidator(1990), MaxValueValidator(2099)]  # noqa: RUF012


@cache
def cells() -> dict[str, str]:
    """The cells a figure from elsewhere can go into: ``table/row/column`` → words. No totals, for these are added up."""
    numerals = {2: "二", 3: "三", 4: "四"}
    found = {}
    for table in FORM_2021.tables:
        for block in table.blocks:
            for row in block.rows:
                for column in block.columns:
                    if "total" not in (row.key, column.key):
                        group = f"{row.groups[-1]}·" if row.groups else ""
                        words = f"表{numerals[table.number]}·{group}{row.label}·{column.words}"
                        found[f"{table.number}/{row.key}/{column.key}"] = words
    return found


def address_of(cell: str) -> Address:
    """The address a stored cell means. KeyError for one the form does not have."""
    if cell not in cells():
        raise KeyError(cell)
    table, row, column = cell.split("/")
    return Address(int(table), row, column)
