"""Applying: the plain case first, then one test for each refusal and each way of losing something."""

from __future__ import annotations

import hashlib
import re
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.web.applications.models import Application
from gongkai.web.portal import challenge
from gongkai.web.portal.models import Draft
from tests.web.conftest import City

TYPED = {
    "subject": "2025年法律援助经费支出明细",
    "content": "申请公开2025年本级法律援助经费按项目的支出明细。",
    "form_wanted": "electronic",
    "way_wanted": "online",
    "kind": "natural_person",
    "name": "王小明",
    "id_kind": "居民身份证",
    "id_number": "11010519491231002X",
    "telephone": "138 1234 5678",
    "address": "青澜市西城区西街2号",
}


@pytest.fixture
def typed(city: City) -> dict[str, str]:
    return {**TYPED, "organ": city.justice.code}


def proved(browser: Client) -> dict[str, str]:
    """What the review page's script would send."""
    seed = browser.get("/apply/review/").context["challenge"].seed
    tried = (str(n) for n in count())
    return {"seed": seed, "proof": next(n for n in tried if done(seed, n)), "answer": ""}


def done(seed: str, n: str) -> bool:
    return int.from_bytes(hashlib.sha256(f"{seed}:{n}".encode()).digest()[:4], "big") >> (32 - challenge.BITS) == 0


def page(response: Any) -> str:
    return str(response.content.decode())


def test_it_works(client: Client, typed: dict[str, str]) -> None:
    assert client.get("/apply/").status_code == 200
    files = SimpleUploadedFile("说明.txt", "身份证明".encode())
    assert client.post("/apply/", {**typed, "files": files}).url == "/apply/review/"
    assert "青澜市司法局" in page(client.get("/apply/review/"))
    answer = client.post("/apply/review/", proved(client))
    assert answer.url == "/apply/receipt/"
    case = Application.objects.get()
    shown = page(client.get("/apply/receipt/"))
    assert case.number in shown
    assert (case.channel, case.subject, case.applicant.telephone) == ("internet", TYPED["subject"], "13812345678")
    assert [a.name for a in case.attachments.all()] == ["说明.txt"]
    code = re.search(r"查询码</dt><dd class=\"gk-code\">(\w{8})<", shown)
    assert code
    other = Client()
    assert other.post("/status/", {"number": case.number, "code": code[1].lower()}).url == "/status/case/"
    assert client.get("/apply/form.pdf").content.startswith(b"%PDF")


def test_no_purpose_is_asked(client: Client, typed: dict[str, str]) -> None:
    assert not [n for n in client.get("/apply/").context["form"].fields if "purpose" in n or "use" in n]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("id_number", "110105194912310021", "身份证号码不对"),
        ("telephone", "12345", "电话号码不完整"),
        ("telephone", "1381234", "电话号码不完整"),
        ("telephone", "11012345678", "电话号码不完整"),
        ("address", "无", "通信地址不完整"),
        ("postcode", "１２３４５６", "邮政编码是 6 位数字"),
        ("email", "nobody", "邮箱应像"),
        ("name", "", "请填写「姓名或者单位名称」"),
        ("organ", "0", "请重新选择「向哪个机关申请」"),
        ("way_wanted", "email", "选择了用电子邮件获取"),
        ("kind", "business", "单位申请请选"),
        ("content", "长" * 5001, "最多 5000 个字"),
        ("subject", "a😀b", "不能印在文书上"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, str], field: str, value: str, words: str
) -> None:
    answer = client.post("/apply/", {**typed, field: value})
    assert answer.status_code == 422
    shown = page(answer)
    assert words in shown
    assert 'role="alert"' in shown
    assert (value if field == "address" else TYPED["address"]) in shown
    at = {"way_wanted": "email", "kind": "id_kind"}.get(field, field)
    assert f'id="id_{at}_error"' in shown
    again = client.get("/apply/").context["form"].initial
    assert again["name"] == (value if field == "name" else TYPED["name"])


@pytest.mark.parametrize(
    "number", ["0635-8210001", "053182100011", "400-123-4567", "+86 13812345678", "+852 2810 2345"]
)
def test_ordinary_numbers_are_taken(client: Client, typed: dict[str, str], number: str) -> None:
    assert client.post("/apply/", {**typed, "telephone": number}).status_code == 302


def test_without_a_mail_server_no_mail_is_offered(client: Client, typed: dict[str, str], settings: Any) -> None:
    assert 'value="email"' in page(client.get("/apply/"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert 'value="email"' not in page(client.get("/apply/"))
    answer = client.post("/apply/", {**typed, "way_wanted": "email", "email": "wang@example.cn"})
    assert answer.status_code == 422
    assert "请重新选择「怎样拿到」" in page(answer)


def test_an_organization_shows_its_code(client: Client, typed: dict[str, str]) -> None:
    firm = {"kind": "business", "id_kind": "统一社会信用代码", "name": "青澜某公司"}
    wrong = client.post("/apply/", {**typed, **firm, "id_number": "91110000600037341X"})
    assert "统一社会信用代码不对" in page(wrong)
    assert client.post("/apply/", {**typed, **firm, "id_number": "91110000600037341L"}).status_code == 302


def test_a_hostile_file_is_refused_and_the_text_kept(client: Client, typed: dict[str, str]) -> None:
    answer = client.post("/apply/", {**typed, "files": SimpleUploadedFile("a.pdf", b"MZ\x90\x00" * 50)})
    assert answer.status_code == 422
    assert "a.pdf" in page(answer)
    assert TYPED["subject"] in page(answer)


def test_sending_twice_makes_one_application(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    first = proved(client)
    client.post("/apply/review/", first)
    assert client.post("/apply/review/", first).url == "/apply/receipt/"
    assert client.get("/apply/review/").url == "/apply/receipt/"
    assert Application.objects.count() == 1


def test_the_draft_outlives_the_session(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/draft/", {"subject": "写到一半", "organ": typed["organ"]})
    client.cookies.pop("sessionid", None)
    shown = page(client.get("/apply/"))
    assert "写到一半" in shown
    assert "已恢复" in shown
    assert "写到一半" not in str(Draft.objects.values_list("body", flat=True).query)


def test_a_draft_is_stored_unreadable_and_opened_by_its_own_cookie_only(client: Client, typed: dict[str, str]) -> None:
    from django.db import connection

    client.post("/apply/", typed)
    with connection.cursor() as cursor:
        cursor.execute("select body from portal_draft")
        assert TYPED["name"] not in cursor.fetchone()[0]
    assert TYPED["name"] not in page(Client().get("/apply/"))


def test_an_expired_page_loses_nothing(typed: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/apply/", typed)
    assert answer.status_code == 403
    shown = page(answer)
    assert TYPED["content"] in shown
    assert "安全校验过期" in shown
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token
    assert strict.post("/apply/", {**typed, "csrfmiddlewaretoken": token[1]}).status_code == 302
    assert strict.post("/status/", {}).status_code == 403


def test_without_scripts_a_sum_is_answered(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    seed = client.get("/apply/review/").context["challenge"].seed
    wrong = client.post("/apply/review/", {"seed": seed, "proof": "", "answer": "一百"})
    assert wrong.status_code == 422
    assert "请用数字回答" in page(wrong)
    assert not Application.objects.exists()
    right = {"seed": seed, "proof": "", "answer": str(sum(challenge._sum(seed)))}
    assert client.post("/apply/review/", right).url == "/apply/receipt/"


def test_a_seed_of_another_making_or_used_before_is_refused(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    assert client.post("/apply/review/", {"seed": "a:b:c", "proof": "1"}).status_code == 422
    good = proved(client)
    challenge.check(**good)
    assert "已经用过" in page(client.post("/apply/review/", good))


def test_too_many_are_put_off_and_kept(client: Client, typed: dict[str, str], settings: Any) -> None:
    settings.PORTAL_MOST_AN_HOUR = 1
    for _ in range(2):
        client.post("/apply/", typed)
        last = client.post("/apply/review/", proved(client))
    assert "提交得太密了" in page(last)
    assert Application.objects.count() == 1
    assert TYPED["subject"] in page(client.get("/apply/"))


def test_one_applicant_cannot_flood_from_many_addresses(client: Client, typed: dict[str, str], settings: Any) -> None:
    settings.PORTAL_MOST_A_DAY = 1
    for n in range(2):
        client.post("/apply/", typed)
        last = client.post("/apply/review/", proved(client), REMOTE_ADDR=f"10.0.0.{n}")
    assert "提交得太密了" in page(last)


def test_the_receipt_is_gone_after_half_an_hour_and_for_others(client: Client, typed: dict[str, str]) -> None:
    client.post("/apply/", typed)
    client.post("/apply/review/", proved(client))
    assert Client().get("/apply/receipt/").status_code == 404
    Draft.objects.update(changed_at=timezone.now() - timezone.timedelta(minutes=31))
    assert client.get("/apply/receipt/").status_code == 404


def test_review_without_a_draft_leads_to_the_form(client: Client, city: City) -> None:
    assert client.get("/apply/review/").url == "/apply/"


def test_a_crash_while_sending_leaves_nothing_half(
    client: Client, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.web.applications import intake

    def fails(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    client.post("/apply/", typed)
    monkeypatch.setattr(intake, "attach", fails)
    client.raise_request_exception = False
    assert client.post("/apply/review/", proved(client)).status_code == 500
    assert not Application.objects.exists()
    monkeypatch.undo()
    assert client.post("/apply/review/", proved(client)).status_code == 302
