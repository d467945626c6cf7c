"""Text in terminal columns: a Chinese character takes two, and a line never begins with a closing mark."""

import re
from unicodedata import combining, east_asian_width

_NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’％…—·,.;:?!)]}%")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{")
_PIECE = re.compile(r"[!-~]+|\s+|.", re.S)


def width(text: str) -> int:
    """The terminal columns a text takes. Characters of ambiguous width count as one, as terminals draw them."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """The text filled up with spaces to ``columns``; unchanged when it is wider."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """The text, shortened in the middle with ``…`` when it takes more than ``columns``."""
    if width(text) <= columns:
        return text
    head, tail = "", ""
    front, back = 0, len(text)
    while front < back:
        if width(head) <= width(tail):
            if width(head + text[front] + tail) > columns - 1:
                break
            head += text[front]
            front += 1
        else:
            back -= 1
            if width(head + text[back] + tail) > columns - 1:
                break
            tail = text[back] + tail
    return head + "…" + tail


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most ``columns``. Line breaks in the text are kept; an empty text is one empty line."""
    return [line for part in text.split("\n") for line in _wrap_line(part, columns)]


def _wrap_line(text: str, columns: int) -> list[str]:
    lines, line, used = [], "", 0
    for unit in _units(text, columns):
        if used + width(unit) > columns and line:
            lines.append(line.rstrip())
            line, used = "", 0
        line += unit if line else unit.lstrip()
        used = width(line)
    return [*lines, line.rstrip()]


def _units(text: str, columns: int) -> list[str]:
    """What must stay on one line: Latin words, and a character with the marks that may not be parted from it."""
    units: list[str] = []
    for piece in _PIECE.findall(text):
        joins = units and width(units[-1]) + width(piece) < columns and not piece.isspace()
        if joins and (piece[0] in _NOT_FIRST or units[-1][-1] in _NOT_LAST):
            units[-1] += piece
        elif width(piece) > columns:
            units.extend(piece[i : i + columns] for i in range(0, len(piece), columns))
        else:
            units.append(piece)
    return units


def hang(label: str, text: str, columns: int, *, indent: int = 0) -> list[str]:
    """Lines of ``text`` beside a label: the label stands on the first line, the others are indented to its width."""
    at = indent + width(label)
    first, *rest = wrap(text, max(columns - at, 16))
    return [" " * indent + label + first, *(" " * at + line for line in rest)]
