"""Asking for the fee and recording its payment. What is owed is counted by ``gongkai.law.fees``; less only for a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from gongkai.law.fees import BadFee, FeeSum, fee_sum
from gongkai.web.applications.models import Application, Fee
from gongkai.web.applications.steps import StepInput, take
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.review import log

# What is written down of a fee; the log has each as it stood before and after.
_COUNTED = ("method", "units", "earlier", "standard", "amount", "remission")
_SETTLED = ("paid_on", "paid_how", "voucher")
PAID_HOW = ("柜台缴纳", "银行转账", "网上缴纳", "其他")


@dataclass(frozen=True, slots=True)
class Charge:
    """What is charged: by item or page, how many, items earlier in the month, and the amount asked where it is less than
    the standard (yuan, None: the standard) with the reason."""

    method: str
    units: int
    earlier: int = 0
    reduced: Decimal | None = None
    remission: str = ""

    @property
    def counted(self) -> FeeSum:
        """The fee by the standard. Raises BadFee."""
        return fee_sum(self.method, self.units, earlier=self.earlier)

    @property
    def amount(self) -> Decimal:
        """Yuan asked for. Raises BadFee where nothing is owed, or the reduction is none or lacks its reason."""
        standard = self.counted.total
        if not standard:
            free = self.counted.lines[0].last if self.counted.lines else 0
            raise BadFee(
                f"按标准计算为零元（{free} {self.counted.method.unit}以内不收费），不能收费。", self.counted.method.law
            )
        if self.reduced is None:
            return standard
        if not Decimal(0) < self.reduced < standard:
            raise BadFee(f"减免后的金额应大于零、小于标准金额 {standard} 元；全部减免的不必发收费通知。")
        if not self.remission.strip():
            raise BadFee("减免须写明理由。")
        return self.reduced

    @property
    def words(self) -> str:
        """The sum as the notice shows it, tier by tier."""
        found = self.counted
        unit, tail = found.method.unit, f"，减免后 {self.amount} 元（{self.remission.strip()}）"
        parts = [f"第 {x.first} 至 {x.last} {unit}，每{unit} {x.price} 元，计 {x.amount} 元" for x in found.lines]
        before = f"本月此前已有 {found.earlier} 件；" if found.earlier else ""
        return f"{before}{'；'.join(parts)}；合计 {found.total} 元" + (tail if self.reduced is not None else "")


@dataclass(frozen=True, slots=True)
class Paid:
    """How a fee was paid: the way and the number of the receipt."""

    how: str
    voucher: str = ""


@rule_for(Fee)
def _fees(viewer: Viewer, rows: QuerySet[Fee]) -> QuerySet[Fee]:
    """Those of the cases in sight."""
    return rows.filter(application__in=visible(viewer, Application))


def earlier_items(application: Application) -> int:
    """Applications of the same applicant the organ received in the same calendar month before this one (art. 4)."""
    on = application.received_on
    if on is None:
        return 0
    same = Application.objects.filter(
        organ=application.organ_id, applicant__fingerprint=application.applicant.fingerprint, received_on__year=on.year
    )
    before = same.filter(received_on__month=on.month, pk__lt=application.pk, received_on__lte=on)
    return before.count()


@transaction.atomic
def notify(application: Application, step: StepInput, charge: Charge, *, viewer: Viewer, version: int) -> Application:
    """Send the fee notice and write down how the fee was counted. Raises BadFee and what ``steps.take`` raises."""
    facts = replace(step.facts, fee_amount=charge.amount)
    after = take(application, replace(step, facts=facts), viewer=viewer, version=version)
    counted = charge.counted
    fee = Fee.objects.create(
        application=after,
        event=after.events.get(order=after.events.count()),
        method=charge.method,
        units=charge.units,
        earlier=charge.earlier,
        standard=counted.total,
        amount=charge.amount,
        remission=charge.remission.strip() if charge.reduced is not None else "",
    )
    moved = {"fee": fee.pk, **log.change({}, log.standing(fee, *_COUNTED))}
    log.append(
        "fee_counted", f"计收信息处理费 {fee.amount} 元", organ=after.organ, viewer=viewer, subject=after, payload=moved
    )
    return after


@transaction.atomic
def pay(application: Application, step: StepInput, paid: Paid, *, viewer: Viewer, version: int) -> Application:
    """Record that the fee was paid. ValueError for an unknown way; what ``steps.take`` raises."""
    if paid.how not in PAID_HOW:
        raise ValueError(f"请选择缴费方式：{'、'.join(PAID_HOW)}。")
    after = take(application, step, viewer=viewer, version=version)
    open_ = Fee.objects.filter(application=after, paid_on=None).order_by("-pk").first()
    if open_ is not None:
        before = log.standing(open_, *_SETTLED)
        open_.paid_on, open_.paid_how, open_.voucher = step.event.on, paid.how, paid.voucher.strip()
        open_.save(update_fields=_SETTLED)
        moved = {"fee": open_.pk, **log.change(before, log.standing(open_, *_SETTLED))}
        words = f"登记缴费 {open_.amount} 元（{paid.how}）"
        log.append("fee_settled", words, organ=after.organ, viewer=viewer, subject=after, payload=moved)
    return after


def owed(application: Application) -> Decimal | None:
    """Yuan the notice last sent asks for; None when no notice was sent."""
    found = application.fees.last()
    if found is not None:
        return Decimal(found.amount)
    notice = application.events.filter(kind="fee_notified").last()
    said = notice.facts.get("fee_amount") if notice else None
    return Decimal(said) if said else None
