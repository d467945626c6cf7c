"""A batch scales with the cores, and its memory does not grow with its size."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil

from bench.material import seeded
from bench.timing import QUICK, Line, report
from gongkai.documents import write

GONGKAI = str(Path(sys.executable).with_name("gongkai"))
COUNT = 200 if QUICK else 2000
EFFICIENCY = 0.85
# Twenty at a time: what an office collects is mostly Word files and saved pages.
MIX = ("docx",) * 12 + ("html",) * 5 + ("xlsx",) * 2 + ("pdf",)


def make(folder: str, seed: int) -> None:
    """Write one invented report into the folder, in the format its place in the mix gives."""
    format = MIX[seed % len(MIX)]
    content = write(seeded(seed), format=format)
    Path(folder, f"{seed:05}.{format}").write_bytes(content)


def run(folder: str, jobs: int) -> tuple[float, int, float]:
    """Check the folder. Returns wall seconds, the peak of the resident memory of all its processes in bytes, and the
    seconds of processor time of all of them."""
    command = [GONGKAI, "check", folder, "--jobs", str(jobs), "--format", "json"]
    spent = processor_time()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said, psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=said) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process))
            time.sleep(0.1)
        took = time.perf_counter() - start
        if process.returncode not in (0, 1):
            said.seek(0)
            raise SystemExit(said.read().decode())
    return took, peak, processor_time() - spent


def processor_time() -> float:
    """Seconds of processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def resident(process: psutil.Process) -> int:
    """The resident memory of a process and its children. Shared pages count once for each process."""
    total = 0
    for member in [process, *process.children(recursive=True)]:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def main() -> None:
    """Time the batch in one process and on all cores, in turn."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(cores) as pool:
            list(pool.map(make, [folder] * COUNT, range(COUNT), chunksize=20))
        turns = [(run(folder, 1), run(folder, cores)) for _ in range(1 if QUICK else 3)]
    alone, together = (min(turn[side][0] for turn in turns) for side in (0, 1))
    peak_alone, peak_together = (max(turn[side][1] for turn in turns) for side in (0, 1))
    cpu_alone, cpu_together = (min(turn[side][2] for turn in turns) for side in (0, 1))
    efficiency = alone / (together * cores)
    report(
        [
            Line(f"成批核对 {COUNT:,} 份，{cores} 个核", f"{together:.1f} 秒，每秒 {COUNT / together:,.0f} 份"),
            Line("同上，一个进程", f"{alone:.1f} 秒，每秒 {COUNT / alone:,.0f} 份"),
            Line("并行效率", f"{efficiency:.2f}", f"≥ {EFFICIENCY}", efficiency >= EFFICIENCY),
            Line(
                "处理器时间，全部核 / 一个进程（机器有别的负载时，比上一行可靠）",
                f"{cpu_together:.1f} 秒 / {cpu_alone:.1f} 秒，多用 {cpu_together / cpu_alone - 1:.0%}",
            ),
            Line("常驻内存峰值，全部核 / 一个进程", f"{peak_together >> 20} MB / {peak_alone >> 20} MB"),
        ]
    )


if __name__ == "__main__":
    main()
