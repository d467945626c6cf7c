"""A letter as PDF, set by typst in the letter format of GB/T 9704-2012: fonts embedded, tagged for screen readers."""

import re
from pathlib import Path
from typing import Any

from gongkai.documents.letters.declared import Layout
from gongkai.documents.letters.docx import is_label, row_height
from gongkai.documents.letters.paper import Block, Grid, Line, Paper, Signature
from gongkai.documents.pdf.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("letter.typ")
_UNBROKEN = re.compile(r"[!-~]{24}(?=[!-~])")


def write(paper: Paper) -> bytes:
    """The paper as PDF bytes; the same paper and fonts always give the same bytes.

    Raises FontsMissing, with one Chinese sentence, when no Chinese font is found or a character is in none of them.
    """
    content = {
        "title": paper.title,
        "organ": paper.organ,
        "letter": paper.letter.layout is Layout.LETTER,
        "blocks": [_block(block) for block in paper.blocks],
    }
    return typeset(_TEMPLATE, "letter", content, called="文书")


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Line):
        return {"role": block.role.value, "text": _breakable(block.text)}
    if isinstance(block, Signature):
        return {"role": "signature", "organ": block.organ, "day": block.day}
    if isinstance(block, Grid):
        return {"role": "grid", "widths": block.widths, "head_rows": block.head_rows, "rows": _rows(block)}
    return {"role": "page"}


def _rows(grid: Grid) -> list[dict[str, Any]]:
    across = len(grid.widths)
    return [
        {
            "height": row_height(grid, at),
            "cells": [
                {
                    "label": is_label(grid, at, column),
                    "centre": bool(grid.head_rows) and column == 0,
                    "span": across - column if column == len(row) - 1 else 1,
                    "lines": [_breakable(line) for line in text.split("\n")],
                }
                for column, text in enumerate(row)
            ],
        }
        for at, row in enumerate(grid.rows)
    ]


def _breakable(text: str) -> str:
    """A long run of Latin letters gets places to break, so that it cannot run over the edge."""
    return _UNBROKEN.sub(lambda m: m[0] + "\u200b", text)
