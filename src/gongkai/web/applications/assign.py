"""Who works at a case: giving it to a unit and a person, handing it over, marking that a third party is concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from gongkai.law.conditions import Facts
from gongkai.web.applications.ledgers import ledger_of
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import locked, produce
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Person, Post, Role, Unit
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

# Posts whose holders can be given a case.
WORKERS = (Role.CLERK, Role.HANDLER, Role.HEAD)
Assigned = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody a case can be given to: the person, the organ and the units (primary keys) of their posts."""

    person: Person
    organ: int
    units: frozenset[int]

    @property
    def words(self) -> str:
        """The person's name."""
        return str(self.person)


def workers(organs: Iterable[int], *, on: date) -> list[Worker]:
    """The people who can be given a case of the organs on a day, by name; one query."""
    held = Q(until=None) | Q(until__gte=on)
    posts = Post.objects.filter(held, organ__in=list(organs), role__in=WORKERS, since__lte=on, person__is_active=True)
    found: dict[tuple[int, int], tuple[Person, set[int]]] = {}
    for post in posts.select_related("person"):
        units = found.setdefault((post.organ_id, post.person_id), (post.person, set()))[1]
        if post.unit_id is not None:
            units.add(post.unit_id)
    people = [Worker(person, organ, frozenset(units)) for (organ, _), (person, units) in found.items()]
    return sorted(people, key=lambda w: (w.organ, w.words))


def may_assign(application: Application, viewer: Viewer) -> bool:
    """Whether the viewer may give the case to somebody: the office, and the handling unit within itself."""
    if viewer.has(Role.CLERK, Role.HEAD, organ=application.organ_id):
        return True
    handles = viewer.has(Role.HANDLER, organ=application.organ_id)
    return handles and (application.unit_id in viewer.units() or application.handler_id == _pk(viewer.person))


def _pk(person: Person | None) -> int | None:
    return person.pk if person else None


@dataclass(frozen=True, slots=True)
class Task:
    """What the handling unit is asked to do in a letter, item by item, and until when."""

    items: tuple[str, ...]
    due: date


@transaction.atomic
def assign(
    application: Application,
    *,
    unit: Unit | None,
    person: Person | None,
    viewer: Viewer,
    reason: str = "",
    seen: Assigned | None = None,
    task: Task | None = None,
) -> Application:
    """Give a case to a unit, a person, or both; a case that was given already is handed over with a reason.

    ``task`` sends the unit a letter with it; from unit to unit a list is made (条例第四十五条). Both stay inside the organ.
    ``seen`` is what the page showed (unit, handler); Stale when another gave it away meanwhile. PermissionDenied for
    others than the office and the handling unit, ValueError for a unit or a person that does not fit or a missing reason.
    """
    fresh = _free(application, seen, viewer)
    now = (fresh.unit_id, fresh.handler_id)
    _fits(fresh, unit, person, viewer)
    same = now == (unit.pk if unit else None, _pk(person))
    if same and task is None:
        return fresh
    handed_over = now != (None, None) and not same
    if handed_over and not reason.strip():
        raise ValueError("这件申请已经分办；移交请写明理由。")
    _can_be_asked(fresh, unit, task)
    before, after, left = _words(fresh.unit, fresh.handler), _words(unit, person), fresh.unit
    fresh.unit, fresh.handler = unit, person
    fresh.save(update_fields=["unit", "handler"])
    _letters(fresh, left, task, reason, viewer)
    kind, words = "assigned", f"{'发函给' if same else '分办给'}{after}"
    if handed_over:
        kind, words = "handed_over", f"移交：{before} → {after}（{reason.strip()[:150]}）"
    _note(fresh, now, kind, words, viewer)
    return fresh


def _free(application: Application, seen: Assigned | None, viewer: Viewer) -> Application:
    """The case, locked, for somebody who may give it away and saw it as it is."""
    if not may_assign(application, viewer):
        raise PermissionDenied("分办须由公开机构经办人、负责人或者承办处室办理。")
    fresh = locked(application, None)
    if seen is not None and (fresh.unit_id, fresh.handler_id) != seen:
        raise Stale(f"这件申请刚被别人分办给{_words(fresh.unit, fresh.handler)}，您的操作没有生效；请核对后再办。")
    return fresh


def _note(application: Application, before: Assigned, kind: str, words: str, viewer: Viewer) -> None:
    payload = {"before": list(before), "after": [application.unit_id, application.handler_id]}
    log.append(kind, words, organ=application.organ, viewer=viewer, subject=application, payload=payload)


def _can_be_asked(application: Application, unit: Unit | None, task: Task | None) -> None:
    if task is None:
        return
    if unit is None:
        raise ValueError("协助办理函要写明承办处室，请选择处室。")
    if application.received_on is None:
        raise ValueError("这件申请还没有登记收到，不能出具协助办理函；请先登记。")
    if task.due < application.received_on:
        raise ValueError("协办期限不能早于收到申请之日，请改正。")


def _letters(application: Application, left: Unit | None, task: Task | None, reason: str, viewer: Viewer) -> None:
    """The letter that asks the unit, and the list of what one unit handed over to another; none before registration."""
    unit = application.unit
    if unit is None or application.received_on is None:
        return
    if task is not None:
        elements = {"unit": unit.name, "tasks": task.items, "assist_due": task.due}
        _letter(application, "assistance_request", elements, viewer)
    if left is not None and left != unit:
        _letter(application, "handover_list", _handed_over(application, left, unit, reason, viewer), viewer)


def _handed_over(application: Application, left: Unit, unit: Unit, reason: str, viewer: Viewer) -> dict[str, object]:
    row = (application.number, application.applicant.name, application.content, application.received_on, reason.strip())
    return {
        "from_unit": left.name,
        "to_unit": unit.name,
        "handed_over": [row],
        "handler": str(viewer.person),
        "handed_on": viewer.on,
    }


def _letter(application: Application, key: str, elements: Mapping[str, object], viewer: Viewer) -> None:
    ledger = ledger_of(application.events.all())
    on = max(viewer.on, ledger.events[-1].on)
    produce(application, None, key, ledger, Facts(), elements=elements, on=on)


def _words(unit: Unit | None, person: Person | None) -> str:
    return "、".join(str(x) for x in (unit, person) if x is not None) or "无人"


def _fits(application: Application, unit: Unit | None, person: Person | None, viewer: Viewer) -> None:
    if unit is None and person is None:
        raise ValueError("请选择承办处室或者经办人。")
    if application.stage == "closed":
        raise ValueError("这件申请已经办结，不能再分办。")
    if unit is not None and unit.organ_id != application.organ_id:
        raise ValueError("所选处室不属于受理机关，请重新选择。")
    if person is not None:
        fitting = [w for w in workers([application.organ_id], on=viewer.on) if w.person.pk == person.pk]
        if not fitting:
            raise ValueError(f"{person}在这个机关没有经办的职务，请重新选择。")
        if unit is not None and fitting[0].units and unit.pk not in fitting[0].units:
            raise ValueError(f"{person}不在「{unit}」，请重新选择处室或者经办人。")


@transaction.atomic
def mark_third_party(application: Application, *, touches: bool, reason: str, viewer: Viewer) -> Application:
    """Say whether the information touches a third party's secrets or privacy: then its opinion must be asked before a
    release (条例第三十二条). Taking the mark away needs a reason. PermissionDenied, ValueError."""
    if not viewer.has(Role.CLERK, Role.HEAD, Role.HANDLER, organ=application.organ_id):
        raise PermissionDenied("是否涉及第三方须由经办人或者承办处室认定。")
    fresh = locked(application, None)
    if fresh.touches_third_party == touches:
        return fresh
    if not touches and not reason.strip():
        raise ValueError("改为不涉及第三方，请写明理由。")
    fresh.touches_third_party = touches
    fresh.version += 1
    fresh.save(update_fields=["touches_third_party", "version"])
    words = "认定涉及第三方合法权益" if touches else f"改为不涉及第三方（{reason.strip()[:150]}）"
    payload = {"touches": touches, "before": not touches, "after": touches}
    log.append("third_party_marked", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh
