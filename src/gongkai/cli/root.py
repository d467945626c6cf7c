"""The command ``gongkai``: names its subcommands and imports the module of one only when it is called."""

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from gongkai import __version__
from gongkai.cli.chinese import Context, chinese_help
from gongkai.cli.faults import OK, status_of

COMMANDS = {
    "check": "核对年度报告，指出哪一格有什么错、为什么",
    "read": "读出年度报告里的数字和文字，不改不猜",
    "diff": "同一机关两个年度的报告并排比较",
    "convert": "把年度报告写成另一种格式",
    "sum": "把一个地区各机关的报告加总，并与汇总报告比较",
    "checks": "列出全部核对项目和依据",
    "due": "一件申请哪一天之前答复，逐日说明理由",
    "fee": "信息处理费：按件或者按量，算式逐级写明",
    "outcome": "一问一答，找到合法的办理结果",
    "letter": "生成答复书、告知书等文书（Word、PDF）",
    "workdays": "一年的工作日日历：放假、调休、依据",
    "serve": "启动平台：公众网站和办理台",
    "audit": "验证日志有没有被改动，在平台里或者导出的文件里",
    "demo": "建立演示数据，打印可以试用的账号",
    "completion": "打印命令补全脚本（bash、zsh、fish）",
}
EXAMPLES = """\b
例子：
  gongkai check 年报.docx                       核对一份报告
  gongkai check 年报.docx --previous 去年.docx  与上一年度一起核对
  gongkai check 收齐的年报/ --expect 名单.txt   成批核对，列出谁还没有报
  gongkai convert 年报.pdf -t docx -o 年报.docx 换一种格式
  gongkai due 2026-09-25 --channel post         一件申请哪一天之前答复
每个命令都有自己的说明和例子：gongkai check --help"""


class Root(click.Group):
    """The group of all commands. ``main`` always exits: 0, 1 (errors found), 2 (failed), 130 (interrupted)."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, the most used first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"gongkai.cli.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing one."""
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in Chinese."""
        return chinese_help(super().get_help_option(ctx))

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run and exit. No exception leaves this function but SystemExit."""
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
            sys.stdout.flush()
        except SystemExit:
            raise
        except BaseException as error:
            sys.exit(status_of(error))
        sys.exit(status if isinstance(status, int) else OK)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. A closed pipe ends it quietly."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(status_of(error)) from error


@click.group(
    cls=Root,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    epilog=EXAMPLES,
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, "--version", message="gongkai %(version)s", help="显示版本。")
@click.pass_context
def root(ctx: click.Context) -> None:
    """政府信息公开：年度报告的读取、核对、比较、汇总、换格式；依申请公开的期限、收费、办理结果和文书。

    年度报告能读 docx、doc、wps、html、pdf、xlsx、xls、et、txt、md 和装有这些文件的 zip；扫描件和图片需要另装文字识别。
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
