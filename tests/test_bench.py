"""The material of the bench is what it says: identities kept, the same for the same seed. Time is never tested."""

import pytest

from bench.__main__ import CLAIMS, page
from bench.material import seeded
from bench.timing import Line, best, ratio
from gongkai.report.identities import within
from gongkai.report.reading import FORMS
from tests.paths import ROOT


@pytest.mark.parametrize("busy", [2, 40, 300])
def test_invented_reports_keep_every_identity(busy: int) -> None:
    for seed in range(40):
        report = seeded(seed, busy=busy)
        assert set(report.cells) == set(FORMS["2021"].addresses)
        assert all(identity.holds(report.cells) for identity in within("2021"))


def test_a_seed_gives_one_report_and_no_organ_twice() -> None:
    assert seeded(7) == seeded(7) != seeded(8)
    assert len({seeded(seed).organ for seed in range(2000)}) == 2000


def test_jobs_are_timed_in_turn() -> None:
    ran: list[str] = []
    times = best(lambda: ran.append("a"), lambda: ran.append("b"), seconds=0.01)
    assert len(times) == 2 and min(times) > 0
    assert ran.count("a") > 5 and ran.count("b") > 5


def test_a_missed_aim_is_said() -> None:
    assert ratio("x", ours=2.0, bare=1.0, each=1, aim=3).met is True
    missed = ratio("x", ours=4.0, bare=1.0, each=1, aim=3)
    assert missed.met is False
    assert "未达到" in page([missed, Line("y", "1")])


def test_every_script_is_run() -> None:
    scripts = {path.stem for path in (ROOT / "bench").glob("*.py")} - {"__init__", "__main__", "material", "timing"}
    # A claim of several programs names them after itself: web.py runs web_site.py and its like.
    assert {name.partition("_")[0] for name in scripts} == set(CLAIMS)
