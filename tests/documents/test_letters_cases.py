"""The worked cases of cases/letters: what a letter must say, and what it refuses to be made of."""

from typing import Any

import pytest
import yaml

from gongkai.documents import letters
from gongkai.documents.letters import LETTERS
from tests.paths import CASES


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['情形']}")
        for path in sorted((CASES / "letters").glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", _cases())
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
    assert {letter.key for letter in LETTERS} <= {case.values[0]["letter"] for case in _cases()}


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 30
