"""What became of a text or of a table: sentence by sentence, cell by cell."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from gongkai.report.compare import compare
from gongkai.report.reading import Report

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """What became of a text, sentence by sentence: pieces with ``same``, ``gone`` or ``new``."""
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        sides = [("same", old[a:b])] if what == "equal" else [("gone", old[a:b]), ("new", new[c:d])]
        found += [(kind, "".join(pieces)) for kind, pieces in sides if any(pieces)]
    return found


def changed_cells(before: Report, after: Report) -> list[tuple[str, str, str]]:
    """The cells that differ: name, as printed before, as printed now."""
    form = after.edition
    assert form is not None
    found = ((form.name(c.address), c.old.printed, c.new.printed) for c in compare(before, after, only_changes=True))
    return [row for row in found if row[1] != row[2]]


def changed_texts(before: Report, after: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sections whose words differ: the heading, and the pieces of :func:`changes`."""
    form = after.edition
    assert form is not None
    return [
        (f"{s.number}、{s.words}", changes(before.text(s.key), after.text(s.key)))
        for s in form.sections
        if before.text(s.key) != after.text(s.key)
    ]
