"""The registers: what they hold this year, the list of one, a record, entering, correcting, voiding."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.registering import RecordForm
from gongkai.web.desk.views import exports
from gongkai.web.desk.views.entry import read
from gongkai.web.desk.views.files import sent
from gongkai.web.organs import store
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import CASEWORKERS, Organ
from gongkai.web.registers import operations, queries
from gongkai.web.registers.doubts import doubts
from gongkai.web.registers.gate import WRITERS
from gongkai.web.registers.models import LIVE
from gongkai.web.registers.register import Register
from gongkai.web.registers.sheets import SYSTEM, VOIDED
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

PAGE = 50
_STATES = (("", "未作废"), ("voided", "已作废"), ("all", "全部"))
_CHAIN_YEARS = 4


def the_register(key: str) -> Register:
    """The register of a key (Http404 for none)."""
    if key not in REGISTERS:
        raise Http404("没有这个台账")
    return REGISTERS[key]


def writers_organs(viewer: Viewer) -> list[Organ]:
    """The organs whose registers the viewer writes. PermissionDenied for none."""
    held = viewer.organs(*WRITERS)
    if not held:
        raise PermissionDenied("台账由公开办经办人或者公开机构负责人登记。")
    return list(visible(viewer, Organ).filter(pk__in=held).order_by("pk"))


def chosen_organ(request: HttpRequest, organs: list[Organ]) -> Organ:
    """The organ that was chosen, or the only one. PermissionDenied for one the viewer does not write for."""
    wanted = request.POST.get("organ", "")
    found = next((o for o in organs if str(o.pk) == wanted), None if wanted else organs[0])
    if found is None:
        raise PermissionDenied("您不在这个机关登记台账。")
    return found


def _year(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 1949 <= int(asked[:5]) <= 2099 else None


@require_GET
@caseworker
def overview(request: HttpRequest) -> HttpResponse:
    """Every register with how many records stand in a year, and the documents of section 2 over some years."""
    viewer = viewer_of(request)
    year = _year(request) or viewer.on.year
    held = []
    for register in REGISTERS.values():
        rows = visible(viewer, register.model).filter(LIVE).order_by()
        phase = register.phases[-1] if register.phases else None
        standing = phase.taking(year) if phase else register.in_year(year)
        counts = rows.aggregate(
            in_year=Count("pk", filter=register.in_year(year)), in_all=Count("pk"), then=Count("pk", filter=standing)
        )
        held.append((register, counts["in_year"], counts["in_all"], phase, counts["then"]))
    organs = _organs(viewer)
    kinds, last = REGISTERS["document"].by_key["row"].choices, max(year, 2021)
    span = range(max(2021, last - _CHAIN_YEARS + 1), last + 1)
    context = {
        "held": held,
        "year": year,
        "years": range(viewer.on.year, viewer.on.year - 6, -1),
        "chains": [
            (
                organ,
                [(kinds[link.row], link.year, _linked(organ, link)) for link in queries.section_2_chain(organ, span)],
            )
            for organ in organs
        ],
        "may_write": viewer.has(*WRITERS),
    }
    return render(request, "desk/registers/overview.html", context)


def _linked(organ: Organ, link: queries.ChainLink) -> list[tuple[int, str]]:
    """The four figures of a year's documents, each with the list of what it counts."""
    at = reverse("desk:register", args=("document",))
    asked = (
        (link.before, link.year - 1, "in_force"), (link.issued, link.year, ""), (link.ended, link.year, "repealed"),
        (link.in_force, link.year, "in_force"),
    )  # fmt: skip
    said = {"row": link.row, "organ": organ.pk}
    return [(number, f"{at}?{urlencode({**said, 'year': year, 'phase': phase})}") for number, year, phase in asked]


@require_GET
@caseworker
def listing(request: HttpRequest, register: str) -> HttpResponse:
    """The records of a register: searched, filtered, by pages; with ``export`` as a file."""
    known, viewer = the_register(register), viewer_of(request)
    words, year, state = request.GET.get("q", "").strip()[:100], _year(request), request.GET.get("state", "")
    columns = [b for b in known.bound if b.chosen]
    chosen = {b.key: v for b in columns if (v := request.GET.get(b.key, "")) in b.choices}
    phase, organs = _phase(request, known), _organs(viewer)
    organs = organs if len(organs) > 1 else []
    organ = next((o for o in organs if str(o.pk) == request.GET.get("organ")), None)
    year = year or (viewer.on.year if phase else None)
    rows = queries.listing(viewer, known) if organ is None else queries.listing(viewer, known).filter(organ=organ)
    rows = queries.narrowed(rows, known, words=words, year=year, phase=phase, chosen=chosen)
    if state != "all":
        rows = rows.exclude(LIVE) if state == "voided" else rows.filter(LIVE)
    form = request.GET.get("export", "")
    if form in exports.TYPES:
        return _exported(known, rows, form, viewer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "register": known,
        "columns": [b for b in known.bound if b.listed],
        "page": page,
        "rows": [(record, _cells(known, record)) for record in page],
        "filters": [(b, chosen.get(b.key, "")) for b in columns],
        "q": words, "year": year, "years": _years(queries.years(viewer, known), year, viewer.on.year), "state": state, "states": _STATES,
        "phase": phase, "organs": organs, "organ": organ,
        "narrowed": bool(words or year or chosen or state or organ),
        "only": _only(known, year, phase, organ, chosen, state),
        "may_write": viewer.has(*WRITERS),
    }  # fmt: skip
    return render(request, "desk/registers/list.html", context)


def _only(
    register: Register, year: int | None, phase: str, organ: Organ | None, chosen: dict[str, str], state: str
) -> str:
    """The filters that narrow a list, in words."""
    said = [organ.short_name] if organ else []
    if year:
        said.append(f"{year}年" + "".join(p.words for p in register.phases if p.key == phase))
    said += [register.by_key[key].choices[value] for key, value in chosen.items()]
    return "、".join([*said, *(words for key, words in _STATES if key and key == state)])


def _phase(request: HttpRequest, register: Register) -> str:
    """The key of the phase asked for, empty for none the register has."""
    asked = request.GET.get("phase", "")
    return asked if any(p.key == asked for p in register.phases) else ""


def _organs(viewer: Viewer) -> list[Organ]:
    return list(visible(viewer, Organ).filter(pk__in=viewer.organs(*CASEWORKERS)).order_by("pk"))


def _years(held: list[int], chosen: int | None, today: int) -> list[int]:
    """The years to choose from, latest first: from the first record to this year, for what was issued stays in force."""
    first = min([*held, today])
    return sorted({*held, *range(first, today + 1), *([chosen] if chosen else [])}, reverse=True)


def _cells(register: Register, record: Any) -> list[tuple[str, str, bool]]:
    """Words, value and whether it is the headline, of every listed column. A headline is never empty: it is the link."""
    found = []
    for column in register.bound:
        if column.listed:
            value, leads = column.show(getattr(record, column.key)), column.key == register.headline
            found.append((column.words, value or (str(record) if leads else ""), leads))
    return found


def _exported(register: Register, rows: Any, form: str, viewer: Viewer) -> HttpResponse:
    headings = (*(b.words for b in register.bound), *SYSTEM)
    cells = (
        (
            *(b.show(getattr(record, b.key)) for b in register.bound),
            record.organ.short_name, str(record.pk), str(record.entered_by), f"{timezone.localtime(record.entered_at):%Y-%m-%d %H:%M}",
            VOIDED if record.voided_at else "有效",
        )
        for record in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return exports.table(headings, cells, form, name=register.key, viewer=viewer)


def _the_record(request: HttpRequest, register: Register, pk: int) -> Any:
    rows = queries.listing(viewer_of(request), register).select_related("organ", "entered_by", "voided_by", "batch")
    return get_object_or_404(rows, pk=pk)


@require_GET
@caseworker
def record(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """A record with its evidence and its history from the log."""
    known = the_register(register)
    return _page(request, known, _the_record(request, known, pk))


def _page(request: HttpRequest, register: Register, found: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    entries = list(log.of(found).order_by("-id")[:50])
    if found.batch is not None:
        entries += list(log.of(found.batch).order_by("-id")[:5])
    context = {
        "register": register,
        "record": found,
        "facts": [(b.words, b.show(getattr(found, b.key)), b.key) for b in register.bound],
        "history": [(e, _changes(register, e.payload)) for e in entries],
        "may_write": found.voided_at is None and viewer.has(*WRITERS, organ=found.organ_id),
        "error": error,
        "doubts": _doubts(register, found),
        "amended_by": _amending(viewer, register, found),
    }
    return render(request, "desk/registers/record.html", context, status=status)


def _changes(register: Register, payload: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a correction changed: words of the column, before, after."""
    changed = payload.get("changed") or {}
    return [(register.by_key[k].words, before or "（空）", after or "（空）") for k, (before, after) in changed.items()]


def _amending(viewer: Viewer, register: Register, record: Any) -> list[Any]:
    """The records in sight that name this one, the oldest first."""
    naming = Q()
    for column in register.references:
        naming |= Q(**{column.key: record.pk})
    return list(visible(viewer, register.model).filter(LIVE, naming).order_by(register.dated)) if naming else []


def _doubts(register: Register, record: Any) -> list[str]:
    """What to look at in a record that stands."""
    if record.voided_at is not None:
        return []
    return [d.words for d in doubts(register, record.organ, [register.values(record)], but=record.pk)[0]]


def _ask(request: HttpRequest, register: Register, record: Any) -> None:
    """Say at once what to look at, where the record's own page, which says it too, may not be the next."""
    if request.POST.get("then") == "again":
        for words in _doubts(register, record):
            messages.warning(request, f"请留意：{words}")


def _evidence(request: HttpRequest) -> store.Upload | None:
    found = read(request)
    if len(found) > 1:
        raise store.Refused("佐证材料只能附一个文件，请合并成一个 PDF。")
    return found[0] if found else None


@require_http_methods(["GET", "POST"])
@caseworker
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Enter a record."""
    known, viewer = the_register(register), viewer_of(request)
    organs = writers_organs(viewer)
    if request.method == "GET":
        return _form_page(request, RecordForm(register=known, organs=organs, on=viewer.on))
    form = RecordForm(request.POST, register=known, organs=organs, on=viewer.on)
    if form.is_valid():
        try:
            organ = chosen_organ(request, organs)
            made = operations.enter(known, organ, form.raw(), viewer=viewer, evidence=_evidence(request))
        except operations.Refused as error:
            form.tell(error)
        except store.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记：{made}。")
            _ask(request, known, made)
            again = request.POST.get("then") == "again"
            return redirect("desk:record_new", register) if again else redirect("desk:record", register, made.pk)
    return _form_page(request, form, status=422)


@require_http_methods(["GET", "POST"])
@caseworker
def edit(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """Correct a record, with the reason."""
    known, viewer = the_register(register), viewer_of(request)
    found = _the_record(request, known, pk)
    if not viewer.has(*WRITERS, organ=found.organ_id):
        raise PermissionDenied("台账由公开办经办人或者公开机构负责人更正。")
    if request.method == "GET":
        return _form_page(request, RecordForm(register=known, organs=[], record=found, on=viewer.on))
    form, status = RecordForm(request.POST, register=known, organs=[], record=found, on=viewer.on), 422
    if form.is_valid():
        typed = form.cleaned_data
        try:
            operations.correct(
                known, found, form.raw(), version=typed["version"], reason=typed["reason"], viewer=viewer,
                evidence=_evidence(request),
            )  # fmt: skip
        except operations.Refused as error:
            form.tell(error)
        except (Stale, store.Refused) as error:
            form.add_error(None, str(error))
            status = 409 if isinstance(error, Stale) else 422
        else:
            messages.success(request, "已更正；原来的内容保存在经过里。")
            _ask(request, known, found)
            return redirect("desk:record", register, pk)
    return _form_page(request, form, status=status)


def _form_page(request: HttpRequest, form: RecordForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "register": form.register, "record": form.record}
    return render(request, "desk/registers/form.html", context, status=status)


@require_POST
@caseworker
def void(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """Void a record, with the reason."""
    known = the_register(register)
    found = _the_record(request, known, pk)
    version = request.POST.get("version", "")
    try:
        operations.void(
            known, found, version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            reason=request.POST.get("reason", ""), viewer=viewer_of(request),
        )  # fmt: skip
    except operations.Refused as error:
        return _page(request, known, found, error=str(error), status=422)
    except Stale as error:
        return _page(request, known, found, error=str(error), status=409)
    messages.success(request, "已作废，不再计入报告；记录仍可查看。")
    return redirect("desk:record", register, pk)


@require_GET
@caseworker
def evidence(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """The evidence of a record, as a download."""
    known = the_register(register)
    found = _the_record(request, known, pk)
    if not found.evidence_sha256:
        raise Http404("这条记录没有佐证材料")
    try:
        content = store.fetch(found.evidence_sha256)
    except FileNotFoundError:
        raise Http404("文件不在存储中，请联系系统管理员。") from None
    words = f"下载佐证材料「{found.evidence_name}」"
    log.append("downloaded", words, organ=found.organ, viewer=viewer_of(request), subject=found)
    kind = found.evidence_kind if found.evidence_kind in store.TYPES else "text"  # a table as CSV is text
    return sent(content, kind, found.evidence_name)
