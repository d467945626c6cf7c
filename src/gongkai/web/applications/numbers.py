"""Numbers of applications and letters: by organ, year and series, without gaps or doubles."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.web.applications.models import NumberHead
from gongkai.web.organs.models import Organ


@transaction.atomic
def take(organ: Organ, year: int, series: str) -> int:
    """The next number of a series, from 1. The row is locked until the caller's transaction ends: if that fails, the
    number was never taken."""
    head, _ = NumberHead.objects.select_for_update().get_or_create(organ=organ, year=year, series=series)
    head.last += 1
    head.save(update_fields=["last"])
    return head.last


def application_number(organ: Organ, on: date) -> str:
    """The number of the next application: organ's code (last 6), year, four digits (``004255B-2026-0012``)."""
    return f"{organ.code[-7:-1]}-{on.year}-{take(organ, on.year, 'application'):04d}"


def letter_number(organ: Organ, on: date) -> str:
    """The number of the next letter: ``青财公开〔2026〕12号``."""
    from gongkai.documents.letters.numbering import Number

    return str(Number(organ.letter_word, on.year, take(organ, on.year, "letter")))
