"""Word 97-2003 and WPS documents, turned into .docx by LibreOffice where it is installed.

LibreOffice is run without a window, under a profile of its own that forbids macros, links and the network, and is
judged by what it leaves behind: on a damaged file it ends with status 0 and writes nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from gongkai.documents.archive import open_members
from gongkai.documents.blocks import Unreadable

STARTING_SECONDS = 60
SECONDS_A_FILE = 20
BATCH = 50
"""Files given to one process: enough to forget its start of about a second, few enough to lose little to a hang."""

_PROGRAMS = ("soffice", "libreoffice")
MISSING = (
    "旧版 Word、WPS 文档要借助 LibreOffice 读取，本机没有安装；"
    "请安装 libreoffice-writer-nogui，或在 Word、WPS 中打开后另存为 .docx 再读。"
)
FAILED = "LibreOffice 打不开这个文件，文件可能已损坏、不完整或设有密码；请在 Word、WPS 中打开后另存为 .docx 再读。"
TIMED_OUT = "LibreOffice 在限定时间内没有转换完这个文件，已停止；请在 Word、WPS 中打开后另存为 .docx 再读。"

_DEAD_END = "127.0.0.1"
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", _DEAD_END),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", _DEAD_END),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""Never run a macro, never update a link (0 in Writer, 1 in Calc), send what still asks for the network nowhere."""


def available() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def to_docx(data: bytes, suffix: str = ".doc") -> bytes:
    """One old document in, its .docx out; ``suffix`` (``.doc``, ``.wps``) tells LibreOffice what to expect.

    Takes one to two seconds. Raises Unreadable when LibreOffice is missing, cannot open the file or takes too long.
    """
    return _one(data, suffix, "docx")


def to_xlsx(data: bytes, suffix: str = ".xls") -> bytes:
    """One old workbook in, its .xlsx out, for workbooks that the usual reader cannot open. Raises as ``to_docx``."""
    return _one(data, suffix, "xlsx")


def to_docx_many(files: Mapping[str, bytes]) -> dict[str, bytes | Unreadable]:
    """Many old Word documents by name in, under the same names their .docx or the reason why there is none out.

    One process does BATCH files at about 0.1 s each; what it leaves undone is tried again file by file, so that one bad
    file does not take others with it.
    """
    if _program() is None:
        return {name: Unreadable(MISSING) for name in files}
    done: dict[str, bytes | Unreadable] = {}
    for batch in _batches(files):
        with contextlib.suppress(Unreadable):
            done |= _converted(batch, ".doc", "docx")
    for name in files:
        if name not in done:
            try:
                done[name] = to_docx(files[name])
            except Unreadable as error:
                done[name] = error
    return {name: done[name] for name in files}


def _one(data: bytes, suffix: str, target: str) -> bytes:
    if _program() is None:
        raise Unreadable(MISSING)
    found = _converted({"": data}, suffix, target)
    if not found:
        raise Unreadable(FAILED)
    return found[""]


def _batches(files: Mapping[str, bytes]) -> Iterator[dict[str, bytes]]:
    names = iter(files)
    while chosen := list(islice(names, BATCH)):
        yield {name: files[name] for name in chosen}


def _converted(files: Mapping[str, bytes], suffix: str, target: str) -> dict[str, bytes]:
    """What one process makes of the files, those it fails on left out. Raises Unreadable when it takes too long.

    The files are numbered on disk: names come from outside and may be anything.
    """
    if not suffix[1:].isalnum():
        suffix = ".doc"
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        sources = [place / f"{number}{suffix}" for number in range(len(files))]
        for source, data in zip(sources, files.values(), strict=True):
            source.write_bytes(data)
        _write_profile(place / "profile")
        _run(place, target, sources)
        return {
            name: result
            for name, source in zip(files, sources, strict=True)
            if (result := _result(place / "out" / f"{source.stem}.{target}"))
        }


def _result(path: Path) -> bytes:
    """The file LibreOffice left, or ``b""`` when there is none or it is no office document."""
    try:
        data = path.read_bytes()
        names = open_members(data).names()
    except (OSError, Unreadable):
        return b""
    return data if {"word/document.xml", "xl/workbook.xml"} & set(names) else b""


def _run(place: Path, target: str, sources: Sequence[Path]) -> None:
    program = _program()
    if program is None:
        raise Unreadable(MISSING)
    command = [
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *(
            "--headless",
            "--invisible",
            "--nologo",
            "--nodefault",
            "--norestore",
            "--nolockcheck",
            "--nofirststartwizard",
        ),
        *("--convert-to", target, "--outdir", str(place / "out")),
        *map(str, sources),
    ]
    process = subprocess.Popen(  # noqa: S603 - no shell, every argument is ours
        command,
        cwd=place,
        env=_environment(place),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(STARTING_SECONDS + SECONDS_A_FILE * len(sources))
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TIMED_OUT) from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process, if it still runs, and all it started: the program on the path is a script that starts others."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _environment(place: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    nowhere = f"http://{_DEAD_END}:9"
    return {
        **kept,
        "HOME": str(place),
        "TMPDIR": str(place),
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
