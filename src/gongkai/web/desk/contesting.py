"""Forms of reconsideration and litigation: a case, a step of it, a correction; and what a case takes from its application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from gongkai.law.remedies import COURSE, DISPOSALS, RESULTS
from gongkai.web.applications.models import Application
from gongkai.web.desk.forms import Described
from gongkai.web.organs.models import Organ
from gongkai.web.remedies import queries
from gongkai.web.remedies.models import COURSES, OUTCOME_CHOICES, Happening, Proceeding, Remedy
from gongkai.web.remedies.operations import Details, Entry


def _day(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _names(label: str, help_text: str, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=1000, required=required, widget=widget, help_text=help_text)


class RemedyForm(Described):
    """What a case is. Names of the parties are typed anew or left alone; a page never shows them unasked."""

    course = forms.ChoiceField(label="途径", choices=COURSES)
    tribunal = forms.CharField(label="复议机关或者法院", max_length=100)
    case_number = forms.CharField(
        label="案号",
        max_length=100,
        required=False,
        help_text="照通知书填写，例如 青政复〔2026〕12号；还没有的可以以后补。",
    )
    matter = forms.CharField(label="争议事项", max_length=200, help_text="例如“不服不予公开答复”；请不要写个人姓名。")
    claimants = _names("申请人（原告）", "一行写一个；加密保存，页面上隐去。", required=True)
    third_parties = _names("第三人", "一行写一个；加密保存，页面上隐去。")
    original = forms.CharField(label="原行为机关", max_length=100, help_text="作出（或者没有作出）被诉答复的机关。")
    defendants = _names(
        "被申请人（被告）",
        "一行写一个机关。复议机关作共同被告的，也写上：这样的案件只由原行为机关统计。",
        required=True,
    )
    proceeding = forms.ChoiceField(label="程序", choices=Proceeding.choices, help_text="决定本机关几日内答复。")
    application_number = forms.CharField(
        label="受理编号", max_length=40, required=False, help_text="本系统里被复议、被诉的那件申请。"
    )
    outcome = forms.ChoiceField(
        label="被诉的办理结果", required=False, choices=[("", "没有答复，或者不明"), *OUTCOME_CHOICES]
    )
    replied_on = _day("答复日期")
    known_on = _day("知道答复之日", "通常是答复送达的日期；复议、起诉的期限从这一天起算。")
    filed_on = _day("提出复议（起诉）日期")
    before = forms.TypedChoiceField(label="此前的行政复议", required=False, coerce=int, empty_value=None)
    accepted_on = _day("受理（立案）日期", "年报按受理日期和审结日期统计；还不知道的可以以后登记。")
    received_on = _day("收到副本日期", "收到答复通知书、应诉通知书和申请书、起诉状副本的那一天；答复期限从这一天起算。")
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, organ: Organ, on: date, remedy: Remedy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ, self.remedy = organ, remedy
        help_text = f"行政复议通常是{organ.reconsideration_organ}，诉讼通常是{organ.court}。"
        self.fields["tribunal"].help_text = help_text
        earlier = [
            (r.pk, _called(r)) for r in queries.reconsiderations(organ)[:200] if remedy is None or r.pk != remedy.pk
        ]
        self.fields["before"].choices = [("", "无，或者没有登记"), *earlier]  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget.attrs["max"] = str(on)
        if remedy is None:
            del self.fields["version"]
        else:
            for name in ("accepted_on", "received_on"):
                del self.fields[name]
            for name in ("claimants", "third_parties"):
                self.fields[name].required = False
                self.fields[name].help_text = "已加密保存；不改的留空。"

    def details(self) -> Details:
        """What was typed; names that were left alone stay as they are."""
        typed = self.cleaned_data
        kept = self.remedy
        before = queries.reconsiderations(self.organ).filter(pk=typed["before"]).first() if typed["before"] else None
        names: dict[str, Any] = {
            name: typed[name] or (getattr(kept, name) if kept else "") for name in ("claimants", "third_parties")
        }
        plain = ("course", "tribunal", "matter", "original", "case_number", "proceeding", "application_number",
                 "outcome", "replied_on", "known_on", "filed_on")  # fmt: skip
        lines = tuple(typed["defendants"].splitlines())
        return Details(**{key: typed[key] for key in plain}, **names, defendants=lines, before=before)

    def entries(self) -> list[Entry]:
        """The steps typed with a new case."""
        typed = (("accepted", self.cleaned_data.get("accepted_on")), ("received", self.cleaned_data.get("received_on")))
        return [Entry(kind, on) for kind, on in typed if on]


def _called(remedy: Remedy) -> str:
    return f"{remedy.case_number or '（无案号）'} {remedy.matter}"


def initial_of(remedy: Remedy) -> dict[str, Any]:
    """A case as its form shows it, without the names of people."""
    plain = ("course", "tribunal", "case_number", "matter", "original", "proceeding", "application_number", "outcome",
             "replied_on", "known_on", "filed_on", "version")  # fmt: skip
    values = {name: getattr(remedy, name) for name in plain}
    return values | {"defendants": "\n".join(remedy.defendants), "before": remedy.before_id}


def initial_for(organ: Organ, case: Application | None) -> dict[str, Any]:
    """What a new case starts with: the organ's usual tribunal, and what its application knows of the reply."""
    # Where two could be asked, one of them was: which, the clerk says.
    usual = "" if "或者" in organ.reconsideration_organ else organ.reconsideration_organ
    values = {"tribunal": usual, "original": organ.name, "defendants": organ.name}
    if case is None:
        return values
    values["application_number"] = case.number
    if case.outcome and case.ended_on:
        told = case.events.filter(kind="delivered", on__gte=case.ended_on).values_list("on", flat=True).last()
        values |= {"outcome": case.outcome, "replied_on": str(case.ended_on)}
        values |= {"known_on": str(told)} if told else {}
        values["matter"] = f"不服{case.get_outcome_display()}的答复"
    return values


def disposals_of(course: str) -> list[tuple[str, Any]]:
    """The results a course can have, under the column of table 4 each counts in."""
    found: list[tuple[str, Any]] = [("", "请选择")]
    for result in RESULTS:
        rows = [(d.key, d.words) for d in DISPOSALS if d.result == result.key and course in d.courses]
        if rows:
            found.append((result.words, rows))
    return found


class StepForm(Described):
    """A step of a case: when, and for the end how."""

    on = _day("日期", "事情发生的那一天，不是登记的那一天。", required=True)
    disposal = forms.ChoiceField(label="结果")
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, remedy: Remedy, kind: str, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": remedy.version, "on": on})
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["on"].widget.attrs["max"] = str(on)
        self.fields["on"].label = (
            f"{Happening(kind).label}日期" if kind in ("ended", "heard", "appealed", "retried") else "日期"
        )
        if kind == Happening.ENDED:
            self.fields["disposal"].choices = disposals_of(remedy.course)  # type: ignore[attr-defined]
            self.fields["disposal"].help_text = "分组就是年报表四的栏目。请照决定书、判决书、裁定书的主文选择。"
        else:
            del self.fields["disposal"]
        if kind == Happening.VOIDED:
            self.fields["note"].label, self.fields["note"].required = "作废理由", True
            self.dress("note")

    def entry(self) -> Entry:
        """The step as typed."""
        typed = self.cleaned_data
        return Entry(self.kind, typed["on"], typed.get("disposal", ""), typed["note"])


class CorrectForm(StepForm):
    """A step typed wrong: as it should be, or that it never was; and why."""

    why = forms.CharField(label="更正理由", max_length=150, help_text="原来的登记保留在案件进展里，标为已更正。")


def masked_lines(text: str, mask: Any) -> list[str]:
    """The names of the parties, each covered by itself."""
    return [mask(line.strip()) for line in text.splitlines() if line.strip()]


def narrowed(rows: Any, given: Any, organs: Iterable[int]) -> Any:
    """The list narrowed by course, state, and a cell of a year's table 4."""
    course, state, year = given.get("course", ""), given.get("state", ""), given.get("year", "")
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(
            pk__in=queries.in_cell(organs, int(year), course if course in COURSE else "", given.get("result", ""))
        )
    if course in COURSE:
        rows = rows.filter(course=course)
    if state == "voided":
        return rows.exclude(voided_on=None)
    rows = rows if state == "all" else rows.filter(voided_on=None)
    if state == "open":
        return rows.filter(ended_on=None)
    if state == "waiting":
        return rows.filter(ended_on=None, answered_on=None).exclude(answer_due=None)
    return rows.exclude(ended_on=None) if state == "ended" else rows


STATES: Sequence[tuple[str, str]] = (
    ("", "有效的"), ("open", "尚未审结"), ("waiting", "待答复"), ("ended", "已审结"), ("voided", "已作废"), ("all", "全部"),
)  # fmt: skip
