"""Writing a file so that it is complete or absent, and never replaces another one unasked."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from gongkai.cli.faults import Refused


def save(path: Path, content: bytes, *, force: bool = True) -> None:
    """Write bytes to ``path`` by way of a temporary file beside it and a rename.

    Raises Refused when the file exists and ``force`` is False, or when the folder cannot be written to.
    """
    if not force and path.exists():
        raise Refused(f"{path} 已经存在；要覆盖它，请加 --force。")
    if path.is_dir():
        raise Refused(f"{path} 是文件夹；请给出文件名。")
    saved_in_parts(path, [content])


def saved_in_parts(path: Path, parts: Iterable[bytes]) -> None:
    """As ``save``, for content that comes in parts and need not fit in memory.

    A device or a pipe is written to as it stands: a rename would put a plain file in its place (``/dev/null``).
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as place:
                place.writelines(parts)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as part:
            try:
                part.writelines(parts)
                part.flush()
                Path(part.name).chmod(0o666 & ~_umask())
                Path(part.name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(part.name).unlink()
                raise
    except OSError as error:
        raise Refused(f"不能写入 {path}：{reason(error)}。") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return {
        "FileNotFoundError": "文件不存在",
        "PermissionError": "没有权限",
        "IsADirectoryError": "它是文件夹",
        "NotADirectoryError": "路径中有一段不是文件夹",
        "FileExistsError": "已有同名文件",
    }.get(type(error).__name__, "磁盘已满" if error.errno == 28 else error.strerror or "系统拒绝")
