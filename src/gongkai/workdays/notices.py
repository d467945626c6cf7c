"""Holiday notices as dated files, one a year; and what the law alone says of a year that has none yet.

A notice file is TOML: ``year``, ``number``, ``issued_on``, and a ``[[holiday]]`` each with ``name``, ``from``, ``to`` and
``work`` (make-up days). Adding a file to a folder given to ``calendar`` makes that year announced.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gongkai.sources import HOLIDAYS, Instrument
from gongkai.workdays.calendar import DayKind, DayOff, WorkingCalendar

_NAME = "国务院办公厅关于{year}年部分节假日安排的通知"


class BadNotice(ValueError):
    """A notice file is wrong. The message is one Chinese sentence: which file, what, how to mend."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A year's notice: its number and date, later notices that amended it, and the exceptions it makes."""

    year: int
    source: Instrument
    days_off: tuple[DayOff, ...]
    amended: tuple[str, ...] = ()


def read_notice(text: str, *, name: str) -> Notice:
    """One notice from the text of its file. Raises BadNotice."""
    try:
        content = tomllib.loads(text)
        year, number, issued = content["year"], content["number"], content["issued_on"]
        source = Instrument(f"holidays_{year}", _NAME.format(year=year), number, number, issued_on=issued)
        days = tuple(_days(content["holiday"], source, year, name))
    except tomllib.TOMLDecodeError as error:
        raise BadNotice(f"放假通知 {name} 不是正确的 TOML：{error}。请按 CONTRIBUTING 的样例改正。") from None
    except (KeyError, TypeError) as error:
        raise BadNotice(
            f"放假通知 {name} 缺少项目 {error}；每个文件要有 year、number、issued_on 和 holiday。"
        ) from None
    if not isinstance(year, int) or not isinstance(issued, date):
        raise BadNotice(f"放假通知 {name} 的 year 应为年份，issued_on 应为日期，例如 2025-11-04。")
    return Notice(year, source, days, tuple(a["number"] for a in content.get("amended", ())))


def _days(holidays: list[dict[str, Any]], source: Instrument, year: int, name: str) -> Iterator[DayOff]:
    seen: set[date] = set()
    for holiday in holidays:
        start, end, law = holiday["from"], holiday["to"], source.part(holiday["name"])
        if not isinstance(start, date) or not isinstance(end, date) or not 0 <= (end - start).days <= 20:
            raise BadNotice(f"放假通知 {name}「{holiday['name']}」的起止日期不对：{start} 至 {end}。")
        off = [start + timedelta(days=i) for i in range((end - start).days + 1)]
        for day, kind in [
            *((d, DayKind.HOLIDAY) for d in off),
            *((d, DayKind.MAKE_UP) for d in holiday.get("work", ())),
        ]:
            if day in seen or abs(day.year - year) > 1:
                raise BadNotice(f"放假通知 {name}「{holiday['name']}」的 {day} 重复或不在 {year} 年前后，请核对。")
            if kind is DayKind.MAKE_UP and day.weekday() < 5:
                raise BadNotice(f"放假通知 {name} 的调休上班日 {day} 本来就是工作日，请核对。")
            seen.add(day)
            yield DayOff(day, kind, holiday["name"], law)


@cache
def shipped() -> tuple[Notice, ...]:
    """The notices shipped with the package, by year."""
    folder = files("gongkai.workdays") / "years"
    found = [
        read_notice(f.read_text(encoding="utf-8"), name=f.name) for f in folder.iterdir() if f.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda n: n.year))


@cache
def _festivals() -> dict[int, dict[str, date]]:
    text = (files("gongkai.workdays") / "festivals.toml").read_text(encoding="utf-8")
    return {int(year): days for year, days in tomllib.loads(text).items()}


def statutory(year: int) -> Iterator[DayOff]:
    """The statutory holidays of a year without a notice, by the law alone: no make-up days, no bridges (国务院令795号)."""
    festivals = _festivals()[year]
    spring = festivals["春节"]
    spans = (
        ("元旦", date(year, 1, 1), 1),
        ("春节", spring - timedelta(days=1), 4),
        ("清明节", festivals["清明节"], 1),
        ("劳动节", date(year, 5, 1), 2),
        ("端午节", festivals["端午节"], 1),
        ("中秋节", festivals["中秋节"], 1),
        ("国庆节", date(year, 10, 1), 3),
    )
    for name, start, days in spans:
        for i in range(days):
            yield DayOff(start + timedelta(days=i), DayKind.HOLIDAY, name, HOLIDAYS.art(2), provisional=True)


@cache
def calendar(folder: Path | None = None) -> WorkingCalendar:
    """The calendar of the shipped notices and those in ``folder`` (which win over shipped ones of the same year).

    Years up to the last known festival table that have no notice are provisional. Raises BadNotice.
    """
    notices = {n.year: n for n in shipped()}
    if folder is not None:
        for path in sorted(folder.glob("*.toml")):
            notice = read_notice(path.read_text(encoding="utf-8"), name=path.name)
            notices[notice.year] = notice
    first, last = min(notices), max([*notices, *_festivals()])
    days: dict[date, DayOff] = {}
    for year in range(first, last + 1):
        for off in notices[year].days_off if year in notices else statutory(year):
            days.setdefault(off.day, off)
    return WorkingCalendar(first=first, last=last, days_off=days.values(), announced=notices)
