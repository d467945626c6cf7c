"""A drafted section as spans: words, and what is bound to a source by its key."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Words:
    """Text of ours that states nothing by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Text that says what a source says: a figure, or words of a record. ``key`` finds it in ``Sources``, which knows the
    cells, the records or the formula behind it."""

    text: str
    key: str


Span = Words | Bound


class Placed(NamedTuple):
    """A bound span with its place ``[start, end)`` in the text of its draft."""

    start: int
    end: int
    bound: Bound


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the section should speak of and no record supports: what, one Chinese sentence what to do, and the record
    to complete where there is one."""

    aspect: str
    message: str
    record: str = ""


@dataclass(frozen=True)
class Draft:
    """A section (key of the form) as spans in order, and what is left to the editor."""

    section: str
    spans: tuple[Span, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @cached_property
    def text(self) -> str:
        """The section as it is printed: paragraphs joined by newlines."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def bound(self) -> tuple[Placed, ...]:
        """What is bound, in order, with its place in ``text``."""
        return tuple(_placed(self.spans))

    def objects(self) -> list[dict[str, str]]:
        """The spans as JSON keeps them: ``{"text": …}`` for words, with ``"key"`` for what is bound."""
        return [{"text": s.text, "key": s.key} if isinstance(s, Bound) else {"text": s.text} for s in self.spans]


def draft_of(*, section: str, objects: Iterable[Mapping[str, Any]]) -> Draft:
    """The draft whose ``objects`` these are; without gaps. KeyError for an object without text."""
    spans = (Bound(str(o["text"]), str(o["key"])) if o.get("key") else Words(str(o["text"])) for o in objects)
    return Draft(section, tuple(spans))


def _placed(spans: Iterable[Span]) -> Iterator[Placed]:
    at = 0
    for span in spans:
        end = at + len(span.text)
        if isinstance(span, Bound):
            yield Placed(at, end, span)
        at = end
