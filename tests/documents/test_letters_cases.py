"""The worked cases of cases/letters: what a letter must say, and what it refuses to be made of."""

from typing import Any

import pytest

from gongkai.documents import letters
from gongkai.documents.letters import LETTERS
from tests.documents.letter_cases import cases


@pytest.mark.parametrize("case", [case for _, case in cases()], ids=[name for name, _ in cases()])
def test_case(case: dict[str, Any]) -> None:
    assert case["依据"]
    if "拒绝" in case:
        with pytest.raises((ValueError, KeyError)) as refusal:
            letters.prepare(case["letter"], case["要素"])
        assert case["拒绝"] in str(refusal.value.args[0])
        return
    text = letters.prepare(case["letter"], case["要素"]).text
    assert case["必须包含"]
    assert not [sentence for sentence in case["必须包含"] if sentence not in text], text
    assert not [sentence for sentence in case.get("不得包含", ()) if sentence in text], text


def test_every_letter_has_a_case() -> None:
    assert {letter.key for letter in LETTERS} <= {case["letter"] for _, case in cases() if "拒绝" not in case}


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 30
