"""The outcomes: bases, needs and elements fit the letters, and the guidance covers them."""

import re

import pytest

from gongkai.documents.letters.declared import LETTERS, letters_for
from gongkai.documents.letters.elements import ELEMENT
from gongkai.law.guidance import GUIDANCE, GUIDANCES
from gongkai.law.outcomes import OUTCOME, OUTCOMES, Group, Need, Outcome
from gongkai.sources import INSTRUMENTS, REGULATIONS


def by_key(outcome: Outcome) -> str:
    return outcome.key


EACH = pytest.mark.parametrize("outcome", OUTCOMES, ids=by_key)


def test_it_works() -> None:
    outcome = OUTCOME["third_party"]
    assert outcome.group is Group.REFUSED
    assert outcome.third_party is Need.ALWAYS
    assert outcome.law == (REGULATIONS.art(15), REGULATIONS.art(32))
    assert "opinion" in outcome.elements
    assert [str(c) for c in outcome.citations(outcome.bases[0])] == [
        "《政府信息公开条例》第十五条",
        "《政府信息公开条例》第三十六条第（三）项",
    ]


def test_the_rows_of_the_form() -> None:
    assert len(OUTCOMES) == len(OUTCOME) == 21
    counts = [sum(o.group is group for o in OUTCOMES) for group in Group]
    assert counts == [1, 1, 8, 3, 5, 3]


@EACH
def test_every_basis_cites_and_says(outcome: Outcome) -> None:
    assert outcome.bases
    for basis in outcome.bases:
        assert basis.law.place and basis.law.instrument in INSTRUMENTS
        assert len(basis.words) >= 8
        assert basis.elements


@EACH
def test_every_basis_has_a_letter_that_says_its_elements(outcome: Outcome) -> None:
    letters = letters_for(outcome.key)
    for basis in outcome.bases:
        assert set(basis.elements) <= set(ELEMENT)
        assert any(set(basis.elements) <= set(letter.elements) for letter in letters), basis.words


@EACH
def test_no_letter_asks_for_more_than_the_outcome_knows(outcome: Outcome) -> None:
    """What every reply says apart: each further element stands in one of the bases; where there are several, the letter
    may ask which of them it rests on."""
    common = set.intersection(*(set(letter.elements) for letter in LETTERS if letter.outcome))
    known = {key for basis in outcome.bases for key in basis.elements} | (
        {"basis"} if len(outcome.bases) > 1 else set()
    )
    for letter in letters_for(outcome.key):
        assert set(letter.elements) - common <= known


def test_needs() -> None:
    assert [o.key for o in OUTCOMES if o.third_party] == ["granted", "partially_granted", "third_party"]
    assert [o.key for o in OUTCOMES if o.third_party is Need.ALWAYS] == ["third_party"]
    assert [o.key for o in OUTCOMES if o.secrecy is Need.ALWAYS] == ["granted", "partially_granted", "state_secret"]
    assert not Need.NEVER


def test_refusals_say_how_to_reply() -> None:
    """A refusal cites art. 36 (3) beside its ground; access under special rules has an item of its own."""
    without = [o.key for o in OUTCOMES if o.group is Group.REFUSED and o.under is None]
    assert without == ["registry_inquiry"]
    assert OUTCOME["registry_inquiry"].law == (REGULATIONS.art(36, None, 7),)


def test_elements_common_to_all_bases() -> None:
    assert OUTCOME["granted"].elements == ()
    assert OUTCOME["fee_lapsed"].elements == ("fee_number", "fee_notified_on", "fee_amount", "fee_due")


@EACH
def test_every_outcome_has_guidance(outcome: Outcome) -> None:
    guidance = GUIDANCE[outcome.key]
    for text in (guidance.use, guidance.avoid):
        assert 1 <= len(re.findall("。", text)) <= 3
        assert text.endswith("。")
    assert 2 <= (guidance.use + guidance.avoid).count("。") <= 6
    assert guidance.neighbours


def test_neighbours_exist_and_are_others() -> None:
    assert [g.outcome for g in GUIDANCES] == [o.key for o in OUTCOMES]
    for guidance in GUIDANCES:
        keys = [key for key, _ in guidance.neighbours]
        assert set(keys) <= set(OUTCOME) - {guidance.outcome}
        assert len(keys) == len(set(keys))
        assert all(words for _, words in guidance.neighbours)


def test_every_outcome_is_somebodys_neighbour() -> None:
    """A clerk on a wrong track is led to the right one."""
    assert {key for g in GUIDANCES for key, _ in g.neighbours} == set(OUTCOME)
