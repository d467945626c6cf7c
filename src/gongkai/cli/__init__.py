"""The command line. ``main`` is the entry point; everything else is imported when a command asks for it."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line on ``sys.argv`` and exit with its status (0, 1, 2, 130 when interrupted)."""
    import sys

    from gongkai.cli.root import root

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal without Chinese shows ? and lives
    root.main(prog_name="gongkai")
    raise AssertionError
