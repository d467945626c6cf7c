"""Reads the worked cases of cases/deadlines and cases/moves: events as a legal officer would write them.

An event is one line: ``kind 周几 date [party] [n天] [n元] [note…]``; the weekday must be right, or the case is wrong.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gongkai.law.events import Event
from gongkai.law.explain import WEEKDAYS
from tests.paths import CASES

_DAY = re.compile(r"(周[一二三四五六日])\s+(\d{4}-\d{2}-\d{2})")


def cases(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of a folder with its name, ``file: 情形``."""
    for path in sorted((CASES / folder).glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {case['情形']}", case


def day(text: str) -> date:
    """A day with its weekday, ``周五 2024-05-31``; ValueError when they do not agree."""
    match = _DAY.search(text)
    if match is None:
        raise ValueError(f"no day in {text!r}")
    found = date.fromisoformat(match[2])
    if WEEKDAYS[found.weekday()] != match[1]:
        raise ValueError(f"{match[2]} is {WEEKDAYS[found.weekday()]}, the case says {match[1]}")
    return found


def event(line: str) -> Event:
    """One event from its line."""
    kind = line.split(maxsplit=1)[0]
    rest = _DAY.sub("", line[len(kind) :]).split()
    days = next((int(w[:-1]) for w in rest if re.fullmatch(r"\d+天", w)), None)
    party = next((w for w in rest if not re.fullmatch(r"\d+天", w)), "")
    return Event(kind, day(line), days=days, party=party)


def case_files(folder: str) -> list[Path]:
    """The files of a folder."""
    return sorted((CASES / folder).glob("*.yaml"))
