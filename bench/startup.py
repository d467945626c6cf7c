"""The command line starts in under a fifth of a second."""

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.material import seeded
from bench.timing import Line, best, report
from gongkai.documents import write

GONGKAI = str(Path(sys.executable).with_name("gongkai"))
START = 0.2


def main() -> None:
    """Time ``gongkai --help`` beside an empty Python, and a whole check of one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "年报.docx")
        path.write_bytes(write(seeded(1), format="docx"))

        def run(*command: str) -> None:
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

        bare, help_page, whole = best(
            lambda: run(sys.executable, "-c", "pass"),
            lambda: run(GONGKAI, "--help"),
            lambda: run(GONGKAI, "check", str(path)),
        )
    report(
        [
            Line(
                "启动：gongkai --help",
                f"{help_page * 1000:.0f} ms（空 Python {bare * 1000:.0f} ms）",
                f"< {START * 1000:.0f} ms",
                help_page < START,
            ),
            Line("从启动到核对完一份 docx", f"{whole * 1000:.0f} ms"),
        ]
    )


if __name__ == "__main__":
    main()
