"""Where the bound spans of a draft are in a text that somebody edited."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from gongkai.report.prose.spans import Draft, Placed

# A number is one token, so that 30 for 3 is a change of the number and not a digit more beside it.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|.", re.DOTALL)
# How much of the surroundings tells that a span is still the one it was, and how far a hand may have changed it
_CONTEXT, _LONGEST_CHANGE = 3, 24


@dataclass(frozen=True, slots=True)
class Slot:
    """A bound span of the draft found in the edited text at ``[start, end)``; ``untouched`` when it says the same there."""

    placed: Placed
    start: int
    end: int
    untouched: bool


def slots(draft: Draft, edited: str) -> Iterator[Slot]:
    """The bound spans that can be told in the edited text, in order. What was deleted or rewritten around is left out."""
    old, new = list(_TOKEN.finditer(draft.text)), list(_TOKEN.finditer(edited))
    pairs = _pairs([m[0] for m in old], [m[0] for m in new])
    starts = {m.start(): i for i, m in enumerate(old)}
    for placed in draft.bound:
        first, last = starts.get(placed.start), _last(old, starts, placed.end)
        if first is None or last is None:
            continue
        found = _found(pairs, first, last, len(old), len(new))
        if found is None:
            continue
        a, b = found
        start = new[a].start() if a < len(new) else len(edited)
        end = new[b - 1].end() if b > a else start
        untouched = edited[start:end] == placed.bound.text
        if start < end and (untouched or end - start <= _LONGEST_CHANGE):
            yield Slot(placed, start, end, untouched)


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which token of the old text is which of the new."""
    found: dict[int, int] = {}
    for op in Levenshtein.opcodes(old, new):
        if op.tag == "equal":
            found.update(zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True))
    return found


def _last(old: Sequence[re.Match[str]], starts: dict[int, int], end: int) -> int | None:
    """The token behind the one that ends at an offset."""
    return len(old) if old and end == old[-1].end() else starts.get(end)


def _found(pairs: dict[int, int], first: int, last: int, olds: int, news: int) -> tuple[int, int] | None:
    """The tokens of the new text that stand where those from ``first`` to ``last`` stood, or None."""
    left, right = pairs.get(first - 1), pairs.get(last)
    a = 0 if first == 0 else None if left is None else left + 1
    b = news if last == olds else right
    if a is None or b is None or b < a:
        return None
    return (a, b) if _known(pairs, first, last, olds) else None


def _known(pairs: dict[int, int], first: int, last: int, olds: int) -> bool:
    """Whether enough of the surroundings stayed, in one piece on either side."""
    before = _run(pairs, first - 1, -1, -1)
    after = _run(pairs, last, 1, olds)
    return before + after >= _CONTEXT


def _run(pairs: dict[int, int], at: int, step: int, stop: int) -> int:
    length, here = 0, at
    while length < _CONTEXT:
        if here == stop:
            return _CONTEXT
        if here not in pairs or (length and pairs[here] != pairs[here - step] + step):
            return length
        length, here = length + 1, here + step
    return length
