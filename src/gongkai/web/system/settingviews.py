"""The pages of the dated settings: all of them, one with its history and the form, and what a new value would move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.web.catalogue.models import Threshold
from gongkai.web.organs import dated
from gongkai.web.organs.dated import Dated
from gongkai.web.organs.models import Setting
from gongkai.web.system import setting
from gongkai.web.system.forms import SettingForm
from gongkai.web.system.views import SHOWN, page, require_system


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as the list shows it: the row, its value today, the entry behind it, and the next one to come."""

    row: Dated
    value: str
    entry: Setting | None
    coming: Setting | None

    @property
    def coming_value(self) -> str:
        """The value to come, in words."""
        return self.row.said(self.coming.value) if self.coming else ""


def _shown(row: Dated, viewer: Any) -> Shown:
    entry = dated.entry_on(row.key, viewer.on)
    coming = next((e for e in dated.entries() if e.key == row.key and e.since > viewer.on), None)
    return Shown(row, row.said(entry.value if entry else row.usual), entry, coming)


def _row(key: str) -> Dated:
    if key not in dated.SETTING:
        raise Http404("没有这项设定")
    return dated.SETTING[key]


@require_system
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Every setting: value, source, since when, by whom, why."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    rows = [_shown(row, viewer) for row in dated.SETTINGS]
    groups = (
        ("法律期限和计费中没有核对原文的数字", [r for r in rows if r.row.law]),
        ("平台自己的设定", [r for r in rows if not r.row.law]),
    )
    own = Threshold.objects.select_related("organ", "by").order_by("organ_id", "-since", "-pk")
    return page(request, "settings.html", title="设定", groups=groups, own=own)


@require_system
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """A setting with its history and the form for a new value; a filled form shows what it would move."""
    row, viewer = _row(key), request.viewer  # type: ignore[attr-defined]
    form = SettingForm(request.POST or None, row=row, on=viewer.on)
    if request.method == "POST" and form.is_valid():
        return _preview(request, row, form)
    history = [(e, row.said(e.value)) for e in reversed(dated.entries()) if e.key == key]
    return page(
        request,
        "setting.html",
        status=422 if form.errors else 200,
        title=row.name,
        shown=_shown(row, viewer),
        usual=row.said(row.usual),
        history=history,
        form=form,
    )


def _preview(request: HttpRequest, row: Dated, form: SettingForm, *, error: str = "") -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    moved = setting.shifts(form.proposal, on=viewer.on)
    return page(
        request,
        "setting_preview.html",
        status=422 if error else 200,
        title=f"{row.name}：确认",
        shown=_shown(row, viewer),
        proposal=form.proposal,
        value=row.said(form.proposal.value),
        form=form,
        moved=moved[:SHOWN],
        count=len(moved),
        cases=len({m.application.pk for m in moved}),
        more=max(0, len(moved) - SHOWN),
        error=error,
    )


@require_system
@require_POST
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Put a new value into force."""
    row, viewer = _row(key), request.viewer  # type: ignore[attr-defined]
    form = SettingForm(request.POST, row=row, on=viewer.on)
    if not form.is_valid():
        return one(request, key)
    typed = form.cleaned_data
    try:
        setting.confirm(key, typed["value"], since=typed["since"], why=typed["why"], viewer=viewer)
    except ValueError as error:
        return _preview(request, row, form, error=str(error))
    messages.success(request, f"“{row.name}”已设定，自 {typed['since']} 起生效，已记入日志。")
    return redirect("calendar:progress" if row.moves else "settings:all")
