"""How many reports a second are solved whose cells are printed without any separator."""

from bench.material import seeded
from bench.timing import Line, best, over_all, report
from gongkai.documents import read
from gongkai.documents.text import write

QUIET, BUSY = ([write(seeded(seed, busy=busy), style="flat") for seed in range(10)] for busy in (10, 150))


def decided(files: list[bytes]) -> str:
    """How many of the cells of section 3 have a value, as a share: a fast solver that decides little is no good."""
    cells = [cell for f in files for address, cell in read(f, name="a.txt").report.cells.items() if address.table == 3]
    return f"{sum(cell.value is not None for cell in cells) / len(cells):.1%}"


def main() -> None:
    """Time a small organ (mostly one digit a cell) and a busy one (many ways to split)."""
    quiet, busy = best(*(over_all(lambda data: read(data, name="a.txt"), files) for files in (QUIET, BUSY)))
    report(
        [
            Line(
                f"无分隔文字求解，申请约 {n} 件",
                f"每秒 {len(files) / took:,.0f} 份，表三 {decided(files)} 的格子有唯一解",
            )
            for n, files, took in ((10, QUIET, quiet), (150, BUSY, busy))
        ]
    )


if __name__ == "__main__":
    main()
