"""Comments on a section: written by whoever works at the report or reviews it, settled when they have been dealt with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.reports import queries
from gongkai.web.reports.models import Section, SectionNote
from gongkai.web.review import log
from gongkai.web.review.operations import Stale


@transaction.atomic
def add(section: Section, *, text: str, about: str, viewer: Viewer) -> SectionNote:
    """Comment on a section, or on words that stand in it. Raises ValueError for an empty or long text and for words that do
    not stand in it, PermissionDenied."""
    organ = section.report.organ
    demand(viewer, *queries.OFFICE, organ=organ)
    said, words = text.strip(), " ".join(about.split())
    if not said:
        raise ValueError("请写下意见。")
    if words and words not in " ".join(section.text.split()):
        raise ValueError(f"正文里没有“{words[:40]}”；请照抄正文里的文字，或者留空。")
    assert viewer.person is not None
    note = SectionNote(section=section, about=words, text=said, by=viewer.person, at=timezone.now())
    try:
        note.full_clean(exclude=("section", "by", "settled_by", "settled_at"))
    except ValidationError as error:
        raise ValueError("；".join(error.messages)) from None
    note.save()
    kept = log.change({}, log.standing(note, "about", "text"))
    words = f"对「{section.get_key_display()}」提意见"
    log.append("section_noted", words, organ=organ, viewer=viewer, subject=section.report, payload=kept)
    return note


@transaction.atomic
def settle(note: SectionNote, *, viewer: Viewer) -> SectionNote:
    """Say that a comment has been dealt with: its author may, and whoever writes the report. Raises Stale, PermissionDenied."""
    fresh = SectionNote.objects.select_for_update(of=("self",)).select_related("section__report__organ").get(pk=note.pk)
    report = fresh.section.report
    if viewer.person is None or fresh.by_id != viewer.person.pk:
        demand(viewer, *queries.WRITERS, organ=report.organ)
    if fresh.settled_at is not None:
        raise Stale(f"{fresh.settled_by}已经把这条意见标为处理过了。")
    fresh.settled_by, fresh.settled_at = viewer.person, timezone.now()
    fresh.save(update_fields=["settled_by", "settled_at"])
    words = f"处理「{fresh.section.get_key_display()}」的一条意见"
    log.append(
        "section_note_settled", words, organ=report.organ, viewer=viewer, subject=report, payload={"note": fresh.pk}
    )
    return fresh


def open_notes(report_id: int) -> dict[str, int]:
    """How many comments are not settled, by section key. One query."""
    found: dict[str, int] = {}
    rows = SectionNote.objects.filter(section__report=report_id, settled_at=None)
    for key in rows.order_by().values_list("section__key", flat=True):
        found[key] = found.get(key, 0) + 1
    return found
