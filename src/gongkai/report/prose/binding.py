"""Reading an edited section again: every number in it, and whether its source says the same."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from gongkai.report.cells import Number
from gongkai.report.checks.organs import is_area
from gongkai.report.narrative import Claim, Plain, Scope, Segment, Topic, claims_in, plain, segments
from gongkai.report.narrative.numbers import NUMBER, number
from gongkai.report.narrative.readings import readings
from gongkai.report.narrative.segments import segment_at
from gongkai.report.prose.absent import denied, speaks_elsewhere
from gongkai.report.prose.alignment import Slot, slots
from gongkai.report.prose.named import printed
from gongkai.report.prose.sources import Sources
from gongkai.report.prose.spans import Draft
from gongkai.report.prose.subjects import Said, keys_in

_UNITS = r"人次|件次|万元|%|件|份|条|宗|起|例|个|项|次|封|篇|部|期|页|元|人|名|场|轮|处|类"
_NUMBER = re.compile(rf"(?P<rough>近|约|超过?|逾)?(?P<n>{NUMBER})(?P<more>余|多)?(?P<u>{_UNITS})?")
_ARABIC = re.compile(r"[\d.,]+")
_YEAR = re.compile(r"20\d\d$")
_ORDINAL = re.compile(r"第$|[（(]$")
_DATE = re.compile(r"[年月日号时]")
_ASKED = (Topic.APPLICATIONS, Topic.REMEDIES, Topic.PROPOSALS)
_HEAD = re.compile(r"(?:^|\n)[（(]?$")


class Standing(Enum):
    """How a number stands to its source; the values are stable."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number, or words of a record, at ``[start, end)`` of the edited text (in code points).

    ``key`` is the source in ``Sources`` (empty where a reading of the tables or nothing answers), ``source`` its name,
    ``expected`` what it says now. ``by_hand`` is False where the draft's own span stands unchanged. ``denied``: words that there
    is none of something, which the records contradict.
    """

    start: int
    end: int
    text: str
    standing: Standing
    key: str = ""
    source: str = ""
    expected: str = ""
    by_hand: bool = True
    denied: bool = False

    @property
    def message(self) -> str:
        """One Chinese sentence: what, where it comes from, how to mend."""
        if self.standing is Standing.AGREES:
            return f"“{self.text}”与{self.source}一致。"
        if self.denied:
            return f"“{self.text}”与{self.source}不符：请改写或者删去，或者更正记录。"
        if self.standing is Standing.UNKNOWN:
            return f"“{self.text}”没有找到依据：请核对，或者登记相应的记录。"
        if not self.expected:
            return f"“{self.text}”已经没有记录支持：请改写或者删去，或者更正记录。"
        return f"“{self.text}”与{self.source}不一致，应为“{self.expected}”：请改正，或者更正所依据的记录。"


def bind(text: str, *, kept: Draft, sources: Sources) -> tuple[Mark, ...]:
    """Every number of an edited section with its standing, and the words of records that no longer say the same.

    ``kept`` is the draft the text grew from: what stands where the draft had a source is held against that source; every
    other number is read as a claim about the tables or the registers. Rough numbers (约, 余), dates, other years and titles
    in 《》 state nothing that can be compared: the rough ones are unknown, the others are not marked.
    """
    prepared = plain(kept.section, text)
    found = {slot.start: slot for slot in slots(kept, text)}
    marks = [mark for slot in found.values() if (mark := _kept(slot, text, sources))]
    covered = [(m.start, m.end) for m in marks] + [
        (s.start, s.end) for s in found.values() if _is_words(s, sources) and s.untouched
    ]
    numbers = tuple(_numbers(prepared))
    spoken = _spoken(numbers, prepared, sources)
    for typed in numbers:
        if not any(start < typed.end and typed.start < end for start, end in covered):
            slot = next((s for s in found.values() if s.start <= typed.start < s.end), None)
            mark = _typed(typed, slot, spoken.get(typed.at, ""), prepared, sources)
            marks += [mark] if mark else []
    marks += [m for m in _denied(prepared, sources) if not any(s < m.end and m.start < e for s, e in covered)]
    return tuple(sorted(marks, key=lambda m: m.start))


def _denied(prepared: Plain, sources: Sources) -> Iterator[Mark]:
    """What somebody wrote of having none, or nothing else, though there is."""
    for words, source in denied(sources.report, sources.fees):
        for match in words.finditer(prepared.masked):
            start, end = prepared.clause_at(match.start())
            if not speaks_elsewhere(prepared.masked[start:end]):
                span = prepared.span(*match.span())
                yield Mark(span.start, span.end, span.text, Standing.CONTRADICTS, "", source, denied=True)


def _is_words(slot: Slot, sources: Sources) -> bool:
    source = sources.get(slot.placed.bound.key)
    return source is None or source.value is None


def _kept(slot: Slot, text: str, sources: Sources) -> Mark | None:
    """The mark of a span that stands as drafted."""
    key, words = slot.placed.bound.key, text[slot.start : slot.end]
    source = sources.get(key)
    if not slot.untouched:
        return None
    if source is None:
        return Mark(slot.start, slot.end, words, Standing.CONTRADICTS, key, "原来的记录", by_hand=False)
    if source.text == words:
        if source.value is None:
            return None
        return Mark(slot.start, slot.end, words, Standing.AGREES, key, source.words, source.text, by_hand=False)
    return Mark(slot.start, slot.end, words, Standing.CONTRADICTS, key, source.words, source.text, by_hand=False)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A number of the text: offsets as printed and, unit included, in ``Plain.masked``; value, unit."""

    start: int
    end: int
    at: int
    until: int
    text: str
    value: Number
    unit: str
    rough: bool


def _numbers(prepared: Plain) -> Iterator[_Typed]:
    """The numbers worth a mark, in order."""
    for match in _NUMBER.finditer(prepared.masked):
        value = number(match["n"])
        if value is None or _is_no_count(prepared.masked, match):
            continue
        unit = match["u"] or ""
        stop = match.end("n") + (1 if unit == "%" else 0)
        span = prepared.span(match.start("n"), stop)
        rough = bool(match["rough"] or match["more"])
        yield _Typed(span.start, span.end, match.start("n"), match.end(), span.text, value, unit, rough)


def _spoken(numbers: Iterable[_Typed], prepared: Plain, sources: Sources) -> dict[int, str]:
    """The key of the source the words give each number, by its place in ``Plain.masked``."""
    clauses: dict[tuple[int, int], list[_Typed]] = {}
    for typed in numbers:
        if typed.unit or not _YEAR.fullmatch(typed.text):
            clauses.setdefault(prepared.clause_at(typed.at), []).append(typed)
    cut, area = segments(prepared, sources.year), is_area(sources.organ)
    found: dict[int, str] = {}
    for (start, end), own in clauses.items():
        said = [Said(t.at - start, t.until - start, t.unit) for t in own]
        lead = prepared.masked[prepared.sentence_at(own[0].at)[0] : start]
        keys = keys_in(prepared.masked[start:end], said, lead=lead)
        found |= {
            t.at: key
            for t, key in zip(own, keys, strict=True)
            if _is_ours(key, segment_at(cut, t.at), sources.year, area)
        }
    return found


def _is_ours(key: str, segment: Segment | None, year: int, area: bool | None) -> bool:
    """Whether what is said where a number stands is of this organ's whole year, and, of publishing, not of applications."""
    if segment is None or segment.partial or segment.year not in (None, year):
        return False
    if segment.scope is Scope.AREA and area is False:
        return False
    return not (key.startswith("published/") and segment.topic in _ASKED)


def _is_no_count(masked: str, match: re.Match[str]) -> bool:
    """A date, an ordinal, the number of a point, or Chinese numerals without a unit (一是, 进一步)."""
    before, after = masked[max(0, match.start("n") - 2) : match.start("n")], masked[match.end("n") : match.end("n") + 1]
    if _DATE.match(after) and not _YEAR.fullmatch(match["n"]):
        return True
    if _YEAR.fullmatch(match["n"]):
        return after != "年"
    if not _ARABIC.match(match["n"]):
        return not match["u"]
    numbered = after in ("、", ".", "．", "）", ")") and bool(_HEAD.search(before) or before == "")
    return numbered or before.endswith("第")


def _typed(typed: _Typed, slot: Slot | None, spoken: str, prepared: Plain, sources: Sources) -> Mark | None:
    """The mark of a number that the draft did not put there; ``spoken`` is the key its words give it."""
    if _YEAR.fullmatch(typed.text) and not typed.unit:
        return _year(typed, sources)
    if typed.rough:
        return _unknown(typed)
    key = slot.placed.bound.key if slot else ""
    if key and (source := sources.get(key)) and source.value is not None and typed.value == source.value:
        return Mark(typed.start, typed.end, typed.text, Standing.AGREES, key, source.words, source.text)
    return _claimed(typed, prepared, sources) or _registered(typed, (key, spoken), sources)


def _year(typed: _Typed, sources: Sources) -> Mark | None:
    if int(typed.value) == sources.year:
        source = sources["year"]
        return Mark(typed.start, typed.end, typed.text, Standing.AGREES, "year", source.words, source.text)
    return None


@lru_cache(maxsize=64)
def _claims(prepared_section: str, text: str, year: int) -> Mapping[int, Claim]:
    """The claims of a text by the place of their number."""
    return {claim.at: claim for claim in claims_in(plain(prepared_section, text), year)}


def _claimed(typed: _Typed, prepared: Plain, sources: Sources) -> Mark | None:
    """The mark of a number that is a claim about the tables."""
    claims = _claims(prepared.section, prepared.source, sources.year)
    claim = claims.get(typed.at)
    if claim is None or claim.partial or claim.year not in (None, sources.year):
        return None
    if claim.kind == "charge":
        amount = sources.report.value(2, "administrative_charge", "amount_wan_yuan")
        means: Mapping[str, Number] = {} if amount is None else {"表二行政事业性收费": Decimal(amount) * 10_000}
    else:
        alone = not any(c.kind == "result" and c.parts == {"partially_granted"} for c in claims.values())
        means = readings(claim, sources.report, alone)
    if not means:
        return None
    agreeing = next((name for name, value in means.items() if value == claim.value), None)
    name, value = (agreeing, claim.value) if agreeing else next(iter(means.items()))
    standing = Standing.AGREES if agreeing else Standing.CONTRADICTS
    in_wan = claim.kind == "charge" and "万" in typed.text
    expected = printed((Decimal(value) / 10_000).normalize()) if in_wan else printed(value)
    return Mark(typed.start, typed.end, typed.text, standing, "", f"“{name}”", expected + ("万" if in_wan else ""))


def _registered(typed: _Typed, keys: Iterable[str], sources: Sources) -> Mark | None:
    """The mark of a number that its place or its words give to a register: the key of either, empty for none."""
    keys = [key for key in dict.fromkeys(keys) if key]
    for candidate in keys:
        source = sources.get(candidate)
        if source is not None and source.value is not None and _same(typed, source.value):
            return Mark(typed.start, typed.end, typed.text, Standing.AGREES, candidate, source.words, source.text)
    # 一个, 一项 count nothing as often as they count
    for candidate in keys if typed.text != "一" else ():
        source = sources.get(candidate)
        if source is not None and source.value is not None:
            standing, expected = Standing.CONTRADICTS, source.text
            return Mark(typed.start, typed.end, typed.text, standing, candidate, source.words, expected)
    return _unknown(typed)


def _unknown(typed: _Typed) -> Mark | None:
    """Chinese numerals are words as often as counts (四类, 一项一项): nothing is asked of those that no source knows."""
    if not _ARABIC.match(typed.text):
        return None
    return Mark(typed.start, typed.end, typed.text, Standing.UNKNOWN)


def _same(typed: _Typed, value: Number) -> bool:
    """Percentages agree within their last printed place, everything else to the unit."""
    if typed.unit != "%":
        return typed.value == value
    decimals = len(typed.text.rstrip("%％").partition(".")[2])
    return abs(Decimal(typed.value) - Decimal(value)) < Decimal(1).scaleb(-decimals)
