"""Rates of conclusion and satisfaction beside the counts they come from: proposals, hotlines, applications."""

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.cells import Number
from gongkai.report.checks.rule import Context, Hit
from gongkai.report.narrative import Plain, texts_of
from gongkai.report.narrative.claim import Figure, figures
from gongkai.report.reading import Report

_RATE = re.compile(
    r"(?P<what>办结|办复|答复|回复|满意|办理)率(?:和满意率|、满意率)?(?:均|都)?(?:达到|达|为|是)?(?P<p>\d+(?:\.\d+)?)%"
)
_DONE = re.compile(
    r"(?:办结|办复|答复|回复|满意)(?:了|的|建议|提案|件数|共|为|：)*(?P<n>\d+)(?:件|条|个|次)|(?P<m>\d+)(?:件|条|个|次)(?:已|均)?(?:办结|办复|答复|回复|满意)"
)
_TAKEN = re.compile(r"收到|承办|接到|受理|办理|收集|交办|接收|共")
_FAR = 300
_HUNDRED = Decimal(100)


def rates(report: Report, _: Context) -> Iterator[Hit]:
    """A rate that the number received and the number done, both in its sentence, do not give."""
    for text in texts_of(report):
        for match in _RATE.finditer(text.masked):
            start = max(text.sentence_at(match.start())[0], match.start() - _FAR)
            received = _received(text, start, match.start())
            done = _done(text, start, match)
            if received is None or done is None or not received or done > received:
                continue
            decimals = len(match["p"].partition(".")[2])
            rate = _HUNDRED * done / Decimal(received)
            if abs(rate - Decimal(match["p"])) >= Decimal(1).scaleb(-decimals):
                shown = rate.quantize(Decimal("0.1"))
                yield Hit(
                    where=text.span(match.start(), match.end()),
                    message=f"“{match[0]}”与同句的件数不符：共 {received} 件，{match['what']} {done} 件，应为 {shown}%。",
                    printed=f"{match['p']}%",
                    expected=f"{shown}%",
                )


def _received(text: Plain, start: int, end: int) -> Number | None:
    """The largest figure said to be taken in: a total stands beside its parts."""
    taken: list[Figure] = [
        f for f in figures(text.masked, start, end)
        if f.unit in ("件", "条", "个", "次") and not f.rough and _TAKEN.search(text.masked, max(start, f.start - 24), f.start)
    ]  # fmt: skip
    return max((f.value for f in taken), default=None)


def _done(text: Plain, start: int, rate: re.Match[str]) -> int | None:
    """The figure said to be done, of the same word as the rate, or None when there is not exactly one."""
    word = rate["what"]
    found = [m for m in _DONE.finditer(text.masked, start, rate.start()) if word in m[0]]
    return int(found[0]["n"] or found[0]["m"]) if len(found) == 1 else None
