"""Filtering and sorting the queue: every choice stands in the address, so that a view is kept by keeping its address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as df
from django import forms
from django.db.models import Case, F, OrderBy, Q, QuerySet, When

from gongkai.web.applications.models import CHANNELS, STAGES, Application

# What waits for registration comes before all else: its day of receipt is to be settled at once (条例第三十一条).
_UNREGISTERED = Case(When(stage="new", then=0), default=1).asc()
# fmt: off
SORTS: dict[str, tuple[str, tuple[OrderBy, ...]]] = {
    "due":       ("待登记、期限近的在前", (_UNREGISTERED, F("ended_on").desc(nulls_first=True), F("reply_due").asc(nulls_last=True), F("submitted_at").asc())),
    "-due":      ("期限远的在前",   (F("reply_due").desc(nulls_last=True), F("submitted_at").asc())),
    "-received": ("新收到的在前",   (F("received_on").desc(nulls_first=True), F("submitted_at").desc())),
    "received":  ("先收到的在前",   (F("received_on").asc(nulls_last=True), F("submitted_at").asc())),
    "number":    ("按编号",         (F("number").asc(),)),
}
# fmt: on
Choices = Sequence[tuple[Any, str]]


class QueueFilter(df.FilterSet):  # type: ignore[misc]
    """What the queue is narrowed by; ``units`` and ``people`` are the choices, read once for the whole page."""

    q = df.CharFilter(label="搜索", method="search")
    stage = df.ChoiceFilter(label="阶段", choices=STAGES, empty_label="全部阶段")
    unit = df.ChoiceFilter(label="承办处室", field_name="unit_id", choices=(), empty_label="全部处室")
    handler = df.ChoiceFilter(label="经办人", field_name="handler_id", choices=(), empty_label="全部经办人")
    channel = df.ChoiceFilter(label="渠道", choices=CHANNELS, empty_label="全部渠道")
    due_from = df.DateFilter(label="到期日从", field_name="reply_due", lookup_expr="gte")
    due_to = df.DateFilter(label="到", field_name="reply_due", lookup_expr="lte")
    applicant = df.CharFilter(field_name="applicant__fingerprint", widget=forms.HiddenInput)
    sort = df.ChoiceFilter(
        label="排序", method="sorted_by", choices=[(k, v[0]) for k, v in SORTS.items()], empty_label=None
    )

    class Meta:
        model = Application
        fields = ()

    def __init__(self, *args: Any, units: Choices = (), people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = units
        self.filters["handler"].extra["choices"] = people
        for name in ("due_from", "due_to"):
            field = self.form.fields[name]
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            field.error_messages["invalid"] = "日期应写成 2026-03-02 这样，请重新选择。"

    def filter_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """The rows narrowed; in the usual order unless another was asked for: the unregistered, then open before ended, those
        due first."""
        rows: QuerySet[Application] = super().filter_queryset(queryset.order_by(*SORTS["due"][1], "pk"))
        return rows

    def search(self, rows: QuerySet[Application], _: str, text: str) -> QuerySet[Application]:
        """Every word must stand in the number, the subject or the content."""
        for word in text.split()[:6]:
            rows = rows.filter(Q(number__icontains=word) | Q(subject__icontains=word) | Q(content__icontains=word))
        return rows

    def sorted_by(self, rows: QuerySet[Application], _: str, key: str) -> QuerySet[Application]:
        """In the chosen order; the number settles what is equal."""
        return rows.order_by(*SORTS[key][1], "pk")
