"""What an organ did beside the tables, in the rows an illustrated edition draws: publications, interpretations, proposals.

The cells of the form say nothing of these; the registers do. They are taken when the report is signed and kept with it, so
that a picture says the same as long as the report does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongkai.report.yearwork import CHANNELS, Figure, Part, YearWork

_MOST = 8  # columns of a site that are drawn one by one; the rest stand together


@dataclass(frozen=True, slots=True)
class Row:
    """A bar: its words, how many, the keys of the records that say so."""

    words: str
    value: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: key, title, the unit of its figures, and where its rows come from."""

    key: str
    title: str
    unit: str
    rows: Callable[[YearWork], Iterable[Row]]


def _rows(parts: Iterable[Part]) -> list[Row]:
    return [Row(p.words, p.value, p.records) for p in parts]


def _columns(work: YearWork) -> list[Row]:
    # What went out on a channel without a column of its own carries the channel's name; it is drawn among the channels.
    rows = _rows(p for p in work.published.by_column if p.words not in CHANNELS.values())
    if len(rows) <= _MOST + 1:
        return rows
    rest = rows[_MOST:]
    records = tuple(key for row in rest for key in row.records)
    return [*rows[:_MOST], Row(f"其余 {len(rest)} 个栏目", sum(r.value for r in rest), records)]


def _proposals(work: YearWork) -> list[Row]:
    p = work.proposals
    if not p.received.value:
        return []
    told: tuple[tuple[str, Figure | None], ...] = (
        ("人大代表建议", p.suggestions),
        ("政协委员提案", p.motions),
        ("年末已答复", p.replied),
        ("其中按期答复", p.in_time),
        ("表示满意", p.satisfied),
        ("公开办理结果", p.published),
    )
    return [Row(words, figure.value, figure.records) for words, figure in told if figure is not None]


# fmt: off
PICTURES = (
    Picture("channels",  "各渠道发布的信息", "条", lambda work: _rows(work.published.by_channel)),
    Picture("columns",   "各栏目发布的信息", "条", _columns),
    Picture("forms",     "政策解读",         "件", lambda work: _rows(work.published.by_form)),
    Picture("proposals", "建议提案的办理",   "件", _proposals),
)
# fmt: on


def pictured(work: YearWork) -> dict[str, list[list[object]]]:
    """The rows of every picture by its key, as JSON holds them: ``[words, value, [record, …]]``; none where nothing was."""
    return {p.key: [[row.words, row.value, list(row.records)] for row in p.rows(work)] for p in PICTURES}
