"""``gongkai audit``: is the log whole? In the platform, or in a file that was exported from it."""

from pathlib import Path

import click

from gongkai.cli.chinese import described
from gongkai.cli.faults import Refused
from gongkai.cli.platform import ready
from gongkai.cli.terminal import Bar, say

EXAMPLES = (
    ("gongkai audit", "验证平台里的全部日志：有没有改动、缺失、截尾。"),
    ("gongkai audit gongkai-log-20260925-0900.jsonl", "验证导出的日志文件，不需要平台。"),
)
MOST = 100


@described(examples=EXAMPLES)
@click.argument("file", required=False, metavar="[文件]", type=click.Path(path_type=Path))
def command(file: Path | None) -> int:
    """验证日志的散列链：完整则退出码为 0，有改动、缺失或者截尾则逐处列出，退出码为 1。"""
    return _file(file) if file is not None else _platform()


def _file(path: Path) -> int:
    from gongkai.web.review import chain

    try:
        with path.open("rb") as stream:
            return _told([f"第 {number} 行：{words}" for number, words in chain.wrong_in(stream)])
    except OSError as error:
        raise Refused(f"不能读取 {path}：{error.strerror}；请核对文件名。") from None


def _platform() -> int:
    ready()
    from gongkai.web.review import verification

    at = 0
    with Bar("验证日志", verification.total()) as bar:

        def seen(done: int) -> None:
            nonlocal at
            while at < done:
                bar.advance()
                at += 1

        said = [f"{place.chain}：{place.words}" for place in verification.broken(seen=seen)]
    status = _told(said)
    for whose, number, hash_ in verification.ends() if not status else ():
        say(f"  {whose}：{number} 条，末条散列 {hash_}")
    return status


def _told(wrong: list[str]) -> int:
    if not wrong:
        say("日志完整，没有改动、缺失或者截尾。")
        return 0
    for words in wrong[:MOST]:
        say(words)
    say(f"共 {len(wrong)} 处不符；请保留现状，与备份和以往导出的日志核对。")
    return 1
