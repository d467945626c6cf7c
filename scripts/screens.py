"""Make the screenshots of docs/guides: a demonstration city on this machine, a headless chromium, a person of each kind.

Run from anywhere: .venv/bin/python scripts/screens.py [name …]. Needs a chromium and a Chinese font. Everything happens in
a folder that is deleted afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
GONGKAI = str(Path(sys.executable).with_name("gongkai"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
LAST = 2025  # the year whose report is a draft in the demonstration
TRIES = 120  # half seconds until the platform answers


@contextmanager
def city() -> Iterator[tuple[str, str]]:
    """The demonstration served; its address and the password of its people."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "GONGKAI_HOME": home}
        said = subprocess.run([GONGKAI, "demo"], env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603
        found = re.search(r"密码都是：(\S+)", said)
        assert found, said
        words = [GONGKAI, "serve", "--port", str(port)]
        with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as served:  # noqa: S603
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address)
                yield address, found[1]
            finally:
                served.terminate()


def _wait(address: str) -> None:
    for _ in range(TRIES):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{address} did not answer")


def case_of(page: Page, subject: str) -> str:
    """The address of the case with this subject."""
    page.goto(f"/desk/?q={subject}")
    return str(page.get_by_role("link", name=re.compile(subject)).first.get_attribute("href"))


def kept(page: Page, name: str) -> None:
    """What the window shows, as a small PNG."""
    try:
        shot = page.screenshot()
    except Error:  # a loaded machine: chromium says once that it cannot, and then can
        shot = page.screenshot()
    picture = Image.open(io.BytesIO(shot))
    picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def _typed(page: Page) -> None:
    page.goto("/apply/?wanted=2025年法律援助经费支出明细")
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()


def _found(page: Page) -> None:
    page.goto("/apply/before/?q=2025年法律援助的钱花在哪里")


def _step(page: Page) -> None:
    page.goto(f"{case_of(page, '规范性文件清理结果')}step/supplement_asked/")
    for field in page.locator("#step-form textarea[required]").all():
        field.fill("没有写明是哪一年的清理结果")
    page.get_by_role("button", name="下一步：核对").click()


def _case(page: Page) -> None:
    page.goto(case_of(page, "公证收费"))


def _decision(page: Page) -> None:
    page.goto(f"{case_of(page, '仲裁机构换届文件')}decision/?outcome=partially_granted")


def _delivery(page: Page) -> None:
    page.goto(f"{case_of(page, '律师投诉处理办法')}delivery/")


def _law_bureau(page: Page, year: int) -> str:
    """The address of the annual report of a year of the clerk's bureau."""
    page.goto("/desk/reports/")
    return str(page.get_by_role("link", name=re.compile(f"^{year} 年 · ")).first.get_attribute("href"))


def _scrolled(page: Page, place: str) -> None:
    """Begin the window at a place of the page, at once."""
    page.locator(place).evaluate("each => each.scrollIntoView({behavior: 'instant', block: 'start'})")
    page.wait_for_timeout(300)


def _tables(page: Page) -> None:
    page.goto(_law_bureau(page, LAST))
    _scrolled(page, "#sheet-3")


def _cell(page: Page) -> None:
    page.goto(f"{_law_bureau(page, LAST)}cell/3/new/total/")


def _section(page: Page) -> None:
    page.goto(f"{_law_bureau(page, LAST)}section/overview/")


def _send(page: Page) -> None:
    page.goto(_law_bureau(page, LAST))
    _scrolled(page, "#findings")


# Name: who (nobody is the public), how wide, what to do.
PICTURES: dict[str, tuple[str, dict[str, int], Callable[[Page], object]]] = {
    "portal-before": ("", PHONE, _found),
    "portal-apply": ("", PHONE, _typed),
    "desk-queue": ("clerk", DESK, lambda page: page.goto("/desk/")),
    "desk-case": ("clerk", DESK, _case),
    "desk-step": ("clerk", DESK, _step),
    "desk-decision": ("clerk", DESK, _decision),
    "desk-delivery": ("clerk", DESK, _delivery),
    "report-list": ("clerk", DESK, lambda page: page.goto("/desk/reports/")),
    "report-tables": ("clerk", DESK, _tables),
    "report-cell": ("clerk", DESK, _cell),
    "report-section": ("clerk", DESK, _section),
    "report-send": ("clerk", DESK, _send),
    "desk-board": ("head", DESK, lambda page: page.goto("/desk/board/")),
}


def _status(browser: Browser, address: str, password: str) -> None:
    """An application through the form, to its receipt and its status page on a phone."""
    page = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN").new_page()
    page.goto("/apply/?wanted=2025年法律援助经费支出明细")
    page.get_by_label("向哪个机关申请").select_option(label="青澜市司法局")
    given = {"所需信息的名称": "2025年法律援助经费支出明细", "内容描述": "2025年全年支出明细", "姓名或者单位名称": "王小明",
             "证件号码": "110101199003077758", "联系电话": "13812345678", "通信地址": "青澜市西城区西街2号"}  # fmt: skip
    for label, words in given.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/apply/receipt/")
    kept(page, "portal-receipt")
    clerk = signed_in(browser, address, "clerk", password)
    number = page.locator(".gk-code").first.inner_text()
    clerk.goto(f"/desk/case/{number}/step/received/")
    clerk.get_by_role("button", name="下一步：核对").click()
    clerk.get_by_role("button", name="确认办理").click()
    clerk.wait_for_url(f"**/desk/case/{number}/")
    page.goto("/status/case/")
    kept(page, "portal-status")


def _amended(browser: Browser, address: str, password: str) -> None:
    """The report of the year before is amended: what its reviewers and its signer see, then the public."""
    clerk = signed_in(browser, address, "clerk", password)
    report = _law_bureau(clerk, LAST - 1)
    clerk.goto(report)
    clerk.get_by_text("更正这份报告").click()
    clerk.get_by_label("更正理由").fill("第五部分漏写了一项改进措施")
    clerk.get_by_role("button", name="开始更正").click()
    clerk.goto(f"{report}section/problems/")
    text = clerk.get_by_label("正文")
    text.fill(text.input_value().rstrip("。") + "；三是每季度抽查一次答复书并通报结果。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    clerk.goto(report)
    clerk.get_by_role("button", name="送审").click()
    review = str(clerk.get_by_role("link", name="打开审核页").get_attribute("href"))
    for who in ("reviewer", "legal", "secrecy"):
        page = signed_in(browser, address, who, password)
        page.goto(review)
        page.get_by_label(re.compile("^同意")).check()
        page.get_by_role("button", name="确定").click()
    page = signed_in(browser, address, "signer", password)
    page.goto(review)
    kept(page, "report-review")
    page.get_by_label(re.compile("^签发")).check()
    page.get_by_role("button", name="确定").scroll_into_view_if_needed()
    kept(page, "report-decide")
    page.get_by_role("button", name="确定").click()
    page.wait_for_url(f"**{report}")
    page.get_by_role("link", name="第 2 版").click()
    kept(page, "report-edition")
    public = signed_in(browser, address, "", password, PHONE)
    public.goto("/reports/?q=司法局")
    public.get_by_role("link", name=re.compile(f"司法局{LAST - 1}年")).first.click()
    kept(public, "report-portal")


def _code(secret: str) -> str:
    """The six digits that an authenticator shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def _administrator(browser: Browser, address: str, password: str, who: str) -> Page:
    """A page of an administrator, the second factor set up."""
    page = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.goto("/account/login/")
    page.get_by_label("账号").fill(who)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/totp/activate/")
    if who == "system":
        kept(page, "admin-factor")
    found = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert found, "no secret on the page"
    page.locator("#id_code").fill(_code(found[0]))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "activate" not in url)
    return page


def _administrators(browser: Browser, address: str, password: str) -> None:
    """What the system administrator and the auditor work with."""
    page = _administrator(browser, address, password, "system")
    page.goto("/system/")
    kept(page, "admin-index")
    page.goto("/system/settings/")
    kept(page, "admin-settings")
    page.goto("/system/calendar/")
    kept(page, "admin-calendar")
    page = _administrator(browser, address, password, "audit")
    page.goto("/audit/review/logentry/")
    kept(page, "admin-log")


# Pictures that several people make together.
JOURNEYS = {"portal-status": _status, "report-amended": _amended, "administrators": _administrators}


def signed_in(browser: Browser, address: str, who: str, password: str, viewport: dict[str, int] = DESK) -> Page:
    """A page of somebody; nobody for the public."""
    page = browser.new_context(base_url=address, viewport=viewport, locale="zh-CN").new_page()  # type: ignore[arg-type]
    if who:
        page.goto("/account/login/")
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/**")
    return page


def main() -> None:
    """Make the screenshots named, or all."""
    wanted = sys.argv[1:] or [*PICTURES, *JOURNEYS]
    with city() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in wanted:
            if name in JOURNEYS:
                JOURNEYS[name](browser, address, password)
                continue
            who, viewport, act = PICTURES[name]
            page = signed_in(browser, address, who, password, viewport)
            act(page)
            kept(page, name)
        browser.close()


if __name__ == "__main__":
    main()
