"""Every kind of entry in the log has a Chinese name: read from the source, where entries are appended."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gongkai.law.events import KIND
from gongkai.web.applications import messages, outbox
from gongkai.web.review.models import Opinion
from gongkai.web.system.kinds import words_of
from tests.paths import ROOT

WEB = ROOT / "src" / "gongkai" / "web"
# The functions by which entries are appended: ``log.append`` and what passes the kind on to it.
APPENDING = {"log.append", "_log", "_append", "_handled"}


def _appended() -> Iterator[str]:
    """The kinds written out where an entry is appended, and those held in a variable ``kind`` until then."""
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in APPENDING:
                yield from _text(node.args[0])
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("()").startswith("kind, "):
                choices = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
                for each in choices:
                    yield from _text(each.elts[0]) if isinstance(each, ast.Tuple) else ()


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_every_kind_has_a_name() -> None:
    kinds = {k for k in _appended() if k.isascii()}
    kinds |= {kind for kind, _ in (*messages._LOGGED.values(), *outbox._BECAME.values())}
    kinds |= {f"review_{verdict}" for verdict in Opinion.Verdict.values}
    assert {"drafted", "handed_over", "item_given_up", "mail_again", "remedy_step"} <= kinds
    assert sorted(k for k in kinds if words_of(k) == k) == []


def test_steps_are_named_by_the_law() -> None:
    assert all(words_of(f"step_{kind}") == f"办理：{KIND[kind].words}" for kind in KIND)
    assert words_of("unheard_of") == "unheard_of"
