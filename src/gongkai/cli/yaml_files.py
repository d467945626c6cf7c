"""YAML files that a person wrote: every scalar is text as it stands there, and what YAML silently allows is refused.

No implicit types: ``2026-02-30`` stays text and is refused by whoever reads it as a date; ``no`` does not become False.
"""

from pathlib import Path
from typing import Any

from gongkai.cli.faults import Refused
from gongkai.cli.opening import Item

MOST_BYTES = 1_000_000


def load(path: str) -> Any:
    """The content of a file (``-`` is standard input) as text, lists and mappings. Raises Refused: which file, which line,
    what is wrong."""
    if path != "-" and Path(path).is_dir():
        raise Refused(f"{path} 是文件夹；这里请给出一个 YAML 文件。")
    content = Item(path).content()
    if len(content) > MOST_BYTES:
        raise Refused(f"{path} 超过 1 MB，不像一个案例文件；请核对文件名。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path} 不是 UTF-8 文字；请另存为 UTF-8 后再试。") from None
    return _parsed(text, path)


def _parsed(text: str, path: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise Refused("读 YAML 文件需要 PyYAML；请安装 PyYAML，或者直接用选项填写。") from None

    class Plain(yaml.BaseLoader):
        """Text only, no aliases (a few lines could stand for gigabytes), no key twice."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            """A node. Raises ComposerError for an alias."""
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "alias", mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            """A mapping. Raises ConstructorError for a key that stands twice."""
            keys = [key.value for key, _ in node.value]
            for at, key in enumerate(keys):
                if key in keys[:at]:
                    raise yaml.constructor.ConstructorError(None, None, f"twice {key}", node.value[at][0].start_mark)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Plain)  # noqa: S506 - BaseLoader makes text only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行" if mark else ""
        raise Refused(f"{path} {where}{_why(error.problem or '')}。") from None
    except yaml.YAMLError:
        raise Refused(f"{path} 里有 YAML 不允许的字符；请用文本编辑器改正。") from None
    except RecursionError:
        raise Refused(f"{path} 的层次太深，不像一个案例文件；请核对。") from None


def _why(problem: str) -> str:
    if problem == "alias":
        return "用了 YAML 的引用（*）；请把内容写全"
    if problem.startswith("twice "):
        return f"「{problem[6:][:30]}」写了两次；请只留一个"
    return "不是正确的 YAML；请检查缩进、冒号后的空格和引号"
