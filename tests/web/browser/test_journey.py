"""One application from the form to the downloaded answer, as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from gongkai.web.applications.models import Application
from gongkai.web.review import log
from tests.web.browser.pressing import press
from tests.web.conftest import City

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
SUBJECT = "2025年法律援助经费支出明细"


def apply(page: Page) -> tuple[str, str]:
    """Fill in the form, look it over, send it; the number and the query code of the receipt."""
    page.goto("/apply/")
    page.get_by_label("向哪个机关申请").select_option("11370802000100026A")
    page.get_by_label("所需信息的名称").fill(SUBJECT)
    page.get_by_label("内容描述").fill("申请公开2025年法律援助经费支出明细表")
    page.get_by_label("姓名或者单位名称").fill("王小明")
    page.get_by_label("证件号码").fill("110101199003077758")
    page.get_by_label("联系电话").fill("13812345678")
    page.get_by_label("通信地址").fill("青澜市西城区西街2号")
    press(page.get_by_role("button", name="下一步：核对"))
    page.wait_for_url("**/apply/review/")
    question = page.locator("label[for=answer]")
    if question.is_visible():  # without scripts a sum in words is answered
        first, second = re.findall("[零一二三四五六七八九]", question.inner_text())[:2]
        page.locator("#answer").fill(str(sum("零一二三四五六七八九".index(d) for d in (first, second))))
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/apply/receipt/")
    number, code = page.locator(".gk-code").all_inner_texts()
    return number, code


def register(page: Page, number: str) -> None:
    """The clerk registers the day of receipt."""
    page.goto(f"/desk/case/{number}/")
    press(page.get_by_role("link", name="登记收到"))
    press(page.get_by_role("button", name="下一步：核对"))
    press(page.get_by_role("button", name="确认办理"))
    page.wait_for_url(f"**/desk/case/{number}/")


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/status/")
    page.get_by_label("受理编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**/status/case/")


def test_from_application_to_download(visitor: Visitor, signed_in: Visitor, city: City) -> None:
    citizen = visitor()
    number, code = apply(citizen)
    clerk = signed_in("clerk")
    assert SUBJECT in clerk.content()
    register(clerk, number)
    press(clerk.locator("#next").get_by_role("link", name="分办", exact=True))
    clerk.get_by_label("承办处室").select_option(label="行政复议与应诉科")
    press(clerk.get_by_role("button", name="确定"))
    clerk.goto(f"/desk/case/{number}/decision/?outcome=granted")
    clerk.locator("[name=e_provision]").fill("电子文件，网上获取")
    answer = {"name": "2025年法律援助经费支出明细.txt", "mimeType": "text/plain", "buffer": "合计 12 万元".encode()}
    clerk.get_by_label("添加附件").set_input_files(answer)  # type: ignore[arg-type]
    press(clerk.get_by_role("button", name="保存并添加附件"))
    assert clerk.locator("[name=e_enclosures]").input_value() == "2025年法律援助经费支出明细"
    clerk.get_by_role("button", name="保存并送审").click()
    clerk.wait_for_url(re.compile(r"/desk/(case|review)"))
    for role in ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer"):
        page = signed_in(role)
        page.goto("/desk/reviews/")
        page.get_by_role("link", name=re.compile(SUBJECT)).first.click()
        page.locator("[name=verdict][value=passed]").check()
        press(page.get_by_role("button", name="确定"))
    assert Application.objects.get(number=number).stage == "decided"
    clerk.goto(f"/desk/case/{number}/delivery/")
    for box in clerk.locator("[name=looked]").all():
        box.check()
    clerk.get_by_role("button", name="登记送达并办结").click()
    clerk.wait_for_url(f"**/desk/case/{number}/")
    assert "已登记送达" in clerk.content()

    back = visitor()
    follow(back, number, code.lower())
    with back.expect_download() as download:
        back.get_by_role("link", name=re.compile("下载 PDF")).last.click()
    with download.value.path().open("rb") as stream:
        assert stream.read(5) == b"%PDF-"
    case = Application.objects.get(number=number)
    assert case.stage == "closed" and case.outcome == "granted"
    assert not list(log.broken(city.justice))


def test_applying_without_scripts(visitor: Visitor, city: City) -> None:
    page = visitor(javascript=False)
    number, code = apply(page)
    follow(page, number, code)
    assert SUBJECT in page.content()


def test_what_was_typed_survives_a_fault(visitor: Visitor, city: City) -> None:
    page = visitor()
    page.goto("/apply/")
    page.get_by_label("所需信息的名称").fill(SUBJECT)
    page.get_by_label("证件号码").fill("110101199003077759")
    press(page.get_by_role("button", name="下一步：核对"))
    assert page.get_by_label("所需信息的名称").input_value() == SUBJECT
    assert "身份证号码不对" in page.content()
    assert Application.objects.count() == 0


def test_supplement_there_and_back(visitor: Visitor, signed_in: Visitor, city: City) -> None:
    citizen = visitor()
    number, code = apply(citizen)
    clerk = signed_in("clerk")
    register(clerk, number)
    clerk.goto(f"/desk/case/{number}/step/supplement_asked/")
    for field in clerk.locator("#step-form textarea:visible").all():
        field.fill("未写明年度")
    press(clerk.get_by_role("button", name="下一步：核对"))
    press(clerk.get_by_role("button", name="确认办理"))
    clerk.wait_for_url(f"**/desk/case/{number}/")
    follow(citizen, number, code)
    citizen.get_by_label("补正内容").fill("2025年全年")
    press(citizen.get_by_role("button", name="提交", exact=True))
    assert Application.objects.get(number=number).events.filter(kind="supplement_asked").exists()
