"""The console examples of a guide: run each and compare, or write the outputs in (``python -m tests.cli.guide``)."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.samples import run
from tests.paths import ROOT

GUIDE = ROOT / "docs" / "guides" / "law-commands.md"
_BLOCK = re.compile(r"```console\n\$ gongkai (.+)\n((?:.*\n)*?)```")
_YAML = re.compile(r"```yaml\n((?:.*\n)*?)```")


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Each example: the arguments as typed, the output shown."""
    yield from ((match[1], match[2]) for match in _BLOCK.finditer(text))


def output_of(line: str, text: str) -> str:
    """What a line prints, in a folder that has ``cases`` and the file the guide shows; spaces at line ends are cut."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path("cases").symlink_to(ROOT / "cases")
        case = _YAML.search(text)
        assert case is not None
        Path("案件.yaml").write_text(case[1], encoding="utf-8")
        result = run(*shlex.split(line))
        printed = result.stdout + result.stderr
        left = [path.name for path in Path().iterdir() if path.name not in ("cases", "案件.yaml")]
        assert not left, f"{line} left {left}"
    return "".join(f"{part.rstrip()}\n" for part in printed.rstrip("\n").split("\n"))


def main() -> None:
    """Write the real outputs into the guide."""
    os.environ["COLUMNS"] = "80"
    text = GUIDE.read_text(encoding="utf-8")
    for line, shown in examples(text):
        text = text.replace(f"$ gongkai {line}\n{shown}```", f"$ gongkai {line}\n{output_of(line, text)}```")
    GUIDE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
