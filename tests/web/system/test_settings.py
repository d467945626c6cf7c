"""Dated settings: entered, looked at, put into force; history kept, open cases move, the log says what was and is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import gongkai.web
from gongkai.law.deadlines import RULES, rules_on
from gongkai.law.fees import BadFee, notice_due
from gongkai.law.remedies import last_day, term_on
from gongkai.web.applications import recompute, reminders
from gongkai.web.applications.ledgers import the_calendar, the_page_units, the_rules, the_terms
from gongkai.web.applications.models import ApplicationEvent
from gongkai.web.organs import dated
from gongkai.web.organs.models import Setting
from gongkai.web.review.models import LogEntry
from gongkai.web.system import setting
from tests.web.conftest import TODAY, City

WEB = Path(gongkai.web.__file__).parent
ON = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _no_progress() -> Iterator[None]:
    yield
    (Path(settings.HOME) / "recompute.json").unlink(missing_ok=True)


@pytest.fixture
def browser(client_of: Callable[[str], Client]) -> Client:
    return client_of("system_administrator")


@pytest.fixture
def reasons_case(application: Any) -> Any:
    """A case received on 20 April in which reasons were asked on 27 April and given on 29 April."""
    case = application(on=ON)
    rows = (("reasons_asked", date(2026, 4, 27)), ("reasons_given", date(2026, 4, 29)))
    for order, (kind, on) in enumerate(rows, start=case.events.count() + 1):
        ApplicationEvent.objects.create(application=case, order=order, kind=kind, on=on, at=timezone.now())
    return case


def test_it_works(browser: Client, reasons_case: Any, django_capture_on_commit_callbacks: Any) -> None:
    where = reverse("settings:one", args=["reasons_stop"])
    typed = {"value": "是", "since": "2026-01-01", "why": "市政府办公室复函〔2026〕3号"}
    looked = browser.post(where, typed)
    page = looked.content.decode()
    assert looked.status_code == 200 and [(m.old, m.new) for m in looked.context["moved"]] == [
        (date(2026, 5, 20), date(2026, 5, 22))
    ]
    assert reasons_case.number in page and "1 件申请，1 个日期" in page
    assert not Setting.objects.exists()  # looking changes nothing
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(reverse("settings:confirm", args=["reasons_stop"]), typed)
    assert answer["Location"] == reverse("calendar:progress")
    reasons_case.refresh_from_db()
    assert reasons_case.reply_due == date(2026, 5, 22)
    entry = LogEntry.objects.get(kind="setting_changed")
    assert entry.payload["before"]["value"] is False and entry.payload["after"] == {
        "value": True,
        "since": "2026-01-01",
    }
    assert "市政府办公室复函" in entry.words
    moved = LogEntry.objects.get(kind="recomputed")
    assert (moved.payload["before"]["reply_due"], moved.payload["after"]["reply_due"]) == ("2026-05-20", "2026-05-22")
    state = recompute.progress()
    assert state and state.finished and state.moved == 1
    listed = browser.get(reverse("settings:all")).content.decode()
    assert "市政府办公室复函〔2026〕3号" in listed and "系统管理员某" in listed


def test_every_setting_has_its_page_and_stands_in_the_list(browser: Client) -> None:
    listed = browser.get(reverse("settings:all")).content.decode()
    for row in dated.SETTINGS:
        assert row.name in listed and row.source in listed
        page = browser.get(reverse("settings:one", args=[row.key])).content.decode()
        assert "随平台发布" in page and row.said(row.usual) in page


def test_what_law_md_could_not_verify_can_be_set() -> None:
    """Every row of the law marked as unverified, whatever it becomes, has its setting."""
    from gongkai.law.deadlines import DEADLINES
    from gongkai.law.fees import PAGE_UNITS
    from gongkai.law.remedies import TERMS

    marked = {d.key for d in DEADLINES if d.unverified} | {t.key for t in TERMS if t.unverified}
    marked |= {f"page_{u.carrier}" for u in PAGE_UNITS if u.unverified}
    assert marked <= dated.SETTING.keys() and {"fee_levied", "fee_restarts", "reasons_stop"} <= dated.SETTING.keys()


def _set(city: City, key: str, text: str, since: date = TODAY, why: str = "试行") -> Setting:
    return setting.confirm(key, text, since=since, why=why, viewer=city.viewer("system_administrator"))


def test_history_is_kept_and_the_day_decides(city: City) -> None:
    _set(city, "reminder_days", "7、2", TODAY)
    _set(city, "reminder_days", "4", TODAY + timedelta(days=10))
    assert [dated.value("reminder_days", TODAY + timedelta(days=n)) for n in (-1, 0, 9, 10)] == [
        [5, 3, 1, 0], [7, 2], [7, 2], [4],
    ]  # fmt: skip
    _set(city, "reminder_days", "6", TODAY + timedelta(days=10), why="前一条写错")  # of one day the last holds
    assert dated.value("reminder_days", TODAY + timedelta(days=10)) == [6]
    assert Setting.objects.count() == 3


def test_entries_are_not_changed_and_not_deleted(city: City) -> None:
    entry = _set(city, "lock_minutes", "20")
    for change in (lambda: Setting.objects.filter(pk=entry.pk).update(why="改"), entry.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_rules_have_a_row_for_every_day_something_changes(city: City) -> None:
    assert the_rules() == RULES
    _set(city, "fee_payment", "30", date(2026, 3, 1))
    assert [rules_on(d, the_rules()).fee_payment for d in (date(2026, 2, 28), date(2026, 3, 1))] == [20, 30]
    assert rules_on(date(2026, 3, 1), the_rules()).reply == 20
    assert rules_on(date(2015, 3, 1), the_rules()).reply == 15


def test_the_first_day_of_fees_is_put_right(city: City) -> None:
    _set(city, "fee_levied", "否", date(2021, 1, 1), why="核对办法原文")
    _set(city, "fee_levied", "是", date(2021, 2, 1), why="核对办法原文")
    days = (date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 1))
    assert [rules_on(d, the_rules()).fee_levied for d in days] == [False, False, True]
    with pytest.raises(BadFee, match="2021-02-01"):
        notice_due(date(2021, 1, 31), the_calendar(), rules=the_rules())


def test_remedies_and_page_units_follow(city: City) -> None:
    _set(city, "direct_suit", "3")
    _set(city, "page_electronic", "每个文件按十页计")
    before, now = (term_on("direct_suit", d, the_terms()) for d in (TODAY - timedelta(days=1), TODAY))
    assert (before.words, now.words) == ("6个月", "3个月")
    assert last_day(now, TODAY, the_calendar()).day == date(2026, 7, 20)
    assert [u.words for u in the_page_units() if u.carrier == "electronic"][-1] == "每个文件按十页计"


def test_reminders_follow(city: City, application: Any) -> None:
    case = application(on=ON)
    day = the_calendar().add(ON, 18)  # two working days before the last
    assert reminders.words(case.reply_due, day, the_calendar()) == ""
    _set(city, "reminder_days", "2")
    assert reminders.words(case.reply_due, day, the_calendar()) == "还有 2 个工作日到期"


def test_idle_time_and_locking_follow(city: City, client_of: Callable[[str], Client]) -> None:
    _set(city, "idle_minutes", "10", timezone.localdate())
    _set(city, "lock_failures", "3", timezone.localdate())
    assert client_of("clerk").session.get_expiry_age() == 600
    assert dated.lock_failures() == 3


def test_the_sign_in_page_tells_what_is_in_force(city: City) -> None:
    usual = "连续 5 次密码不对，账号锁定 15 分钟。"
    assert usual in Client().get("/account/login/").content.decode()
    for key, text in (("lock_failures", "3"), ("lock_minutes", "45"), ("idle_minutes", "10")):
        _set(city, key, text, timezone.localdate())
    page = Client().get("/account/login/").content.decode()
    assert "连续 3 次密码不对，账号锁定 45 分钟。" in page and "离开 10 分钟自动退出" in page
    assert usual not in page


REFUSED = [
    ("fee_payment", "二十", TODAY, "1 到 60 之间的整数"),
    ("fee_payment", "0", TODAY, "1 到 60 之间的整数"),
    ("fee_payment", "61", TODAY, "1 到 60 之间的整数"),
    ("fee_payment", "-3", TODAY, "1 到 60 之间的整数"),
    ("fee_payment", "9" * 5000, TODAY, "1 到 60 之间的整数"),
    ("fee_payment", "20", TODAY, "没有变化"),
    ("fee_payment", "30", date(2020, 12, 31), "不能早于 2021-01-01"),
    ("fee_payment", "30", date(2062, 1, 1), "最多提前两年"),
    ("reasons_stop", "也许", TODAY, "只能选"),
    ("reminder_days", "", TODAY, "1 到 10 个数"),
    ("reminder_days", "5、三", TODAY, "0 到 20 之间的整数"),
    ("idle_minutes", "20", TODAY - timedelta(days=1), "不能早于今天"),
    ("direct_suit", "3", TODAY - timedelta(days=1), "不能早于今天"),
    ("page_paper", "页", TODAY, "2 到 60 个字"),
]


@pytest.mark.parametrize(("key", "text", "since", "words"), REFUSED)
def test_nonsense_is_refused_in_a_sentence(city: City, key: str, text: str, since: date, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        _set(city, key, text, since)
    assert not Setting.objects.exists()


def test_days_do_not_run_backwards(city: City) -> None:
    _set(city, "fee_payment", "30", date(2026, 3, 1))
    with pytest.raises(ValueError, match="不能早于 2026-03-01"):
        _set(city, "fee_payment", "25", date(2026, 2, 1))


def test_without_a_reason_nothing_is_set(browser: Client, city: City) -> None:
    with pytest.raises(ValueError, match="请写明"):
        _set(city, "fee_payment", "30", why="  ")
    answer = browser.post(
        reverse("settings:confirm", args=["fee_payment"]), {"value": "30", "since": "2026-05-01", "why": " "}
    )
    assert answer.status_code == 422 and "请填写“依据或者理由”" in answer.content.decode()
    assert not Setting.objects.exists()


def test_only_the_system_administrator(city: City) -> None:
    for role in ("security_administrator", "auditor", "head", "clerk"):
        with pytest.raises(PermissionDenied):
            setting.confirm("fee_payment", "30", since=TODAY, why="试", viewer=city.viewer(role))


def test_an_unknown_setting_is_not_found(browser: Client) -> None:
    assert browser.get(reverse("settings:one", args=["nothing"])).status_code == 404


# What takes the rules as an argument, asked anywhere in the platform without them, would forget what was set.
_LAW = ("gongkai.law.clock", "gongkai.law.stages", "gongkai.law.explain", "gongkai.documents.letters.case")


def _asking(module: str) -> set[str]:
    """The functions of a module that take rules."""
    found = vars(import_module(module)).items()
    return {n for n, f in found if not n.startswith("_") and isfunction(f) and "rules" in signature(f).parameters}


def _forgetful(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions: set[str] = set()
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _LAW:
            functions |= {a.asname or a.name for a in node.names} & _asking(node.module)
        elif isinstance(node, ast.ImportFrom):
            named = {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            modules |= {name: full for name, full in named.items() if full in _LAW}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(k.arg == "rules" for k in node.keywords):
            continue
        call, asked = node.func, ""
        if isinstance(call, ast.Name):
            asked = call.id if call.id in functions else ""
        elif isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name):
            asked = call.attr if call.attr in _asking(modules.get(call.value.id, _LAW[0])) else ""
            asked = asked if call.value.id in modules else ""
        if asked:
            yield f"{path.name}:{node.lineno} {asked}"


def test_every_question_to_the_law_names_the_rules(tmp_path: Path) -> None:
    assert {"standing", "next_duties"} <= _asking("gongkai.law.clock") and "refusals" in _asking("gongkai.law.stages")
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from gongkai.law.clock import standing\nstanding(ledger, calendar)\n", encoding="utf-8")
    assert list(_forgetful(wrong)) == ["wrong.py:2 standing"]
    # The demonstration plays years that are past, by the rules as published.
    paths = [p for p in sorted(WEB.rglob("*.py")) if "demo" not in p.parts]
    assert [f for p in paths for f in _forgetful(p)] == []
