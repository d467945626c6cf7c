"""One step of a case: its form, the letter before it is made, the confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.documents.letters import BadElement, MissingElements
from gongkai.law import stages
from gongkai.law.events import KIND, Unlawful
from gongkai.law.fees import BadFee
from gongkai.web.applications.models import Application
from gongkai.web.applications.queries import asked_lately
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.extending import ExtensionForm
from gongkai.web.desk.feesteps import FORMS
from gongkai.web.desk.moves import Preview, StepForm
from gongkai.web.desk.nextsteps import forbidden, own_page
from gongkai.web.desk.reopening import ReopenForm
from gongkai.web.review.operations import Stale

_FORMS: dict[str, type[StepForm]] = {**FORMS, "extended": ExtensionForm, "reopened": ReopenForm}
_PROPOSED = ("reason", "ground", "document_number", "document_on", "remedy")


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """The page of a step. First the form, then the same form with the letter to be read, then the step is taken."""
    if event not in KIND:
        raise Http404("没有这种步骤")
    case, viewer = the_case(request, number), viewer_of(request)
    elsewhere = own_page(case, event)
    if elsewhere:
        return redirect(elsewhere)
    move = stages.MOVE[event]
    refusal = forbidden(case, move, viewer)
    if refusal and request.method == "GET":
        return render(request, "desk/step.html", {"case": case, "move": move, "refusal": refusal})
    # Another page may propose the words, as that of a reconsideration does for handling a case anew.
    proposed = {name: request.GET[name][:1000] for name in _PROPOSED if request.GET.get(name)}
    form = _FORMS.get(event, StepForm)(request.POST or None, case=case, move=move, viewer=viewer, initial=proposed)
    if request.method == "GET":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, refusal=refusal)
    return _look_or_take(request, form, case)


def _look_or_take(request: HttpRequest, form: StepForm, case: Application) -> HttpResponse:
    """Show what the step would do; take it when exactly this was shown before."""
    try:
        step = form.step()
    except Unlawful as error:
        form.refuse(error)
        return _page(request, form)
    preview, digest = form.preview(step), form.digest()
    seen = form.cleaned_data["previewed"] == digest
    if request.POST.get("action") != "confirm" or not seen or preview is None:
        changed = request.POST.get("action") == "confirm" and preview is not None
        form.renew(previewed=digest if preview else "")
        return _page(request, form, preview=preview, changed=changed)
    try:
        form.take(step)
    except Stale as error:
        form.add_error(None, str(error))
        form.renew(version=case.version, previewed="")
        return _page(request, form, status=409, stale=True)
    except PermissionDenied as error:
        form.add_error(None, str(error))
        return _page(request, form, status=403)
    except (Unlawful, MissingElements, BadElement, BadFee) as error:
        form.refuse(error)
        return _page(request, form)
    messages.success(request, form.done)
    return redirect("desk:case", number=case.number)


def _page(
    request: HttpRequest,
    form: StepForm,
    *,
    preview: Preview | None = None,
    changed: bool = False,
    status: int = 200,
    stale: bool = False,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "case": form.case,
        "move": form.move,
        "form": form,
        "preview": preview,
        "changed": changed,
        "stale": stale,
        "late_refusal": refusal,
        "receipt_rules": form.receipt_rules,
        "asked_lately": asked_lately(form.case, form.viewer) if form.move.event == "reasons_asked" else (),
    }
    return render(request, "desk/step.html", context, status=status)
