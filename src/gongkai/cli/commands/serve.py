"""``gongkai serve``: the platform, on this machine."""

import os
import socket

import click

from gongkai.cli.chinese import Whole, described
from gongkai.cli.faults import Refused
from gongkai.cli.platform import ready
from gongkai.cli.terminal import say

EXAMPLES = (
    ("gongkai serve", "在 http://127.0.0.1:8000/ 启动平台。"),
    (
        "GONGKAI_HOSTS=gk.example.gov.cn gongkai serve --host 0.0.0.0 --port 80",
        "供其他机器访问；前面应有 HTTPS 反向代理。",
    ),
)
_LOCAL = ("127.0.0.1", "localhost", "::1")


@described(examples=EXAMPLES)
@click.option("--port", type=Whole(1, 65535), default=8000, show_default=True, metavar="端口", help="端口。")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听的地址。")
@click.option(
    "--workers", type=Whole(1, 64), default=2, show_default=True, metavar="个数", help="工作进程数，每个 4 个线程。"
)
def command(port: int, host: str, workers: int) -> int:
    """启动平台：升级数据库、收集静态文件、启动网页服务和后台任务；按 Ctrl-C 停止。"""
    _free(host, port)
    ready(static=True)
    from django.conf import settings

    from gongkai.web.config.server import Server, background

    shown = "127.0.0.1" if host in (*_LOCAL, "0.0.0.0", "::") else host  # noqa: S104 - compared, not bound

    def started() -> None:
        say(f"平台已启动：http://{shown}:{port}/ （办理：http://{shown}:{port}/desk/ ）")
        say(f"数据在 {settings.HOME}；按 Ctrl-C 停止。")
        if host not in _LOCAL and len(settings.ALLOWED_HOSTS) == len(_LOCAL):
            say("还没有设置 GONGKAI_HOSTS，其他机器用域名访问会被拒绝；请设为平台的域名。")

    from django.db import connections

    connections.close_all()  # a connection must not be shared with the workers that are forked now
    owner = os.getpid()
    try:
        with background():
            Server(host=host, port=port, workers=workers, when_ready=started).run()
    finally:
        if os.getpid() == owner:
            say("平台已停止。")
    return 0


def _free(host: str, port: int) -> None:
    """Raise Refused when the address cannot be listened on, before anything else is done."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno in (98, 48):
            raise Refused(f"端口 {port} 已被占用；请用 --port 换一个，例如 --port {port % 65535 + 1}。") from None
        raise Refused(f"不能在 {host}:{port} 上启动：{error.strerror}；请检查 --host 和 --port。") from None
