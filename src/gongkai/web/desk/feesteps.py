"""The two steps of the fee: the notice, counted by the standard with the sum visible, and the payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from gongkai.law import fees as law
from gongkai.web.applications import fees
from gongkai.web.applications.ledgers import the_page_units
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import StepInput
from gongkai.web.desk.moves import StepForm


def _tiers(method: str) -> str:
    """The standard of a method in one line."""
    rows = law.BY_ITEM if method == "item" else law.BY_PAGE
    unit = law.METHOD[method].unit
    return "；".join(
        f"{t.first}—{t.last} {unit}每{unit} {t.price} 元" if t.last else f"{t.first} {unit}以上每{unit} {t.price} 元起"
        for t in rows
    )


def _pages(on: date) -> str:
    """What one page is, on paper and in electronic form."""
    said = (f"{words}：{law.page_unit(carrier, on, the_page_units()).words}" for carrier, words in _CARRIERS)
    return "；".join(said)


_CARRIERS = (("paper", "纸质"), ("electronic", "电子"))


class NoticeForm(StepForm):
    """The fee notice: by item or by page, how many; less than the standard only with a reason."""

    def _own(self) -> Iterator[tuple[str, forms.Field]]:
        yield from ((name, field) for name, field in super()._own() if name != "fee_amount")
        yield (
            "method",
            forms.ChoiceField(
                label="计费方式",
                choices=[(m.key, f"{m.words}（{_tiers(m.key)}）") for m in law.METHODS],
                initial="page",
                widget=forms.RadioSelect,
                help_text="同一件申请只能选一种，不得重复计算。",
            ),
        )
        units = f"按件的填本件包含几件；按量的填提供的页数（{_pages(self.viewer.on)}）。"
        yield "units", forms.IntegerField(label="件数或者页数", min_value=1, help_text=units)
        yield (
            "earlier",
            forms.IntegerField(
                label="本月此前件数（按件）",
                min_value=0,
                initial=fees.earlier_items(self.case),
                required=False,
                help_text="同一申请人本月在本机关先前提出的件数，已按登记数填好；按量计费不用填。",
            ),
        )
        yield (
            "reduced",
            forms.DecimalField(
                label="减免后的金额（元）",
                required=False,
                min_value=Decimal("0.01"),
                decimal_places=2,
                help_text="不减免的不填，按标准收取。",
            ),
        )
        yield "remission", forms.CharField(label="减免的理由", required=False, max_length=300)

    def charge(self) -> fees.Charge:
        """What is charged, as typed."""
        typed = self.cleaned_data
        earlier = typed.get("earlier") or 0 if typed["method"] == "item" else 0
        return fees.Charge(typed["method"], typed["units"], earlier, typed.get("reduced"), typed.get("remission", ""))

    def clean(self) -> dict[str, Any]:
        """Count, so that what cannot be charged is said at its field."""
        found = super().clean() or {}
        if "method" in found and "units" in found and not self.errors:
            try:
                _ = self.charge().amount
            except law.BadFee as error:
                reduction = found.get("reduced") is not None
                at = ("remission" if "理由" in str(error) else "reduced") if reduction else "units"
                self.add_error(at, str(error))
        return found

    def step(self) -> StepInput:
        """The step with the amount, the method and the sum for the notice."""
        made, charge = super().step(), self.charge()
        elements = {**made.elements, "fee_method": charge.counted.method.words, "fee_sum": charge.words}
        return replace(made, facts=replace(made.facts, fee_amount=charge.amount), elements=elements)

    def take(self, step: StepInput) -> Application:
        """Take the step and write down how the fee was counted."""
        version = self.cleaned_data["version"]
        return fees.notify(self.case, step, self.charge(), viewer=self.viewer, version=version)


class PaymentForm(StepForm):
    """The payment: the way and the number of the receipt."""

    def _own(self) -> Iterator[tuple[str, forms.Field]]:
        yield from super()._own()
        owed = fees.owed(self.case)
        said = f"应缴 {owed} 元。" if owed is not None else ""
        yield (
            "how",
            forms.ChoiceField(label="缴费方式", choices=[(w, w) for w in fees.PAID_HOW], help_text=said),
        )
        yield "voucher", forms.CharField(label="票据号", required=False, max_length=60)

    def take(self, step: StepInput) -> Application:
        """Take the step and record the payment."""
        typed = self.cleaned_data
        paid = fees.Paid(typed["how"], typed.get("voucher", ""))
        return fees.pay(self.case, step, paid, viewer=self.viewer, version=typed["version"])


FORMS: dict[str, type[StepForm]] = {"fee_notified": NoticeForm, "fee_paid": PaymentForm}
