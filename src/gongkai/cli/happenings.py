"""What happened to an application, as it is typed: ``--event kind=date:party`` and the lines of a case file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from gongkai.cli.dates import day_of, in_words, weekday
from gongkai.cli.faults import Refused
from gongkai.cli.yaml_files import load
from gongkai.law.events import CHANNELS, KIND, KINDS, Event, Ledger

_DAYS = re.compile(r"(\d{1,6})\s*(?:个?工作日|天|日)")
_YUAN = re.compile(r"\d+元")
_WEEKDAY = re.compile(r"周[一二三四五六日]|星期[一二三四五六日天]")
_BY_WORDS = {
    **{k.words: k.key for k in KINDS},
    "逾期未答复": "comaker_silent",
    "共同制作机关逾期未答复": "comaker_silent",
}
MOST = 200


@dataclass(frozen=True)
class Case:
    """A case of a file: its name, its ledger, and the due date it expects (None: it says nothing)."""

    name: str
    ledger: Ledger
    reply_due: str | None = None


def kind_of(text: str) -> str:
    """The key of a kind of event, from the key or its Chinese words. Raises Refused."""
    word = text.strip()
    if word in KIND:
        return word
    if word in _BY_WORDS:
        return _BY_WORDS[word]
    near = get_close_matches(word, [*KIND, *_BY_WORDS], 1)
    hint = f"是不是 {near[0]}？" if near else ""
    raise Refused(f"没有「{word[:30]}」这种事件。{hint}全部事件见 gongkai due --events。")


def channel_of(text: str) -> str:
    """The key of a channel, from the key or its Chinese words. Raises Refused."""
    word = text.strip()
    found = next((c.key for c in CHANNELS if word in (c.key, c.words)), None)
    if found is None:
        named = "、".join(f"{c.key}（{c.words}）" for c in CHANNELS)
        raise Refused(f"没有「{word[:30]}」这种渠道；可用的有：{named}。")
    return found


def event_of(text: str) -> Event:
    """An event from ``kind=date``, ``kind=date:party`` or ``kind=date:10天``. Raises Refused."""
    head, equals, rest = text.replace("＝", "=").partition("=")
    if not equals:
        raise Refused(f"事件「{text[:40]}」写得不对；请写成 supplement_asked=2026-09-28 这样。")
    on, *more = [part.strip() for part in re.split("[:：]", rest)]
    return _event(kind_of(head), on, [word for word in more if word], text)


def event_in(line: str) -> Event:
    """An event from a line of a case file: ``kind 周几 date [party] [n天]``. Raises Refused, also when the weekday is not
    that of the date."""
    kind, *words = line.split()
    said = next((w for w in words if _WEEKDAY.fullmatch(w)), None)
    rest = [w for w in words if w != said and not _YUAN.fullmatch(w)]
    if not rest:
        raise Refused(f"「{line[:40]}」没有日期；请写成 received 周一 2026-03-02 这样。")
    event = _event(kind_of(kind), rest[0], rest[1:], line)
    if said is not None and weekday(event.on)[-1] != said[-1].replace("天", "日"):
        raise Refused(f"「{line[:40]}」：{event.on} 是{weekday(event.on)}，不是{said}；请核对是哪一天。")
    return event


def _event(kind: str, on: str, more: Sequence[str], text: str) -> Event:
    days, party, channel = None, "", ""
    for word in more:
        number = _DAYS.fullmatch(word)
        if number is not None and days is None:
            days = int(number[1])
        elif kind == "received" and not channel:
            channel = channel_of(word)
        elif KIND[kind].of_party or kind == "transferred":
            party = party or word
    if days is None and more and not (KIND[kind].of_party or kind in ("transferred", "received")):
        words = KIND[kind].words
        raise Refused(f"「{text[:40]}」里的「{more[0][:20]}」看不懂：「{words}」只能再写天数，例如 10天。")
    with in_words(ValueError):
        return Event(kind, day_of(on), days=days, party=party, channel=channel)


def ledger_of(received: date, channel: str | None, events: Sequence[str]) -> Ledger:
    """The ledger of a command line. Raises Refused for what cannot be or cannot follow."""
    if len(events) > MOST:
        raise Refused(f"事件有 {len(events)} 件，超过 {MOST} 件；请核对。")
    with in_words(ValueError):
        first = Event("received", received, channel=channel_of(channel) if channel else "")
        return Ledger.of([first, *(event_of(text) for text in events)])


def cases_in(path: str) -> list[Case]:
    """The cases of a file: a list of cases or one, each with ``events`` (lines, or a mapping of kind to date) and, if it
    likes, ``情形``, ``channel`` and ``reply_due``. Raises Refused."""
    content = load(path)
    found = content if isinstance(content, list) else [content]
    if not found or not all(isinstance(case, Mapping) for case in found):
        raise Refused(f"{path} 里没有案例；每个案例要有 events，写法见 gongkai due --help。")
    return [_case(case, f"{path} 第 {number} 个案例") for number, case in enumerate(found, 1)]


def _case(case: Mapping[str, Any], place: str) -> Case:
    name = str(case.get("情形") or case.get("name") or place)
    expected = case.get("reply_due")
    return Case(name, ledger_in(case, place), str(expected).strip() if expected else None)


def ledger_in(case: Mapping[str, Any], place: str) -> Ledger:
    """The ledger of a mapping with ``events`` and, if it likes, ``channel``; ``place`` names it. Raises Refused."""
    events = case.get("events")
    if not isinstance(events, Mapping | list) or not events:
        raise Refused(f"{place} 没有 events；请逐行写明发生了什么，例如 received 周一 2026-03-02。")
    if len(events) > MOST:
        raise Refused(f"{place} 的事件有 {len(events)} 件，超过 {MOST} 件；请核对。")
    try:
        found = list(_events(events))
        if case.get("channel") and found[0].kind == "received":
            found[0] = replace(found[0], channel=channel_of(str(case["channel"])))
        with in_words(ValueError):
            return Ledger.of(found)
    except Refused as error:
        raise Refused(f"{place}：{error}") from None


def _events(events: Mapping[str, Any] | Sequence[Any]) -> Iterator[Event]:
    if isinstance(events, Mapping):
        for kind, rest in events.items():
            for one in rest if isinstance(rest, list) else [rest]:
                yield event_in(f"{kind} {one}")
        return
    for line in events:
        if isinstance(line, Mapping):
            yield from _events(line)
        else:
            yield event_in(str(line))
