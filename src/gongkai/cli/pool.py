"""Spreading work over all cores so that neither a crash nor Ctrl-C loses what is done."""

import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST_IN_CHUNK = 8
FEWEST_FOR_POOL = 4

_look: Callable[[Any], Any] | None = None


def spread(
    look: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    jobs: int,
    crashed: Callable[[Task], Result],
) -> Generator[Result, None, None]:
    """The results of ``look`` for all tasks, as they come. ``look`` must not raise. ``tasks`` are asked for when their turn
    comes, so that a sequence may make them then and hold none.

    A task whose process dies gives ``crashed(task)``; the others are done all the same. Closing the iterator, or an
    exception thrown by the caller, ends the processes at once.
    """
    if jobs <= 1 or len(tasks) < FEWEST_FOR_POOL:
        for task in tasks:
            yield look(task)
        return
    size = max(1, min(MOST_IN_CHUNK, len(tasks) // (jobs * 4)))
    rest = [slice(i, i + size) for i in range(0, len(tasks), size)]
    rest.reverse()
    while rest:
        run = _Run(look, tasks, jobs)
        done = False
        try:
            yield from run.results(rest)
            done = not run.lost
        finally:
            run.end(at_once=not done)
        for task in (task for chunk in run.lost for task in chunk):
            yield _alone(look, task, crashed)


class _Run(Generic[Task, Result]):
    """One pool, until the work is done or a process dies. ``lost`` are the chunks that were under way then."""

    def __init__(self, look: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> None:
        self._tasks, self._jobs = tasks, jobs
        self._pool = _pool(look, jobs)
        self.lost: list[Sequence[Task]] = []

    def results(self, rest: list[slice]) -> Generator[Result, None, None]:
        """Take chunks from the end of ``rest``, a few at a time so that results do not pile up."""
        under_way: dict[Future[list[Result]], Sequence[Task]] = {}
        try:
            while rest or under_way:
                while rest and len(under_way) < 2 * self._jobs:
                    chunk = self._tasks[rest[-1]]
                    with _interrupts_held():
                        under_way[self._pool.submit(_look_at, chunk)] = chunk
                    rest.pop()
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    chunk = under_way[future]
                    found = future.result()
                    del under_way[future]
                    yield from found
        except BrokenProcessPool:
            for future, chunk in under_way.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    yield from future.result()
                else:
                    self.lost.append(chunk)

    def end(self, *, at_once: bool) -> None:
        """Stop the pool; ``at_once`` ends its processes without waiting for what is under way."""
        mine = list((getattr(self._pool, "_processes", None) or {}).values())
        for process in mine if at_once else ():
            process.terminate()
        # Waiting is for its thread: were it alive when the interpreter ends, that would complain of closed pipes.
        self._pool.shutdown(wait=True, cancel_futures=True)


def _alone(look: Callable[[Task], Result], task: Task, crashed: Callable[[Task], Result]) -> Result:
    """Do one task in a process of its own, to learn whether it was the one that died."""
    with _pool(look, 1) as pool:
        try:
            with _interrupts_held():
                future = pool.submit(_look_at, [task])
            found: Result = future.result()[0]
            return found
        except BrokenProcessPool:
            return crashed(task)


def _pool(look: Callable[[Any], Any], jobs: int) -> ProcessPoolExecutor:
    # fork, where there is one, hands over what is already imported and last year's reports without copying them.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(look,))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while processes are born, so that it reaches only the one that knows what to do with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(look: Callable[[Any], Any]) -> None:
    global _look  # noqa: PLW0603 - the one thing a worker is told when it starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _look = look


def _look_at(tasks: Sequence[Any]) -> list[Any]:
    assert _look is not None
    return [_look(task) for task in tasks]
