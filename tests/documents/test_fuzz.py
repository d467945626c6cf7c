"""Damaged files of every format: refused with a sentence, or read into what can be checked, written and read again."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.documents import read
from tests.documents.mutants import CORPUS, FORMATS, KINDS, WHOLE, Edit, edited, holds, random_edits, samples

QUICK = {"docx": 40, "html": 40, "xlsx": 40, "pdf": 40, "text": 60, "csv": 80, "json": 80, "xls": 50, "zip": 20}
EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from(KINDS),
        st.integers(0, WHOLE - 1),
        st.sampled_from((1, 2, 8, 40, 300, 3000)),
        st.integers(0, 9998),
        st.integers(-1, 11),
    ),
    min_size=1,
    max_size=6,
)


def test_it_works() -> None:
    for format in QUICK:
        assert all(holds(data) for data in samples(format)), format


def test_every_format_is_damaged() -> None:
    assert set(QUICK) | {"png"} == set(FORMATS)


@pytest.mark.parametrize("format", QUICK)
def test_nothing_but_a_refusal_escapes(format: str) -> None:
    whole = samples(format)

    @settings(max_examples=QUICK[format], deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(whole) - 1), EDITS)
    def look(chosen: int, edits: list[Edit]) -> None:
        holds(edited(whole[chosen], edits, whole))

    look()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("fault.*")), ids=lambda path: path.name)
def test_what_once_went_wrong(path: Path) -> None:
    holds(path.read_bytes(), path.name)


def test_the_edits_do_damage() -> None:
    """A check that cannot fail is a defect: most edits change the file, some are refused, some are read."""
    source = random.Random(1)
    whole = samples("html")
    damaged = [edited(whole[0], random_edits(source), whole) for _ in range(60)]
    assert sum(data != whole[0] for data in damaged) > 50
    kept = [report.cells for report in read(whole[0])]
    assert any([report.cells for report in read(data)] != kept for data in damaged if holds(data))
