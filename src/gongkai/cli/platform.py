"""What the commands of the platform share: it is an extra, and it needs its folder."""

from gongkai.cli.faults import Refused


def ready(*, static: bool = False) -> None:
    """Prepare the platform in this process. Raises Refused when its packages are not installed or its folder will not do."""
    try:
        from gongkai.web.config.prepare import ready as prepare
    except ModuleNotFoundError as error:
        raise Refused(f"平台所需的软件包 {error.name} 没有安装；请运行 pip install 'gongkai[web]' 再试。") from None
    try:
        prepare(static=static)
    except PermissionError as error:
        raise Refused(f"不能写入平台目录 {error.filename}；请用环境变量 GONGKAI_HOME 指定一个可写的目录。") from None
    except ValueError as error:  # the address of the database
        raise Refused(str(error)) from None
