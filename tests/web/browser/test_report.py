"""A year's report as people make it: three records entered late, the draft follows, one finding mended, signed, and
downloaded in Word from the portal, by the browser alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gongkai.documents import read
from gongkai.report.cells import Address
from gongkai.web.review import log
from tests.web.browser.pressing import press
from tests.web.conftest import City
from tests.web.reports.years import CHAIN, TEXTS, recorded

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
CELLS = {
    "application": Address(3, "new", "natural_person"),
    "remedy": Address(4, "reconsideration", "upheld"),
    "document": Address(2, "normative_document", "issued"),
}


def enter_application(page: Page) -> None:
    """An application that came by post at the end of December, entered when the draft was already written."""
    page.goto("/desk/entry/")
    page.get_by_label("平常信函").check()
    page.get_by_label("姓名或者名称").fill("李青禾")
    page.get_by_label("证件号码").fill("110101199003077758")
    page.get_by_label("联系电话").fill("13900001111")
    page.get_by_label("通信地址").fill("青澜市东街1号")
    page.get_by_label("所需信息名称").fill("法律援助站点")
    page.get_by_label("所需信息描述").fill("全市法律援助站点名单")
    press(page.get_by_role("button", name="提交并出具回执"))
    number = page.locator(".desk-large").first.inner_text()
    press(page.get_by_role("link", name="登记收到申请之日"))
    page.get_by_label("日期").first.fill("2025-12-30")
    press(page.get_by_role("button", name="下一步：核对"))
    page.get_by_role("button", name="确认办理").click()
    page.wait_for_url(f"**/desk/case/{number}/")


def enter_remedy(page: Page) -> None:
    """A reconsideration that upheld the answer in August."""
    page.goto("/desk/remedies/new/")
    given = {"case_number": "青政复〔2025〕31号", "tribunal": "青澜市人民政府", "matter": "不服不予公开的答复",
             "claimants": "王某某", "original": "青澜市司法局", "defendants": "青澜市司法局", "filed_on": "2025-07-01",
             "accepted_on": "2025-07-04", "received_on": "2025-07-07"}  # fmt: skip
    for name, words in given.items():
        page.locator(f"[name={name}]").first.fill(words)
    page.get_by_role("button", name=re.compile("登记")).first.click()
    page.wait_for_url(re.compile(r"/desk/remedy/\d+/$"))
    page.goto(f"{page.url}step/ended/")
    page.locator("[name=on]").fill("2025-08-20")
    page.locator("[name=disposal]").first.select_option("maintained")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/desk/remedy/\d+/$"))


def enter_document(page: Page) -> None:
    page.goto("/desk/registers/document/new/")
    page.locator("[name=row]").select_option("normative_document")
    page.locator("[name=title]").fill("青澜市公共法律服务办法")
    page.locator("[name=document_number]").fill("青司规〔2025〕9号")
    page.locator("[name=issued_on]").fill("2025-11-03")
    page.locator("[name=effective_on]").fill("2025-12-01")
    page.locator("[name=source]").fill("收发文登记")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/registers/document/\d+/$"))


def figures(page: Page, address: str) -> dict[str, int]:
    """The three numbers as the draft shows them."""
    page.goto(address)
    found = {}
    for key, at in CELLS.items():
        cell = page.locator(f"#cell-{at.table}-{at.row}-{at.column} a")
        found[key] = int(cell.evaluate("a => a.lastChild.textContent.trim() || a.innerText"))
    return found


def test_from_late_records_to_the_published_word_file(
    visitor: Visitor, signed_in: Visitor, city: City, application: Any
) -> None:
    recorded(city, application)
    clerk = signed_in("clerk")
    clerk.goto("/desk/reports/")
    clerk.get_by_role("button", name="开始编制").first.click()
    clerk.wait_for_url(re.compile(r"/desk/reports/\d+/$"))
    address = clerk.url
    before = figures(clerk, address)
    enter_application(clerk)
    enter_remedy(clerk)
    enter_document(clerk)
    after = figures(clerk, address)
    assert after == {key: value + 1 for key, value in before.items()}

    at = CELLS["document"]
    clerk.locator(f"#cell-{at.table}-{at.row}-{at.column} a").click()
    clerk.get_by_role("link", name=re.compile("青澜市公共法律服务办法")).click()
    expect(clerk.locator("h1")).to_contain_text("青澜市公共法律服务办法")
    mend(clerk, address)
    sign(signed_in, address)
    compare(visitor(), city, after)
    assert not list(log.broken(city.justice))


def write(page: Page, address: str, key: str, text: str) -> None:
    """A section, typed and saved."""
    page.goto(f"{address}section/{key}/")
    page.get_by_label("正文").fill(text)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".alert-success")).to_be_visible()


def mend(page: Page, address: str) -> None:
    """The text says nine where the records say four; the finding leads to the place, and is gone once it is mended."""
    wrong = f"2025年，共收到公开申请9件。{TEXTS['overview']}"
    for key, text in {**TEXTS, "overview": wrong}.items():
        write(page, address, key, text)
    page.goto(address)
    found = page.locator("#findings li")
    expect(found.filter(has_text="不一致")).to_have_count(1)
    found.filter(has_text="不一致").get_by_role("link").first.click()
    page.wait_for_url("**/section/overview/")
    write(page, address, "overview", wrong.replace("9件", "4件"))
    page.goto(address)
    expect(page.locator("#findings li").filter(has_text="不一致")).to_have_count(0)
    expect(page.locator("#send")).to_contain_text("可以送审")


def sign(signed_in: Visitor, address: str) -> None:
    """The head sends the report, four people pass it from their inbox."""
    head = signed_in("head")
    head.goto(address)
    head.get_by_role("button", name="送审", exact=True).click()
    expect(head.locator(".alert-success")).to_contain_text("已送审")
    for role in CHAIN:
        page = signed_in(role)
        page.goto("/desk/reviews/")
        page.get_by_role("link", name=re.compile("2025年政府信息公开工作年度报告")).first.click()
        page.locator("[name=verdict][value=passed]").check()
        page.get_by_role("button", name="确定").click()
        expect(page.locator(".alert-success").first).to_be_visible()


def compare(page: Page, city: City, figures_seen: dict[str, int]) -> None:
    """The public finds the report and downloads it in Word; its cells, read again, are what the draft showed."""
    page.goto("/")
    page.get_by_role("link", name="年度报告").first.click()
    page.get_by_role("link", name=re.compile("2025")).first.click()
    expect(page.locator("h1")).to_contain_text("2025年政府信息公开工作年度报告")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Word")).first.click()
    reading = read(download.value.path().read_bytes(), name=download.value.suggested_filename)
    report = reading.report
    shown = {key: report.value(at.table, at.row, at.column) for key, at in CELLS.items()}
    assert shown == figures_seen
