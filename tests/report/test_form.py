"""The form as data: its cells, words and editions."""

import pytest

from gongkai.report.cells import Address
from gongkai.report.form_2019 import FORM_2019
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import result_rows
from gongkai.report.reading import FORMS, form_for


def test_it_works() -> None:
    assert FORM_2021.name(Address(3, "granted", "natural_person")) == "表三「（一）予以公开」行「自然人」列"


@pytest.mark.parametrize(
    ("key", "table", "cells"),
    [("2021", 2, 10), ("2021", 3, 175), ("2021", 4, 15), ("2019", 2, 22), ("2019", 3, 161), ("2019", 4, 15)],
)
def test_the_number_of_cells(key: str, table: int, cells: int) -> None:
    assert sum(a.table == table for a in FORMS[key].addresses) == cells


def test_no_cell_stands_twice() -> None:
    for form in FORMS.values():
        assert len(set(form.addresses)) == len(form.addresses)


@pytest.mark.parametrize(
    ("year", "form"), [(2018, None), (2019, FORM_2019), (2020, FORM_2019), (2021, FORM_2021), (2031, FORM_2021)]
)
def test_the_form_of_a_year(year: int, form: object) -> None:
    assert form_for(year) is form


def test_results_are_the_rows_between_carry_over_and_total() -> None:
    assert len(result_rows(FORM_2021)) == 21
    assert len(result_rows(FORM_2019)) == 19
    assert result_rows(FORM_2021)[0] == "granted"
    assert result_rows(FORM_2021)[-1] == "other"


def test_only_amounts_take_a_fraction() -> None:
    for form in FORMS.values():
        amounts = {a.column for a in form.addresses if form.column(a).decimal}
        assert amounts == ({"amount_wan_yuan"} if form.key == "2021" else {"amount"})


def test_a_row_word_or_variant_means_one_row_in_its_group() -> None:
    for form in FORMS.values():
        for table in form.tables:
            seen: dict[tuple[object, ...], str] = {}
            for block in table.blocks:
                for row in block.rows:
                    for words in (row.words, *row.variants):
                        where = (block.heading, row.groups, row.number, words)
                        assert seen.setdefault(where, row.key) == row.key


def test_what_the_form_lacks_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        FORM_2021.table(5)
    with pytest.raises(KeyError):
        FORM_2021.row(3, "procurement")
    with pytest.raises(KeyError):
        FORM_2021.column(Address(3, "granted", "issued"))
    with pytest.raises(KeyError):
        FORM_2019.block(3, "fee_lapsed")
