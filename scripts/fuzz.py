"""Feed the readers damaged files for as long as one likes, and keep what they stumble over.

    python scripts/fuzz.py --minutes 5 --format html

A fault is an exception other than Unreadable, a report that cannot be checked or written, a crash, or more than SECONDS for
one file. Each kind is kept once, as a file in ``--keep`` that the readers can be given again; its trace stands beside it.
Exit status 1 when there was one.
"""

import argparse
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.documents.mutants import FORMATS, edited, holds, random_edits, samples

SECONDS = 10
MEMORY = 3 * 2**30
NAMES = {"text": "txt"}


class Slow(Exception):
    """A file took longer than SECONDS."""


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise Slow(f"more than {SECONDS} s")


def main() -> int:
    """Run the formats in turn and say what came of each."""
    options = _options()
    options.keep.mkdir(parents=True, exist_ok=True)
    found = [_run(format, options) for format in options.format or FORMATS]
    return 1 if any(found) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Feed the readers damaged files.")
    parser.add_argument("--minutes", type=float, default=5, help="for each format")
    parser.add_argument("--format", action="append", choices=FORMATS, help="may be given several times; default: all")
    parser.add_argument("--seed", type=int, default=None, help="the same seed gives the same files")
    parser.add_argument(
        "--keep", type=Path, default=Path("build/fuzz"), help="folder for the files that were stumbled over"
    )
    return parser.parse_args()


def _run(format: str, options: argparse.Namespace) -> int:
    """The number of kinds of faults. The readers run in another process, so that a crash is only one more of them."""
    until = time.monotonic() + 60 * options.minutes
    seed = options.seed if options.seed is not None else time.time_ns() % 2**32
    total, faults = {"files": 0, "read": 0, "slowest": 0.0, "memory": 0}, 0
    while time.monotonic() < until:
        told: SimpleQueue[tuple[str, float]] = multiprocessing.get_context("fork").SimpleQueue()
        child = multiprocessing.get_context("fork").Process(
            target=_look, args=(format, seed, until, options.keep, told)
        )
        child.start()
        while child.is_alive() or not told.empty():
            if told.empty():
                time.sleep(0.05)
                continue
            word, amount = told.get()
            total[word] = max(total[word], amount) if word in ("slowest", "memory") else total.get(word, 0) + amount
            faults += word == "faults"
        child.join()
        if child.exitcode:
            faults += 1
            current = options.keep / f"{format}.current"
            kept = current.rename(options.keep / f"{format}.crash-{seed}.{NAMES.get(format, format)}")
            print(f"  the process died ({child.exitcode}): {kept}", flush=True)
        seed += 1
    print(
        f"{format}: {total['files']:.0f} files, {total['read']:.0f} read, slowest {total['slowest']:.1f} s, "
        f"peak {total['memory']:.0f} MB, {faults} kinds of faults (seed {seed - 1})",
        flush=True,
    )
    return faults


def _look(format: str, seed: int, until: float, keep: Path, told: "SimpleQueue[tuple[str, float]]") -> None:
    if format != "png":  # the recognition of characters reserves more than it uses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _too_slow)
    source = random.Random(seed)  # noqa: S311 - the same files for the same seed
    whole = samples(format)
    known: set[str] = set()
    current, suffix = keep / f"{format}.current", NAMES.get(format, format)
    slowest, refresh = 0.0, time.monotonic()
    files = read = 0
    while time.monotonic() < until:
        data = edited(source.choice(whole), random_edits(source), whole)
        current.write_bytes(data)
        start = time.perf_counter()
        signal.alarm(SECONDS)
        try:
            read += holds(data)
        except Exception as error:
            signal.alarm(0)
            kind = _kind(error)
            if kind not in known:
                known.add(kind)
                kept = keep / f"{format}.{type(error).__name__}-{seed}-{files}.{suffix}"
                kept.write_bytes(data)
                kept.with_suffix(".trace").write_text("".join(traceback.format_exception(error)))
                print(f"  {kind}: {kept}", flush=True)
                told.put(("faults", 1))
        signal.alarm(0)
        files += 1
        slowest = max(slowest, time.perf_counter() - start)
        if time.monotonic() > refresh + 1:
            refresh = time.monotonic()
            for word, amount in (("files", files), ("read", read), ("slowest", slowest)):
                told.put((word, amount))
            told.put(("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
            files = read = 0
    current.unlink(missing_ok=True)


def _kind(error: BaseException) -> str:
    """Where an exception came from: its type and the last line of ours in the trace."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "gongkai" in f.filename] or [
        *traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else repr(error)


if __name__ == "__main__":
    sys.exit(main())
