"""Cells: what is printed, what it says, and the four ways of saying nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.cells import ABSENT, BLANK, Cell, State, fold, parse


def test_it_works() -> None:
    assert parse("408") == Cell(408)
    assert parse("408").printed == "408"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("０", 0),
        ("\u30000", 0),
        (" 1 2 ", 12),
        ("１,２３４", 1234),
        ("1,234", 1234),
        ("0万元", 0),
        ("3件", 3),
        ("251000元", 251000),
        ("-18538", -18538),
        ("+5", 5),
    ],
)
def test_numbers(text: str, value: int) -> None:
    cell = parse(text)
    assert cell.value == value
    assert isinstance(cell.value, int)
    assert cell.state is None


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0", "\u200b", "\t\n"])
def test_blanks(text: str) -> None:
    assert parse(text) == BLANK
    assert parse(text).printed == ""


@pytest.mark.parametrize("text", ["/", "／", "-", "—", "——", "无", " / ", "﹣"])
def test_slashes(text: str) -> None:
    cell = parse(text)
    assert cell.state is State.SLASH
    assert cell.printed == text.strip()


@pytest.mark.parametrize("text", ["若干", "3+2", "1.5", "12,34", "３．５", "一", "0 件（含结转）", "9" * 40 + "x"])
def test_text(text: str) -> None:
    cell = parse(text)
    assert cell.state is State.TEXT
    assert cell.printed == text


def test_only_an_amount_takes_a_fraction() -> None:
    assert parse("40.51", decimal=True).value == Decimal("40.51")
    assert parse("24,252.311082万元", decimal=True).value == Decimal("24252.311082")
    assert parse("40.51").state is State.TEXT


def test_amounts_keep_their_digits() -> None:
    assert Cell(parse("5949.10", decimal=True).value).printed == "5949.10"


def test_a_cell_has_either_a_value_or_a_state() -> None:
    with pytest.raises(ValueError, match="either"):
        Cell()
    with pytest.raises(ValueError, match="either"):
        Cell(3, State.BLANK)


def test_the_four_ways_of_saying_nothing_differ() -> None:
    assert len({c.state for c in (BLANK, ABSENT, parse("/"), parse("若干"))}) == 4
    assert parse("0") != BLANK


def test_how_it_was_printed_does_not_matter_for_equality() -> None:
    assert parse("０") == parse("0") == Cell(0, solved=True)
    assert Cell(state=State.UNDECIDED, readings=(1, 12)) != Cell(state=State.UNDECIDED, readings=(6, 126))


def test_fold() -> None:
    assert fold(" １，２３４．５\u3000万 元 ") == "1,234.5万元"


@given(st.integers(-(10**15), 10**15))
def test_a_number_written_is_the_number_read(number: int) -> None:
    assert parse(str(number)).value == number
    assert parse(f"{number:,}").value == number


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6))
def test_an_amount_written_is_the_amount_read(amount: Decimal) -> None:
    assert parse(format(amount, "f"), decimal=True).value == amount


@given(st.text(max_size=80), st.booleans())
def test_nothing_raises(text: str, decimal: bool) -> None:
    cell = parse(text, decimal=decimal)
    assert (cell.value is None) != (cell.state is None)
