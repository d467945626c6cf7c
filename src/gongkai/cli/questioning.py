"""Asking one question after the other in a terminal or from a pipe: a number chooses, b goes back, q gives up."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from gongkai.cli.faults import Refused
from gongkai.cli.layout import hang, wrap

if TYPE_CHECKING:
    from gongkai.law.questions import Option, Question

BACK, QUIT = ("b", "B", "返回", "上一步"), ("q", "Q", "退出")
Say = Callable[[str], None]


class GivenUp(Exception):
    """The user asked to stop."""


def ask_through(say: Say, width: int) -> dict[str, str]:
    """The answers that lead to an outcome, asked on standard input. Raises GivenUp, and Refused when the input ends early."""
    from gongkai.law.advice import next_question

    answers: dict[str, str] = {}
    say(click.style("输入序号回答；b 返回上一问，q 退出。", dim=True))
    while (question := next_question(answers)) is not None:
        say("\n" + "\n".join(_question(question, len(answers) + 1, width)))
        option = _choice(question, say, len(answers))
        if option is None:
            answers.popitem()
        else:
            answers[question.key] = option.key
    return answers


def _question(question: "Question", number: int, width: int) -> Iterator[str]:
    lines = hang(f"{number}. ", question.words, width)
    yield from (click.style(line, bold=True) for line in lines)
    for line in wrap(
        f"{question.help}{'（' if question.help else ''}{question.law}{'）' if question.help else ''}", width - 3
    ):
        yield click.style(f"   {line}", dim=True)
    for at, option in enumerate(question.options, 1):
        yield from hang(f"{at:>5}  ", option.words, width)


def _choice(question: "Question", say: Say, answered: int) -> "Option | None":
    """The option chosen, or None to go back. Raises GivenUp and Refused."""
    while True:
        line = _line(question)
        if line in QUIT:
            raise GivenUp
        if line in BACK:
            if answered:
                return None
            say("这是第一问，不能再返回；输入 q 退出。")
            continue
        if line.isascii() and line.isdigit() and 1 <= int(line) <= len(question.options):
            return question.options[int(line) - 1]
        option = question.option(line)
        if option is not None:
            return option
        if not _interactive():
            # The lines of a pipe are answers in order: asking again would take the next answer for this question.
            raise Refused(
                f"「{question.name}」不能回答「{line[:20]}」，选项是 1 到 {len(question.options)}：{question.words}"
            )
        say(f"「{line[:20]}」不在选项里，请输入 1 到 {len(question.options)} 的序号；b 返回上一问，q 退出。")


def _interactive() -> bool:
    return sys.stdin.isatty()


def _line(question: "Question") -> str:
    if _interactive():
        sys.stderr.write("> ")
        sys.stderr.flush()
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise Refused("输入不是 UTF-8 文字；请输入序号。") from None
    if not line:
        raise Refused(f"回答到「{question.name}」就没有了，还不能得出结果；这一问是：{question.words}")
    return line.strip()
