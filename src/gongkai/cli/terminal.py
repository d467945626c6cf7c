"""What the terminal can do: its width, whether it shows colour, and a progress bar that gives way to text."""

import os
import shutil
import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

BETWEEN_DRAWINGS = 0.1
NARROWEST, WIDEST = 60, 110


def columns() -> int:
    """The width to write for: that of the terminal within reason, 80 when there is none."""
    return max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def coloured(stream: TextIO) -> bool:
    """Whether to colour: on a terminal that is not dumb, unless NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Print styled text on standard output, with colour only where it is shown."""
    click.echo(text, color=coloured(sys.stdout))


def complain(text: str) -> None:
    """Print one sentence on standard error."""
    click.echo(click.style(text, fg="red") if coloured(sys.stderr) else text, err=True, color=coloured(sys.stderr))


def console() -> "Console":
    """A rich console for tables on standard output."""
    from rich.console import Console

    # A pipe has no width: a table for a file must not be cut to 80 columns.
    wide = columns() if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    return Console(width=wide, no_color=not coloured(sys.stdout), highlight=False, emoji=False, markup=False)


class Bar:
    """A progress bar on standard error, drawn only when that is a terminal and there is enough to do."""

    def __init__(self, words: str, total: int, *, fewest: int = 4) -> None:
        self._words, self._total = words, total
        self._progress: Progress | None = None
        self._task: Any = None
        self._drawn_until = 0.0
        if total >= fewest and sys.stderr.isatty():
            self._progress = self._drawn()

    def _drawn(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        return Progress(
            TextColumn("{task.description}"),
            BarColumn(None),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True, no_color=not coloured(sys.stderr)),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            expand=True,
            auto_refresh=False,  # a thread that draws would be copied into the workers
        )

    def __enter__(self) -> "Bar":
        if self._progress is not None:
            self._task = self._progress.add_task(self._words, total=self._total)
            self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def advance(self) -> None:
        """One more is done."""
        if self._progress is not None:
            self._progress.advance(self._task)
            if monotonic() >= self._drawn_until:
                self._progress.refresh()
                self._drawn_until = monotonic() + BETWEEN_DRAWINGS

    def aside(self, text: str, *, err: bool = False) -> None:
        """Print above the bar."""
        if self._progress is not None and (sys.stdout.isatty() or err):
            self._progress.stop()
            (complain if err else say)(text)
            self._progress.start()
        else:
            (complain if err else say)(text)
