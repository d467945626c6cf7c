"""``gongkai check``: read and check reports, one or thousands."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from gongkai.cli.asking import cores, jobs_option, output_option, settings_for, year_option
from gongkai.cli.batch import compare, run
from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.examine import Settings
from gongkai.cli.faults import ERRORS_FOUND, FAILED, INTERRUPTED, OK, Refused
from gongkai.cli.ledger import Ledger
from gongkai.cli.opening import Item, items, lines
from gongkai.cli.output import OUTPUTS, Asked, Output
from gongkai.cli.terminal import Bar, complain

FEW = 10
EXAMPLES = (
    ("gongkai check 年报.docx", "读一份报告，逐格核对；没有错误时退出码为 0，有错误为 1。"),
    ("gongkai check 年报.docx --previous 去年.docx", "与上一年度的报告一起核对结转数和现行有效件数。"),
    ("gongkai check 年报.docx --format docx -o 核对.docx", "写回一份 Word 文件，在每个问题处加批注。"),
    ("gongkai check 全市年报/ --expect 名单.txt", "成批核对，最后列出汇总表和还没有报的机关。"),
    ("gongkai check 全市.zip --resume 进度.jsonl", "随时可用 Ctrl-C 停下，再运行同一命令就接着做。"),
    ("cat 年报.html | gongkai check - --format json", "从标准输入读，给程序用的结果写到标准输出。"),
)


@described(examples=EXAMPLES)
@click.argument("files", nargs=-1, type=PATH, metavar="文件…")
@click.option("--previous", type=PATH, metavar="文件|文件夹", help="上一年度的报告；给文件夹时按机关和年度自己找。")
@click.option("--format", "format_", type=OneOf(list(OUTPUTS)), default="text", metavar="格式",
              help="text（默认，给人看）、json（给程序用）、html（在原处标出）、docx（在原处加批注）。")  # fmt: skip
@output_option("结果写到这里，不写就打印；--format docx、html 有几份报告时给文件夹。")
@year_option()
@click.option("--expect", type=PATH, metavar="名单", help="应报机关名单，纯文本，一行一个；列出谁还没有报。")
@click.option("--resume", type=PATH, metavar="进度文件", help="边做边记；中断后再运行，已做完的不再读。")
@click.option("--brief/--full", default=None, help="每份报告只写一行，或写出全部问题；不写时十份以内写全。")
@click.option("--examples", is_flag=True, help="核对随程序附带的几份示例报告。")
@click.option("--cluster", metavar="地址", help="在 Dask 集群上运行（需另装 gongkai[cluster]）。")
@jobs_option()
def command(
    files: tuple[str, ...],
    previous: str | None,
    format_: str,
    output: str | None,
    year: int | None,
    expect: str | None,
    resume: str | None,
    brief: bool | None,
    examples: bool,
    cluster: str | None,
    jobs: int | None,
) -> int:
    """读取并核对年度报告：哪张表、哪一行、哪一列，印的是多少、应为多少、为什么、依据是什么。

    文件可以是一份或多份报告、文件夹、zip；“-”表示标准输入。按格式本身就不对的是“错误”，由我们推断、需要核实的是“疑问”。

    退出码：0 没有错误（可以有疑问），1 有错误，2 有文件读不了（其余照常核对），130 被 Ctrl-C 中断。
    """
    jobs = jobs or cores()
    chosen = _chosen(files, expect, examples=examples)
    asked = Asked(
        chosen,
        expected=lines(expect) if expect else None,
        output=output,
        brief=brief if brief is not None else len(chosen) > FEW,
        held=1 < len(chosen) <= FEW,
        examples=examples,
    )
    settings = settings_for(previous, year=year, written=OUTPUTS[format_].written, jobs=jobs)
    with closing(Ledger(settings, Path(resume) if resume else None)) as ledger:
        out = OUTPUTS[format_](asked, ledger)
        finished = _run(chosen, settings, ledger, out, jobs=jobs, cluster=cluster)
        out.end(finished=finished)
        if previous is not None:
            _say_unused(settings, ledger)
        return _status(ledger, finished=finished)


def _say_unused(settings: Settings, ledger: Ledger) -> None:
    summaries = [s for kept in ledger.kept.values() for s in kept.summaries]
    if summaries and not any(settings.earlier.find(s.organ, s.year) for s in summaries):
        given = "、".join(
            f"{r.organ or '没有写明机关'} {r.year or '没有写明年度'}" for r in settings.earlier.reports[:3]
        )
        complain(f"注意：--previous 给的（{given}）不是同一机关上一年度的报告，没有用上。")


def _chosen(files: Sequence[str], expect: str | None, *, examples: bool) -> list[Item]:
    """The documents to check. Raises Refused when there are none."""
    shipped = [str(Path(__file__).resolve().parents[2] / "examples")] if examples else []
    chosen = list(items([*files, *shipped], but=expect))
    if not chosen and files:
        raise Refused("给出的文件夹里没有可读的文件。")
    if not chosen:
        raise Refused("没有找到可读的文件；请给出年度报告文件，例如 gongkai check 年报.docx。")
    return chosen


def _run(
    chosen: list[Item], settings: Settings, ledger: Ledger, out: Output, *, jobs: int, cluster: str | None
) -> bool:
    """Examine everything into the ledger; False when the user stopped it."""
    try:
        with Bar("核对", len(chosen)) as out.bar:
            for _ in run(chosen, settings, ledger, jobs=jobs, bar=out.bar, told=out.told, cluster=cluster):
                pass
        out.bar = None
        if len(chosen) > 1:
            compare(settings, ledger, jobs=jobs, changed=out.changed)
    except KeyboardInterrupt:
        return False
    finally:
        out.bar = None
    return True


def _status(ledger: Ledger, *, finished: bool) -> int:
    if not finished:
        return INTERRUPTED
    if any(kept.error for kept in ledger.kept.values()):
        return FAILED
    errors = any(s.errors for kept in ledger.kept.values() for s in kept.summaries)
    return ERRORS_FOUND if errors else OK
