"""What has been examined so far, kept in a file as JSON lines so that a batch of any size fits in memory and can resume."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from gongkai.cli.examine import Examined, Settings, Summary
from gongkai.cli.faults import Refused
from gongkai.cli.opening import Item
from gongkai.cli.organs import same
from gongkai.cli.saving import reason

MOST_PEERS = 5
FEWEST_SHARED = 3
MOST_HOLDERS = 20
_REPORTS = ', "reports": '


@dataclass(slots=True)
class Kept:
    """One document in memory: everything but its text, and where in the file the text stands."""

    item: Item
    at: int
    error: str | None
    summaries: tuple[Summary, ...]
    marks: tuple[tuple[int, ...], ...]
    written: tuple[bytes, ...] = ()


class Ledger:
    """Results by their order on the command line. With a manifest, the file stays and earlier results are found in it.

    A line is ``{"sha256", "settings", "name", "error", "summaries", "marks", "reports"}``; a later line for the same content
    replaces an earlier one, and a last line that was cut off is ignored.
    """

    def __init__(self, settings: Settings, manifest: Path | None = None) -> None:
        self._settings = settings.key
        self._earlier: dict[str, int] = {}
        self.kept: dict[int, Kept] = {}
        try:
            self._file: IO[bytes] = manifest.open("a+b") if manifest else TemporaryFile()  # noqa: SIM115
        except OSError as error:
            raise Refused(f"不能打开进度文件 {manifest}：{reason(error)}。") from error
        if manifest:
            self._index()

    def _index(self) -> None:
        self._file.seek(0)
        at = 0
        for line in self._file:
            whole = line.endswith(b"\n")
            try:
                found = json.loads(line) if whole else None
            except ValueError as error:
                raise Refused("--resume 给的文件不是本程序写的进度文件（JSON 行）；请换一个文件名。") from error
            if isinstance(found, dict) and found.get("settings") == self._settings and not found.get("error"):
                self._earlier[found["sha256"]] = at
            at += len(line)
            if not whole:
                self._file.write(b"\n")

    def recall(self, order: int, item: Item, sha256: str) -> bool:
        """Take over the result of an earlier run for the same content; False when there is none."""
        at = self._earlier.get(sha256)
        if at is None:
            return False
        line = self._line(at)
        summaries = tuple(Summary(*s) for s in line["summaries"])
        self.kept[order] = Kept(item, at, None, summaries, tuple(tuple(m) for m in line["marks"]))
        return True

    @property
    def resumable(self) -> bool:
        """Whether an earlier run left results that hold for these settings."""
        return bool(self._earlier)

    def put(self, order: int, found: Examined) -> None:
        """Add a result, or replace the one of that order."""
        line = {
            "sha256": found.sha256,
            "settings": self._settings,
            "name": found.item.name,
            "error": found.error,
            "summaries": [[s.organ, s.year, s.errors, s.questions, s.undecided] for s in found.summaries],
            "marks": found.marks,
        }
        head = json.dumps(line, ensure_ascii=False)
        self._file.seek(0, 2)
        at = self._file.tell()
        self._file.write(f"{head[:-1]}{_REPORTS}{found.entry}}}\n".encode())
        self._file.flush()
        self.kept[order] = Kept(found.item, at, found.error, found.summaries, found.marks, found.written)

    def entries(self, order: int) -> list[dict[str, Any]]:
        """The reports of a document with their findings, as objects of the contract with the text."""
        found: list[dict[str, Any]] = self._line(self.kept[order].at)["reports"]
        return found

    def text(self, at: int) -> str:
        """The ``entries`` that stand at a place of the file (``Kept.at``) as JSON text, to hand to another process."""
        self._file.seek(at)
        line = self._file.readline().decode()
        # The last key of the line: quotes inside a text are escaped, so that this is found nowhere else.
        return line[line.index(_REPORTS) + len(_REPORTS) : line.rindex("}")]

    def in_order(self) -> Iterator[tuple[int, Kept]]:
        """Everything kept, in the order of the command line."""
        return iter(sorted(self.kept.items()))

    def _line(self, at: int) -> dict[str, Any]:
        self._file.seek(at)
        line: dict[str, Any] = json.loads(self._file.readline())
        return line

    def close(self) -> None:
        """Close the file; a temporary one is gone."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Place:
    """A report of the batch: the order of its document, and its place in it."""

    order: int
    index: int


def neighbours(ledger: Ledger) -> dict[Place, tuple[Place | None, list[Place]]]:
    """Which reports of a batch must be looked at again beside others, and beside which: last year's of the same organ, and
    the few of other organs that share most sentences. Linear in the number of reports."""
    flat = [
        (Place(order, i), s, kept.marks[i]) for order, kept in ledger.in_order() for i, s in enumerate(kept.summaries)
    ]
    years: dict[tuple[str, int], Place] = {}
    for place, s, _ in flat:
        if s.organ and s.year:
            years.setdefault((s.organ, s.year), place)  # of two, the first; that there are two is told at the end
    organ_of = {place: s.organ for place, s, _ in flat}
    holders: dict[int, list[Place]] = {}
    for place, _, marks in flat:
        for mark in marks:
            held = holders.setdefault(mark, [])
            if len(held) < MOST_HOLDERS:
                held.append(place)
    found = {}
    for place, summary, marks in flat:
        before = years.get((summary.organ, summary.year - 1)) if summary.organ and summary.year else None
        if before is not None and before.order == place.order:
            before = None  # of the same file: already seen together
        shared = Counter(other for mark in marks for other in holders[mark] if other != place)
        peers = [
            other
            for other, count in shared.most_common(MOST_HOLDERS)
            if count >= FEWEST_SHARED and not same(organ_of[other], summary.organ)
        ][:MOST_PEERS]
        if before is not None or peers:
            found[place] = (before, peers)
    return found
