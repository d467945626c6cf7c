"""click in Chinese: help that counts wide characters as two columns, headings and choices in Chinese."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from gongkai.cli.layout import pad, width, wrap

_LABELS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class Formatter(click.HelpFormatter):
    """Lays help out in terminal columns."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """One line of usage."""
        self.write(f"用法：{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """A heading of a list."""
        self.write(f"{'':{self.current_indent}}{_LABELS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """A paragraph; one that is marked verbatim keeps its lines."""
        paragraphs = text.split("\n\n")
        for paragraph in paragraphs:
            verbatim = paragraph.startswith("\b\n")
            lines = paragraph.removeprefix("\b\n").split("\n")
            if not verbatim:
                lines = wrap("".join(lines), self._room - self.current_indent)
            for line in lines:
                self.write(f"{'':{self.current_indent}}{line}\n" if line else "\n")
            if paragraph is not paragraphs[-1]:
                self.write_paragraph()

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms with their explanations in two aligned columns."""
        rows = list(rows)
        left = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, words in rows:
            lines = wrap(words, max(self._room - self.current_indent - left, 20))
            if width(term) > left - col_spacing:
                self.write(f"{'':{self.current_indent}}{term}\n")
            else:
                lines[0] = pad(term, left) + lines[0]
                self.write(f"{'':{self.current_indent}}{lines.pop(0)}\n")
            for line in lines:
                self.write(f"{'':{self.current_indent + left}}{line}\n")

    @property
    def _room(self) -> int:
        return max(min(self.width or 80, 96), 40)


class Context(click.Context):
    """A context whose help is written by Formatter."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with Chinese help: the docstring, then its examples as they are typed."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        kwargs.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)
        self.examples = examples

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in Chinese."""
        return chinese_help(super().get_help_option(ctx))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        if self.examples:
            with formatter.section("例子"):
                for line, words in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}$ {line}\n")
                    formatter.write(f"{'':{formatter.current_indent + 4}}{words}\n")


def chinese_help(option: click.Option | None) -> click.Option | None:
    """The help option with a Chinese explanation."""
    if option is not None:
        option.help = "显示这份说明。"
    return option


def described(*, examples: Sequence[tuple[str, str]]) -> Callable[[Callable[..., Any]], click.Command]:
    """Decorate a function as a command. ``examples`` are pairs: the line to type, what it does."""
    return click.command(cls=Command, examples=examples)


# A name of a file or folder: a shell completes it, the command looks at it.
PATH = click.Path(readable=False)


class OneOf(click.Choice[str]):
    """One of some words; anything else is refused in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself. Raises BadParameter."""
        if value not in self.choices:
            self.fail(f"{_name(param)} 只能是 {'、'.join(self.choices)}，不能是「{value}」。", param, ctx)
        return str(value)


class Whole(click.ParamType[int]):
    """A whole number between two bounds; anything else is refused in Chinese."""

    name = "number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises BadParameter."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and self.low <= int(text) <= self.high):
            self.fail(f"{_name(param)} 要填 {self.low} 到 {self.high} 的整数，不能是「{value}」。", param, ctx)
        return int(text)


def _name(param: click.Parameter | None) -> str:
    return param.opts[-1] if param is not None else "参数"
