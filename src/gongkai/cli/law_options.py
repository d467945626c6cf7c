"""Options the commands of the law share, and how their result is delivered."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.chinese import PATH, OneOf
from gongkai.cli.dates import in_words
from gongkai.cli.faults import Refused
from gongkai.cli.saving import save
from gongkai.cli.terminal import say

if TYPE_CHECKING:
    from gongkai.workdays import WorkingCalendar

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def format_option() -> Decorator:
    """``--format``: text for people, JSON for programs, HTML to pass on."""
    return click.option("--format", "format_", type=OneOf(["text", "json", "html"]), default="text", metavar="格式",
                        help="text（默认）、json（给程序用）、html（网页，可打印）。")  # fmt: skip


def output_file() -> Decorator:
    """``-o``: where to write."""
    return click.option("-o", "--output", type=PATH, metavar="文件", help="结果写到这里，不写就打印。")


def force_option() -> Decorator:
    """``--force``: replace a file that is there."""
    return click.option("--force", is_flag=True, help="已有同名文件时覆盖。")


def notices_option() -> Decorator:
    """``--notices``: more holiday notices."""
    return click.option(
        "--notices", type=PATH, metavar="文件夹", help="另加的放假通知（TOML，一年一个文件），优先于随程序的。"
    )


def calendar_of(folder: str | None) -> "WorkingCalendar":
    """The calendar of the shipped notices and those of a folder. Raises Refused."""
    from gongkai.workdays import BadNotice, CalendarEnds, calendar

    if folder is None:
        return calendar()
    place = Path(folder)
    if not place.is_dir():
        raise Refused(f"--notices 给的 {folder} 不是文件夹；请给出装有放假通知（*.toml）的文件夹。")
    if not any(place.glob("*.toml")):
        raise Refused(f"--notices 给的 {folder} 里没有放假通知（*.toml）；请核对文件夹。")
    with in_words(BadNotice, CalendarEnds):
        try:
            return calendar(place)
        except UnicodeDecodeError:
            raise Refused(f"--notices 给的 {folder} 里有文件不是 UTF-8 文字；请另存为 UTF-8。") from None


def deliver(text: str, output: str | None, *, force: bool) -> None:
    """Print a result, or write it whole into a file that must not be there yet unless ``force``. Raises Refused."""
    if output is None:
        if text.startswith("<!"):
            sys.stdout.write(text + "\n")
        else:
            say(text)
        return
    place = Path(output)
    # Only a file can be lost; a folder is refused by its own sentence, a device takes whatever is written.
    save(place, (click.unstyle(text) + "\n").encode(), force=force or not place.is_file())
