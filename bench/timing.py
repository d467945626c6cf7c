"""Timing side by side, and what a claim reports."""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

QUICK = "--quick" in sys.argv
Job = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """A measured figure: what, the figure as text, the aim as text, and whether it is met (None where there is no aim)."""

    what: str
    figure: str
    aim: str = ""
    met: bool | None = None


def best(*jobs: Job, seconds: float = 6.0) -> list[float]:
    """Seconds a call of each job, the best of many short rounds.

    The jobs take turns, round by round, so that a slow moment of the machine falls on all of them. Rounds go on for
    ``seconds`` a job (a sixth of it with ``--quick``), at least five. The collector runs between rounds, not inside.
    """
    loops = [_loops(job) for job in jobs]
    times: list[list[float]] = [[] for _ in jobs]
    budget = seconds * len(jobs) / (6 if QUICK else 1)
    end = time.perf_counter() + budget
    while time.perf_counter() < end or len(times[-1]) < 5:
        for job, count, found in zip(jobs, loops, times, strict=True):
            found.append(_round(job, count))
    return [min(found) for found in times]


def _loops(job: Job) -> int:
    """How often a job must run for a round of about 30 ms. Running it here also warms it."""
    job()
    count = 1
    while (took := _round(job, count) * count) < 0.03:
        count = max(count * 2, int(count * 0.03 / max(took, 1e-6)))
    return count


def _round(job: Job, count: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(count):
            job()
        return (time.perf_counter() - start) / count
    finally:
        gc.enable()


def over_all(look: Callable[[bytes], object], items: Iterable[bytes]) -> Job:
    """A job that looks at every item once, so that a figure does not hang on one file. Nothing found is kept: memory that
    grows from file to file would slow the side that keeps more."""
    items = tuple(items)

    def job() -> None:
        for item in items:
            look(item)

    return job


def ratio(what: str, ours: float, bare: float, each: int, aim: float | None = None) -> Line:
    """Our time over the bare one. ``each`` is how many files one call covers."""
    figure = f"{ours / bare:.2f} 倍（{ours / each * 1000:.2f} ms，对照 {bare / each * 1000:.2f} ms）"
    if aim is None:
        return Line(what, figure)
    return Line(what, figure, f"≤ {aim:g} 倍", ours / bare <= aim)


def report(lines: Iterable[Line]) -> None:
    """Hand the lines of a claim to ``python -m bench``."""
    for line in lines:
        print(json.dumps(asdict(line), ensure_ascii=False), flush=True)
