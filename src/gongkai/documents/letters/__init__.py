"""The letters and forms of the procedure: filled from a case, refused when something is missing, written as Word or PDF."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from gongkai.documents.letters.declared import LETTER, LETTERS, Layout, Letter, letters_for
from gongkai.documents.letters.elements import ELEMENT, ELEMENTS, BadElement, Element, Shape
from gongkai.documents.letters.filling import MissingElements, blank, prepare
from gongkai.documents.letters.paper import Paper
from gongkai.documents.letters.template import BadTemplate, check_template

if TYPE_CHECKING:
    from gongkai.documents.letters import docx, pdf

__all__ = [
    "ELEMENT",
    "ELEMENTS",
    "LETTER",
    "LETTERS",
    "BadElement",
    "BadTemplate",
    "Element",
    "Layout",
    "Letter",
    "MissingElements",
    "Paper",
    "Shape",
    "blank",
    "check_template",
    "docx",
    "letters_for",
    "pdf",
    "prepare",
]


def __getattr__(name: str) -> ModuleType:
    """The writers, imported when first asked for: declaring and filling letters needs neither Word nor typesetting."""
    if name in ("docx", "pdf"):
        return import_module(f"gongkai.documents.letters.{name}")
    raise AttributeError(name)
