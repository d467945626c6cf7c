"""What applicants send after applying: each with the step it asks for, an answer, or a word why nothing follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.web.applications import messages
from gongkai.web.applications.models import Message
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.nextsteps import Button
from gongkai.web.organs.gate import visible
from gongkai.web.review.operations import Stale


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something the applicant sent: the message, and the step it asks for, with what forbids it now (None: no step)."""

    message: Message
    step: Button | None

    @property
    def words(self) -> str:
        """What the button says."""
        if self.message.kind == Message.Kind.WITHDRAWAL:
            return "同意撤回"
        return f"登记{self.step.words}" if self.step else ""


def incoming(sent: Iterable[Message], steps: list[Button], barred: list[Button]) -> list[Incoming]:
    """What waits among a case's messages, each with its step among those of the page."""
    by_event = {b.event: b for b in (*steps, *barred)}
    waiting = (m for m in sent if messages.waits(m))
    return [Incoming(m, by_event.get(messages.ASKS.get(m.kind, ""))) for m in waiting]


@require_POST
@caseworker
def handle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer a message, or say that nothing follows from it."""
    case, viewer = the_case(request, number), viewer_of(request)
    rows = visible(viewer, Message).select_related("application__organ")
    found = get_object_or_404(rows, pk=pk, application=case, side=Message.Side.APPLICANT)
    text = request.POST.get("text", "")
    try:
        if request.POST.get("action") == "reply":
            messages.reply(found, text=text, viewer=viewer)
            notices.success(request, "已回复，申请人在进度页可以看到。")
        else:
            messages.put_aside(found, reason=text, viewer=viewer)
            notices.success(request, "已记录处理情况，申请人在进度页可以看到。")
    except (ValueError, PermissionDenied, Stale) as error:
        notices.error(request, str(error))
    return redirect("desk:case", number=number)
