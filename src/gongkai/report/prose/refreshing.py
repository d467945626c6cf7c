"""Carrying figures that changed into a text that somebody edited, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.report.prose.alignment import Slot, slots
from gongkai.report.prose.spans import Bound, Draft


@dataclass(frozen=True, slots=True)
class Change:
    """A span brought up to date at ``[start, end)`` of the refreshed text: what stood there and what stands there now."""

    start: int
    end: int
    before: str
    after: str
    key: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The text as it is now. ``changes`` were made; ``stale`` are places of the text that say what no record supports any
    more (``after`` is empty, the words stay); ``base`` is the draft the text grows from henceforth, in which what is stale
    stays bound, so that it stays marked; ``new`` are the keys the new draft speaks of and the old one did not: what
    the editor may want to add."""

    text: str
    base: Draft
    changes: tuple[Change, ...] = ()
    stale: tuple[Change, ...] = ()
    new: tuple[str, ...] = ()


def refresh(edited: str, *, old: Draft, new: Draft) -> Refreshed:
    """Keep the editor's words; put the new figure wherever the old draft's stands untouched.

    ``old`` is the draft the text grew from, ``new`` the one of today. A text nobody has edited becomes the new draft.
    A figure changed by hand is the editor's and stays; ``bind`` says whether it is right.
    """
    fresh = {placed.bound.key: placed.bound.text for placed in new.bound}
    known = {placed.bound.key for placed in old.bound}
    added = tuple(key for key in fresh if key not in known)
    if edited == old.text:
        return Refreshed(new.text, new, _told_apart(old, new))
    pieces: list[str] = []
    changes: list[Change] = []
    stale: list[Change] = []
    at = length = 0
    for slot in slots(old, edited):
        if slot.start < at or not slot.untouched:
            continue
        pieces.append(edited[at : slot.start])
        length += slot.start - at
        after = fresh.get(slot.placed.bound.key)
        pieces.append(slot.placed.bound.text if after is None else after)
        _note(slot, after, length, changes, stale)
        length += len(pieces[-1])
        at = slot.end
    pieces.append(edited[at:])
    return Refreshed("".join(pieces), _carried(old, fresh), tuple(changes), tuple(stale), added)


def _carried(old: Draft, fresh: Mapping[str, str]) -> Draft:
    """The old draft with the figures of today."""
    spans = (Bound(fresh.get(s.key, s.text), s.key) if isinstance(s, Bound) else s for s in old.spans)
    return Draft(old.section, tuple(spans), old.gaps)


def _note(slot: Slot, after: str | None, start: int, changes: list[Change], stale: list[Change]) -> None:
    before, key = slot.placed.bound.text, slot.placed.bound.key
    if after is None:
        stale.append(Change(start, start + len(before), before, "", key))
    elif after != before:
        changes.append(Change(start, start + len(after), before, after, key))


def _told_apart(old: Draft, new: Draft) -> tuple[Change, ...]:
    """What the new draft says otherwise than the old, by key."""
    was = {placed.bound.key: placed.bound.text for placed in old.bound}
    return tuple(
        Change(p.start, p.end, was.get(p.bound.key, ""), p.bound.text, p.bound.key)
        for p in new.bound
        if was.get(p.bound.key) != p.bound.text
    )
