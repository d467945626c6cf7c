"""The form of a step, made from what the law's table wants of it: day, period, party, approver, reason, the letter's words.

Nothing is decided here: which moves there are, what they need and what forbids them is asked of ``gongkai.law.stages`` and
``gongkai.documents.letters``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law import conditions as c
from gongkai.law import stages
from gongkai.law.clock import due_of, standing
from gongkai.law.conditions import Facts
from gongkai.law.deadlines import Rules, rules_on
from gongkai.law.events import CHANNEL, CHANNELS, FOLLOWS, KIND, Event, Ledger, Unlawful
from gongkai.web.applications import messages, outbox, steps
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules, the_terms
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import StepInput, elements_of
from gongkai.web.desk import positions
from gongkai.web.desk.forms import Described
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer
from gongkai.workdays import CalendarEnds

# The number a letter is tried with before it has its own.
_TRIAL_NUMBER = "公开〔2000〕1号"
_REASONS = {x.key for x in (c.REASON_GIVEN, c.REASONS_FACTS)}
_REASONS_IF_LATE = {x.key for x in (c.SUPPLEMENT_LATE, c.FEE_LATE)}
# Elements of a letter that say again what the step says itself.
_SAME = {"frequency": "reason", "competent_organ": "party", "approver": "approver", "fee_amount": "fee_amount"}
_SAME |= {"fee_method": "method", "fee_sum": "units"}
_LONG = {"reason", "unclear", "search", "frequency", "explanation", "fee_sum", "payment_way", "proof", "record"}
# What the reason of a step has to say, where the word alone does not tell: label, hint.
_REASON_OF = {
    "reasons_asked": ("申请数量、频次的事实", "写明从何时到何时共提出多少件、内容有何重复；原样写入通知书。"),
    "extended": ("延长的理由", "写明为什么在二十个工作日内不能答复，例如须查找、核对哪些材料；原样写入告知书。"),
    "withdrawn": ("撤回的依据", "写明申请人何时、以什么方式表示撤回；书面材料或者当面记录请先存入本件附件。"),
    "reopened": ("重新办理的理由", "写明纠正了什么、要重新办理什么；依据的文书在上面填写，记录时写在理由前面。"),
}
# The field at which a refusal is shown, by its key.
_AT = {
    "order": "on",
    "reason_given": "reason",
    "reasons_facts": "reason",
    "supplement_late": "reason",
    "fee_late": "reason",
    "supplement_period": "days",
    "reasons_period": "days",
    "fee_positive": "fee_amount",
    "named_party": "party",
    "named_comaker": "party",
    "transfer_named": "party",
    "party_not_asked": "party",
    "comaker_not_asked": "party",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be read before it is made: title, whether it stays inside, its paragraphs."""

    title: str
    internal: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do: the letters in words, the stage and the due date after it; ``over`` when nothing is due any
    more."""

    papers: tuple[Draft, ...]
    stage: str
    due: date | None
    provisional: bool
    over: bool = False


class StepForm(Described):
    """The form of one move of one case for one viewer."""

    printed = True
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    previewed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Application, move: stages.Move, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.move, self.viewer = case, move, viewer
        self.ledger = ledger_of(case.events.all())
        self.elements: dict[str, letters.Element] = {}
        self._day()
        for fields in (self._own, self._of_letters):
            for name, field in tuple(fields()):
                if name not in self.fields:
                    self.fields[name] = field
                    self.dress(name)
        self.fields["note"] = forms.CharField(
            label="内部备注", required=False, max_length=500, help_text="只在系统内可见，不写入文书。"
        )
        self.dress("note")
        if move.event in _REASON_OF and "reason" in self.fields:
            field = self.fields["reason"]
            field.label, field.help_text = _REASON_OF[move.event]
            self.dress("reason")
        self._as_sent()
        self.order_fields([*(n for n in self.fields if n not in ("note", "version", "previewed")), "note"])

    def _as_sent(self) -> None:
        """Propose the day and the words of what the applicant sent and this step answers."""
        kinds = [kind for kind, asked in messages.ASKS.items() if asked == self.move.event]
        self.message = messages.waiting(self.case).filter(kind__in=kinds).first() if kinds else None
        if self.message is None:
            return
        day = timezone.localdate(self.message.at)
        if (self.first is None or day >= self.first) and day <= self.viewer.on:
            self.fields["on"].initial = day
        if "reason" in self.fields and self.fields["reason"].required:
            said = f"：{self.message.text}" if self.message.text else "。"
            self.fields["reason"].initial = f"申请人于 {day} 在网上提交{self.message.get_kind_display()}{said}"[:1000]

    # Which fields

    @property
    def _rules(self) -> Rules:
        if self.ledger.events:
            return standing(self.ledger, the_calendar(), rules=the_rules()).rules
        return rules_on(self.viewer.on, the_rules())

    @property
    def first(self) -> date | None:
        """The first day the step can bear: that of the last event; for the internet that of the submission."""
        if self.ledger.events:
            return self.ledger.events[-1].on
        return timezone.localdate(self.case.submitted_at) if self.case.channel == "internet" else None

    def _day(self) -> None:
        field = self.fields["on"]
        field.initial = self.viewer.on
        field.widget.attrs["max"] = str(self.viewer.on)
        if self.first is not None:
            field.widget.attrs["min"] = str(self.first)
        field.help_text = "事情发生的那一天，不是登记的那一天。" if self.move.event != "received" else ""
        self.fields["version"].initial = self.case.version

    def _own(self) -> Iterator[tuple[str, forms.Field]]:
        """The fields the event and its conditions want."""
        move, wanted = self.move, {x.key for x in self.move.conditions}
        if move.event == "received":
            yield (
                "channel",
                forms.ChoiceField(
                    label="渠道", choices=[(x.key, x.words) for x in CHANNELS], initial=self.case.channel
                ),
            )
        if KIND[move.event].of_party:
            yield "party", self._party()
            yield from positions.fields_of(move.event)
        elif move.event == "transferred":
            yield "party", forms.CharField(label="移送给哪个机关", max_length=100)
        if move.event in self._periods:
            yield "days", self._period()
        if "fee_positive" in wanted:
            yield "fee_amount", forms.DecimalField(label="收费金额（元）", min_value=Decimal("0.01"), decimal_places=2)
        if wanted & (_REASONS | _REASONS_IF_LATE):
            yield (
                "reason",
                forms.CharField(
                    label="理由",
                    max_length=1000,
                    required=bool(wanted & _REASONS),
                    widget=forms.Textarea(attrs={"rows": 3}),
                    help_text="" if wanted & _REASONS else "期限已过仍接受的，须写明理由。",
                ),
            )

    def _party(self) -> forms.Field:
        words = "共同制作机关" if self.move.event.startswith("comaker") else "第三方"
        if self.move.event in FOLLOWS:
            asked = stages.parties(
                self.move, self.ledger, on=self.viewer.on, calendar=the_calendar(), rules=the_rules()
            )
            return forms.ChoiceField(label=words, choices=[(p, p) for p in asked])
        return forms.CharField(label=words, max_length=100)

    @property
    def _periods(self) -> dict[str, tuple[str, int | None]]:
        """Steps that give or take a period: words and the usual number of working days."""
        rules = self._rules
        return {
            "supplement_asked": ("补正期限（工作日）", rules.supplement),
            "extended": ("延长多少个工作日", rules.extension),
            "reasons_asked": ("说明理由的期限（工作日）", None),
            "postponed": ("延迟多少个工作日", None),
            "fee_notified": ("缴费期限（工作日）", rules.fee_payment),
            "reopened": ("判决或者决定限定的期限（工作日）", None),
        }

    def _period(self) -> forms.Field:
        words, usual = self._periods[self.move.event]
        optional = self.move.event == "reopened"
        return forms.IntegerField(
            label=words,
            min_value=1,
            max_value=250,
            initial=usual,
            required=not optional,
            help_text="没有另行限定的可以不填，按法定期限计算。" if optional else "",
        )

    def _of_letters(self) -> Iterator[tuple[str, forms.Field]]:
        """A field for each element the move's letters lack."""
        if not self.ledger.events and self.move.event != "received":
            return
        party = next(
            iter(stages.parties(self.move, self.ledger, on=self.viewer.on, calendar=the_calendar(), rules=the_rules())),
            "某方",
        )
        on = max(self.viewer.on, self.first or self.viewer.on)
        days = 1 if self.move.event in self._periods else None
        event = Event(self.move.event, on, days=days, party=party, channel=self.case.channel)
        facts = Facts(actor=self.move.who, fee_amount=Decimal(1))
        try:
            ledger = self.ledger.append(event)
        except Unlawful:
            return
        for key in stages.letters(self.move, facts):
            for element in self._missing(key, ledger, facts, on):
                if element.key == "reason":
                    yield "reason", field_of(element, self.case)
                elif _SAME.get(element.key) not in self.fields:
                    self.elements[element.key] = element
                    yield f"e_{element.key}", field_of(element, self.case)

    def _missing(self, key: str, ledger: Ledger, facts: Facts, on: date) -> tuple[letters.Element, ...]:
        known = elements_of(self.case, ledger, facts, on=on, number=_TRIAL_NUMBER)
        try:
            letters.prepare(key, known, terms=the_terms())
        except letters.MissingElements as error:
            return error.missing
        return ()

    # What was typed

    def clean(self) -> dict[str, Any]:
        """A refusal with reasons says them (条例第三十二条)."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if wrong := positions.lacking(typed.get("position", ""), typed.get("reason", "")):
            self.add_error("reason", wrong)
        return typed

    def clean_on(self) -> date:
        """The day, not before the last event and not in the future."""
        day: date = self.cleaned_data["on"]
        if day > self.viewer.on:
            raise forms.ValidationError(f"日期不能晚于今天（{self.viewer.on}）。")
        if not self.ledger.events and self.first is not None and day < self.first:
            raise forms.ValidationError(f"互联网渠道的申请于 {self.first} 提交，收到之日不能更早。")
        return day

    def step(self) -> StepInput:
        """The step as typed. Raises Unlawful for a period that cannot be."""
        typed = self.cleaned_data
        elements: dict[str, object] = {}
        for key in self.elements:
            value = typed.get(f"e_{key}")
            if value not in (None, "", ()):
                elements[key] = value
        if self.move.event == "transferred":
            elements["competent_organ"] = typed.get("party", "")
        reason = typed.get("reason") or str(elements.get("frequency", ""))
        if self.move.event == "reasons_asked":
            elements["frequency"] = reason
        event = Event(
            self.move.event,
            typed["on"],
            days=typed.get("days"),
            party=typed.get("party", "").strip(),
            channel=typed.get("channel", ""),
            note=typed.get("note", ""),
        )
        facts = Facts(
            actor=self.move.who,
            reason=reason,
            fee_amount=typed.get("fee_amount"),
            touches_third_party=self.case.touches_third_party,
            position=typed.get("position", ""),
        )
        return StepInput(event, facts, elements)

    @property
    def done(self) -> str:
        """What is said when the step is taken."""
        return f"已登记「{self.move.words}」。"

    def take(self, step: StepInput) -> Application:
        """Take the step. Raises what ``steps.take`` raises."""
        return steps.take(self.case, step, viewer=self.viewer, version=self.cleaned_data["version"])

    def preview(self, step: StepInput) -> Preview | None:
        """What the step would do; None when it is refused, and then the refusals stand at their fields."""
        calendar, rules = the_calendar(), the_rules()
        try:
            found = stages.refusals(self.ledger, step.event, facts=step.facts, calendar=calendar, rules=rules)
            for refusal in found:
                self.refuse(refusal)
            if found:
                return None
            ledger = self.ledger.append(step.event)
            papers = tuple(self._paper(key, ledger, step) for key in stages.letters(self.move, step.facts))
            state = standing(ledger, calendar, rules=rules)
            due = None if state.ended else due_of(state, calendar)
            stage = stages.stage_of(ledger, calendar, on=step.event.on, rules=rules)
        except (letters.MissingElements, letters.BadElement, CalendarEnds, ValueError) as error:
            self.refuse(error)
            return None
        over = state.ended is not None
        return Preview(papers, stage.value, due.day if due else None, bool(due and due.provisional), over)

    def _paper(self, key: str, ledger: Ledger, step: StepInput) -> Draft:
        """The letter with the applicant veiled: looking at a draft reveals nobody."""
        known = elements_of(self.case, ledger, step.facts, on=step.event.on, number=_TRIAL_NUMBER)
        given = {**known, **step.elements}
        for name in ("applicant", "applicant_address", "applicant_telephone", "applicant_email"):
            if given.get(name):
                given[name] = vault.mask(str(given[name]))
        paper = letters.prepare(key, given, terms=the_terms())
        words = paper.text.replace(_TRIAL_NUMBER, "（文号待编）").splitlines()
        return Draft(paper.title, paper.letter.internal, tuple(x for x in words if x != paper.title))

    def refuse(self, error: Exception) -> None:
        """Show a refusal where it belongs."""
        missing = error.missing if isinstance(error, letters.MissingElements) else ()
        for element in missing:
            name = f"e_{element.key}" if f"e_{element.key}" in self.fields else None
            self.add_error(name, f"请填写「{element.words}」：{element.how}。")
        if not missing:
            at = _AT.get(getattr(error, "key", ""))
            self.add_error(at if at in self.fields else None, str(error))

    def digest(self) -> str:
        """A mark of what was typed: a confirmation counts for what was previewed."""
        kept = sorted((k, str(v)) for k, v in self.cleaned_data.items() if k not in ("previewed", "version"))
        return hashlib.sha256(repr(kept).encode()).hexdigest()[:20]

    @property
    def unreachable(self) -> bool:
        """For registering: whether the applicant wants the answer by e-mail, and none leaves the platform."""
        return self.move.event == "received" and self.case.way_wanted == "email" and not outbox.leaves()

    @property
    def receipt_rules(self) -> list[tuple[str, str, bool]]:
        """For registering: each channel and what fixes the day of receipt (条例第三十一条), the case's own marked."""
        if self.move.event != "received":
            return []
        return [(x.words, x.rule, x.key == self.case.channel) for x in CHANNEL.values()]


class LinesField(forms.CharField):
    """Several items, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """The lines that are not empty, as a tuple."""
        return tuple(line.strip() for line in str(super().clean(value)).splitlines() if line.strip())


def field_of(element: letters.Element, case: Application) -> forms.Field:
    """The field that asks for an element of a letter."""
    common: dict[str, Any] = {"label": element.words, "help_text": f"{element.how}。", "required": True}
    if element.key == "information":
        common["initial"] = case.subject
    if element.options:
        return forms.ChoiceField(choices=[(o, o) for o in element.options], **common)
    if element.shape is letters.Shape.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if element.shape is letters.Shape.DAYS:
        return forms.IntegerField(min_value=1, max_value=250, **common)
    if element.shape is letters.Shape.MONEY:
        return forms.DecimalField(min_value=Decimal("0.01"), decimal_places=2, **common)
    if element.shape is letters.Shape.LIST:
        common["help_text"] = f"{element.how}；一行写一项。" if "一项一条" not in element.how else "一行写一项。"
        return LinesField(max_length=2000, **common)
    long = element.key in _LONG
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(max_length=2000 if long else 200, widget=widget, **common)
