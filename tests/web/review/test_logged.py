"""Every change is logged: what writes to the database in the platform's own modules also appends to the log.

Read from the source: each function that writes must reach ``log.append`` (or the administrators' ``record``) itself, or be
called only by functions that do. What is exempt stands below, with the reason.
"""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.paths import ROOT

WEB = ROOT / "src" / "gongkai" / "web"
WRITES = {
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "save",
    "delete",
    "get_or_create",
    "update_or_create",
    "set",
    "add",
}
# Receivers of those words that are no rows: dictionaries, sets, settings, hashes, headers, forms.
NO_ROWS = {"sealed", "found", "context", "extra", "form", "given", "ends", "cleaned_data", "GET", "POST"}
EXEMPT = {
    "review/models.py:save": "the model of the log itself",
    "review/verification.py:verify": "how far a verification is, not a change; its start is logged",
    "review/verification.py:seen": "the same",
    "portal/access.py:too_often": "how often something was tried, by a keyed hash",
    "applications/outbox.py:post": "mail of a step that is logged, and reminders",
    "applications/reminders.py:_remember": "a person's own notices",
    "applications/reminders.py:read": "a person's own notices",
    "applications/savedviews.py:save": "a person's own filters",
    "applications/savedviews.py:make_default": "a person's own filters",
    "desk/views/savedviews.py:keep": "a person's own filters",
    "portal/drafts.py": "a draft is its writer's own until it is sent",
    "review/log.py": "the log itself",
}
PLACES = ("review", "applications", "registers", "system", "portal", "desk")


class Found(ast.NodeVisitor):
    """The functions of a module, as ``module:function``: what each calls, and whether it writes rows."""

    def __init__(self, module: str) -> None:
        self.module, self.stack = module, ["<module>"]
        self.names: dict[str, str] = {}  # what an imported name stands for: a module, or a function of one
        self.calls: dict[str, set[str]] = defaultdict(set)
        self.writes: set[str] = set()

    @property
    def here(self) -> str:
        """The function being read."""
        return f"{self.module}:{self.stack[-1]}"

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Our own modules, and functions of them."""
        if node.module and node.module.startswith("gongkai.web"):
            room = "/".join(node.module.split(".")[2:])
            for each in node.names:
                inner = f"{room}/{each.name}.py"
                known = (WEB / inner).exists()
                self.names[each.asname or each.name] = inner if known else f"{room}.py:{each.name}"

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Functions and methods, by their bare name."""
        self.stack.append(node.name)
        self.calls[self.here] |= set()
        self.generic_visit(node)
        self.stack.pop()

    def visit_Call(self, node: ast.Call) -> None:
        """A call: of a function of ours, by name or through its module; of what writes rows."""
        if isinstance(node.func, ast.Attribute):
            whole, word = ast.unparse(node.func.value), node.func.attr
            if whole in ("self", "cls", "super()"):
                self.calls[self.here].add(f"{self.module}:{word}")
            elif whole in self.names:
                self.calls[self.here].add(f"{self.names[whole]}:{word}")
            if word in WRITES and _is_of_rows(whole, word):
                self.writes.add(self.here)
        elif isinstance(node.func, ast.Name):
            self.calls[self.here].add(self.names.get(node.func.id, f"{self.module}:{node.func.id}"))
        self.generic_visit(node)


def _is_of_rows(whole: str, word: str) -> bool:
    if whole.rsplit(".", maxsplit=1)[-1] in NO_ROWS:
        return False
    if word in ("update", "add", "set", "delete", "save"):
        return "objects" in whole or "filter(" in whole or "all()" in whole or word in ("save", "delete")
    return "objects" in whole


def _modules() -> dict[str, Found]:
    found = {}
    for place in PLACES:
        for path in sorted((WEB / place).rglob("*.py")):
            if "migrations" not in path.parts:
                module = path.relative_to(WEB).as_posix()
                found[module] = Found(module)
                found[module].visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


def unlogged(modules: dict[str, Found]) -> set[str]:
    """``module:function`` of every writer that neither logs nor is called only by what logs."""
    calls = {name: called for module in modules.values() for name, called in module.calls.items()}
    logging = {"review/log.py:append", "system/sites.py:record"}
    while more := {n for n, called in calls.items() if called & logging} - logging:
        logging |= more
    callers: dict[str, set[str]] = defaultdict(set)
    for name, called in calls.items():
        for each in called:
            callers[each].add(name)

    def covered(name: str, seen: frozenset[str] = frozenset()) -> bool:
        if name in logging:
            return True
        above = callers[name] - seen - {name}
        return bool(above) and all(covered(n, seen | {name}) for n in above)

    return {name for module in modules.values() for name in module.writes if not covered(name)}


def test_every_writer_is_logged() -> None:
    left = {w for w in unlogged(_modules()) if w not in EXEMPT and w.split(":")[0] not in EXEMPT}
    assert not left


def test_the_exemptions_are_needed() -> None:
    """An exemption for what is gone or logged by now is taken out; declarations stay."""
    found = unlogged(_modules())
    stale = {e for e in EXEMPT if ":" in e and e not in found}
    assert not stale


def test_a_writer_without_a_log_is_found() -> None:
    module = Found("x.py")
    module.names["log"] = "review/log.py"
    module.visit(
        ast.parse("def f():\n    Thing.objects.create()\ndef g():\n    log.append('x')\n    Thing.objects.create()\n")
    )
    assert unlogged({"x.py": module}) == {"x.py:f"}
