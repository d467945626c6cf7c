"""The markup that office programs leave on government sites: a paragraph and a width in every cell, no head cells.

Only written to test and to time the reader against.
"""

from html import escape

from gongkai.documents.layout import Kind, Line, Role, Sheet, Slot, elements, title_of
from gongkai.report.reading import Report

_TABLE_POINTS = 442
_ALIGN = {Role.TITLE: "center", Role.HEADING: "left", Role.TEXT: "justify"}


def write(report: Report) -> bytes:
    """The report as UTF-8 HTML in that markup."""
    body = "".join(_table(e) if isinstance(e, Sheet) else _line(e) for e in elements(report))
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        f'<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{escape(title_of(report))}</title>'
        "<style>@font-face{font-family:仿宋_GB2312;}p.MsoNormal{mso-style-name:正文;margin:0pt;}</style></head>"
        f'<body style="tab-interval:21pt;"><!--StartFragment--><div class="Section0">{body}</div><!--EndFragment-->'
        "</body></html>"
    ).encode()


def _span(text: str, size: float) -> str:
    style = f"mso-spacerun:'yes';font-family:仿宋_GB2312;mso-ascii-font-family:宋体;font-size:{size:.4f}pt;"
    return f'<span style="{style}"><font face="仿宋_GB2312">{escape(text)}</font></span>'


def _line(line: Line) -> str:
    align = _ALIGN[line.role]
    return (
        f'<p class=MsoNormal align={align} style="text-indent:32.0000pt;text-align:{align};line-height:28.9500pt;">'
        f"{_span(line.text, 22 if line.role is Role.TITLE else 16)}<span><o:p></o:p></span></p>\n"
    )


def _table(sheet: Sheet) -> str:
    rows = "".join(
        f'<tr style="height:17.0000pt;">{"".join(_cell(sheet, slot) for slot in row)}</tr>\n' for row in sheet.rows
    )
    return (
        "<div align=center><table class=MsoNormalTable border=1 cellspacing=0 "
        f'style="border-collapse:collapse;width:{_TABLE_POINTS}.0000pt;">{rows}</table></div>\n'
    )


def _cell(sheet: Sheet, slot: Slot) -> str:
    points = _TABLE_POINTS * sum(sheet.widths[slot.column : slot.column + slot.colspan]) / sum(sheet.widths)
    spans = f" rowspan={slot.rowspan}" if slot.rowspan > 1 else ""
    spans += f" colspan={slot.colspan}" if slot.colspan > 1 else ""
    inner = _span(slot.text, 10.5) if slot.text else ""
    inner += "&nbsp;" if slot.kind is Kind.LABEL or not slot.text else ""
    return (
        f'<td width={round(points / 0.75)} valign=center{spans} style="width:{points:.4f}pt;padding:0pt 5.4pt;'
        'mso-border-left-alt:1.0000pt solid windowtext;border:1.0000pt solid windowtext;">'
        f'<p class=MsoNormal align=center style="text-align:center;">{inner}<span><o:p></o:p></span></p></td>'
    )
