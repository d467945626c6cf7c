"""The day-by-day table of a due date: long runs of like days in one row, every row with its reason and its article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import click
from rich.text import Text

from gongkai.cli.dates import weekday
from gongkai.cli.fitting import trimmed
from gongkai.cli.layout import width as width_of
from gongkai.cli.layout import wrap
from gongkai.cli.tables import drawn, plain_table
from gongkai.law.clock import Duty
from gongkai.law.events import KIND, Event
from gongkai.law.explain import Line

SHORT_RUN = 2
WIDE, NARROW = 104, 76
_HEADS = (
    ("日期", "left"), ("星期", "left"), ("计入", "left"), ("第几日", "right"), ("原因", "left"), ("依据", "left"),
)  # fmt: skip
WHO = {"organ": "本机关", "applicant": "申请人", "party": "被征求意见方"}


@dataclass(frozen=True)
class Span:
    """One row: like days that follow each other, or a single one."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """Its first day."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last day."""
        return self.lines[-1]

    @property
    def dates(self) -> str:
        """The day, or from when to when; the year is said once."""
        first, last = self.first.day, self.last.day
        if first == last:
            return str(first)
        return f"{first} 至 {last:%m-%d}" if first.year == last.year else f"{first} 至 {last}"

    @property
    def weekdays(self) -> str:
        """The day of the week, or from which to which; nothing for more than a week."""
        if len(self.lines) > 7:
            return ""
        return self.first.weekday + (f"至{self.last.weekday}" if len(self.lines) > 1 else "")

    @property
    def numbers(self) -> str:
        """Which day of the term it is."""
        if self.first.number is None:
            return ""
        return f"{self.first.number}" + (f"–{self.last.number}" if len(self.lines) > 1 else "")

    @property
    def happened(self) -> str:
        """The events of the day in words."""
        return "；".join(event_words(event) for event in self.first.events)


def event_words(event: Event) -> str:
    """An event as a reader wants it: its words, the party, the days."""
    party = f"（{event.party}）" if event.party else ""
    days = f" {event.days} 个工作日" if event.days else ""
    return f"{KIND[event.kind].words}{party}{days}"


def spans(lines: Sequence[Line], *, every: bool = False) -> list[Span]:
    """The rows of the table. Days on which something happened, and short runs unless they are a weekend, stand alone."""
    runs: list[list[Line]] = []
    for line in lines if every else _through(lines):
        if not every and runs and _alike(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    found: list[Span] = []
    for run in runs:
        together = len(run) > SHORT_RUN or not run[0].counted
        found += [Span(tuple(run))] if together else [Span((line,)) for line in run]
    return found


def _through(lines: Sequence[Line]) -> list[Line]:
    """Days off in the middle of a stop told as part of it: the clock stands still on them too."""
    found = list(lines)
    since: int | None = None
    for at, line in enumerate(lines):
        if line.counted:
            since = None
        elif not _day_off(line):
            before = found[since] if since is not None else None
            if before is not None and since is not None and before.why == line.why:
                for between in range(since + 1, at):
                    found[between] = replace(found[between], why=line.why, law=line.law)
            since = at
        elif line.events:
            since = None
    return found


def _day_off(line: Line) -> bool:
    return line.law.instrument.key.startswith("holidays")


def _alike(one: Line, other: Line) -> bool:
    return (
        not one.events
        and not other.events
        and (one.counted, one.why, one.law, one.provisional) == (other.counted, other.why, other.law, other.provisional)
    )


def table(lines: Sequence[Line], due: date | None, width: int, *, every: bool = False) -> str:
    """The table as styled text. In a narrow terminal the articles stand below it, under marks; in a very narrow one there
    are no weekdays."""
    rows = spans(lines, every=every)
    laws = list(dict.fromkeys(str(span.first.law) for span in rows))
    noted, short = width < WIDE, width < NARROW
    heads = [h for h in _HEADS if not (short and h[0] in ("星期", "计入"))]
    drawing = plain_table(*heads)
    law_room = 4 if noted else min(max(map(width_of, laws)), 38)
    taken = 2 * len(heads) + 6 + (0 if short else 4 + max(width_of(r.weekdays) for r in rows))
    room = width - max(width_of(r.dates) for r in rows) - law_room - taken
    for span in rows:
        style = "" if span.first.counted else "dim"
        if due is not None and span.last.day == due and span.last.counted:
            style = "bold green"
        law = str(span.first.law)
        days = [span.weekdays, "计" if span.first.counted else "不计"]
        drawing.add_row(
            *(Text(text, style) for text in (span.dates, *([] if short else days), span.numbers)),
            _reason(span, style, due, max(room, 16)),
            Text(f"[{laws.index(law) + 1}]" if noted else "\n".join(wrap(law, law_room)), "dim"),
        )
    for column in drawing.columns:
        column.no_wrap = True
    if not noted:
        return trimmed(drawn([drawing], width))
    return "\n\n".join([trimmed(drawn([drawing], width)), click.style("\n".join(_notes(laws)), dim=True)])


def _notes(laws: Iterable[str]) -> Iterator[str]:
    for number, law in enumerate(laws, 1):
        yield f"[{number}] {law}"


def _reason(span: Span, style: str, due: date | None, room: int) -> Text:
    """Why, wrapped as Chinese is; what happened on the day stands above it."""
    words = Text()
    if span.happened:
        words.append("\n".join(wrap(span.happened, room)) + "\n", "bold")
    why = span.first.why + ("（暂定）" if span.first.provisional else "")
    if due is not None and span.last.day == due and span.last.counted:
        why += "：答复的最后一日"
    special = span.first.provisional or span.first.why.startswith("调休")
    words.append("\n".join(wrap(why, room)), "yellow" if special and style != "bold green" else style)
    return words


def duty_rows(duties: Sequence[Duty], on: date) -> Iterator[tuple[str, str, str, str]]:
    """What comes next: last day, who, what, by which article."""
    for duty in duties:
        provisional = "，暂定" if duty.due.provisional else ""
        late = "，已过" if duty.due.day < on else ""
        party = f"（{duty.party}）" if duty.party else ""
        when = f"{duty.due.day}（{weekday(duty.due.day)}{provisional}{late}）"
        yield when, WHO[duty.who], f"{duty.words}{party}", str(duty.law)
