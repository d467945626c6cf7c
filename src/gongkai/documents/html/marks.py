"""Findings on a web page: the list on top, and the marks in place that link to it. Never by colour alone."""

from collections.abc import Sequence
from html import escape

from gongkai.report.findings import Finding, Severity

_SIGNS = {Severity.ERROR: "✖", Severity.QUESTION: "？"}


def listing(findings: Sequence[Finding]) -> str:
    """The list of findings in their order, each linked to its place; ``""`` when there are none."""
    if not findings:
        return ""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    items = "".join(_item(index, finding) for index, finding in enumerate(findings, 1))
    return (
        '<aside class="findings" aria-labelledby="findings">\n'
        f'<h2 id="findings">核对结果：错误 {errors} 处，疑问 {len(findings) - errors} 处</h2>\n<ol>\n{items}</ol>\n</aside>\n'
    )


def marked(inner: str, indexes: Sequence[int], findings: Sequence[Finding], seen: set[int]) -> str:
    """``inner`` marked for the findings of these indexes, with a link to each where it is first seen.

    The link's words are in its label and its sign in the style, so that the text of the page stays the report's own.
    """
    if not indexes:
        return inner
    worst = Severity.ERROR if any(findings[i].severity is Severity.ERROR for i in indexes) else Severity.QUESTION
    links = "".join(_link(i, findings[i]) for i in indexes if i not in seen)
    seen.update(indexes)
    return f'<mark class="{worst.value}">{inner}</mark>{links}'


def _link(index: int, finding: Finding) -> str:
    number, severity = index + 1, finding.severity
    return (
        f'<a class="ref {severity.value}" id="place-{number}" href="#finding-{number}" '
        f'data-sign="{_SIGNS[severity]}{number}" aria-label="{severity.words} {number}：{escape(finding.code)}" '
        f'title="{escape(finding.message)}"></a>'
    )


def _item(number: int, finding: Finding) -> str:
    severity = finding.severity
    more = f"<p>可能的原因：{escape(finding.likely_cause)}</p>" if finding.likely_cause else ""
    more += f"<p>处理：{escape(finding.remedy)}</p>" if finding.remedy else ""
    more += f'<p class="law">依据：{escape(finding.law)}</p>' if finding.law else ""
    return (
        f'<li id="finding-{number}"><p><span class="severity {severity.value}">{_SIGNS[severity]} {severity.words} '
        f'{escape(finding.code)}</span> {escape(finding.message)} <a href="#place-{number}">到该处</a></p>{more}</li>\n'
    )
