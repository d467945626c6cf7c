"""The form with which a case is handled anew: on what ground, by which document, for which contest in the register
(条例第五十一条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms

from gongkai.law.remedies import DISPOSAL
from gongkai.web.applications.steps import StepInput
from gongkai.web.desk.moves import StepForm
from gongkai.web.organs.templatetags.gongkai import day
from gongkai.web.remedies import queries
from gongkai.web.remedies.models import Remedy

RECONSIDERATION, JUDGMENT, ORDERED, OWN = "reconsideration", "judgment", "ordered", "own"
GROUNDS = {
    RECONSIDERATION: "行政复议决定",
    JUDGMENT: "人民法院判决、裁定",
    ORDERED: "上级机关或者主管部门责令",
    OWN: "本机关自行纠正",
}


def ground_of(remedy: Remedy) -> str:
    """The ground a contest is: its course decides."""
    return RECONSIDERATION if remedy.course == "reconsideration" else JUDGMENT


class ReopenForm(StepForm):
    """Ground, number and day of the document, the contest it ended, and why."""

    def _own(self) -> Iterator[tuple[str, forms.Field]]:
        yield "ground", forms.ChoiceField(label="依据", choices=[("", "请选择"), *GROUNDS.items()])
        self.contests = {str(r.pk): r for r in queries.of_application(self.case.number, self.viewer) if _ended(r)}
        if self.contests:
            offered = [(pk, f"{r} · {r.get_disposal_display()}") for pk, r in self.contests.items()]
            yield (
                "remedy",
                forms.ChoiceField(
                    label="登记的复议诉讼",
                    choices=[("", "不是下列案件"), *offered],
                    required=False,
                    help_text="选定以后，办理经过里可以直接打开那个案件。",
                ),
            )
        yield (
            "document_number",
            forms.CharField(
                label="文书文号", max_length=100, required=False, help_text="自行纠正、没有文书的可以不填；其他必填。"
            ),
        )
        yield (
            "document_on",
            forms.DateField(
                label="文书日期",
                required=False,
                widget=forms.DateInput(attrs={"type": "date", "max": str(self.viewer.on)}, format="%Y-%m-%d"),
            ),
        )
        yield from super()._own()

    def clean(self) -> dict[str, Any]:
        """A document of others has its number and day; a contest is of the ground it stands for."""
        typed = super().clean()
        ground, on = typed.get("ground", ""), typed.get("on")
        if ground and ground != OWN:
            for name, words in (("document_number", "文号"), ("document_on", "日期")):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, f"请填写{GROUNDS[ground]}的{words}；只有本机关自行纠正的可以不填。")
        if typed.get("document_on") and on and typed["document_on"] > on:
            self.add_error("document_on", f"文书日期不能晚于重新办理的日期（{on}）。")
        contest = self.contests.get(typed.get("remedy", ""))
        if contest is not None and ground and ground != ground_of(contest):
            right = GROUNDS[ground_of(contest)]
            self.add_error("remedy", f"选定的案件是{contest.get_course_display()}，依据应当选「{right}」。")
        return typed

    def step(self) -> StepInput:
        """The step with its ground in words before the reason, and each part recorded by its key."""
        made, typed = super().step(), self.cleaned_data
        on = typed.get("document_on")
        said = (GROUNDS[typed["ground"]], typed.get("document_number", "").strip(), day(on) if on else "")
        ground = "，".join(filter(None, said))
        parts = {"ground": typed["ground"], "document_number": typed.get("document_number", "").strip()}
        parts |= {"document_on": str(on or ""), "remedy": typed.get("remedy", "")}
        return replace(
            made,
            facts=replace(made.facts, reason=f"{ground}：{made.facts.reason}"),
            recorded={key: value for key, value in parts.items() if value},
        )


def _ended(remedy: Remedy) -> bool:
    """Whether a contest ended with the answer corrected, so that handling anew can follow."""
    return remedy.voided_on is None and bool(remedy.disposal) and DISPOSAL[remedy.disposal].result == "corrected"


def proposed_by(remedy: Remedy) -> dict[str, str]:
    """What a contest fills in, for the address of the step."""
    return {
        "reason": f"{remedy.tribunal}{remedy.get_disposal_display()}，重新办理。",
        "ground": ground_of(remedy),
        "document_number": remedy.case_number,
        "document_on": str(remedy.ended_on or ""),
        "remedy": str(remedy.pk),
    }
