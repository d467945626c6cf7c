"""Whether a number can be a resident's: right ones, wrong ones, and ones of places no list knows."""

import pytest

from gongkai.web.applications.identity import faults, is_resident


@pytest.mark.parametrize("number", ["11010519491231002X", "37990019550131001X"])
def test_it_works(number: str) -> None:
    assert is_resident(number)
    assert faults(kind="natural_person", id_kind="居民身份证", id_number=number) == {}


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "110105194912310021",
        "11010519491331002X",
        "1" * 18,
        "１１０１０５１９４９１２３１００２X",
        "11010519491231002x",
    ],
)
def test_a_wrong_one_is_refused(number: str) -> None:
    assert not is_resident(number)
    assert "id_number" in faults(kind="natural_person", id_kind="居民身份证", id_number=number)
