"""Characters nobody sees are let go; those no letter can be printed with are refused in words."""

import pytest

from gongkai.web.applications.characters import refusal, unprintable, visible


def test_it_works() -> None:
    assert visible("经费\u200b明细\u202e") == "经费明细"
    assert unprintable("经费明细𠮷①☎") == ""
    assert refusal("经费🧧") == "“🧧”不能印在文书上，请删去或者改用文字。"


@pytest.mark.parametrize(("typed", "kept"), [("a\vb", "a\nb"), ("a\x07b", "ab"), ("一\r\n二\t三", "一\r\n二\t三")])
def test_control_characters_go_and_lines_stay(typed: str, kept: str) -> None:
    assert visible(typed) == kept


@pytest.mark.parametrize("odd", ["😀", "\ue000", "\U0001f1e8"])
def test_one_item_of_several_is_enough(odd: str) -> None:
    assert odd in refusal(("好", ("也好", f"坏{odd}")))


def test_what_is_no_text_is_not_refused() -> None:
    assert [refusal(value) for value in (None, 3, (), ["好"])] == ["", "", "", ""]
