"""A step of a review at the desk, whatever is reviewed: the form, how the chain stands, and taking the step.

Each kind of review has a page of its own; what is decided there is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.web.desk.access import viewer_of
from gongkai.web.desk.forms import Described
from gongkai.web.organs.models import Role
from gongkai.web.review import operations as review
from gongkai.web.review.models import Opinion, Review
from gongkai.web.review.operations import Stale


class VerdictForm(Described):
    """What somebody decides at a step."""

    verdict = forms.ChoiceField(
        label="审核结果",
        choices=[("passed", "同意，进入下一步"), ("sent_back", "退回修改"), ("comment", "只提意见，暂不决定")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回必须写明理由。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, signing: str = "", **kwargs: Any) -> None:
        """``signing``: at the last step, what agreeing does, in words."""
        super().__init__(*args, **kwargs)
        self.final = bool(signing)
        if signing:
            rest = self.fields["verdict"].choices[1:]  # type: ignore[attr-defined]
            self.fields["verdict"].choices = [("passed", signing), *rest]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Sending back needs a reason, commenting a comment."""
        found = super().clean() or {}
        wants = {"sent_back": "退回须写明理由，以便起草人修改。", "comment": "请写下意见内容。"}
        said = wants.get(str(found.get("verdict")))
        if said and not str(found.get("comment", "")).strip():
            self.add_error("comment", said)
        return found


Page = Callable[[VerdictForm, int], HttpResponse]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What differs between the kinds of reviews.

    ``decide`` is the operation (passage, verdict=, comment=, version=, viewer=, on= → the review after it); ``signing``
    says what agreeing to the last step does; ``signed`` gives the words for that having been done and where to go then;
    ``failed`` begins the sentence when it could not be done.
    """

    decide: Callable[..., Review]
    here: str
    signing: str
    signed: Callable[[Review], tuple[str, HttpResponse]]
    sent_back: str = "已退回起草人修改。"
    failed: str = ""


def taken(request: HttpRequest, passage: Review, kind: Reviewed, page: Page) -> HttpResponse:
    """The page, or what follows from the step somebody takes on it: pass, send back, or only comment.

    A refusal comes back on the page: 409 when the review has moved on, 403 without the right, 422 when the law or the
    letter forbids it.
    """
    final = bool(passage.step and passage.at_step == len(passage.steps) - 1)
    signing = kind.signing if final else ""
    if request.method == "GET":
        return page(VerdictForm(signing=signing, initial={"version": passage.version}), 200)
    form = VerdictForm(request.POST, signing=signing)
    if not form.is_valid():
        return page(form, 200)
    try:
        after = _step(request, passage, kind, form.cleaned_data)
    except (Stale, PermissionDenied, ValueError) as error:
        lawful = isinstance(error, Stale | PermissionDenied)
        form.add_error(None, str(error) if lawful else f"{kind.failed}{error}")
        passage.refresh_from_db()
        return page(form, 409 if isinstance(error, Stale) else 403 if lawful else 422)
    if after is None:
        messages.success(request, "意见已记录。")
        return redirect(kind.here, pk=passage.pk)
    words, onward = kind.signed(after) if after.state == Review.State.SIGNED else (_moved(after, kind), _inbox())
    messages.success(request, words)
    return onward


def _step(request: HttpRequest, passage: Review, kind: Reviewed, typed: dict[str, Any]) -> Review | None:
    viewer, verdict = viewer_of(request), Opinion.Verdict(typed["verdict"])
    if verdict == Opinion.Verdict.COMMENT:
        review.comment(passage, text=typed["comment"], viewer=viewer)
        return None
    return kind.decide(
        passage, verdict=verdict, comment=typed["comment"], version=typed["version"], viewer=viewer, on=viewer.on
    )


def _moved(after: Review, kind: Reviewed) -> str:
    if after.state == Review.State.SENT_BACK:
        return kind.sent_back
    return f"已同意，转入{after.step['words'] if after.step else '下一步'}。"


def _inbox() -> HttpResponse:
    return redirect("desk:reviews")


def standing(request: HttpRequest, passage: Review, refusal: str) -> dict[str, Any]:
    """For the page: the chain and the opinions so far, why this person may not decide, on whose behalf they would."""
    role = str(passage.step["role"]) if passage.step else ""
    acting = viewer_of(request).acting_for(role, organ=passage.organ_id) if role and not refusal else None
    return {
        "passage": passage,
        "refusal": refusal,
        "behalf": acting,
        "steps": steps_of(passage),
        "opinions": passage.opinions.select_related("person", "on_behalf_of"),
    }


def steps_of(passage: Review) -> list[tuple[str, str, str]]:
    """Each step of the chain: its words, the role's, and whether it is done, waits or is to come."""
    ended = passage.state == Review.State.SIGNED
    found = []
    for at, step in enumerate(passage.steps):
        state = (
            "done" if ended or at < passage.at_step else "now" if at == passage.at_step and passage.step else "later"
        )
        found.append((str(step["words"]), str(Role(step["role"]).label), state))
    return found
