"""Every way a command can fail, as one Chinese sentence and an exit status. A traceback is only for GONGKAI_DEBUG=1."""

import os
import sys
from pathlib import Path

import click

OK, ERRORS_FOUND, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141


class Refused(Exception):
    """A command cannot do what it was asked. The message is one clear Chinese sentence: what, where, how to mend."""


def status_of(error: BaseException) -> int:
    """Say on stderr what went wrong and return the exit status."""
    if isinstance(error, BrokenPipeError):
        _silence_stdout()
        return PIPE_CLOSED
    if isinstance(error, KeyboardInterrupt | click.Abort):
        click.echo("已中断。", err=True)
        return INTERRUPTED
    if os.environ.get("GONGKAI_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    click.echo(sentence(error), err=True)
    return FAILED


def sentence(error: BaseException) -> str:
    """What to tell the user about an exception: its own words when it was raised for the user, else the kind of fault."""
    if isinstance(error, click.ClickException):
        return _usage_sentence(error)
    if isinstance(error, Refused) or type(error).__name__ == "Unreadable":
        return str(error)
    if isinstance(error, MemoryError):
        return "内存不够，没有做完；请减少并行数（-j 1）或分批进行。"
    if isinstance(error, OSError) and error.filename:
        from gongkai.cli.saving import reason

        return f"不能打开 {error.filename}：{reason(error)}。"
    return (
        f"程序内部出错（{type(error).__name__}：{' '.join(str(error).split())[:120] or '没有说明'}）。这是程序的问题，不是您的文件的问题；"
        "请设置 GONGKAI_DEBUG=1 再运行一次，把显示的内容连同所用命令报告给维护者。"
    )


def _usage_sentence(error: click.ClickException) -> str:
    text = _usage_words(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "gongkai"
    return f"{text}用法见 {path} --help。" if isinstance(error, click.UsageError) else text


def _usage_words(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}" + (f"，是不是 {near}？" if near else "。")
    if isinstance(error, click.MissingParameter):
        parameter = error.param
        name = parameter.make_metavar(error.ctx) if parameter is not None and error.ctx else "参数"
        return f"缺少 {name}。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法不对：它要跟一个值，或者不该跟值。"
    if isinstance(error, click.FileError):
        return f"不能打开 {error.ui_filename}。"
    message = error.message.rstrip(".")
    if "unexpected extra argument" in message:
        return f"多出了参数{message[message.rfind('(') :].strip('()').join(('「', '」'))}。"
    if "No such command" in message:
        return f"没有命令 {message.split()[-1].strip(chr(39))}；全部命令见 gongkai --help。"
    return message if message.endswith(("。", "？", "！")) else message + "。"


def _silence_stdout() -> None:
    """Point standard output at nothing, so that the interpreter does not complain when it closes it."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - stays open until the process ends
