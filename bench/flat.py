"""How many reports a second are solved whose cells are printed without any separator."""

from bench.material import seeded
from bench.timing import Line, best, over_all, report
from gongkai.documents import read
from gongkai.documents.text.writing import write_flat

QUIET, BUSY = ([write_flat(seeded(seed, busy=busy)) for seed in range(10)] for busy in (10, 150))


def main() -> None:
    """Time a small organ (mostly one digit a cell) and a busy one (many ways to split)."""
    quiet, busy = best(*(over_all(lambda data: read(data, name="a.txt"), files) for files in (QUIET, BUSY)))
    report(
        [
            Line("无分隔文字求解，申请约 10 件", f"每秒 {len(QUIET) / quiet:,.0f} 份"),
            Line("无分隔文字求解，申请约 150 件", f"每秒 {len(BUSY) / busy:,.0f} 份"),
        ]
    )


if __name__ == "__main__":
    main()
