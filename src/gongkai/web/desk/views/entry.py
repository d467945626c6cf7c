"""An application that came on paper, by fax or at the counter, entered for the applicant."""

from __future__ import annotations

import secrets

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gongkai.law.events import CHANNELS
from gongkai.web.applications import intake, store
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.forms import EntryForm
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role


@require_http_methods(["GET", "POST"])
@caseworker
def new(request: HttpRequest) -> HttpResponse:
    """The form; then the receipt to be printed, with the query code that is shown this once."""
    viewer = viewer_of(request)
    organs = sorted(viewer.organs(Role.CLERK, Role.HEAD))
    if not organs:
        raise PermissionDenied("代申请人登记须由公开机构经办人办理。")
    initial = {"once": secrets.token_urlsafe(24), "channel": "counter"}
    form = EntryForm(request.POST or None, organs=organs, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            files = read(request)
        except store.Refused as error:
            form.add_error(None, str(error))
        else:
            receipt = taken(form, files, viewer)
            response = render(request, "desk/receipt.html", {"case": receipt.application, "code": receipt.code})
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "desk/entry.html", {"form": form, "rules": CHANNELS})


def read(request: HttpRequest) -> list[store.Upload]:
    """The uploaded files, looked at. Raises Refused."""
    found = request.FILES.getlist("files")
    if len(found) > store.MAX_FILES:
        raise store.Refused(f"一次最多 {store.MAX_FILES} 个附件，现有 {len(found)} 个，请分开提交。")
    looked = []
    for each in found:
        if (each.size or 0) > store.MAX_BYTES:
            raise store.Refused(f"附件「{store.safe_name(each.name or '')}」超过 20 MB，请压缩图片或分开提交。")
        looked.append(store.inspect(each.name or "", each.read()))
    return looked


def taken(form: EntryForm, files: list[store.Upload], viewer: Viewer) -> intake.Receipt:
    """Take the application in."""
    typed = form.cleaned_data
    person = intake.Person(
        **{
            k: typed[k]
            for k in ("kind", "name", "id_number", "telephone", "address", "id_kind", "agent", "email", "postcode")
        }
    )
    matter = intake.Matter(
        **{k: typed[k] for k in ("subject", "content", "document_number", "form_wanted", "way_wanted")}
    )
    return intake.submit(
        organ=typed["organ"],
        person=person,
        matter=matter,
        channel=typed["channel"],
        files=files,
        viewer=viewer,
        once=typed["once"],
        oral=typed["oral"],
    )
