"""One run over many documents: examined on all cores, told as they come, looked at again beside each other."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, overload

from gongkai.cli.examine import Examined, Neighbours, Settings, examine, examine_again, is_unlike_peers, reports_of
from gongkai.cli.ledger import Ledger, Place, neighbours
from gongkai.cli.opening import Item
from gongkai.cli.pool import FEWEST_FOR_POOL, spread
from gongkai.cli.terminal import Bar

_READERS = {".docx": "docx", ".html": "html", ".htm": "html", ".xlsx": "xlsx", ".pdf": "pdf", ".txt": "text"}
Numbered = tuple[int, Examined]


class Told(Protocol):
    """Called once for each document when its turn in the order of the command line has come."""

    def __call__(self, order: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Again:
    """A document to be looked at again: its entry, and for each report those of its neighbours (entry, index)."""

    order: int
    item: Item
    entry: str
    beside: tuple[tuple[tuple[str, int] | None, tuple[tuple[str, int], ...]], ...]


def run(
    items: Sequence[Item],
    settings: Settings,
    ledger: Ledger,
    *,
    jobs: int,
    bar: Bar,
    told: Told,
    cluster: str | None = None,
) -> Iterator[int]:
    """Examine every document into the ledger. Yields the order of each as it is done, those of an earlier run first.

    ``told`` is called in the order of the items, as soon as all before it are done. On Ctrl-C the ledger holds what is done.
    """
    turn = 0
    for order in _results(items, settings, ledger, jobs=jobs, cluster=cluster):
        bar.advance()
        yield order
        while turn in ledger.kept:
            told(turn)
            turn += 1


def _results(
    items: Sequence[Item], settings: Settings, ledger: Ledger, *, jobs: int, cluster: str | None
) -> Iterator[int]:
    tasks = []
    for order, item in enumerate(items):
        if ledger.resumable and _recalled(ledger, order, item):
            yield order
        else:
            tasks.append((order, item))
    if cluster:
        from gongkai.cli.cluster import examine_there

        results = examine_there(tasks, settings, address=cluster)
    else:
        _import_for([item for _, item in tasks])
        results = spread(partial(_numbered, settings), tasks, jobs=jobs, crashed=_crashed)
    with closing(results):
        for order, found in results:
            ledger.put(order, found)
            yield order


def _import_for(items: Sequence[Item]) -> None:
    """Import once what every process would import for itself, before they are born."""
    if len(items) < FEWEST_FOR_POOL:
        return
    for name in ("documents.sniff", "documents.json", "documents.recognise", "report.checks"):
        import_module(f"gongkai.{name}")
    for suffix in {PurePath(item.name).suffix.lower() for item in items} & _READERS.keys():
        import_module(f"gongkai.documents.{_READERS[suffix]}.reading")
    gc.collect()
    gc.freeze()  # what stays to the end is not gone through again at every collection, nor copied by that


def _recalled(ledger: Ledger, order: int, item: Item) -> bool:
    try:
        sha256 = hashlib.sha256(item.content()).hexdigest()
    except Exception:
        return False  # examine() says why
    return ledger.recall(order, item, sha256)


def _numbered(settings: Settings, task: tuple[int, Item]) -> Numbered:
    order, item = task
    return order, examine(item, settings)


def _crashed(task: tuple[int, Item]) -> Numbered:
    order, item = task
    return order, Examined(item, error=f"{item.name}：读到一半程序意外终止（可能是内存不够）；请单独核对这一份。")


def compare(settings: Settings, ledger: Ledger, *, jobs: int, changed: Callable[[int, set[str]], None]) -> None:
    """Look again at the reports that have last year's in the same batch, or share sentences with another organ's.

    Only the few that need it are rebuilt. ``changed`` gets the order of a document and the findings it had before, each as
    the text that ``identity_of`` gives.
    """
    found = neighbours(ledger)
    tasks = _Tasks(ledger, found)
    results = spread(partial(_seen_again, settings), tasks, jobs=jobs, crashed=_lost)
    with closing(results), Bar("与同批报告比对", len(tasks), fewest=50) as bar:
        for order, examined in results:
            bar.advance()
            if examined is not None and examined.error is None:
                before = {identity_of(f) for e in ledger.entries(order) for f in e["findings"]}
                ledger.put(order, examined)
                changed(order, before)


def identity_of(finding: object) -> str:
    """A finding as text, to tell new ones from those seen before."""
    import json

    return json.dumps(finding, ensure_ascii=False, sort_keys=True)


class _Tasks(Sequence[Again]):
    """The documents to be looked at again. Each is made when asked for: with the texts of its neighbours, all of them
    together would take six times the memory of the batch."""

    def __init__(self, ledger: Ledger, found: dict[Place, tuple[Place | None, list[Place]]]) -> None:
        self._ledger, self._found = ledger, found
        self._orders = sorted({place.order for place in found})
        # Where the texts stand now: a result must not hang on which document was looked at again first.
        self._at = {order: kept.at for order, kept in ledger.kept.items()}

    def __len__(self) -> int:
        return len(self._orders)

    @overload
    def __getitem__(self, at: int) -> Again: ...

    @overload
    def __getitem__(self, at: slice) -> list[Again]: ...

    def __getitem__(self, at: int | slice) -> Again | list[Again]:
        if isinstance(at, slice):
            return [self._made(order) for order in self._orders[at]]
        return self._made(self._orders[at])

    def _made(self, order: int) -> Again:
        kept, beside = self._ledger.kept[order], []
        for index in range(len(kept.summaries)):
            before, peers = self._found.get(Place(order, index), (None, []))
            beside.append((self._stored(before) if before else None, tuple(map(self._stored, peers))))
        return Again(order, kept.item, self._text(order), tuple(beside))

    def _stored(self, place: Place) -> tuple[str, int]:
        return self._text(place.order), place.index

    def _text(self, order: int) -> str:
        return self._ledger.text(self._at[order])


def _seen_again(settings: Settings, task: Again) -> tuple[int, Examined | None]:
    if all(before is None for before, _ in task.beside) and is_unlike_peers(task.entry, [p for _, p in task.beside]):
        return task.order, None
    reports = reports_of(task.entry)
    beside = []
    for index, (before, peers) in enumerate(task.beside):
        previous = reports_of(before[0])[before[1]] if before else None
        report = reports[index]
        known = settings.earlier.find(report.organ, report.year)
        inside = next((r for r in reports if r.organ == report.organ and r.year == (report.year or 0) - 1), None)
        beside.append(Neighbours(known or inside or previous, tuple(reports_of(text)[i] for text, i in peers)))
    return task.order, examine_again(task.item, task.entry, beside, settings)


def _lost(task: Again) -> tuple[int, Examined | None]:
    return task.order, None
