"""The form of an extension: the head agrees at once, everybody else asks the head (条例第三十三条第二款)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from gongkai.law import stages
from gongkai.web.applications import extensions
from gongkai.web.applications.models import Application, Extension
from gongkai.web.applications.steps import StepInput
from gongkai.web.desk.moves import Preview, StepForm
from gongkai.web.organs.gate import Viewer


class ExtensionForm(StepForm):
    """Days and reason. The day is today: nobody consents backwards. Who consents is who signed in."""

    def __init__(self, *args: Any, case: Application, viewer: Viewer, **kwargs: Any) -> None:
        self.asks = not extensions.may_consent(case, viewer)
        super().__init__(*args, case=case, viewer=viewer, **kwargs)
        self.fields["on"].widget = forms.HiddenInput()
        self.fields["on"].required = False

    def _own(self) -> Iterator[tuple[str, forms.Field]]:
        yield from ((name, field) for name, field in super()._own() if name != "approver")

    def clean_on(self) -> date:
        """Today, whenever the page was opened."""
        return self.viewer.on

    def step(self) -> StepInput:
        """The step as typed, with who consents; for a request a word that nobody has yet."""
        made = super().step()
        named = extensions.AWAITED if self.asks else extensions.approver(self.case, self.viewer)
        return replace(made, facts=replace(made.facts, approver=named))

    def take(self, step: StepInput) -> Application:
        """Extend, or ask the head to agree. Raises what these raise."""
        version = self.cleaned_data["version"]
        if not self.asks:
            return extensions.agree_at_once(self.case, step, viewer=self.viewer, version=version)
        extensions.request(self.case, step, viewer=self.viewer, version=version)
        return self.case

    @property
    def done(self) -> str:
        """What is said when it is done."""
        return "已提请负责人同意；同意以后期限才延长，通知书届时出具。" if self.asks else super().done


def looked_at(asked: Extension, viewer: Viewer) -> tuple[Preview | None, list[str]]:
    """What a request would do if it were agreed to today, and in Chinese what stands against it."""
    case = asked.application
    typed = {"days": asked.days, "reason": asked.reason, "version": case.version}
    typed |= {f"e_{key}": value for key, value in asked.elements.items()}
    form = ExtensionForm(typed, case=case, move=stages.MOVE["extended"], viewer=viewer)
    preview = form.preview(form.step()) if form.is_valid() else None
    return preview, [str(said) for faults in form.errors.values() for said in faults]
