"""A checked report: the report written back as a Word document with a comment at every finding."""

from collections.abc import Iterable, Sequence

from gongkai.documents.anchors import place
from gongkai.documents.docx.container import HEAD, NAMESPACES, package
from gongkai.documents.docx.writing import body, run
from gongkai.documents.layout import elements, printable
from gongkai.report.findings import Finding
from gongkai.report.reading import Report

AUTHOR = "公开"


def write_checked(report: Report, findings: Sequence[Finding]) -> bytes:
    """The report as .docx bytes with one comment a finding.

    A finding about a cell stands on that cell, one about the text on exactly that range; what the report does not show,
    stands on the heading of its section; what concerns the document, on the title. Without findings: the plain report.
    """
    laid_out = elements(report)
    return package(report, body(report, laid_out, place(laid_out, findings)), _part(findings) if findings else "")


def words(finding: Finding) -> list[str]:
    """What a comment says, line by line: code and severity, message, likely cause, remedy, law."""
    lines = [f"{finding.code} {finding.severity.words}", finding.message]
    if finding.likely_cause:
        lines.append(f"可能的原因：{finding.likely_cause}")
    if finding.remedy:
        lines.append(f"处理：{finding.remedy}")
    if finding.law:
        lines.append(f"依据：{finding.law}")
    return lines


def _part(findings: Iterable[Finding]) -> str:
    comments = "".join(_comment(index, finding) for index, finding in enumerate(findings))
    return f"{HEAD}<w:comments {NAMESPACES}>{comments}</w:comments>"


def _comment(index: int, finding: Finding) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{mark if at == 0 else ""}{run(printable(line))}</w:p>'
        for at, line in enumerate(words(finding))
    )
    return f'<w:comment w:id="{index}" w:author="{AUTHOR}" w:initials="{AUTHOR}">{paragraphs}</w:comment>'
