"""The account of a check in words: who, which file, what was read, then each finding with its place and its cure.

Works on the objects of the JSON contract, so that text and JSON cannot tell different stories.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from gongkai.cli.layout import hang, wrap

Entry = Mapping[str, Any]
_WORDS = {"error": "错误", "question": "疑问"}
_COLOURS = {"error": "red", "question": "yellow"}
_STATES = {
    "blank": "空白",
    "slash": "填“/”或“无”",
    "text": "不是数字",
    "absent": "原文没有",
    "undecided": "不能确定",
}
_INDENT = 2


def account(entry: Entry, columns: int) -> str:
    """One report with its findings, errors first, as styled text for a terminal of that width."""
    findings: Sequence[Entry] = entry["findings"]
    lines = list(_header(entry["report"], columns))
    for severity in ("error", "question"):
        chosen = [f for f in findings if f["severity"] == severity]
        if chosen:
            lines += ["", click.style(f"{_WORDS[severity]} {len(chosen)} 处", fg=_COLOURS[severity], bold=True)]
        for finding in chosen:
            lines += ["", *_finding(finding, columns)]
    return "\n".join([*lines, "", _closing(findings)])


def told(findings: Sequence[Entry], columns: int) -> str:
    """Some findings without their report, in the order given."""
    return "\n\n".join("\n".join(_finding(finding, columns)) for finding in findings)


def title(report: Entry) -> str:
    """Organ and year of a report in words."""
    year = f"{report['year']} 年" if report["year"] else ""
    organ = f"{report['organ']} " if report["organ"] and year else report["organ"] or ""
    lacking = "和".join(name for name, there in (("机关", organ), ("年度", year)) if not there)
    return f"{organ}{year}政府信息公开工作年度报告" + (f"（没有写明{lacking}）" if lacking else "")


def counts(report: Entry) -> Counter[str]:
    """How many cells were read, solved, and how many have no value by state."""
    found: Counter[str] = Counter()
    for number in (2, 3, 4):
        for row in report[f"section{number}"].values():
            for cell in row.values():
                found["solved" if cell.get("solved") else cell.get("state", "read")] += 1
    return found


def _header(report: Entry, columns: int) -> Iterator[str]:
    yield from (click.style(line, bold=True) for line in wrap(title(report), columns))
    form = "2019 年以前，没有统一格式" if report["form"] == "before_2019" else f"{report['form']} 年格式"
    source = report["source"]
    parts = [form]
    if source:
        parts = [source["name"] or "标准输入", source["format"], form]
        if source["pages"]:
            parts.insert(2, f"{source['pages']} 页")
    yield from (click.style(line, dim=True) for line in wrap(" · ".join(parts), columns))
    number = counts(report)
    if number:
        words = [f"表格 {sum(number.values())} 格：读出 {number.pop('read', 0)}"]
        if solved := number.pop("solved", 0):
            words.append(f"由勾稽关系解出 {solved}")
        words += [f"{name} {number[state]}" for state, name in _STATES.items() if number[state]]
        yield from (click.style(line, dim=True) for line in wrap("，".join(words), columns))
    for warning in report["warnings"]:
        yield from hang("注意：", warning["message"], columns)


def _finding(finding: Entry, columns: int) -> Iterator[str]:
    label = f"{finding['code']:<5} {_WORDS[finding['severity']]}  "
    plain = hang(label, finding["message"], columns, indent=_INDENT)
    head = click.style(label.rstrip(), fg=_COLOURS[finding["severity"]], bold=True)
    yield plain[0].replace(label.rstrip(), head, 1)
    yield from plain[1:]
    indent = len(plain[0]) - len(plain[0].lstrip()) + len(finding["code"].ljust(5)) + 7
    for name, text in _particulars(finding):
        lines = hang(f"{name}  ", text, columns, indent=indent)
        yield lines[0].replace(name, click.style(name, dim=True), 1)
        yield from lines[1:]


def _particulars(finding: Entry) -> Iterator[tuple[str, str]]:
    where = finding["where"] or {}
    cell = "table" in where
    if where.get("text"):
        yield "原文", f"「{_shortened(where['text'])}」"
    printed, expected = finding["printed"], finding["expected"]
    if printed and printed != where.get("text"):
        # 读作: the figure or date that was read out of the words quoted above it
        yield (
            "表内" if cell else "读作" if where.get("text") else "原文",
            printed + (f"，应为 {expected}" if expected else ""),
        )
    elif expected:
        yield "应为", expected
    if finding["likely_cause"]:
        yield "可能", finding["likely_cause"]
    yield "办法", finding["remedy"]
    yield "依据", finding["law"]


def _shortened(text: str) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:52]}……{flat[-24:]}"


def _closing(findings: Sequence[Entry]) -> str:
    number = Counter(f["severity"] for f in findings)
    if not findings:
        return click.style("没有发现错误，也没有疑问。", fg="green", bold=True)
    questions = "没有疑问" if not number["question"] else f"{number['question']} 处疑问请核实"
    if not number["error"]:
        return click.style("没有发现错误", fg="green", bold=True) + f"；{questions}。"
    return click.style(f"{number['error']} 处错误", fg="red", bold=True) + f"须改正；{questions}。"
