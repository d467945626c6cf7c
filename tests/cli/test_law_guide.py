"""The guide of the commands of the law prints what the commands print."""

import pytest

from tests.cli.guide import GUIDE, examples, output_of

TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = list(examples(TEXT))


def test_there_are_examples_of_every_command() -> None:
    assert {line.split()[0] for line, _ in EXAMPLES} == {"due", "fee", "outcome", "letter", "workdays"}


@pytest.mark.parametrize(("line", "shown"), EXAMPLES, ids=[line for line, _ in EXAMPLES])
def test_the_output_is_the_one_shown(line: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert output_of(line, TEXT) == shown, "run: python -m tests.cli.guide"
