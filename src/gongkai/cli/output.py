"""What a check prints or writes: text as it comes, JSON at the end, or documents with the findings marked in them."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path, PurePath
from typing import Any

import click

from gongkai.cli.account import account, title, told
from gongkai.cli.batch import identity_of
from gongkai.cli.faults import Refused
from gongkai.cli.layout import pad
from gongkai.cli.ledger import Kept, Ledger
from gongkai.cli.opening import Item
from gongkai.cli.organs import missing, unexpected
from gongkai.cli.saving import save, saved_in_parts
from gongkai.cli.terminal import Bar, columns, complain, say
from gongkai.report.cells import fold


@dataclass(frozen=True)
class Asked:
    """What the user asked of the output: of which documents, names expected, where to write, one line a report;
    ``held`` keeps every report back until the batch is done."""

    items: Sequence[Item]
    expected: Sequence[str] | None = None
    output: str | None = None
    brief: bool = False
    held: bool = False
    examples: bool = False

    @property
    def many(self) -> bool:
        """More than one document."""
        return len(self.items) > 1

    @cached_property
    def names(self) -> dict[Item, str]:
        """The name of each document without the folders that all of them share."""
        apart = [item.name.split("/")[:-1] for item in self.items]
        shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*apart, strict=False))
        length = sum(len(parts[0]) + 1 for parts in shared)
        return {item: item.name[length:] for item in self.items}


class Output:
    """The parts every output shares. ``written`` is the format in which each report is written back, if any."""

    written: str | None = None

    def __init__(self, asked: Asked, ledger: Ledger) -> None:
        self.asked = asked
        self.ledger = ledger
        self.bar: Bar | None = None
        self._told: set[int] = set()

    def told(self, order: int) -> None:
        """A document is done and its turn has come."""
        if self.asked.held and self.bar is not None:
            return  # the rest of a small batch may still add findings to it
        self._told.add(order)
        kept = self.ledger.kept[order]
        if kept.error is not None:
            self._print(kept.error, err=True)
        else:
            self._show(order, kept)

    def changed(self, order: int, before: set[str]) -> None:
        """A document was looked at again beside the others; ``before`` are its findings until then."""

    def end(self, *, finished: bool) -> None:
        """All is done, or the user stopped it. What was done out of turn is told now."""
        for order, _ in self.ledger.in_order():
            if order not in self._told:
                self.told(order)
        self._finish()
        if not finished:
            complain(f"已中断：做完 {len(self.ledger.kept)} 个文件，以上是这些文件的结果。")

    def _show(self, order: int, kept: Kept) -> None:
        """Show one document that was read."""

    def _finish(self) -> None:
        """Show what is known only at the end."""

    def _print(self, text: str, *, err: bool = False) -> None:
        if self.bar is not None:
            self.bar.aside(text, err=err)
        else:
            (complain if err else say)(text)


class Text(Output):
    """For people: each report in full or in a line, then one table."""

    def __init__(self, asked: Asked, ledger: Ledger) -> None:
        super().__init__(asked, ledger)
        self._lines: list[str] = []
        self._again: dict[int, set[str]] = {}
        self._columns = columns() if asked.output is None else 80

    def _show(self, order: int, kept: Kept) -> None:
        if self.asked.brief:
            self._line("\n".join(_brief(kept)))
            return
        for entry in self.ledger.entries(order):
            if order or self._lines:
                self._line(click.style("─" * self._columns, dim=True))
            self._line(account(entry, self._columns))

    def changed(self, order: int, before: set[str]) -> None:
        """Show the findings that only the other reports brought to light."""
        if self.asked.brief or order not in self._told:
            return
        for entry in self.ledger.entries(order):
            new = [f for f in entry["findings"] if identity_of(f) not in before]
            if new:
                self._line(click.style("─" * self._columns, dim=True))
                head = click.style(f"{title(entry['report'])}：与同批其他报告比对后补充", bold=True)
                self._line(f"{head}\n\n{told(new, self._columns)}")

    def _finish(self) -> None:
        if self.asked.many or self.asked.expected is not None:
            self._line("\n" + summary_table(self.asked, self.ledger, self._columns))
            for line in (*_totals(self.ledger), *_doubled(self.asked, self.ledger)):
                self._line(line)
        if self.asked.expected is not None:
            for line in _absent(self.ledger, self.asked.expected):
                self._line(line)
        if self.asked.examples:
            self._line(NEXT)
        if self.asked.output is not None:
            save(Path(self.asked.output), ("\n".join(map(click.unstyle, self._lines)) + "\n").encode())

    def _line(self, text: str) -> None:
        if self.asked.output is None:
            self._print(text)
            self._lines = [""]
        else:
            self._lines.append(text)


class Json(Output):
    """For programs: one object of the contract, at the end."""

    def _finish(self) -> None:
        if self.asked.output is None:
            for part in self._parts():
                sys.stdout.buffer.write(part.encode())
        else:
            saved_in_parts(Path(self.asked.output), (part.encode() for part in self._parts()))
        for line in _doubled(self.asked, self.ledger):
            complain(click.unstyle(line))
        if self.asked.expected is not None:
            for line in _absent(self.ledger, self.asked.expected):
                complain(click.unstyle(line))

    def _parts(self) -> Iterator[str]:
        import json

        yield '{"schema": 1, "reports": ['
        between = "\n"
        for order, kept in self.ledger.in_order():
            for entry in self.ledger.entries(order) if kept.error is None else ():
                yield between + json.dumps(without_text(entry), ensure_ascii=False)
                between = ",\n"
        yield "\n]}\n"


class Marked(Output):
    """Documents written back with their findings marked in place: ``-o`` is a file for one report, else a folder."""

    def __init__(self, asked: Asked, ledger: Ledger) -> None:
        super().__init__(asked, ledger)
        if asked.output is None and (asked.many or self.written != "html"):
            raise Refused(f"--format {self.written} 要用 -o 指明写到哪里{'（文件夹）' if asked.many else ''}。")

    def _show(self, order: int, kept: Kept) -> None:
        if self.asked.output is None:
            for content in kept.written:
                sys.stdout.buffer.write(content)
            return
        for path in self._write(kept):
            self._print(f"{path}：" + "；".join(_brief(kept)))

    def changed(self, order: int, before: set[str]) -> None:
        """Write the documents again, with the new findings."""
        if self.asked.output is not None and order in self._told:
            list(self._write(self.ledger.kept[order]))

    def _write(self, kept: Kept) -> Iterator[Path]:
        for content, summary in zip(kept.written, kept.summaries, strict=True):
            path = self._place(kept.item, f"-{summary.year}" if len(kept.written) > 1 else "")
            save(path, content)
            yield path
        kept.written = ()

    def _place(self, item: Item, year: str) -> Path:
        """Where a document goes: the file named by ``-o``, or into that folder under its own name and, if need be, format."""
        place = Path(self.asked.output or "")
        if not self.asked.many and not place.is_dir():
            return place.with_name(f"{place.stem}{year}{place.suffix or '.' + str(self.written)}")
        inside = PurePath(self.asked.names[item].replace("..", "").lstrip("/"))
        same = [
            one for one in self.asked.items if PurePath(self.asked.names[one]).with_suffix("") == inside.with_suffix("")
        ]
        kind = inside.suffix.replace(".", "-") if len(same) > 1 else ""
        return place / inside.parent / f"{inside.stem}{kind}{year}-核对.{self.written}"

    def _finish(self) -> None:
        if self.asked.many:
            say("\n" + summary_table(self.asked, self.ledger, columns()))
            for line in (*_totals(self.ledger), *_doubled(self.asked, self.ledger)):
                say(line)
        for line in _absent(self.ledger, self.asked.expected) if self.asked.expected is not None else ():
            say(line)


class Html(Marked):
    """HTML with marks."""

    written = "html"


class Docx(Marked):
    """Word documents with comments."""

    written = "docx"


OUTPUTS: dict[str, type[Output]] = {"text": Text, "json": Json, "html": Html, "docx": Docx}
NEXT = """
以上是随程序附带的示例（机关和内容都是虚构的）。接下来：
  gongkai check 年报.docx                        核对您自己的报告
  gongkai check 年报.docx --previous 去年.docx   与上一年度一起核对
  gongkai check 年报.docx --format docx -o 核对.docx   写回 Word，问题处加批注
  gongkai --help                                 全部命令"""


def without_text(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry as ``check --format json`` prints it: the report without the text of its sections."""
    report = {key: value for key, value in entry["report"].items() if key not in ("narrative", "passages")}
    return {"report": report, "findings": entry["findings"]}


def summary_table(asked: Asked, ledger: Ledger, width: int) -> str:
    """One row a report, in the order of the command line, as text for a terminal of that width."""
    from gongkai.cli.tables import summary

    rows: list[tuple[str, str, int | None, int | None, str]] = []
    for _, kept in ledger.in_order():
        if kept.error is not None:
            rows.append(("读不了", "", None, None, asked.names[kept.item]))
        for s in kept.summaries:
            rows.append((s.organ or "（没有写明）", str(s.year or ""), s.errors, s.questions, asked.names[kept.item]))
    return summary(rows, width)


def _brief(kept: Kept) -> Iterator[str]:
    for s in kept.summaries:
        name = pad(f"{s.organ or '（没有写明机关）'} {s.year or ''}", 36)
        if s.errors:
            yield f"{name} {click.style(f'错误 {s.errors}', fg='red')}，疑问 {s.questions}"
        elif s.questions:
            yield f"{name} {click.style(f'疑问 {s.questions}', fg='yellow')}"
        else:
            yield f"{name} {click.style('没有问题', fg='green')}"


def _totals(ledger: Ledger) -> Iterator[str]:
    summaries = [s for kept in ledger.kept.values() for s in kept.summaries]
    failed = sum(kept.error is not None for kept in ledger.kept.values())
    wrong = sum(s.errors > 0 for s in summaries)
    errors, questions = sum(s.errors for s in summaries), sum(s.questions for s in summaries)
    words = [f"共 {len(summaries)} 份报告", f"{wrong} 份有错误（{errors} 处）" if wrong else "没有发现错误"]
    words.append(f"疑问 {questions} 处" if questions else "没有疑问")
    if failed:
        words.append(f"{failed} 个文件读不了（原因见上）")
    yield "，".join(words) + "。"


def _doubled(asked: Asked, ledger: Ledger) -> Iterator[str]:
    """Reports of one organ and year that came more than once, with their files: which of them counts is for people."""
    held: dict[tuple[str, int], list[str]] = {}
    for _, kept in ledger.in_order():
        for s in kept.summaries:
            if s.organ and s.year:
                held.setdefault((fold(s.organ), s.year), []).append(asked.names[kept.item])
    for (organ, year), names in held.items():
        if len(names) > 1:
            words = f"{organ} {year} 年的报告有 {len(names)} 份："
            yield click.style(words, fg="yellow", bold=True) + "、".join(names) + "。请核对以哪一份为准。"


def _absent(ledger: Ledger, expected: Sequence[str]) -> Iterator[str]:
    present = [s.organ for kept in ledger.kept.values() for s in kept.summaries]
    gone = missing(expected, present)
    if gone:
        yield click.style(f"还没有报的 {len(gone)} 个：", fg="red", bold=True) + "、".join(gone) + "。"
    else:
        yield f"名单上的 {len(expected)} 个机关都报了。"
    others = unexpected(expected, present)
    if others:
        yield f"不在名单上的 {len(others)} 个：" + "、".join(others) + "。"
