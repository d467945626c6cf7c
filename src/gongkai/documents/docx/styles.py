"""What paragraph and character styles say that matters for the text: automatic numbers and hiding."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from gongkai.documents.docx.parts import VAL, W, integer, is_on

Answer = TypeVar("Answer")

STYLE, STYLE_ID = W + "style", W + "styleId"
NUM_PR, NUM_ID, ILVL = W + "numPr", W + "numId", W + "ilvl"


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles by identifier: list and level (None where the style does not say) of numbered ones; hidden ones;
    the style of paragraphs that name none."""

    numbered: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    usual: str = ""


def read_styles(root: etree._Element) -> Styles:
    """The styles of ``styles.xml``, what they inherit included. A circle of styles counts as having no parent."""
    styles = {s.get(STYLE_ID, ""): s for s in root.iterchildren(STYLE)}
    numbered: dict[str, tuple[str, int | None]] = {}
    hidden = set()
    usual = ""
    for name, style in styles.items():
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
            usual = name
        number = _inherited(styles, name, _number)
        if number is not None:
            numbered[name] = number
        if _inherited(styles, name, _hides):
            hidden.add(name)
    return Styles(numbered, frozenset(hidden), usual)


def direct_number(properties: etree._Element) -> tuple[str | None, int | None] | None:
    """List and level that paragraph properties name; each None where not given; None without ``w:numPr``."""
    found = properties.find(NUM_PR)
    if found is None:
        return None
    list_id, level = found.find(NUM_ID), found.find(ILVL)
    return (
        None if list_id is None else list_id.get(VAL, ""),
        None if level is None else integer(level.get(VAL)),
    )


def _number(style: etree._Element) -> tuple[str, int | None] | None:
    properties = style.find(W + "pPr")
    found = None if properties is None else direct_number(properties)
    return None if found is None or found[0] is None else (found[0], found[1])


def _hides(style: etree._Element) -> bool | None:
    properties = style.find(W + "rPr")
    found = None if properties is None else properties.find(W + "vanish")
    return None if found is None else is_on(found)


def _inherited(
    styles: dict[str, etree._Element], name: str, ask: Callable[[etree._Element], Answer | None]
) -> Answer | None:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        answer = ask(styles[name])
        if answer is not None:
            return answer
        parent = styles[name].find(W + "basedOn")
        name = "" if parent is None else parent.get(VAL, "")
    return None
