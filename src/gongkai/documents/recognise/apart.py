"""Whole reports pasted one behind the other into one file: where one ends and the next begins."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.documents.blocks import Document, Grid, Paragraph
from gongkai.documents.recognise import flow
from gongkai.documents.recognise.tables import Rows, rows_of
from gongkai.documents.recognise.title import is_name, is_title

_ENDS_OF_TABLE_3 = {"new", "carried_forward"}


def apart(document: Document) -> list[Document]:
    """One document a report: cut before each title that is followed by a table 3 of its own, once one has been passed.

    Two years whose tables stand side by side under one title stay one document, as does a report that prints its title
    on every page.
    """
    titles = _titles(document.blocks)
    if len(titles) < 2:
        return [document]
    cuts, passed = [0], False
    for start, end in pairwise([0, *titles[1:], len(document.blocks)]):
        holds = _holds_table_3(document.blocks[start:end])
        if holds and passed:
            cuts.append(start)
        passed = passed or holds
    if len(cuts) == 1:
        return [document]
    first, *rest = (document.blocks[a:b] for a, b in pairwise([*cuts, len(document.blocks)]))
    # What the page says about itself is said about the report it opens with.
    return [replace(document, blocks=first), *(replace(document, blocks=b, title="", published="") for b in rest)]


def _titles(blocks: Sequence[Paragraph | Grid]) -> list[int]:
    """The blocks where a title starts: its own line, or the organ's name on the line before."""
    found = []
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph) and is_title(block.text):
            before = blocks[i - 1] if i else None
            found.append(i - 1 if isinstance(before, Paragraph) and is_name(before.text) else i)
    return found


def _holds_table_3(blocks: Sequence[Paragraph | Grid]) -> bool:
    """Whether table 3 stands there from its first row to its last, in grids or in running text."""
    sets: list[Rows] = rows_of((i, b) for i, b in enumerate(blocks) if isinstance(b, Grid))
    if sets[0].table_3.keys() >= _ENDS_OF_TABLE_3:
        return True
    text = "\n".join(b.text for b in blocks if isinstance(b, Paragraph))
    return flow.rows_in(text).table_3.keys() >= _ENDS_OF_TABLE_3
