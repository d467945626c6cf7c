"""The command itself: help, mistakes in the command line, faults, completion."""

import os
from pathlib import Path

import click
import pytest

import gongkai
import gongkai.documents
from gongkai.cli import faults
from gongkai.cli.layout import width
from gongkai.cli.root import COMMANDS, root
from tests.cli.samples import RIGHT, put, run


def test_it_works() -> None:
    result = run()
    assert result.exit_code == 0
    assert all(name in result.stdout for name in COMMANDS)
    assert run("--help").stdout == result.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"gongkai {gongkai.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"$ gongkai {name}" in result.stdout or f"gongkai {name}" in result.stdout.split("例子", 1)[1]
    assert "Options" not in result.stdout and "Usage" not in result.stdout
    options = result.stdout.split("选项：", 1)[1].split("例子", 1)[0]
    assert all(width(line) <= 80 for line in options.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help and parameter.help.endswith("。"), parameter.name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "没有命令 chek"),
        (["check", "--formt", "json", "x"], "没有选项 --formt，是不是 --format？"),
        (["check", "x", "--format", "pdf"], "--format 只能是 text、json、html、docx，不能是「pdf」。"),
        (["check", "x", "--year", "abc"], "--year 要填 2008 到 2100 的整数，不能是「abc」。"),
        (["check", "x", "-j", "0"], "--jobs 要填 1 到 512 的整数"),
        (["check", "x", "-o"], "选项 -o"),
        (["read"], "缺少 文件。"),
        (["read", "a", "b"], "多出了参数「b」。"),
        (["completion", "tcsh"], "只能是 bash、zsh、fish"),
        (["checks", "Q-9"], "没有代号为 Q-9 的核对项目"),
    ],
)
def test_a_mistake_is_said_in_chinese(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr
    assert result.stderr.count("\n") == 1 and result.stdout == ""
    assert not any(c.isascii() and c.isupper() for c in result.stderr.replace("Q-9", ""))


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("oops")


def test_a_fault_of_ours_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(put(tmp_path, RIGHT))
    monkeypatch.setattr(gongkai.documents, "read", broken)
    for command in (["read", path], ["check", path]):
        result = run(*command)
        assert result.exit_code == faults.FAILED
        assert "ZeroDivisionError：oops" in result.stderr and "GONGKAI_DEBUG=1" in result.stderr
        assert "Traceback" not in result.output and result.stderr.count("\n") == 1


def test_the_traceback_is_there_on_demand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(put(tmp_path, RIGHT))
    monkeypatch.setattr(gongkai.documents, "read", broken)
    monkeypatch.setenv("GONGKAI_DEBUG", "1")
    assert "Traceback" in run("read", path).stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "内存不够"),
        (PermissionError(13, "x", "a.docx"), "不能打开 a.docx：没有权限。"),
        (faults.Refused("这样不行。"), "这样不行。"),
    ],
)
def test_sentences(error: Exception, words: str) -> None:
    assert words in faults.sentence(error)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    script = run("completion", shell).stdout
    assert "_GONGKAI_COMPLETE" in script and "gongkai" in script


def test_completion_completes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "_GONGKAI_COMPLETE", "bash_complete")
    monkeypatch.setitem(os.environ, "COMP_WORDS", "gongkai ch")
    monkeypatch.setitem(os.environ, "COMP_CWORD", "1")
    result = run()
    assert "plain,check\n" in result.stdout and "plain,checks\n" in result.stdout
