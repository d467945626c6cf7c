"""``gongkai convert``: a report in another format, in the official layout where the format has one."""

import sys
from pathlib import Path

import click

from gongkai.cli.asking import only_report, output_option, year_option
from gongkai.cli.chinese import PATH, OneOf, described
from gongkai.cli.faults import Refused
from gongkai.cli.saving import save
from gongkai.cli.terminal import complain

FORMATS = {"docx": "docx", "html": "html", "pdf": "pdf", "xlsx": "xlsx", "csv": "csv", "json": "json", "txt": "text"}
_BINARY = frozenset(["docx", "pdf", "xlsx"])
EXAMPLES = (
    ("gongkai convert 年报.pdf -t docx -o 年报.docx", "PDF 变成可以改的 Word。"),
    ("gongkai convert 年报.docx -o 年报.html", "格式由文件名的后缀决定。"),
    ("gongkai convert 年报.html -t txt | less", "文本格式可以直接打印。"),
)


@described(examples=EXAMPLES)
@click.argument("file", type=PATH, metavar="文件")
@click.option("-t", "--to", type=OneOf(list(FORMATS)), metavar="格式",
              help=f"{'、'.join(FORMATS)}；不写就看 -o 的后缀。")  # fmt: skip
@output_option("写到这里。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@year_option()
def command(file: str, to: str | None, output: str | None, force: bool, year: int | None) -> int:
    """把年度报告写成另一种格式，按国办格式排版。数字照原样写，有错也不改；要么写完整，要么不写。"""
    format_ = to or (Path(output).suffix.lower().lstrip(".") if output else "")
    if format_ not in FORMATS:
        raise Refused(f"请用 -t 指明要写成哪种格式：{'、'.join(FORMATS)}。")
    if output is None and format_ in _BINARY and sys.stdout.isatty():
        raise Refused(f"{format_} 不能显示在终端里；请用 -o 指明写到哪个文件。")
    if output is not None and not force and Path(output).exists():
        raise Refused(f"{output} 已经存在；要覆盖它，请加 --force。")
    from gongkai.documents import write

    report = only_report(file, year=year)
    content = write(report, format=FORMATS[format_])
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        save(Path(output), content, force=force)
    for warning in report.warnings:
        complain(f"注意：{warning.message}")
    return 0
