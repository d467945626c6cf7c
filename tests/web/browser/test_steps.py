"""Each step of a case in the browser, and what both sides see of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gongkai.web.applications import delivery
from gongkai.web.applications.models import Application
from gongkai.web.catalogue.models import InformationItem
from gongkai.web.review.models import Review
from tests.web.browser.pressing import press
from tests.web.browser.test_journey import follow
from tests.web.conftest import City
from tests.web.desk.stages import CHAIN, reviewed

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
Case = Callable[..., Application]


@pytest.fixture
def as_(visitor: Visitor, client_of: Callable[[str], Any], live_server: Any) -> Visitor:
    """``as_("clerk")``: somebody who is signed in already."""

    def signed(role: str) -> Page:
        page = visitor()
        cookie = client_of(role).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return signed


def following(visitor: Visitor, case: Application) -> Page:
    """The applicant, at the status page."""
    page = visitor()
    follow(page, case.number, case.query_code)  # type: ignore[attr-defined]
    return page


def take(page: Page, case: Application, event: str, **typed: str) -> None:
    """Fill in a step's form, look at the letters, confirm. What must be filled in and is not named gets a word."""
    page.goto(f"/desk/case/{case.number}/step/{event}/")
    form = page.locator("#step-form")
    for name, value in typed.items():
        field = form.locator(f"[name={name}]")
        kind = field.first.evaluate("e => e.tagName + e.type")
        if kind.startswith("SELECT"):
            field.select_option(value)
        elif "radio" in kind:
            form.locator(f"[name={name}][value={value}]").check()
        else:
            field.fill(value)
    for field in form.locator("textarea[required], input[type=text][required]").all():
        if not field.input_value():
            field.fill("见案卷材料")
    press(page.get_by_role("button", name="下一步：核对"))
    page.get_by_role("button", name="确认办理").click()
    page.wait_for_url(f"**/desk/case/{case.number}/")


def test_supplement(visitor: Visitor, as_: Visitor, application: Case) -> None:
    case, clerk = application(on=timezone.localdate()), as_("clerk")
    take(clerk, case, "supplement_asked")
    citizen = following(visitor, case)
    assert "请您补充" in citizen.content()
    with citizen.expect_download() as letter:
        citizen.get_by_role("link", name=re.compile("下载 PDF.*补正")).click()
    assert letter.value.suggested_filename.endswith(".pdf")
    citizen.get_by_label("补正内容").fill("要2025年全年的。")
    citizen.locator("#id_files").set_input_files(
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "全年".encode()}
    )
    press(citizen.get_by_role("button", name="提交", exact=True))
    assert "等待受理机关处理" in citizen.locator("main").inner_text()
    clerk.goto(f"/desk/case/{case.number}/")
    incoming = clerk.locator("#incoming")
    assert "申请人来件，等待处理（1）" in incoming.inner_text()
    assert "要2025年全年的。" in incoming.inner_text()
    with clerk.expect_download() as file:
        incoming.get_by_role("link", name="说明.txt", exact=True).click()
    assert file.value.path().read_bytes() == "全年".encode()
    take(clerk, case, "supplement_received")
    assert clerk.locator("#incoming").count() == 0
    assert "说明.txt" in clerk.locator("#papers").inner_text()
    citizen.reload()
    shown = citizen.locator("main").inner_text()
    assert "请您补充" not in shown
    assert "已登记「收到补正」" in shown


def test_third_party_is_asked_and_answers(visitor: Visitor, as_: Visitor, application: Case) -> None:
    case, clerk = application(on=timezone.localdate()), as_("clerk")
    clerk.goto(f"/desk/case/{case.number}/")
    clerk.locator("#what summary").click()
    press(clerk.get_by_role("button", name="认定涉及第三方"))
    assert "涉及第三方合法权益" in clerk.locator("#what").inner_text()
    take(clerk, case, "opinion_requested", party="青澜建设有限公司")
    assert "停止计算" in clerk.locator(".desk-clock").inner_text()
    citizen = following(visitor, case)
    shown = citizen.locator("main").inner_text()
    assert "期限怎样计算" in shown
    assert "青澜建设有限公司" not in shown.split("文书")[0]
    take(clerk, case, "opinion_received", party="青澜建设有限公司", position="agreed")
    assert "停止计算" not in clerk.locator(".desk-date").inner_text()
    citizen.reload()
    assert "为什么是这一天" in citizen.locator("main").inner_text()


def test_extension_by_the_head(visitor: Visitor, as_: Visitor, application: Case) -> None:
    """The clerk asks, the head agrees: only then is the day another and the letter there."""
    case = application(on=timezone.localdate())
    clerk, before = as_("clerk"), case.reply_due
    clerk.goto(f"/desk/case/{case.number}/")
    press(clerk.locator("#next").get_by_role("link", name="提请延长"))
    clerk.get_by_label("延长多少个工作日").fill("20")
    clerk.get_by_label("理由").fill("需要查阅历年档案")
    press(clerk.get_by_role("button", name="下一步：核对"))
    clerk.get_by_role("button", name="提请负责人同意").click()
    clerk.wait_for_url(f"**/desk/case/{case.number}/")
    assert "已提请延长" in clerk.locator("#next").inner_text()
    case.refresh_from_db()
    assert case.reply_due == before
    head = as_("head")
    head.goto("/desk/reviews/")
    press(head.get_by_role("link", name=re.compile("延长 20 个工作日")))
    assert "需要查阅历年档案" in head.locator("main").inner_text()
    head.get_by_label(re.compile("^同意")).check()
    press(head.get_by_role("button", name="确定"))
    head.wait_for_url(f"**/desk/case/{case.number}/")
    case.refresh_from_db()
    assert before and case.reply_due and case.reply_due > before
    day = f"{case.reply_due.year}年{case.reply_due.month}月{case.reply_due.day}日"
    assert day in head.locator(".desk-date").inner_text()
    citizen = following(visitor, case)
    assert day in citizen.locator("main").inner_text()
    assert citizen.get_by_role("link", name=re.compile("下载 PDF.*延")).count() == 1


def test_fee_asked_and_paid(visitor: Visitor, as_: Visitor, application: Case) -> None:
    """130 pages: 30 free, 70 at 10, 30 at 20 yuan are 1300."""
    case, clerk = application(on=timezone.localdate()), as_("clerk")
    take(clerk, case, "fee_notified", method="page", units="130", days="20")
    assert "1300.00 元" in clerk.locator("#fees").inner_text()
    citizen = following(visitor, case)
    assert "请您缴费" in citizen.content()
    assert "1300.00 元" in citizen.content()
    take(clerk, case, "fee_delivered")
    citizen.get_by_label("怎样缴的费").fill("今天在柜台缴纳 1300 元")
    press(citizen.get_by_role("button", name="提交", exact=True))
    clerk.goto(f"/desk/case/{case.number}/")
    assert "今天在柜台缴纳 1300 元" in clerk.locator("#incoming").inner_text()
    take(clerk, case, "fee_paid", voucher="票0042")
    assert "票0042" in clerk.locator("#fees").inner_text()
    citizen.reload()
    shown = citizen.locator("main").inner_text()
    assert "请您缴费" not in shown
    assert "票0042" in shown


def test_transfer(visitor: Visitor, as_: Visitor, application: Case) -> None:
    case, clerk = application(on=timezone.localdate()), as_("clerk")
    take(clerk, case, "transferred", party="青澜市财政局")
    case.refresh_from_db()
    assert case.stage == "closed"
    citizen = following(visitor, case)
    shown = citizen.locator("main").inner_text()
    assert "移送" in shown
    assert citizen.get_by_label("补正内容").count() == 0


def test_withdrawal_asked_and_agreed_to(visitor: Visitor, as_: Visitor, application: Case) -> None:
    case, clerk = application(on=timezone.localdate()), as_("clerk")
    citizen = following(visitor, case)
    citizen.locator("summary", has_text="撤回申请").click()
    citizen.get_by_label("撤回的原因").fill("已经在网站找到")
    press(citizen.get_by_role("button", name="提交撤回请求"))
    assert "勾选" in citizen.locator("main").inner_text()
    citizen.get_by_label("我确认撤回这件申请").check()
    press(citizen.get_by_role("button", name="提交撤回请求"))
    clerk.goto(f"/desk/case/{case.number}/")
    assert "已经在网站找到" in clerk.locator("#incoming").inner_text()
    take(clerk, case, "withdrawn")
    citizen.reload()
    shown = citizen.locator("main").inner_text()
    assert "撤回申请" not in [s.inner_text() for s in citizen.locator("summary").all()]
    assert "撤回" in shown


@pytest.fixture
def answered(application: Case, viewer_of: Callable[..., Any]) -> Application:
    """A case that was signed and delivered."""
    on = timezone.localdate()
    case = application(on=on, subject="2025年法律援助经费支出明细", content="王小明要2025年法律援助经费支出明细")
    reviewed(case, viewer_of, on=on)
    case.refresh_from_db()
    given = delivery.Given("portal", on, looked=[key for key, _ in delivery.SECOND_LOOK])
    done = delivery.deliver(case, given, viewer=viewer_of("clerk", on=on))
    done.query_code = case.query_code  # type: ignore[attr-defined]
    return done


def test_rating_and_everything_as_a_zip(visitor: Visitor, as_: Visitor, answered: Application) -> None:
    citizen = following(visitor, answered)
    citizen.locator("[name=score][value='5']").check()
    citizen.get_by_label("意见和建议").fill("答复清楚")
    press(citizen.get_by_role("button", name="提交评价"))
    assert "很满意（5 分，满分 5 分）：答复清楚" in citizen.locator("main").inner_text()
    with citizen.expect_download() as whole:
        citizen.get_by_role("link", name="全部打包下载（zip）").click()
    names = zipfile.ZipFile(whole.value.path()).namelist()
    assert any("答复书" in n and n.endswith(".pdf") for n in names)
    clerk = as_("clerk")
    clerk.goto(f"/desk/case/{answered.number}/")
    assert "答复清楚" in clerk.locator("#messages").inner_text()


def test_an_answer_published_is_found_by_the_next(visitor: Visitor, as_: Visitor, answered: Application) -> None:
    clerk = as_("clerk")
    clerk.goto(f"/desk/case/{answered.number}/")
    press(clerk.get_by_role("link", name="公开这份答复"))
    assert "王小明" not in "".join(f.input_value() for f in clerk.locator("main textarea, main input[type=text]").all())
    clerk.get_by_label("正文").fill("申请公开的内容\n法律援助经费支出明细\n\n办理结果\n予以公开：全年支出186.4万元。")
    clerk.get_by_role("button", name="保存").click()
    clerk.wait_for_url(re.compile(r"/desk/information/\d+/"))
    press(clerk.get_by_role("button", name="送审", exact=True))
    passage, reader = Review.objects.get(kind="publication"), visitor()
    reader.goto("/information/?q=法律援助经费")
    assert "0 条" in reader.locator("main").inner_text()
    for role in CHAIN:
        page = as_(role)
        page.goto(f"/desk/publication/{passage.pk}/")
        page.locator("[name=verdict][value=passed]").check()
        press(page.get_by_role("button", name="确定"))
    title = InformationItem.objects.get().title
    clerk.reload()
    assert "索引号" in clerk.locator("main").inner_text()
    reader.goto("/apply/before/")
    reader.get_by_label("您想了解什么").fill("法律援助的经费花了多少")
    press(reader.get_by_role("button", name="查找"))
    reader.get_by_role("link", name=re.compile(re.escape(title))).click()
    reader.wait_for_url(re.compile(r"/information/\d+/"))
    assert "186.4万元" in reader.locator("main").inner_text()
    assert "王小明" not in reader.content()


def test_nothing_found_takes_the_words_to_the_form(visitor: Visitor, city: City) -> None:
    page = visitor()
    page.goto("/apply/before/")
    page.get_by_label("您想了解什么").fill("城东水库历年水质检测")
    press(page.get_by_role("button", name="查找"))
    assert "没有找到相近的已公开信息" in page.locator("main").inner_text()
    page.get_by_role("link", name="没有找到，继续申请").click()
    page.wait_for_url("**/apply/?**")
    typed = [f.input_value() for f in page.locator("#id_subject, #id_content").all()]
    assert any("城东水库历年水质检测" in words for words in typed)


def test_a_token_lets_another_system_register(as_: Visitor, city: City) -> None:
    from tests.web.api.conftest import GIVEN, KEY

    administrator = as_("system_administrator")
    administrator.goto("/system/api/apitoken/add/")
    administrator.locator("#id_name").fill("12345 热线")
    for box in administrator.locator("[name=scopes]").all():
        box.check()
    administrator.locator("#id_expires_on").fill(str(timezone.localdate()))
    administrator.locator(".select2-selection").click()
    administrator.locator(".select2-search__field").fill("市司法局")
    administrator.locator(".select2-results__option", has_text="青澜市司法局").click()
    press(administrator.locator("[name=_save]"))
    assert "接口令牌已发放" in administrator.content()
    secret = administrator.locator("#secret").input_value()
    called = administrator.context.request.post(
        "/api/v1/applications", data=GIVEN, headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": KEY}
    )
    assert called.status == 201, called.text()
    clerk = as_("clerk")
    clerk.goto("/desk/")
    assert "法律援助经费" in clerk.locator("main").inner_text()
    administrator.goto("/system/api/apitoken/")
    assert secret not in administrator.content()
