"""The cells of a report: laid out as the form prints them, and each with the records it counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.documents.layout import SECTION_OF_TABLE, Kind, Sheet, Slot
from gongkai.report.cells import Address
from gongkai.report.facts import BadFact
from gongkai.report.form import Form
from gongkai.report.reading import Report, form_for
from gongkai.report.tally import Counted
from gongkai.web.applications.models import Application
from gongkai.web.catalogue.models import InformationItem
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.templatetags.gongkai import day
from gongkai.web.registers.table import REGISTERS
from gongkai.web.remedies.models import Remedy
from gongkai.web.reports import counting, published, queries
from gongkai.web.reports.compiling import Difference
from gongkai.web.reports.models import AnnualReport, EarlierReport, Edition

_PAGE = 50
_RECORD = re.compile(r"^([a-z_]+/\d{1,18})：")


@dataclass(frozen=True, slots=True)
class Named:
    """A record in words: its number or title, what it is about, its page (empty where it is not in sight)."""

    words: str
    about: str = ""
    url: str = ""


def named(viewer: Viewer, records: Iterable[str]) -> dict[str, Named]:
    """Records by their keys (``application/12``), named as the viewer may see them; one query a kind."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for record in records:
        kind, _, pk = record.partition("/")
        wanted[kind].append(int(pk))
    found = {f"{kind}/{pk}": Named(f"{_words(kind)}（不在您的查看范围）") for kind, pks in wanted.items() for pk in pks}
    for kind, pks in wanted.items():
        found |= {f"{kind}/{row.pk}": _one(kind, row) for row in _rows(viewer, kind, pks)}
    return found


def _words(kind: str) -> str:
    fixed = {"application": "公开申请", "remedy": "复议诉讼案件", "information": "公开的信息"}
    return fixed.get(kind) or (REGISTERS[kind].words if kind in REGISTERS else "记录")


def _rows(viewer: Viewer, kind: str, pks: list[int]) -> Iterable[Any]:
    if kind == "application":
        return visible(viewer, Application).filter(pk__in=pks).only("pk", "number", "subject", "received_on")
    if kind == "remedy":
        return visible(viewer, Remedy).filter(pk__in=pks)
    if kind == "information":
        return visible(viewer, InformationItem).filter(pk__in=pks).only("pk", "title", "published_on")
    rows = visible(viewer, REGISTERS[kind].model).select_related("entered_by") if kind in REGISTERS else None
    return () if rows is None else rows.filter(pk__in=pks)


def _one(kind: str, row: Any) -> Named:
    if kind == "application":
        return Named(row.number, f"{row.subject}，{day(row.received_on)}收到", reverse("desk:case", args=(row.number,)))
    if kind == "remedy":
        about = f"{row.get_course_display()}，{row.matter}"
        return Named(row.case_number or "案号未登记", about, reverse("desk:remedy", args=(row.pk,)))
    if kind == "information":
        return Named(row.title, f"{day(row.published_on)}公开", reverse("desk:item", args=(row.pk,)))
    return Named(str(row), _origin(kind, row), reverse("desk:record", args=(kind, row.pk)))


def _origin(kind: str, row: Any) -> str:
    """When a record of a register was, over which days a sum goes, where it comes from and who entered it."""
    dated = getattr(row, REGISTERS[kind].dated)
    when = f"{dated} 年度" if isinstance(dated, int) else day(dated)
    if getattr(row, "since", None) and kind in ("decision", "charge"):
        when = f"{day(row.since)}至{when}"
    given = f"{day(row.on)}由{row.given_by}提供，" if kind == "figure" else ""
    return f"{when}，{given}来源：{row.source}，{row.entered_by}{day(timezone.localtime(row.entered_at).date())}录入"


def told(viewer: Viewer, message: str) -> tuple[str, str]:
    """The sentence of a BadFact with the record named in words, and the record's page (empty where there is none)."""
    match = _RECORD.match(message)
    if match is None:
        return message, ""
    record = named(viewer, [match[1]])[match[1]]
    return record.words + message[match.end() - 1 :], record.url


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a laid-out table as a page shows it; ``url``, ``name`` and ``found`` for values only."""

    slot: Slot
    anchor: str = ""
    url: str = ""
    name: str = ""
    found: bool = False
    scope: str = ""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A laid-out table: number, caption, its rows, and how many of them are heads."""

    number: int
    caption: str
    heads: list[list[CellView]]
    rows: list[list[CellView]]


def sheet_rows(sheet: Sheet, row: AnnualReport, report: Report, found: Collection[object]) -> SheetView:
    """A table with every value as a link to its records. ``found`` are the places of findings."""
    form = report.edition
    assert form is not None
    rows = [[_view(slot, row, form, found) for slot in cells] for cells in sheet.rows]
    return SheetView(sheet.number, sheet.caption, rows[: sheet.head_rows], rows[sheet.head_rows :])


def _view(slot: Slot, row: AnnualReport, form: Form, found: Collection[object]) -> CellView:
    address = slot.address
    if slot.kind is not Kind.VALUE or address is None:
        scope = "row" if slot.kind is Kind.LABEL else "col"
        return CellView(slot, scope=scope + "group" if max(slot.rowspan, slot.colspan) > 1 else scope)
    url = reverse("desk:report_cell", args=(row.pk, address.table, address.row, address.column))
    return CellView(slot, "-".join(map(str, ("cell", *address))), url, form.name(address), address in found)


@dataclass(frozen=True, slots=True)
class Break:
    """A difference with its sources: this year's cell, last year's report in words, its page, its cell's records."""

    of: Difference
    url: str
    last: str
    last_url: str
    records_url: str


def breaks(viewer: Viewer, report: AnnualReport, found: Iterable[Difference]) -> list[Break]:
    """Where a report does not continue last year's, each figure with the way to its source. Three queries at most."""
    found = tuple(found)
    if not found:
        return []
    year = report.year - 1
    edition = queries.latest_edition(report.organ, year)
    if edition is None:
        earlier = visible(viewer, EarlierReport).filter(organ=report.organ, year=year).first()
        last, last_url = f"导入的《{earlier.name}》" if earlier else "上年报告", f"{reverse('desk:reports')}#taken-in"
    else:
        last = f"{year} 年度报告（第 {edition.number} 版）"
        last_url = reverse("desk:report_edition", args=(edition.report_id, edition.number))

    def records(address: Address) -> str:
        return cell_url(edition.report_id, address, edition=edition.number) if edition else ""

    return [Break(d, cell_url(report.pk, d.address), last, last_url, records(d.previous)) for d in found]


def cell_url(pk: int, address: Address, *, edition: int = 0) -> str:
    """The page of a cell's records: those that count now, or those an edition counted."""
    url = reverse("desk:report_cell", args=(pk, address.table, address.row, address.column))
    return f"{url}?edition={edition}" if edition else url


def _in_words(form: Form, address: Address) -> dict[str, Any]:
    """Where a cell stands, as the form prints it: the section, the labels of its row, its column."""
    section = next(s for s in form.sections if s.key == SECTION_OF_TABLE[address.table])
    row, block = form.row(address.table, address.row), form.block(address.table, address.row)
    labels = [each for each in (block.heading, *row.groups, row.label) if each]
    return {"section": f"{section.number}、{section.words}", "labels": labels, "column": form.column(address).words}


# What the list of a register is asked for beside the year and the kind, by the column of table 2.
_ASKED = {"repealed": {"phase": "repealed"}, "in_force": {"phase": "in_force"}}


def _also(report: AnnualReport, address: Address) -> tuple[str, str]:
    """The list that shows the records of a cell of table 2 or 4, to search and export: its words and address."""
    if address.table == 4:
        of = {"year": report.year, "organ": report.organ_id}
        asked = {**of, "course": address.row, "result": address.column, "state": "all"}
        return "复议诉讼", f"{reverse('desk:remedies')}?{urlencode(asked)}"
    kinds = {"issued": "document", "repealed": "document", "in_force": "document", "decisions": "decision",
             "amount_wan_yuan": "charge"}  # fmt: skip
    if address.table != 2 or address.column not in kinds:
        return "", ""
    kind = kinds[address.column]
    own = {} if kind == "charge" else {"row": address.row}
    asked = {"year": report.year, "organ": report.organ_id, **own, **_ASKED.get(address.column, {})}
    return REGISTERS[kind].words, f"{reverse('desk:register', args=(kind,))}?{urlencode(asked)}"


@require_GET
@caseworker
def cell(request: HttpRequest, pk: int, table: int, row: str, column: str) -> HttpResponse:
    """The records a cell counts, each with a link and what it adds; of a published report those it counted when it was signed,
    of an edition asked for likewise."""
    viewer = viewer_of(request)
    report = get_object_or_404(queries.worked_at(viewer), pk=pk)
    address, form = Address(table, row, column), form_for(report.year)
    if form is None or address not in form.addresses:
        raise Http404("表里没有这一格")
    context: dict[str, Any] = {"report": report, "name": form.name(address), "unit": form.column(address).unit}
    context |= _in_words(form, address) | {"also": _also(report, address)}
    context |= {"anchor": "-".join(map(str, ("cell", *address))), "is_total": "total" in (row, column)}
    edition, page = _edition(report, request.GET.get("edition", "")), request.GET.get("page")
    try:
        if edition is not None:
            context |= _as_published(viewer, edition, address, page)
        else:
            with counting.snapshot():
                records = counting.records_in(report.organ, report.year, address)
                context |= _listed(viewer, records, page) | {"value": records.value}
    except BadFact as error:
        context["fault"] = told(viewer, str(error))
    return render(request, "desk/reports/cell.html", context)


def _edition(report: AnnualReport, number: str) -> Edition | None:
    """The edition of a number, else the one the report stands in. Http404 for a number it does not have."""
    if not number:
        return published.standing(report)
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise Http404("没有这一版")
    return get_object_or_404(report.editions.select_related("report__organ"), number=int(number))


def _listed(viewer: Viewer, records: Sequence[Counted], page: str | None, gone: Collection[str] = ()) -> dict[str, Any]:
    """A page of records in words: name, kind, what it adds, whether it counts no more."""
    shown = Paginator(records, _PAGE).get_page(page)
    names = named(viewer, [c.record for c in shown.object_list])
    rows = [(names[c.record], _words(c.record.partition("/")[0]), c.value, c.record in gone) for c in shown.object_list]
    return {"page": shown, "rows": rows}


def _as_published(viewer: Viewer, edition: Edition, address: Address, page: str | None) -> dict[str, Any]:
    """What a cell of an edition counted; where today's records give another figure, that figure and which are other records."""
    counted = published.recorded(edition)
    then, value = counted.records[address], counted.value(address)
    context: dict[str, Any] = {"edition": edition, "value": value}
    try:
        with counting.snapshot():
            now = counting.records_in(edition.report.organ, edition.report.year, address)
            today = tuple(now) if now.value != value else then
    except BadFact as error:
        return context | _listed(viewer, then, page) | {"unsure": told(viewer, str(error))}
    gone = {c.record for c in then} - {c.record for c in today}
    fresh = sorted({c.record for c in today} - {c.record for c in then})[:_PAGE]
    if today is not then:
        context |= {"today": now.value, "fresh": list(named(viewer, fresh).values())}
    return context | _listed(viewer, then, page, gone)
