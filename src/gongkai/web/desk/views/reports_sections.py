"""Writing a section of a report: the text, what stands beside it while it is typed, its versions with differences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.report.facts import BadFact
from gongkai.report.findings import Span
from gongkai.report.prose import Mark, Standing, bind, draft_of, length_guidance, likeness, refresh
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.reports import may_write, the_report
from gongkai.web.desk.views.reports_cells import named, told
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.reports import notes, operations, queries
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.differences import changes
from gongkai.web.reports.models import LONGEST_SECTION, WRITTEN, AnnualReport, Section, SectionNote, SectionVersion
from gongkai.web.review.operations import Stale

_ORDER = (Standing.CONTRADICTS, Standing.UNKNOWN)
_WORDS = {Standing.AGREES: "相符", Standing.CONTRADICTS: "不符", Standing.UNKNOWN: "待核"}
_MOST_PASSAGES = 5
_AROUND = 8


def _section(report: AnnualReport, key: str) -> Section:
    if key not in dict(WRITTEN):
        raise Http404("没有这一部分")
    return get_object_or_404(report.sections.select_related("changed_by"), key=key)


def _typed(request: HttpRequest) -> tuple[str, int]:
    """The text and the version the editor began with; a version that is none counts as an old one."""
    version = request.POST.get("version", "")
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    return text, int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else -1


def beside(report: AnnualReport, section: Section, text: str, viewer: Viewer) -> dict[str, Any]:
    """What stands beside a text: its length, the numbers and their sources, findings, likeness with last year's, what is
    still to be recorded."""
    try:
        found = compiled(report, texts={section.key: text})
    except BadFact as error:
        return {"fault": str(error)}
    marks = bind(text, kept=draft_of(section=section.key, objects=section.base), sources=found.sources)
    before = found.previous.text(section.key) if found.previous else ""
    drafted = found.drafts[section.key]
    alike = likeness(text, before, section=section.key, drafted=drafted) if before and text else None
    to_complete = named(viewer, [gap.record for gap in drafted.gaps if gap.record])
    return {
        "length": length_guidance(text, section=section.key, last_year=before),
        "pieces": list(pieces(text, marks)),
        "doubts": [(m, around(text, m)) for standing in _ORDER for m in marks if m.standing is standing],
        "agreeing": sum(m.standing is Standing.AGREES for m in marks),
        "findings": [f for f in found.findings if isinstance(f.where, Span) and f.where.section == section.key],
        "alike": alike,
        "percent": round(alike.share * 100) if alike else 0,
        "passages": [text[p.start : p.end] for p in alike.passages[:_MOST_PASSAGES]] if alike else [],
        "gaps": [(gap.message, to_complete[gap.record].url if gap.record else "") for gap in drafted.gaps],
    }


def around(text: str, mark: Mark) -> str:
    """A marked number with a few words of its line on both sides."""
    before = text[max(0, mark.start - _AROUND) : mark.start].rpartition("\n")[2]
    return before + text[mark.start : mark.end] + text[mark.end : mark.end + _AROUND].partition("\n")[0]


def pieces(text: str, marks: tuple[Mark, ...]) -> Iterator[tuple[str, Mark | None, str]]:
    """The text in order, each piece with its mark and the mark's word (none for plain text)."""
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        if mark.start > at:
            yield text[at : mark.start], None, ""
        yield text[mark.start : mark.end], mark, _WORDS[mark.standing]
        at = mark.end
    if at < len(text):
        yield text[at:], None, ""


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write at a section: save, put the draft in, bring its figures up to date."""
    report = the_report(request, pk)
    section = _section(report, key)
    if request.method == "GET":
        return _page(request, report, section, section.text)
    text, version = _typed(request)
    try:
        said = _save(request, report, section, text, version)
    except Stale as error:
        fresh = _section(report, key)
        return _page(request, report, fresh, text, error=str(error), other=fresh.text, status=409)
    except (ValidationError, ValueError) as error:
        words = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        if isinstance(error, BadFact):
            words = told(viewer_of(request), words)[0]
        # What was typed may have been saved before the fault came up: the next save goes on from there.
        return _page(request, report, _section(report, key), text, error=words, status=422)
    messages.success(request, said)
    return redirect("desk:report_section", pk, key)


def _save(request: HttpRequest, report: AnnualReport, section: Section, text: str, version: int) -> str:
    """Save what was typed, then do what the button says; what was done, in words."""
    viewer, then = viewer_of(request), request.POST.get("then", "")
    saved = operations.save_section(report, section.key, text, version=version, viewer=viewer)
    if then not in ("draft", "refresh"):
        return f"已保存「{saved.get_key_display()}」。"
    new = compiled(report).drafts[section.key]
    if then == "draft":
        operations.save_section(report, section.key, new.text, version=saved.version, viewer=viewer, base=new.objects())
        return "已填入按记录生成的草稿；原来的文字保存在历次文稿里。"
    found = refresh(saved.text, old=draft_of(section=section.key, objects=section.base), new=new)
    if found.changes:
        operations.save_section(
            report, section.key, found.text, version=saved.version, viewer=viewer, base=found.base.objects()
        )
    said = "；".join(f"“{c.before}”改为“{c.after}”" for c in found.changes[:5]) or "数字都是最新的，没有改动"
    rest = f"等 {len(found.changes)} 处" if len(found.changes) > 5 else ""
    stale = f"；有 {len(found.stale)} 处说法已经与记录不符，请改写" if found.stale else ""
    return f"{said}{rest}{stale}。"


def _page(
    request: HttpRequest, report: AnnualReport, section: Section, text: str, *,
    error: str = "", other: str = "", status: int = 200, **more: str,
) -> HttpResponse:  # fmt: skip
    context = {
        **more,
        "report": report,
        "section": section,
        "text": text,
        "error": error,
        "theirs": changes(text, other) if other else [],
        "may_write": may_write(report, viewer_of(request)),
        **_notes(request, report, section),
        "versions": section.versions.select_related("by").defer("text")[:30],
        "sections": WRITTEN,
        "longest": LONGEST_SECTION,
        **_beside(request, report, section, text),
    }
    return render(request, "desk/reports/section.html", context, status=status)


def _notes(request: HttpRequest, report: AnnualReport, section: Section) -> dict[str, Any]:
    """The comments on a section, those that wait first, and whether the viewer may comment and settle."""
    viewer = viewer_of(request)
    rows = visible(viewer, SectionNote).filter(section=section).select_related("by", "settled_by")
    return {
        "notes": sorted(rows, key=lambda n: (n.settled_at is not None, n.pk)),
        "may_comment": viewer.has(*queries.OFFICE, organ=report.organ_id),
        "may_settle": viewer.has(*queries.WRITERS, organ=report.organ_id),
    }


@require_POST
@caseworker
def note(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Comment on a section; with a script the list alone comes anew, so that what is being typed above stays."""
    report = the_report(request, pk)
    section = _section(report, key)
    typed = {"said": request.POST.get("note", "")[:2000], "about": request.POST.get("about", "")[:400]}
    try:
        notes.add(section, text=typed["said"], about=typed["about"], viewer=viewer_of(request))
    except ValueError as error:
        return _notes_page(request, report, section, {**typed, "note_error": str(error)}, status=422)
    return _notes_page(request, report, section, {})


@require_POST
@caseworker
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a comment as dealt with."""
    row = get_object_or_404(visible(viewer_of(request), SectionNote).select_related("section"), pk=pk)
    report = the_report(request, row.section.report_id)
    section = _section(report, row.section.key)
    try:
        notes.settle(row, viewer=viewer_of(request))
    except Stale as error:
        return _notes_page(request, report, section, {"note_error": str(error)}, status=409)
    return _notes_page(request, report, section, {})


def _notes_page(
    request: HttpRequest, report: AnnualReport, section: Section, typed: dict[str, str], *, status: int = 200
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"report": report, "section": section, **typed, **_notes(request, report, section)}
        return render(request, "desk/reports/_notes.html", context, status=200)
    if not typed:
        return redirect(f"{reverse('desk:report_section', args=(report.pk, section.key))}#notes")
    return _page(request, report, section, section.text, status=status, **typed)


def _beside(request: HttpRequest, report: AnnualReport, section: Section, text: str) -> dict[str, Any]:
    found = beside(report, section, text[:LONGEST_SECTION], viewer_of(request))
    if "fault" in found:
        found["fault"] = told(viewer_of(request), found["fault"])
    return found


@require_POST
@caseworker
def live(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """While somebody types: the text is saved, and what stands beside it comes anew."""
    report = the_report(request, pk)
    section = _section(report, key)
    text, version = _typed(request)
    context: dict[str, Any] = {"report": report, "live": True}
    try:
        section = operations.save_section(report, key, text, version=version, viewer=viewer_of(request), keep=False)
        context["saved"] = section.changed_at
    except (Stale, ValidationError) as error:
        context["error"] = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
    shown = {"section": section, "version": section.version if "saved" in context else version}
    return render(request, "desk/reports/_beside.html", context | shown | _beside(request, report, section, text))


@require_GET
@caseworker
def version(request: HttpRequest, pk: int, key: str, number: int) -> HttpResponse:
    """A version of a section: what it changed, and what has changed since; to be put back."""
    report = the_report(request, pk)
    section = _section(report, key)
    rows = visible(viewer_of(request), SectionVersion).filter(section=section).select_related("by")
    found = get_object_or_404(rows, number=number)
    before = rows.filter(number__lt=number).order_by("-number").first()
    context = {
        "report": report,
        "section": section,
        "version": found,
        "before": before,
        "made": changes(before.text if before else "", found.text),
        "since": changes(found.text, section.text) if found.text != section.text else [],
        "may_write": may_write(report, viewer_of(request)),
    }
    return render(request, "desk/reports/version.html", context)
