"""Reading the catalogue: the public sees what is published, an organ's people their own drafts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.web.catalogue import cutting, search, synonyms
from gongkai.web.catalogue.models import Consideration, InformationItem, ItemFile, State, Threshold
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Organ, Role

# Who sees an organ's drafts, and what was withdrawn and why.
OFFICE = (
    Role.CLERK, Role.HEAD, Role.PUBLISHER, Role.HANDLER, Role.REVIEWER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER,
    Role.SIGNER,
)  # fmt: skip


@rule_for(InformationItem)
def _items(viewer: Viewer, rows: QuerySet[InformationItem]) -> QuerySet[InformationItem]:
    published = Q(state=State.PUBLISHED)
    return rows.filter(published | Q(organ__in=viewer.organs(*OFFICE))) if viewer.person else rows.filter(published)


@rule_for(ItemFile)
def _files(viewer: Viewer, rows: QuerySet[ItemFile]) -> QuerySet[ItemFile]:
    return rows.filter(item__in=visible(viewer, InformationItem))


@rule_for(Consideration)
def _considered(viewer: Viewer, rows: QuerySet[Consideration]) -> QuerySet[Consideration]:
    return rows.filter(organ__in=viewer.organs(Role.CLERK, Role.HEAD))


def published(viewer: Viewer) -> QuerySet[InformationItem]:
    """What is published, newest first; the same rows for everybody."""
    rows = visible(viewer, InformationItem).filter(state=State.PUBLISHED)
    return rows.select_related("organ").order_by("-published_on", "-pk")


def published_in(organ: Organ, year: int) -> list[tuple[int, str]]:
    """What an organ published in a year and had not withdrawn by the end of it: primary key and column, the oldest first."""
    rows = InformationItem.objects.filter(organ=organ, published_on__year=year)
    rows = rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__year__gt=year))
    return list(rows.order_by("published_on", "pk").values_list("pk", "column"))


def own(viewer: Viewer, state: str = "") -> QuerySet[InformationItem]:
    """The items of the organs the viewer works for, what was changed last first."""
    rows = visible(viewer, InformationItem).filter(organ__in=viewer.organs(*OFFICE))
    if state in State.values:
        rows = rows.filter(state=state)
    return rows.select_related("organ", "drafted_by").order_by("-changed_at", "-pk")


def similar(viewer: Viewer, words: str, *, most: int = 5) -> list[InformationItem]:
    """Published items that are about what somebody describes in their own words, closest first. Two queries."""
    return search.close(published(viewer), words, most=most)


def may_hold(viewer: Viewer, words: str, *, most: int = 3) -> list[Organ]:
    """Organs that say they hold what somebody describes in their own words, most words in common first. One query."""
    asked = {w for w in (*cutting.wanted(words), *synonyms.also(words)) if len(w) > 1}
    scored = []
    for organ in visible(viewer, Organ).filter(active=True).exclude(holds=""):
        text = f"{organ.name}{organ.short_name}{organ.holds}"
        held = sum(len(w) for w in asked if w in text)
        if held:
            scored.append((held, organ))
    return [organ for _, organ in sorted(scored, key=lambda s: -s[0])][:most]


def threshold(organ: Organ | int, *, on: date) -> int:
    """How many different applicants make the organ consider publishing, on a day."""
    pk = organ if isinstance(organ, int) else organ.pk
    row = Threshold.objects.filter(organ=pk, since__lte=on).order_by("-since", "-pk").first()
    return row.number if row else int(dated.value("publish_threshold", on))


def dismissed(viewer: Viewer, organ: int) -> list[frozenset[str]]:
    """The groups of applications an organ decided not to publish, as numbers. A group raised again has a further one."""
    rows = visible(viewer, Consideration).filter(organ=organ)
    return [frozenset(numbers) for numbers in rows.values_list("numbers", flat=True)]
