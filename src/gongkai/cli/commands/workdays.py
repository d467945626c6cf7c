"""``gongkai workdays``: the working days of a year; and adding or counting them."""

import json
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.chinese import Whole, described
from gongkai.cli.dates import day_of, in_words, named
from gongkai.cli.faults import Refused
from gongkai.cli.law_options import calendar_of, deliver, force_option, format_option, notices_option, output_file
from gongkai.cli.terminal import columns

if TYPE_CHECKING:
    from gongkai.sources import Instrument
    from gongkai.workdays import WorkingCalendar

EXAMPLES = (
    ("gongkai workdays 2026", "全年的日历：放假 *，调休上班 +，每月和全年的工作日数，依据的通知。"),
    ("gongkai workdays add 2026-09-25 20", "9 月 25 日之后的第 20 个工作日。"),
    ("gongkai workdays count 2026-09-25 2026-11-02", "两天之间的工作日数（不含前一天，含后一天）。"),
    ("gongkai workdays 2027 --notices 通知/", "加上自己录入的放假通知。"),
    ("gongkai workdays 2026 --format html -o 日历.html", "写成可打印的网页。"),
)


@described(examples=EXAMPLES)
@click.argument("words", nargs=-1, metavar="[年份 | add 日期 天数 | count 日期 日期]")
@notices_option()
@format_option()
@output_file()
@force_option()
def command(words: tuple[str, ...], notices: str | None, format_: str, output: str | None, force: bool) -> int:
    """一年的工作日日历，写明所依据的放假通知；或者向后数若干个工作日，或者数两天之间的工作日。

    不写年份就是今年。还没有发布放假通知的年份，按法定节假日和周末推算，写明“暂定”。
    """
    if words and words[0] in ("add", "count"):
        text = _reckoned(words, calendar_of(notices), format_)
    elif len(words) > 1:
        raise click.UsageError(f"多出了「{words[1]}」；请写一个年份，或者 add 日期 天数，或者 count 日期 日期。")
    else:
        calendar = calendar_of(notices)
        text = _of_year(_year(words[0] if words else None, calendar), calendar, format_, output)
    deliver(text, output, force=force)
    return 0


def _year(word: str | None, calendar: "WorkingCalendar") -> int:
    if word is None:
        return date.today().year  # noqa: DTZ011 - the user's own day
    first, last = calendar.first.year, calendar.last.year
    if not (word.isascii() and word.isdigit() and len(word) == 4):
        raise click.UsageError(f"「{word[:20]}」不是年份；请写 {first} 到 {last} 之间的年份，例如 2026。")
    if not first <= int(word) <= last:
        raise Refused(
            f"{word} 年不在日历范围内（{first} 至 {last} 年）；请核对年份，或用 --notices 补充该年的放假通知。"
        )
    return int(word)


def _of_year(year: int, calendar: "WorkingCalendar", format_: str, output: str | None) -> str:
    if format_ == "json":
        return json.dumps(_object(year, calendar), ensure_ascii=False, indent=2)
    if format_ == "html":
        return _page(year, calendar)
    return "\n".join(_drawn(year, calendar, columns() if output is None else 100))


def _notice(year: int, calendar: "WorkingCalendar") -> "Instrument | None":
    """The notice of a year: the instrument its exceptions cite."""
    key = f"holidays_{year}"
    laws = (off.law.instrument for off in calendar.exceptions.values())
    return next((law for law in laws if law.key == key), None)


def _amendments(notice: "Instrument") -> tuple[str, ...]:
    from gongkai.workdays import shipped

    return next((n.amended for n in shipped() if n.source == notice), ())


def _ground(year: int, calendar: "WorkingCalendar") -> str:
    notice = _notice(year, calendar) if year in calendar.announced else None
    if notice is None:
        return (
            f"暂定：{year} 年的放假通知还没有发布，以上按《全国年节及纪念日放假办法》的法定节假日和周末推算，没有调休；"
            "通知发布后，用 --notices 加上即可重算。"
        )
    amended = _amendments(notice)
    later = f"，经{'、'.join(amended)}调整" if amended else ""
    return f"依据：{notice.title}（{notice.number}，{notice.issued_on}）{later}。"


def _drawn(year: int, calendar: "WorkingCalendar", width: int) -> Iterator[str]:
    from gongkai.cli.layout import hang, pad, wrap
    from gongkai.cli.year_calendar import drawn, holiday_words, holidays, working_days

    provisional = year not in calendar.announced
    total = sum(working_days(calendar, year))
    yield click.style(f"{year} 年：{total} 个工作日" + ("（暂定）" if provisional else ""), bold=True)
    yield ""
    yield from drawn(calendar, year, width)
    legend = [click.style("*", fg="red") + " 放假", click.style("+", fg="green", bold=True) + " 调休上班"]
    yield "  ".join(legend)
    yield ""
    for holiday in holidays(calendar, year):
        yield from hang(pad(holiday.name, 8), holiday_words(holiday), width)
    yield ""
    for line in wrap(_ground(year, calendar), width):
        yield click.style(line, fg="yellow" if provisional else None)


def _page(year: int, calendar: "WorkingCalendar") -> str:
    from gongkai.cli import pages
    from gongkai.cli.year_calendar import holiday_words, holidays, working_days

    counts = working_days(calendar, year)
    provisional = "（暂定）" if year not in calendar.announced else ""
    title = f"{year} 年：{sum(counts)} 个工作日{provisional}"
    months = "\n".join(_month(calendar, year, month, counts[month - 1]) for month in range(1, 13))
    rows = [("", (h.name, holiday_words(h))) for h in holidays(calendar, year)]
    return pages.page(title, [
        pages.heading(title),
        f'<div class="year">\n{months}\n</div>',
        pages.paragraph("放假的日子带 *，调休上班的日子带 +。"),
        pages.table(("节日", "安排"), rows),
        pages.paragraph(_ground(year, calendar), "note" if provisional else ""),
    ])  # fmt: skip


def _month(calendar: "WorkingCalendar", year: int, month: int, count: int) -> str:
    from calendar import Calendar

    from gongkai.cli.year_calendar import MARK, MONTHS, WEEK
    from gongkai.workdays import DayKind

    kinds = {DayKind.HOLIDAY: "off", DayKind.MAKE_UP: "work", DayKind.WEEKEND: "week", DayKind.WORKING: ""}
    rows = []
    for week in Calendar().monthdatescalendar(year, month):
        cells = []
        for day in week:
            if day.month != month:
                cells.append("<td></td>")
                continue
            kind = calendar.kind(day)
            name = calendar.exceptions[day].name if day in calendar.exceptions else ""
            attributes = f' class="{kinds[kind]}"' if kinds[kind] else ""
            attributes += f' title="{escape(name)}{kind.value if name else ""}"' if name else ""
            cells.append(f"<td{attributes}>{day.day}{MARK.get(kind, '')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(f'<th scope="col">{w}</th>' for w in WEEK)
    caption = f"{MONTHS[month - 1]}（{count} 个工作日）"
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _object(year: int, calendar: "WorkingCalendar") -> dict[str, Any]:
    from gongkai.cli.year_calendar import working_days

    counts = working_days(calendar, year)
    notice = _notice(year, calendar) if year in calendar.announced else None
    return {
        "schema": 1,
        "year": year,
        "provisional": year not in calendar.announced,
        "notice": None
        if notice is None
        else {
            "title": notice.title,
            "number": notice.number,
            "issued_on": str(notice.issued_on),
            "amended_by": list(_amendments(notice)),
        },
        "working_days": sum(counts),
        "months": counts,
        "days": [
            {"day": str(day), "kind": kind.name.lower(), "counts": kind.counts}
            | ({"name": calendar.exceptions[day].name} if day in calendar.exceptions else {})
            for day, kind in calendar.days_of(year)
        ],
    }


def _reckoned(words: tuple[str, ...], calendar: "WorkingCalendar", format_: str) -> str:
    """``add`` and ``count``. Raises UsageError and Refused."""
    verb, *given = words
    if len(given) != 2:
        usage = "add 要写日期和天数，例如 gongkai workdays add 2026-09-25 20"
        if verb == "count":
            usage = "count 要写两个日期，例如 gongkai workdays count 2026-09-25 2026-11-02"
        raise click.UsageError(f"{usage}。")
    if format_ == "html":
        raise click.UsageError(f"{verb} 只能写成 text 或 json。")
    with in_words(ValueError):
        start = day_of(given[0])
        if verb == "add":
            return _added(start, _days(given[1]), calendar, format_)
        return _counted(start, day_of(given[1]), calendar, format_)


def _days(text: str) -> int:
    try:
        return Whole(1, 2_000).convert(text, None, None)
    except click.BadParameter:
        raise Refused(f"天数要填 1 到 2000 的整数，不能是「{text[:20]}」。") from None


def _added(start: date, days: int, calendar: "WorkingCalendar", format_: str) -> str:
    due = calendar.due(start, days)
    if format_ == "json":
        found = {"schema": 1, "start": str(start), "working_days": days, "day": str(due.day)}
        return json.dumps(found | {"provisional": due.provisional, "unannounced_years": list(due.years)})
    return f"{named(start)}之后的第 {days} 个工作日是 {named(due.day)}。{_provisional(due.years)}"


def _counted(start: date, end: date, calendar: "WorkingCalendar", format_: str) -> str:
    if end < start:
        raise Refused(f"{end} 早于 {start}；请先写前一天，再写后一天。")
    number, years = calendar.count(start, end), calendar.unannounced(start, end)
    if format_ == "json":
        found = {"schema": 1, "start": str(start), "end": str(end), "working_days": number}
        return json.dumps(found | {"provisional": bool(years), "unannounced_years": list(years)})
    return f"{named(start)}之后至 {named(end)}（含当日）有 {number} 个工作日。{_provisional(years)}"


def _provisional(years: tuple[int, ...]) -> str:
    return f"暂定：{'、'.join(map(str, years))} 年的放假通知还没有发布。" if years else ""
