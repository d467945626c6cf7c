"""Tables of words that fit a width: wide columns are wrapped as Chinese is, never inside a bracket's edge."""

from collections.abc import Sequence

from rich.text import Text

from gongkai.cli.layout import width as width_of
from gongkai.cli.layout import wrap
from gongkai.cli.tables import drawn, plain_table

PADDING, NARROWEST = 2, 14


def rooms(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, giving: Sequence[int]) -> list[int]:
    """The columns each column of a table gets. The ``giving`` ones give way, the widest first, until all fit."""
    found = [max([width_of(head), *(width_of(row[at]) for row in rows)]) for at, head in enumerate(heads)]
    over = sum(found) + PADDING * len(heads) - width
    while over > 0:
        widest = max(giving, key=lambda at: found[at])
        if found[widest] <= NARROWEST:
            break
        found[widest] -= 1
        over -= 1
    return found


def fitted(
    heads: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
    width: int,
    title: str = "",
    *,
    giving: Sequence[int],
) -> str:
    """A table of texts as styled text. ``heads`` are (words, ``left`` or ``right``); ``giving`` the columns that may wrap."""
    room = rooms([words for words, _ in heads], rows, width, giving)
    table = plain_table(*heads, title=title)
    for row in rows:
        table.add_row(*(Text("\n".join(wrap(text, room[at])) if at in giving else text) for at, text in enumerate(row)))
    for column in table.columns:
        column.no_wrap = True
    return trimmed(drawn([table], width))


def trimmed(text: str) -> str:
    """The text without blank lines at its beginning and end, and without spaces at its line ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)
