"""The fee: counted by the standard with the sum in the notice, remitted for a reason, paid and recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from gongkai.law.fees import BadFee
from gongkai.web.applications.fees import Charge, earlier_items
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application, Fee
from gongkai.web.portal.progress import last_day_for_applicant
from tests.web.desk.test_steps import take, today

pytestmark = pytest.mark.django_db
Case = Callable[..., Application]
NOTICE = {"method": "page", "units": 130, "days": 20, "e_payment_way": "柜台"}


def test_it_works(client_of: Callable[[str], Client], application: Case) -> None:
    """130 pages: 30 free, 70 at 10, 30 at 20 yuan are 1300."""
    browser = client_of("clerk")
    case = take(browser, application(on=today()), "fee_notified", **NOTICE)
    fee = Fee.objects.get()
    assert (fee.standard, fee.amount, fee.paid_on) == (Decimal(1300), Decimal(1300), None)
    said = case.letters.get(key="fee_notice").elements
    assert "第 31 至 100 页，每页 10 元，计 700 元" in said["fee_sum"]
    assert said["fee_method"] == "按量"
    page = browser.get(f"/desk/case/{case.number}/step/fee_paid/").content.decode()
    assert "应缴 1300.00 元" in page
    case = take(browser, case, "fee_paid", how="银行转账", voucher="票0042")
    fee.refresh_from_db()
    assert (case.stage, fee.paid_on, fee.paid_how, fee.voucher) == ("in_hand", today(), "银行转账", "票0042")
    assert "票0042" in browser.get(f"/desk/case/{case.number}/").content.decode()


def test_the_time_to_pay_runs_from_the_receipt_of_the_notice(
    client_of: Callable[[str], Client], application: Case
) -> None:
    browser, sent, told = client_of("clerk"), today() - timedelta(days=10), today()
    case = take(browser, application(on=sent), "fee_notified", on=sent, **NOTICE)
    assert last_day_for_applicant(case.events.order_by("order")) == the_calendar().due(sent, 20)
    assert "收到收费通知书的日期还没有登记" in browser.get(f"/desk/case/{case.number}/").content.decode()
    case = take(browser, case, "fee_delivered", on=told)
    assert case.stage == "awaiting_fee"
    assert last_day_for_applicant(case.events.order_by("order")) == the_calendar().due(told, 20)
    page = browser.get(f"/desk/case/{case.number}/").content.decode()
    assert "收到收费通知书的日期还没有登记" not in page and "/step/fee_delivered/" not in page


def test_a_reduction_stands_in_the_notice_with_its_reason(
    client_of: Callable[[str], Client], application: Case
) -> None:
    more = {"reduced": "300", "remission": "申请人享受最低生活保障"}
    case = take(client_of("clerk"), application(on=today()), "fee_notified", **NOTICE, **more)
    fee = Fee.objects.get()
    assert (fee.standard, fee.amount, fee.remission) == (Decimal(1300), Decimal(300), "申请人享受最低生活保障")
    assert "减免后 300 元（申请人享受最低生活保障）" in case.letters.get(key="fee_notice").elements["fee_sum"]


def test_items_of_the_same_month_count_first(application: Case) -> None:
    first, second = application(on=today()), application(on=today())
    assert (earlier_items(first), earlier_items(second)) == (0, 1)
    assert Charge("item", 1, earlier=10).amount == 100


@pytest.mark.parametrize(
    ("charge", "said"),
    [
        (Charge("item", 10), "按标准计算为零元"),
        (Charge("page", 40, reduced=Decimal(0), remission="x"), "应大于零"),
        (Charge("page", 40, reduced=Decimal(50)), "减免须写明理由"),
        (Charge("page", 40, earlier=3), "不与本月其他申请累计"),
        (Charge("weight", 40), "没有「weight」"),
    ],
)
def test_what_cannot_be_charged_is_said(charge: Charge, said: str) -> None:
    with pytest.raises(BadFee, match=said):
        _ = charge.amount
