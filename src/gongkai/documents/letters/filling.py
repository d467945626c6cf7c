"""A letter from its template and the elements of the case: all or nothing, what is missing is named first."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from gongkai.documents.letters.declared import LETTER, LETTERS, Letter
from gongkai.documents.letters.elements import ELEMENT, BadElement, Element, Shape, Value, day_words, value_of
from gongkai.documents.letters.fullnames import in_full
from gongkai.documents.letters.paper import Block, Grid, Line, NewPage, Paper, Role, Signature
from gongkai.documents.letters.remedies import remedies_words
from gongkai.documents.letters.template import NEW_PAGE, Optional, Part, Row, Slot, Template, load
from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.events import CHANNEL
from gongkai.law.outcomes import OUTCOME
from gongkai.law.remedies import TERMS, Route, Term, route

_ROLES = {"标题：": Role.TITLE, "文号：": Role.NUMBER, "主送：": Role.ADDRESSEE, "附注：": Role.NOTE}
_FIRST, _SECOND = re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"（[一二三四五六七八九十]+）")
_KINDS = {k.key: k for k in APPLICANT_KINDS} | {k.words: k for k in APPLICANT_KINDS}


class MissingElements(ValueError):
    """A letter cannot be made: ``missing`` are the elements nobody supplied. The message names them in Chinese."""

    def __init__(self, letter: Letter, missing: tuple[Element, ...]) -> None:
        named = "、".join(e.words for e in missing)
        super().__init__(f"《{letter.title}》还缺{named}；请补齐后再生成。")
        self.letter, self.missing = letter, missing


def prepare(
    key: str,
    elements: Mapping[str, object],
    *,
    templates: Path | None = None,
    terms: tuple[Term, ...] = TERMS,
) -> Paper:
    """Fill a letter. ``elements`` maps keys of ``ELEMENTS`` to values; ``templates`` is an administrator's folder with
    files of the same names; ``terms`` the terms of the remedies in force.

    Raises MissingElements before anything is produced, BadElement for a value that cannot be, BadTemplate for an
    override that lacks something, KeyError for an unknown letter or element. Nothing is half written.
    """
    letter = _letter(key)
    template = load(letter, templates)
    given = _values(elements)
    given |= {e.key: _derived_default(letter, e) for e in template.required if not given.get(e.key)}
    wanted = dict.fromkeys((*letter.required, *(e for e in template.required if not e.derived)))
    missing = tuple(e for e in wanted if not given.get(e.key))
    if missing:
        raise MissingElements(letter, missing)
    issued_on = _issued(elements)
    given |= _derived(letter, given, issued_on, terms)
    return Paper(
        letter,
        _flat(str(given.get("organ", ""))),
        _title(template, given),
        _flat(str(given.get("number", ""))),
        issued_on,
        in_full(_blocks(template, given)),
    )


def blank(key: str) -> Paper:
    """A form to be filled in by hand: every place is empty. Same errors as ``prepare`` for an unknown key."""
    letter = _letter(key)
    template = load(letter)
    return Paper(letter, "", _title(template, {}), "", None, tuple(_blocks(template, {})))


def _letter(key: str) -> Letter:
    if key not in LETTER:
        raise KeyError(f"没有「{key}」这种文书；可用的有：{'、'.join(x.key for x in LETTERS)}。")
    return LETTER[key]


def _values(elements: Mapping[str, object]) -> dict[str, Value]:
    unknown = [key for key in elements if key not in ELEMENT or ELEMENT[key].derived]
    if unknown:
        raise KeyError(
            f"没有「{'」「'.join(unknown)}」这个要素，或者它由其他要素得出，不能直接填写；请对照要素表改正。"
        )
    found = {key: value_of(ELEMENT[key], given) for key, given in elements.items()}
    for key, value in found.items():
        options = ELEMENT[key].options
        if options and value and value not in options:
            raise BadElement(
                f"「{ELEMENT[key].words}」应为{'、'.join(options)}之一，不能是“{str(value)[:30]}”；请改正。"
            )
    if "channel" in found and str(found["channel"]) in CHANNEL:
        found["channel"] = CHANNEL[str(found["channel"])].words
    if "applicant_kind" in found and str(found["applicant_kind"]) in _KINDS:
        found["applicant_kind"] = _KINDS[str(found["applicant_kind"])].words
    return found


def _derived_default(letter: Letter, element: Element) -> Value:
    if element.key == "basis" and "basis" not in letter.elements:
        return value_of(element, letter.basis)
    return str(element.default) if element.default is not None else ""


def _issued(elements: Mapping[str, object]) -> date | None:
    given = elements.get("issued_on")
    if given is None or isinstance(given, date):
        return given
    return date.fromisoformat(str(given).strip())


def _derived(
    letter: Letter, given: Mapping[str, Value], issued_on: date | None, terms: tuple[Term, ...]
) -> dict[str, Value]:
    kind = _KINDS.get(str(given.get("applicant_kind", "")))
    found: dict[str, Value] = {"you": "你（单位）" if kind is None else "你单位" if kind.organization else "你"}
    if letter.contestable and issued_on is not None:
        found["remedies"] = remedies_words(
            Route.EITHER if not letter.outcome else route(OUTCOME[letter.outcome], issued_on),
            letter.noun,
            organ=str(given["reconsideration_organ"]),
            court=str(given["court"]),
            on=issued_on,
            terms=terms,
        )
    return found


# Blocks


def _title(template: Template, given: Mapping[str, Value]) -> str:
    row = next(row for row in template.rows if row.mark == "标题：")
    return _flat(_words(row.cells[0], given))


def _flat(text: str) -> str:
    """What stands on a line of its own has no line breaks."""
    return " ".join(text.split("\n"))


def _blocks(template: Template, given: Mapping[str, Value]) -> Iterator[Block]:
    rows = list(template.rows)
    widths: tuple[int, ...] = ()
    organ, at = "", 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if row.mark == "|":
            table = [row]
            while at < len(rows) and rows[at].mark == "|":
                table.append(rows[at])
                at += 1
            yield _grid(table, widths, given)
        elif row.mark == NEW_PAGE:
            yield NewPage()
        elif row.mark == "列宽：":
            widths = tuple(int(n) for n in str(row.cells[0][0]).split())
        elif row.mark == "落款：":
            organ = _flat(_words(row.cells[0], given))
        elif row.mark == "日期：":
            yield Signature(organ, _words(row.cells[0], given))
        else:
            yield from _lines(row, given)


def _lines(row: Row, given: Mapping[str, Value]) -> Iterator[Line]:
    if row.mark == "附件：":
        names = [text for values in _each(row, given) for text in [_words(row.cells[0], values)] if text]
        for number, name in enumerate(names, 1):
            lead = "附件：" if number == 1 else "　　　"
            yield Line(Role.ENCLOSURE, f"{lead}{f'{number}. ' if len(names) > 1 else ''}{name}")
        return
    if row.repeated:
        items = [_words(row.cells[0], values) for values in _each(row, given)]
        for number, item in enumerate(items, 1):
            yield from _paragraphs("", f"{number}. {item}" if len(items) > 1 else item)
        return
    yield from _paragraphs(row.mark, _words(row.cells[0], given))


def _paragraphs(mark: str, text: str) -> Iterator[Line]:
    """The lines of one paragraph; a line break inside a value opens a new one."""
    if mark in _ROLES and mark != "附注：":
        text = _flat(text)
    for line in text.split("\n"):
        if line.strip():
            yield Line(_role(mark, line.strip()), line.strip())


def _role(mark: str, text: str) -> Role:
    if mark:
        return _ROLES[mark]
    if len(text) <= 28 and not text.endswith(("。", "；", "，")):
        if _FIRST.match(text):
            return Role.FIRST
        if _SECOND.match(text):
            return Role.SECOND
    return Role.TEXT


def _grid(table: list[Row], widths: tuple[int, ...], given: Mapping[str, Value]) -> Grid:
    rows: list[tuple[str, ...]] = []
    for row in table:
        if row.repeated:
            rows += list(_repeated(row, given, max(len(widths), 1)))
        else:
            rows.append(tuple(_cell(cell, given) for cell in row.cells))
    across = max(len(row) for row in rows)
    if len(widths) < across:
        widths = (*widths, *[max(widths, default=1)] * (across - len(widths)))
    return Grid(widths, tuple(rows), sum(row.head for row in table))


def _repeated(row: Row, given: Mapping[str, Value], across: int) -> Iterator[tuple[str, ...]]:
    """A row for each item: its number, then its columns."""
    element = next(e for e in row.slots() if e.shape is Shape.ROWS or e.shape in (Shape.LIST, Shape.PAIRS))
    items = given.get(element.key) or ()
    for number, item in enumerate(items or [("",)] * 8, 1):
        cells = item if isinstance(item, tuple) else (item,)
        padded = (str(number) if items else "", *cells, *[""] * across)
        yield padded[:across]


def _cell(parts: tuple[Part, ...], given: Mapping[str, Value]) -> str:
    """The words of a cell: a choice shows all its options with the chosen one marked."""
    slots = [part.element for part in parts if isinstance(part, Slot)]
    if len(parts) == 1 and slots and slots[0].options:
        chosen = given.get(slots[0].key, "")
        return " ".join(f"{'■' if option == chosen else '□'}{option}" for option in slots[0].options)
    return _words(parts, given)


def _each(row: Row, given: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """The elements once for each item of the list in a row; a pair is joined by a colon."""
    element = next((e for e in row.slots() if e.shape in (Shape.LIST, Shape.PAIRS)), None)
    if element is None:
        yield given
        return
    for item in given.get(element.key) or ():
        yield {**given, element.key: "：".join(item) if isinstance(item, tuple) else item}


def _words(parts: tuple[Part, ...] | tuple[str | Slot, ...], given: Mapping[str, Value]) -> str:
    found = ""
    for part in parts:
        if isinstance(part, Slot):
            found += _plain(given.get(part.element.key, ""))
        elif isinstance(part, Optional):
            there = all(given.get(p.element.key) for p in part.parts if isinstance(p, Slot))
            more = _words(part.parts if there else part.otherwise, given)
            # Two remarks in brackets, either of which may be left out, stand in one pair of them.
            found = f"{found[:-1]}；{more[1:]}" if found.endswith("）") and more.startswith("（") else found + more
        else:
            # Whoever fills in a reason ends it with a full stop; the template has its own.
            found = (found.rstrip("。；，") if part.startswith(("。", "；", "，")) else found) + part
    return found


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return value
    return "；".join(item if isinstance(item, str) else "：".join(item) for item in value)


__all__ = ["MissingElements", "blank", "day_words", "prepare"]
