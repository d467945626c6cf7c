"""The gate once more, for what is sent: a refusal of bad input must not stand in for a missing gate.

Whoever the table refuses is refused *before* the input is looked at, with nothing changed. And with good input everybody
who may goes through, everybody else does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from gongkai.web.portal.models import Tries
from tests.web.conftest import TODAY
from tests.web.routes import CASE, NOBODY_HERE, PEOPLE
from tests.web.test_gate import (
    ADDRESSES,
    OPEN,
    REFUSED,
    SECRET,
    SIGN_IN,
    Things,
    body,
    browser_of,
    judged,
    line_of,
    path_of,
    things,
)

__all__ = ["browser_of", "things"]  # fixtures
Browsers = Callable[[str], Client]
# Something for whatever a form may ask; nobody who is refused gets as far as reading it.
PLENTY = {
    "action": "confirm", "text": "核对", "note-text": "核对", "reveal-reason": "核实", "reason": "试", "version": "0", "post": "yes",
    "subject": "某事", "content": "某事的内容", "on": TODAY.isoformat(), "outcome": "granted", "letter": "granted",
    "verdict": "passed", "comment": "同意", "way": "post", "name": "名称", "touches": "on", "year": "2027", "score": "5",
}  # fmt: skip


def rows() -> str:
    """A fingerprint of everything the platform stores, as the database holds it; but not how often something was tried."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("gongkai.web") and model is not Tries and not model._meta.proxy:
                cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
                found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


# The three sites are walked whole, by everybody else, further below.
SITES = ("admin", "security", "audit")
WALKED = sorted(n for n in ADDRESSES if line_of(n) is not None and n.split(":")[0] not in SITES)


@pytest.mark.parametrize("name", WALKED)
def test_who_is_refused_is_refused_whatever_they_send(name: str, things: Things, browser_of: Browsers) -> None:
    line = line_of(name)
    assert line is not None
    path = path_of(ADDRESSES[name], things, line.thing)
    # Where the case's own people find nothing at the moment (its draft is under review), it is no secret from them.
    letters = CASE if name.startswith("desk:") and line.who == NOBODY_HERE else line.who
    browsers = {who: browser_of(who) for who, wanted in zip(PEOPLE, letters, strict=True) if wanted != OPEN}
    before = rows()
    for who, browser in browsers.items():
        for given in ({}, PLENTY):
            answer = followed(browser, browser.post(path, given))
            assert judged(answer) in (SIGN_IN, REFUSED) or answer.status_code in (200, 405), (
                f"{who}: {answer.status_code}"
            )
            assert SECRET not in body(answer), f"{name} shows the case to {who}"
    assert rows() == before, f"{name} let somebody change something"


def followed(browser: Client, answer: Any) -> Any:
    """Where an answer leads in the end; no further than to where one signs in."""
    for _ in range(4):
        if answer.status_code not in (301, 302) or judged(answer) == SIGN_IN:
            break
        answer = browser.get(answer["Location"])
    return answer


@dataclass(frozen=True, slots=True)
class Sent:
    """A route, who may send to it (letters as in ``routes``), and input that is good."""

    name: str
    who: str
    given: Callable[[Things], dict[str, Any]]
    thing: str = ""


_NOTICE = (
    'year = 2027\nnumber = "国办发明电〔2026〕8号"\nissued_on = 2026-11-03\n'
    '[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'
)
# fmt: off
SENDING = (
    Sent("desk:note",                    "LLoooooxxx", lambda t: {"note-text": "请核对"}),
    Sent("desk:reveal",                  "LLoooooxxx", lambda t: {"reveal-reason": "核实身份"}),
    Sent("desk:third_party",             "LLooxxoxxx", lambda t: {"touches": "on", "reason": "写有企业报价"}),
    Sent("desk:split",                   "LLoxxxoxxx", lambda t: {"version": t.case.version, "subject": "另一件", "content": "另一件的内容"}),
    Sent("desk:review",                  "LLxxoxxxxx", lambda t: {"verdict": "passed", "comment": "同意", "version": "0"}, "review"),
    Sent("calendar:confirm",             "LLxxxxxxox", lambda t: {"text": _NOTICE, "reason": "新通知"}),
    Sent("admin:organs_unit_add",        "LLxxxxxxox", lambda t: {"organ": t.case.organ_id, "name": "新处室"}),
    Sent("security:axes_accessattempt_delete", "LLxxxxxxxx", lambda t: {"post": "yes"}),
    Sent("audit:review_logentry_verify", "LLxxxxxoxx", lambda t: {}),
)
# fmt: on
SECURITY = "security_administrator"


@pytest.mark.parametrize("sent", SENDING, ids=lambda s: s.name)
def test_good_input_goes_through_for_those_who_may_only(
    sent: Sent, things: Things, browser_of: Browsers, settings: Any
) -> None:
    things.case.refresh_from_db()
    path = path_of(ADDRESSES[sent.name], things, sent.thing)
    if "accessattempt" in sent.name:
        attempt = AccessAttempt.objects.create(username="clerk", ip_address="127.0.0.1", failures_since_start=5)
        path = f"/security/axes/accessattempt/{attempt.pk}/delete/"
    browsers = {who: browser_of(who) for who in (*PEOPLE, SECURITY)}
    allowed = {who for who, letter in zip(PEOPLE, sent.who, strict=True) if letter == OPEN} or {SECURITY}
    given, found = sent.given(things), set()
    before = rows()
    for who, browser in browsers.items():
        point = transaction.savepoint()
        answer = browser.post(path, given)
        changed = rows() != before
        if changed or answer.status_code == 200:
            found.add(who)
        else:
            assert judged(followed(browser, answer)) in (SIGN_IN, REFUSED) or answer.status_code == 302, who
        transaction.savepoint_rollback(point)
    assert found == allowed


@pytest.mark.parametrize("site", ["system", "security", "audit"])
def test_the_three_administrators_cannot_do_each_others_work(site: str, things: Things, client_of: Browsers) -> None:
    """Every page and every form of a site, for the two others and for caseworkers: refused, and nothing changed."""
    owners = {"system": "system_administrator", "security": SECURITY, "audit": "auditor"}
    paths = [path_of(a, things, "nothing") for a in ADDRESSES.values() if a.prefix.startswith(f"{site}/")]
    assert len(paths) >= 5
    others = [other for name, other in owners.items() if name != site]
    browsers = {other: client_of(other) for other in (*others, "clerk", "head")}
    before = rows()
    for other, browser in browsers.items():
        for path in paths:
            for answer in (browser.get(path), browser.post(path, PLENTY)):
                if (
                    answer.status_code == 405
                    or "/logout/" in path
                    or answer.get("Location", "").startswith("/account/")
                ):
                    continue  # to everybody's own page of password or to signing out
                assert followed(browser, answer).status_code in (403, 404), f"{other} {path}"
    assert rows() == before
    assert client_of(owners[site]).get(f"/{site}/").status_code == 200
