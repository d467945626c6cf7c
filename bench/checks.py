"""How many reports a second are checked: tables alone, and everything with last year's report beside."""

from bench.material import seeded
from bench.timing import Line, best, report
from gongkai.report.checks import CHECKS, check
from gongkai.report.checks.rule import Context

REPORTS = [seeded(seed) for seed in range(20)]
BEFORE = [Context(previous=seeded(seed + 5000, year=2023)) for seed in range(20)]
TABLES = [rule for rule in CHECKS if rule.code.startswith("T")]


def main() -> None:
    """Time the rules of the tables, then all rules."""
    empty = Context()
    tables, everything = best(
        lambda: [rule.findings(r, empty) for r in REPORTS for rule in TABLES],
        lambda: [check(r, before) for r, before in zip(REPORTS, BEFORE, strict=True)],
    )
    report(
        [
            Line(f"表格核对（{len(TABLES)} 项）", f"每秒 {len(REPORTS) / tables:,.0f} 份"),
            Line(f"全部核对（{len(CHECKS)} 项，带上年报告）", f"每秒 {len(REPORTS) / everything:,.0f} 份"),
        ]
    )


if __name__ == "__main__":
    main()
