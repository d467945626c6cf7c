"""``gongkai demo``: build a believable city to try the platform with."""

import click

from gongkai.cli.chinese import OneOf, described
from gongkai.cli.faults import Refused
from gongkai.cli.platform import ready
from gongkai.cli.terminal import Bar, say

EXAMPLES = (
    ("gongkai demo", "一个市、十三个机关、近四百件申请、各机关已公开的年报，一分钟左右建好。"),
    ("gongkai demo --size city", "在此之上再建 1500 件申请，约十秒。"),
    ("gongkai demo --size large", "10 万件申请、5 年、60 个机关，几分钟；按 Ctrl-C 中断后再次运行接着建。"),
)


@described(examples=EXAMPLES)
@click.option(
    "--size",
    type=OneOf(["small", "city", "large"]),
    default="small",
    show_default=True,
    metavar="small|city|large",
    help="规模。",
)
@click.option("--if-empty", is_flag=True, help="平台里已有数据就不建，也不算出错。")
def command(size: str, if_empty: bool) -> int:
    """建立演示数据：虚构的市、机关、人员和申请，并打印可以试用的账号。"""
    ready()
    from datetime import date

    from gongkai.web.demo import build

    made = build.built()
    if made is None:
        if if_empty and build.occupied():
            return 0
        try:
            with Bar("建立演示数据", build.acts()) as bar:
                made = build.small(today=date.today(), step=bar.advance)  # noqa: DTZ011 - the local day is meant
        except build.NotEmpty as error:
            raise Refused(str(error)) from None
    if size != "small":
        _more(size, made)
    _accounts(made.password)
    return 0


def _more(size: str, made: object) -> None:
    from gongkai.web.demo import build, bulk

    assert isinstance(made, build.Built)
    plan = bulk.Plan.of(size)
    missing = plan.organs - len(bulk.done(plan))
    if not missing:
        say(f"{plan.total} 件申请早已建好。")
        return
    with Bar(f"{plan.total} 件申请，按机关", missing) as bar:
        for _ in bulk.chunks(plan, made):
            bar.advance()


def _accounts(password: str) -> None:
    from gongkai.web.demo import build

    say("演示账号（仅供试用，全部数据均为虚构），密码都是：" + click.style(password, bold=True))
    for username, who, words in build.accounts():
        say(f"  {username:<10} {who}：{words}")
