"""Reading and checking one document: a pure function of its bytes, so that it runs in any process or machine."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from gongkai.cli.faults import Refused, sentence
from gongkai.cli.opening import Item
from gongkai.cli.organs import Earlier
from gongkai.report.cells import State, fold
from gongkai.report.findings import Finding, Severity
from gongkai.report.reading import Report
from gongkai.report.settle import settle

_SENTENCE_END = re.compile(r"[。；！？\n]")
_DIGITS = re.compile(r"\d+")
SHORTEST = 18
MOST_MARKS = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every document of a run: the year to choose, last year's reports, the format to write back in."""

    year: int | None = None
    earlier: Earlier = field(default_factory=Earlier)
    written: str | None = None

    @property
    def key(self) -> str:
        """Changes when a result would: it decides whether a result of an earlier run may be used again."""
        from gongkai import __version__

        text = f"{__version__}|{self.year}|{self.earlier.key}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Summary:
    """One report in a line: organ, year, errors, questions, whether a cell is undecided."""

    organ: str | None
    year: int | None
    errors: int
    questions: int
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one document.

    ``error`` is one sentence when it could not be read. ``entry`` is JSON: ``[{"report": …, "findings": […]}, …]`` with the
    text of the sections. ``marks`` are fingerprints of long sentences for each report. ``written`` are the documents with
    the findings marked in them, where that was asked for.
    """

    item: Item
    sha256: str = ""
    error: str | None = None
    entry: str = "[]"
    summaries: tuple[Summary, ...] = ()
    marks: tuple[tuple[int, ...], ...] = ()
    written: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The reports of a batch that a report is seen beside: last year's, and those that share sentences with it."""

    previous: Report | None = None
    peers: tuple[Report, ...] = ()


def examine(item: Item, settings: Settings) -> Examined:
    """Read and check one document. Never raises: what goes wrong is the ``error`` of the result."""
    try:
        content = item.content()
        sha256 = hashlib.sha256(content).hexdigest()
    except Exception as error:
        return Examined(item, error=named(item, error))
    return examine_bytes(item, content, sha256, settings)


def examine_bytes(item: Item, content: bytes, sha256: str, settings: Settings) -> Examined:
    """As ``examine``, for content that was read elsewhere."""
    try:
        reports, before = read_with_previous(content, item.file_name, settings)
        neighbours = [Neighbours(previous) for previous in before]
        return _checked(item, sha256, reports, neighbours, settings)
    except Exception as error:
        return Examined(item, sha256, error=named(item, error))


def examine_again(item: Item, entry: str, neighbours: Sequence[Neighbours], settings: Settings) -> Examined:
    """Check reports once more, beside the others of their batch; ``neighbours`` are in the order of the reports.

    A cell that was undecided is settled by last year's report, when that is now at hand.
    """
    try:
        reports = [settle(r, beside.previous) for r, beside in zip(reports_of(entry), neighbours, strict=True)]
        sha256 = reports[0].source.sha256 if reports and reports[0].source else ""
        return _checked(item, sha256, reports, neighbours, settings)
    except Exception as error:
        return Examined(item, error=named(item, error))


# The same few reports are the nearest of many others: most are asked for again soon.
@lru_cache(maxsize=32)
def reports_of(entry: str) -> tuple[Report, ...]:
    """The reports of an ``Examined.entry``. Raises Unreadable when it is not one."""
    from gongkai.documents.json import read

    return tuple(read(json.dumps(one["report"])) for one in json.loads(entry))


def is_unlike_peers(entry: str, peers: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether ``examine_again`` would find the same, when nothing but other organs' reports came in sight: for each report
    the peers (entry, index) beside it. Far quicker, as no figure is looked at."""
    from gongkai.report.checks.similarity import is_like_a_peer

    if any(f["code"] == "S-3" for one in json.loads(entry) for f in one["findings"]):
        return False  # of an earlier run; it may have to go
    return not any(
        is_like_a_peer(report, tuple(texts_of(text)[i] for text, i in beside))
        for report, beside in zip(texts_of(entry), peers, strict=True)
    )


@lru_cache(maxsize=128)
def texts_of(entry: str) -> tuple[Report, ...]:
    """As ``reports_of``, without the figures, which are most of the work."""
    from gongkai.documents.json import read

    figures = ("section2", "section3", "section4")
    found = [{k: v for k, v in one["report"].items() if k not in figures} for one in json.loads(entry)]
    return tuple(read(json.dumps(one, ensure_ascii=False)) for one in found)


def read_with_previous(content: bytes, name: str, settings: Settings) -> tuple[list[Report], list[Report | None]]:
    """The reports of a file and, for each, last year's: from the same file or from the settings. Raises Unreadable."""
    from gongkai.documents import read

    reports = read(content, name=name, year=settings.year).reports
    if not reports:
        raise Refused("文件里没有年度报告。")
    own = Earlier(reports)
    before = [settings.earlier.find(r.organ, r.year) or own.find(r.organ, r.year) for r in reports]
    return [settle(report, previous) for report, previous in zip(reports, before, strict=True)], before


def _checked(
    item: Item,
    sha256: str,
    reports: Sequence[Report],
    neighbours: Sequence[Neighbours],
    settings: Settings,
) -> Examined:
    from gongkai.report.checks import check
    from gongkai.report.checks.rule import Context

    results = [
        (report, check(report, Context(previous=beside.previous, peers=beside.peers)))
        for report, beside in zip(reports, neighbours, strict=True)
    ]
    written = tuple(annotated(r, f, settings.written) for r, f in results) if settings.written else ()
    return Examined(
        item,
        sha256,
        entry=json.dumps([entry_of(r, f) for r, f in results], ensure_ascii=False),
        summaries=tuple(summary_of(r, f) for r, f in results),
        marks=tuple(marks_of(r) for r in reports),
        written=written,
    )


def entry_of(report: Report, findings: Sequence[Finding]) -> dict[str, Any]:
    """A report and its findings as the JSON contract has them, with the text of the sections."""
    from gongkai.documents.json import finding_object, report_object

    return {"report": report_object(report, narrative=True), "findings": [finding_object(f) for f in findings]}


def summary_of(report: Report, findings: Sequence[Finding]) -> Summary:
    """The report in a line."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    return Summary(report.organ, report.year, errors, len(findings) - errors, undecided(report))


def undecided(report: Report) -> bool:
    """Whether a cell has several readings."""
    return any(cell.state is State.UNDECIDED for cell in report.cells.values())


def marks_of(report: Report) -> tuple[int, ...]:
    """Fingerprints of the long sentences of a report, figures left out: equal sentences give equal numbers everywhere."""
    found: dict[int, None] = {}
    for key in ("overview", "problems", "other_matters"):
        for part in _SENTENCE_END.split(report.text(key)):
            plain = _DIGITS.sub("0", fold(part))
            if len(plain) >= SHORTEST:
                found[int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "big")] = None
    return tuple(found)[:MOST_MARKS]


def annotated(report: Report, findings: Sequence[Finding], format: str) -> bytes:
    """The report written back with its findings marked in place (``docx`` or ``html``)."""
    from importlib import import_module

    module = {"docx": "gongkai.documents.docx.comments", "html": "gongkai.documents.html.writing"}[format]
    content: bytes = import_module(module).write_checked(report, findings)
    return content


def named(item: Item, error: BaseException) -> str:
    """What went wrong with a document, in one sentence that begins with its name."""
    text = sentence(error)
    return text if item.name in text else f"{item.name}：{text}"
