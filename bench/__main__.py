"""Run the claims, each in a process of its own, print what they found and write the pages of docs/.

``python -m bench [--quick] [CLAIM …]``. A page is written when all its claims were run; a quick run writes none.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.timing import QUICK, Line

ROOT = Path(__file__).resolve().parents[1]
BUSY = 0.5  # load that other programs may put on the machine before figures suffer
CLAIMS = ("docx", "html", "pdf", "checks", "flat", "startup", "batch", "due", "web", "report")
PAGES = {"bench.md": CLAIMS[:-2], "bench-web.md": ("web",), "bench-year.md": ("report",)}
# How each page's figures come about.
HOW = {
    "bench.md": "每一行在同一次运行里与对照轮流计时，取多轮中最快的一轮；材料是按种子编造的年报（`bench/material.py`），每次相同。",
    "bench-web.md": (
        "平台照 `gongkai serve` 的样子在本机另起进程，经 HTTP 访问，四路同时；对照是同一台机器、同一次运行里只回一句话的页面。"
        "申请和机关是演示数据（`gongkai demo --size large` 的做法）。"
    ),
    "bench-year.md": (
        "十年的申请由演示数据成批复制而成（`bench/report_rows.py`），分在各机关，量其中最多的一个；打开一格量的是整页，"
        "各取几次中最快的一次，每一类写出最慢的一格。"
    ),
}


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = next(
        (line[13:-1] for line in _lines("/etc/os-release") if line.startswith("PRETTY_NAME=")), platform.system()
    )
    return f"{cpu}，{os.cpu_count()} 核，{memory:.0f} GB；{system}；Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def measure(claim: str) -> list[Line]:
    """Run one claim and collect its lines. ValueError when it fails; what went wrong has been printed."""
    command = [sys.executable, "-m", f"bench.{claim}", *(["--quick"] if QUICK else [])]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        raise ValueError(claim)
    return [Line(**json.loads(line)) for line in run.stdout.splitlines()]


def page(lines: list[Line], load: float = 0.0, command: str = "python -m bench", how: str = HOW["bench.md"]) -> str:
    """The table as Markdown. ``load`` is what else kept the machine busy in the minute before, ``command`` what was run,
    ``how`` the way it was measured."""
    rows = [f"| {x.what} | {x.figure} | {x.aim} | {_verdict(x)} |" for x in lines]
    return "\n".join(
        [
            "# 计时",
            "",
            "<!-- 由 python -m bench 写成，请勿手改。 -->",
            "",
            f"{datetime.now(UTC):%Y-%m-%d} {'试测（轮数和份数较少）' if QUICK else '测'}于：{machine()}。",
            f"命令：`{command}`。开测前一分钟机器的平均负载是 {load:.1f}"
            + ("，有别的程序同时在用处理器，绝对时间偏长，成批的并行效率偏低。" if load > BUSY else "。"),
            "",
            how,
            "别的机器上数字会不同，比值大致不变。",
            "",
            "| 项目 | 结果 | 目标 | |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _verdict(line: Line) -> str:
    return "" if line.met is None else "达到" if line.met else "未达到"


def main() -> None:
    """Run what was asked for, printing each line as it comes. Half a table is never written."""
    asked = [name for name in sys.argv[1:] if not name.startswith("-")] or list(CLAIMS)
    print(machine())
    load = os.getloadavg()[0]
    found: dict[str, list[Line]] = {}
    failed: list[str] = []
    for claim in asked:
        try:
            lines = measure(claim)
        except ValueError:
            failed.append(claim)
            continue
        for line in lines:
            print(f"{line.what}：{line.figure}{f'  目标 {line.aim} {_verdict(line)}' if line.aim else ''}", flush=True)
        found[claim] = lines
    if failed:
        raise SystemExit(f"没有测成：{'、'.join(failed)}")
    command = " ".join(["python -m bench", *sys.argv[1:]])
    for name, claims in PAGES.items():
        if not QUICK and set(claims) <= set(found):
            lines = [line for claim in claims for line in found[claim]]
            (ROOT / "docs" / name).write_text(page(lines, load, command, HOW[name]), encoding="utf-8")
            print(f"已写入 docs/{name}")


if __name__ == "__main__":
    main()
