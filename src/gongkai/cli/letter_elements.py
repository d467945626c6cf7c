"""The elements of a letter as they are typed: ``--set 申请人=张三``, and the mapping of a YAML file.

A file may also tell what happened (``events``, as in a case file): then the dates and terms are worked out from it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from gongkai.cli.dates import day_of, in_words
from gongkai.cli.faults import Refused
from gongkai.cli.law_options import calendar_of
from gongkai.cli.terminal import complain
from gongkai.cli.yaml_files import load
from gongkai.documents.letters.declared import LETTER, LETTERS, Letter
from gongkai.documents.letters.elements import BY_WORDS, ELEMENT, Element, Shape

_MANY = (Shape.LIST, Shape.PAIRS, Shape.ROWS)
_COLUMNS = re.compile(r"[|｜]")


def letter_of(word: str) -> Letter:
    """The letter with this key, or this title when only one has it. Raises Refused."""
    if word in LETTER:
        return LETTER[word]
    titled = [letter for letter in LETTERS if word.strip("《》") in (letter.title, letter.key)]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise Refused(f"《{titled[0].title}》有 {len(titled)} 种，请写代号：{'、'.join(x.key for x in titled)}。")
    near = get_close_matches(word, [*LETTER, *(x.title for x in LETTERS)], 1)
    hint = f"是不是 {near[0]}？" if near else ""
    raise Refused(f"没有「{word[:30]}」这种文书。{hint}全部文书见 gongkai letter --list。")


def elements_of(path: str | None, pairs: Sequence[str], *, notices: str | None = None) -> dict[str, Any]:
    """The elements of a file and of ``--set``, which wins, by key; ``notices`` is a folder of more holiday notices for what
    is worked out. Raises Refused."""
    found = _of_file(path) if path is not None else {}
    happened = found.pop("events", None)
    typed: dict[str, Any] = {}
    for pair in pairs:
        element, value = _pair(pair)
        if element.shape in _MANY:
            row = value if element.shape is Shape.LIST else [part.strip() for part in _COLUMNS.split(value)]
            typed.setdefault(element.key, []).append(row)
        elif element.key in typed:
            raise Refused(f"「{element.words}」写了两次；请只留一个。")
        else:
            typed[element.key] = _typed(element, value)
    given = found | typed
    if happened is not None and path is not None:
        given = _of_events(happened, path, given, notices) | {key: value for key, value in given.items() if value}
    return given


def _pair(pair: str) -> tuple[Element, str]:
    name, equals, value = (part.strip() for part in pair.replace("＝", "=", 1).partition("="))
    if not equals or not name:
        raise Refused(f"「{pair[:40]}」写得不对；请写成 申请人=张三 这样。")
    return element_of(name), value


def element_of(name: str) -> Element:
    """The element with this key or these Chinese words. Raises Refused."""
    element = ELEMENT.get(name) or BY_WORDS.get(name)
    if element is None:
        near = get_close_matches(name, [*BY_WORDS, *ELEMENT], 1)
        hint = f"是不是「{near[0]}」？" if near else ""
        raise Refused(f"没有「{name[:30]}」这个要素。{hint}一种文书要哪些要素，见 gongkai letter --show 代号。")
    if element.derived:
        raise Refused(f"「{element.words}」由其他要素得出，不能直接填写；请删去。")
    return element


def _typed(element: Element, value: Any) -> Any:
    if element.shape is Shape.DATE and value:
        try:
            return day_of(str(value))
        except ValueError as error:
            raise Refused(f"「{element.words}」：{error}") from None
    return value


def _of_file(path: str) -> dict[str, Any]:
    content = load(path)
    if not isinstance(content, Mapping) or not content:
        raise Refused(f"{path} 里没有要素；请一行写一个，例如 申请人: 张三。")
    found: dict[str, Any] = {}
    for name, value in content.items():
        if name == "events":
            continue
        try:
            element = element_of(str(name).strip())
            if element.key in found:
                raise Refused(f"「{element.words}」写了两次（中文和代号）；请只留一个。")
            found[element.key] = _shaped(element, value)
        except Refused as error:
            raise Refused(f"{path}：{error}") from None
    return found | {"events": content} if "events" in content else found


def _of_events(content: Mapping[str, Any], path: str, given: Mapping[str, Any], notices: str | None) -> dict[str, Any]:
    """What follows from what happened: dates, terms, the way the application came. The day of the letter is the one given,
    else that of the last event, which is then not taken for the day of issue."""
    from gongkai.cli.happenings import ledger_in
    from gongkai.documents.letters.case import Applicant, Organ, elements_from
    from gongkai.law.clock import reply_due
    from gongkai.law.conditions import Facts
    from gongkai.law.events import CHANNEL

    channel = str(content.get("channel") or content.get("申请渠道") or "")
    known = channel in CHANNEL or channel in {c.words for c in CHANNEL.values()}
    ledger = ledger_in({"events": content["events"], "channel": channel if known else ""}, path)
    issued, calendar = given.get("issued_on"), calendar_of(notices)
    on = issued if isinstance(issued, date) else ledger.events[-1].on
    with in_words(ValueError):
        found = elements_from(ledger, Facts(), Organ("", "", ""), Applicant(""), calendar, on=on)
        due = reply_due(ledger, calendar)
    if due is not None and due.provisional:
        years = "、".join(map(str, due.years))
        complain(f"注意：{years} 年的放假通知还没有发布，由期限算出的日期只是暂定；发出之前请用 gongkai due 再核对。")
    if not issued:
        del found["issued_on"]
    return found


def _shaped(element: Element, value: Any) -> Any:
    """A value of a file in the shape the element takes: an item that is a mapping of one line is a pair."""
    if element.shape not in _MANY:
        if isinstance(value, Mapping | list) and element.shape is not Shape.LAWS:
            raise Refused(f"「{element.words}」只写一个值（{element.how}）；请改正。")
        return _typed(element, value)
    if isinstance(value, str):
        value = [value] if value.strip() else []
    if isinstance(value, Mapping):
        value = [{name: words} for name, words in value.items()]
    return [_item(element, item) for item in value]


def _item(element: Element, item: Any) -> Any:
    if element.shape is Shape.LIST:
        if not isinstance(item, str):
            raise Refused(f"「{element.words}」每条是一段文字；含有冒号的一条请加引号。")
        return item
    if isinstance(item, Mapping) and len(item) == 1 and element.shape is Shape.PAIRS:
        ((name, words),) = item.items()
        item = [name, words]
    elif isinstance(item, str):
        item = [part.strip() for part in _COLUMNS.split(item)]
    if not isinstance(item, list) or not all(isinstance(cell, str) for cell in item):
        raise Refused(f"「{element.words}」每条有几栏，用 | 分开；请改正。")
    return item
