"""Forms of the registers: made from a register's columns, so that a page asks for what a spreadsheet asks for."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from gongkai.web.desk.forms import Described
from gongkai.web.organs.models import Organ
from gongkai.web.registers import typed
from gongkai.web.registers.models import Record
from gongkai.web.registers.operations import LONGEST_REASON, Refused
from gongkai.web.registers.register import Bound, Register

_MANY = 40
# A form's own fields; no column may be called so.
_OWN = ("organ", "reason", "version")


class Typed(forms.Field):
    """A field that takes what was typed as it is: the register reads it, with the same words as for a spreadsheet."""

    def clean(self, value: Any) -> Any:
        """The value as typed."""
        return value


class RecordForm(Described):
    """A record of a register: to enter one, or with ``record`` to correct it."""

    def __init__(
        self,
        *args: Any,
        register: Register,
        organs: list[Organ],
        record: Record | None = None,
        on: date | None = None,
        **more: Any,
    ) -> None:
        self.register, self.record = register, record
        super().__init__(*args, **more)
        if record is None and len(organs) > 1:
            self.fields["organ"] = forms.ChoiceField(label="机关", choices=[(o.pk, o.name) for o in organs])
        for column in register.bound:
            self.fields[column.key] = _field(column)
            if column.past and column.kind is typed.DAY and on is not None:
                self.fields[column.key].widget.attrs["max"] = str(on)
        if record is not None:
            self.initial.update({b.key: _typed(b, record) for b in register.bound}, version=record.version)
            self.fields["reason"] = forms.CharField(label="更正的理由", max_length=LONGEST_REASON)
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        for name in self.fields:
            self.dress(name)

    def raw(self) -> dict[str, Any]:
        """What was typed, by column key."""
        return {b.key: self.cleaned_data.get(b.key) for b in self.register.bound}

    def tell(self, error: Refused) -> None:
        """Put the faults at their fields."""
        for fault in error.faults:
            self.add_error(fault.column if fault.column in self.fields else None, fault.words)


def _typed(column: Bound, record: Record) -> str:
    value = getattr(record, column.key)
    return str(value or "") if column.choices else column.show(value)


def _field(column: Bound) -> Typed:
    """The field of a column: a list to choose from, a calendar, a box."""
    widget: forms.Widget
    if column.choices:
        widget = forms.Select(choices=[("", "请选择"), *_offered(column)])
    elif column.kind is typed.DAY:
        widget = forms.DateInput(attrs={"type": "date"})
    elif column.kind is typed.LINES or (column.longest or 0) >= 500:
        widget = forms.Textarea(attrs={"rows": 4 if column.kind is typed.LINES else 2})
    else:
        numeric = {typed.WHOLE: "numeric", typed.YEAR: "numeric", typed.YUAN: "decimal", typed.AMOUNT: "decimal"}
        widget = forms.TextInput(attrs={"inputmode": numeric[column.kind]} if column.kind in numeric else {})
    help_text = column.help or ("一行写一条。" if column.kind is typed.LINES else "")
    return Typed(
        label=column.words, required=column.required, widget=widget, help_text=help_text, initial=column.default
    )


def _offered(column: Bound) -> list[tuple[str, Any]]:
    """The choices; many of them in groups, by what stands before their last part."""
    offered = list(column.choices.items())
    if len(offered) < _MANY:
        return [(key, words) for key, words in offered]
    grouped = groupby(offered, key=lambda pair: pair[1].rpartition("·")[0])
    return [(group, [(key, words) for key, words in pairs]) for group, pairs in grouped]
