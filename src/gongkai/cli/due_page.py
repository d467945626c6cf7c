"""A due date as a web page: the answer, the receipt, every day, the duties."""

from collections.abc import Iterator, Sequence

from gongkai.cli import pages
from gongkai.cli.reckoning import Reckoning, headline, progress, receipt, term
from gongkai.cli.timeline import duty_rows, spans

_HEADS = ("日期", "星期", "计入", "第几日", "发生的事", "原因", "依据")
_DUTIES = ("最后一日", "谁", "做什么", "依据")


def page(found: Sequence[tuple[str, Reckoning]], *, every: bool = False) -> str:
    """One page for one application or several, each with its name (may be empty)."""
    title = "答复期限" if len(found) > 1 else f"答复期限：{headline(found[0][1])}"
    parts = [part for name, r in found for part in _parts(name, r, every)]
    return pages.page(title, parts)


def _parts(name: str, r: Reckoning, every: bool) -> Iterator[str]:
    if name:
        yield pages.heading(name, 2)
    yield pages.heading(headline(r))
    for text in (receipt(r), term(r), progress(r)):
        yield pages.paragraph(text)
    for remark in r.remarks:
        yield pages.paragraph(f"注意：{remark}", "note")
    yield pages.table(_HEADS, _rows(r, every), right=(3,), whole=(0, 1, 2))
    rows = [("", row) for row in duty_rows(r.duties, r.on)]
    if rows:
        yield pages.heading("接下来", 2)
        yield pages.table(_DUTIES, rows, whole=(0, 1))


def _rows(r: Reckoning, every: bool) -> Iterator[tuple[str, Sequence[str]]]:
    for span in spans(r.lines, every=every):
        first = span.first
        last = r.due is not None and span.last.counted and span.last.day == r.due.day
        kind = "strong" if last else "special" if first.why.startswith("调休") else "" if first.counted else "quiet"
        why = first.why + ("（暂定）" if first.provisional else "")
        counted = "计" if first.counted else "不计"
        yield kind, (span.dates, span.weekdays, counted, span.numbers, span.happened, why, str(first.law))
