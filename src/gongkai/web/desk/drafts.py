"""The form of a draft: a field for exactly what the letter still lacks, the reason, what may be added."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.documents import letters
from gongkai.law.outcomes import OUTCOME
from gongkai.web.applications import drafting
from gongkai.web.applications.models import Application, Decision
from gongkai.web.desk.forms import Described
from gongkai.web.desk.moves import LinesField, field_of
from gongkai.web.organs.gate import Viewer

_ROWS, _SPARE = 3, 2
# May be left out, but what the case suggests is put there to be looked at.
_OFFERED = ("supplemented",)


class PairsWidget(forms.Widget):
    """Rows of two boxes: what, and why."""

    def __init__(self, words: tuple[str, str]) -> None:
        super().__init__()
        self.words = words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        """The rows as typed."""
        get = getattr(data, "getlist", lambda key: data.get(key, []))
        return list(zip(get(f"{name}-what"), get(f"{name}-why"), strict=False))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Rows with what there is and some empty ones."""
        rows = [tuple(row) for row in (value or []) if len(row) == 2]
        rows += [("", "")] * max(_SPARE, _ROWS - len(rows))
        described = (attrs or {}).get("aria-describedby", "")
        made = (
            (
                name if at else f"{name}",
                format_html(' id="id_{}"', name) if not at else "",
                f"第 {at + 1} 条：{self.words[0]}",
                self.words[0],
                row[0],
                f"第 {at + 1} 条：{self.words[1]}",
                self.words[1],
                row[1],
                described,
            )
            for at, row in enumerate(rows)
        )
        return format_html_join(
            "",
            '<div class="desk-pair"><textarea class="form-control" rows="2" name="{0}-what"{1} aria-label="{2}" '
            'placeholder="{3}" aria-describedby="{8}">{4}</textarea><textarea class="form-control" rows="2" name="{0}-why" '
            'aria-label="{5}" placeholder="{6}">{7}</textarea></div>',
            made,
        )


class PairsField(forms.Field):
    """Several items of two columns; empty rows are left out, half a row is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PairsWidget(("不公开的是什么", "依据和理由")), **kwargs)

    def clean(self, value: Any) -> list[list[str]]:
        """The rows that say something."""
        rows = [[cell.strip() for cell in row] for row in value or []]
        kept = [row for row in rows if any(row)]
        if any(not all(row) for row in kept):
            raise forms.ValidationError("每条两栏都要填写：不公开的是什么；依据和理由。")
        if self.required and not kept:
            raise forms.ValidationError(f"请填写「{self.label}」，至少一条。")
        return kept


def _field(element: letters.Element, case: Application, *, required: bool, initial: object) -> forms.Field:
    """The field for an element."""
    if element.shape is letters.Shape.PAIRS:
        field: forms.Field = PairsField(label=element.words, help_text=f"{element.how}。")
    elif element.options:
        choices = [("", "请选择"), *((o, o) for o in element.options)]
        field = forms.ChoiceField(label=element.words, help_text=f"{element.how}。", choices=choices)
    else:
        field = field_of(element, case)
    if isinstance(field, forms.CharField) and not isinstance(field, LinesField):
        field.max_length = 3000
        field.widget = forms.Textarea(attrs={"rows": 2, "maxlength": 3000})
    if initial:
        shown = isinstance(field, LinesField) and isinstance(initial, list | tuple)
        field.initial = "\n".join(map(str, initial)) if shown else initial  # type: ignore[call-overload]
    field.required = required
    return field


class DraftForm(Described):
    """The draft of a decision of one outcome, announced by one letter."""

    printed = True
    reason = forms.CharField(label="理由", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(widget=forms.HiddenInput)
    letter = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        case: Application,
        viewer: Viewer,
        outcome: str,
        letter: str,
        draft: Decision | None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.case, self.viewer, self.chosen, self.paper_key = case, viewer, outcome, letter
        saved = dict(draft.elements) if draft else {}
        proposed = drafting.suggested(case)
        wanted = drafting.lacking(case, outcome, letter, on=viewer.on)
        possible = drafting.possible(case, outcome, letter, on=viewer.on)
        self.elements = {e.key: e for e in (*wanted, *possible) if e.key != "reason"}
        must = {e.key for e in wanted}
        for key, element in self.elements.items():
            initial = saved.get(key) or (proposed.get(key) if key in must or key in _OFFERED else "")
            self.fields[f"e_{key}"] = _field(element, case, required=key in must, initial=initial)
            self.dress(f"e_{key}")
        self.musts = must
        for name, value in (("version", draft.version if draft else 0), ("outcome", outcome), ("letter", letter)):
            self.fields[name].initial = value
        self.fields["reason"].initial = draft.reason if draft else ""
        if drafting.needs_reason(outcome):
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "结合本件事实写明依据哪一条、为什么这样答复；原样写入文书。"
        else:
            self.fields["reason"].help_text = "全部公开可以不写理由。"

    def full_clean(self) -> None:
        """A draft may be saved with gaps: what is wanted is said, and listed before it is sent, but not demanded."""
        wanted = [f for name, f in self.fields.items() if f.required and (name.startswith("e_") or name == "reason")]
        for field in wanted:
            field.required = False
        super().full_clean()
        for field in wanted:
            field.required = True

    @property
    def needed(self) -> list[forms.BoundField]:
        """The fields the letter cannot do without."""
        rows = [self[f"e_{key}"] for key in self.elements if key in self.musts]
        return [*rows, self["reason"]] if drafting.needs_reason(self.chosen) else rows

    @property
    def extra(self) -> list[forms.BoundField]:
        """What may be added."""
        rows = [self[f"e_{key}"] for key in self.elements if key not in self.musts]
        return rows if drafting.needs_reason(self.chosen) else [*rows, self["reason"]]

    def typed(self) -> dict[str, object]:
        """The elements as typed, ready to be kept as JSON."""
        found: dict[str, object] = {}
        for key in self.elements:
            value = self.cleaned_data.get(f"e_{key}")
            if value in (None, "", (), []):
                continue
            found[key] = list(value) if isinstance(value, tuple | list) else str(value)
        return found

    def decision(self) -> Decision:
        """The decision as typed, not saved."""
        return Decision(
            application=self.case,
            outcome=self.chosen,
            letter=self.paper_key,
            reason=str(self.cleaned_data.get("reason", "")).strip(),
            elements=self.typed(),
            drafted_by=self.viewer.person,
        )

    def proposed(self) -> Decision:
        """The decision as the empty form proposes it."""
        proposed = drafting.suggested(self.case)
        elements = {
            key: proposed[key] for key in (*self.musts, *_OFFERED) if key in self.elements and proposed.get(key)
        }
        return Decision(application=self.case, outcome=self.chosen, letter=self.paper_key, elements=elements)

    def clean(self) -> dict[str, Any]:
        """Say at its field what cannot be."""
        found = super().clean() or {}
        for key, words in drafting.faults(self.typed()).items():
            self.add_error(f"e_{key}", words)
        return found

    def renew(self, **values: object) -> None:
        """Put values into the hidden fields of the page to come."""
        renewed: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        for name, value in values.items():
            renewed[name] = str(value)
        self.data = renewed

    @property
    def outcome_words(self) -> str:
        """The outcome in Chinese."""
        return OUTCOME[self.chosen].words
