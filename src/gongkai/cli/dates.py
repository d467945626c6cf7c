"""Dates as people type them: read generously, refused with a sentence that says what is wrong; and as we print them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unicodedata import normalize

import click

from gongkai.cli.faults import Refused
from gongkai.law.explain import WEEKDAYS

_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)


def day_of(text: str) -> date:
    """The date somebody wrote (2026-09-25, 2026/9/25, 2026.9.25, 20260925, 2026年9月25日).

    Raises ValueError with one Chinese sentence, also for a date no calendar has (2026-02-30).
    """
    plain = normalize("NFKC", text).strip()
    match = next((m for form in _FORMS if (m := form.fullmatch(plain))), None)
    if match is None or (not plain.isascii() and "年" not in plain):
        raise ValueError(f"「{text[:30]}」不是日期；请写成 2026-09-25 这样。")
    year, month, number = map(int, match.groups())
    if not year or not 1 <= month <= 12:
        raise ValueError(f"没有 {text.strip()} 这一天：月份应为 1 至 12，请改正。")
    last = monthrange(year, month)[1]
    if not 1 <= number <= last:
        raise ValueError(f"没有 {text.strip()} 这一天：{year} 年 {month} 月只有 {last} 天，请改正。")
    return date(year, month, number)


class Day(click.ParamType[date]):
    """A date; anything else is refused in Chinese."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date. Raises BadParameter."""
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def weekday(day: date) -> str:
    """The day of the week, 周一 to 周日."""
    return WEEKDAYS[day.weekday()]


def named(day: date) -> str:
    """A date with its weekday: 2026-10-30（周五）."""
    return f"{day}（{weekday(day)}）"


@contextmanager
def in_words(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of the law (whose message is a sentence for the reader) into a refusal of the command."""
    try:
        yield
    except kinds as error:
        raise Refused(str(error.args[0])) from error
