"""The one gate: every address of the platform, asked for as every kind of person, against the table in ``routes.py``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from gongkai.documents.json import report_object
from gongkai.law.conditions import Facts as CaseFacts
from gongkai.law.events import Event
from gongkai.report.facts import Facts
from gongkai.report.tally import tally
from gongkai.web.api import tokens
from gongkai.web.applications import decisions, extensions, intake, messages, steps, store
from gongkai.web.applications.models import Application, Attachment, Mailing
from gongkai.web.catalogue.operations import File
from gongkai.web.organs.models import Scope
from gongkai.web.registers import imports, operations
from gongkai.web.registers.table import REGISTERS
from gongkai.web.remedies import operations as remedies
from gongkai.web.reports import notes as reports_notes
from gongkai.web.reports import operations as reports
from gongkai.web.reports.models import AnnualReport, EarlierReport, Edition
from gongkai.web.review import operations as chain
from gongkai.web.review.models import Kind
from tests.web.api.conftest import Issue, token_of  # noqa: F401
from tests.web.catalogue import items as catalogue
from tests.web.conftest import TODAY, City
from tests.web.remedies import contests
from tests.web.routes import PEOPLE, ROUTES, SYSTEMS, TOKEN_ROUTES, Route

# What stands in the addresses of an annual report, beside its number.
REPORTED = {"key": "overview", "table": 3, "row": "new", "column": "total", "number": 1, "form": "json"}
SECRET = "不该让外人看到的事项"
FILED = 2025
OPEN, SIGN_IN, REFUSED = "o", "L", "x"


@dataclass(frozen=True)
class Address:
    """A route as the resolver has it: full name, the pattern from the root, the names of its parameters."""

    name: str
    pattern: URLPattern
    prefix: str = field(default="")


def walk(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, prefix + str(entry.pattern), inner)
        else:
            name = namespace + (entry.name or prefix + str(entry.pattern))
            yield Address(name, entry, prefix)


ADDRESSES = {a.name: a for a in walk(get_resolver())}


def line_of(name: str) -> Route | None:
    return ROUTES.get(name) or ROUTES.get(f"{name.split(':', maxsplit=1)[0]}:*")


def test_every_route_stands_in_the_table() -> None:
    missing = sorted(name for name in ADDRESSES if line_of(name) is None)
    assert not missing, f"add a line for each to tests/web/routes.py: {missing}"


def test_the_table_names_no_route_that_is_gone() -> None:
    spaces = {name.split(":")[0] for name in ADDRESSES if ":" in name}
    gone = [n for n in ROUTES if n not in ADDRESSES and n.removesuffix(":*") not in spaces]
    assert not gone


def test_every_line_is_whole() -> None:
    wrong = [n for n, r in ROUTES.items() if len(r.who) != len(PEOPLE) or set(r.who) - {OPEN, SIGN_IN, REFUSED}]
    assert not wrong


@dataclass
class Things:
    """A case with everything on it, and what to put into addresses."""

    case: Application
    code: str
    letter: int
    attachment: int
    enclosure: int
    review: int
    message: int
    item: int  # a draft of the organ's
    publication: int  # its review
    published: int
    published_file: int
    record: int  # of the register of documents, with evidence
    batch: int
    remedy: int
    remedy_event: int
    remedy_file: int
    report: int
    report_review: int
    section_note: int
    earlier: int  # a report of an earlier year that was taken in
    mail: int = 0
    extension: int = 0  # its review

    def value(self, parameter: str, thing: str) -> Any:
        if thing == "report" and parameter in REPORTED:
            return REPORTED[parameter]
        if parameter in ("pk", "id", "object_id") and isinstance(getattr(self, thing or "case", None), int):
            return getattr(self, thing)
        if thing == "person":
            return self.case.handler_id
        return {
            "number": self.case.number,
            "code": self.case.organ.code,
            "form": thing if thing == "csv" else "pdf",
            "register": "document",
            "event": thing or "supplement_asked",
            "kind": "answered",
            "app_label": thing or "organs",
            "content_type_id": 1,
            "key": thing or "abc",
            "uidb36": "1",
            "url": "nothing/",
            "size": "large",
            "year": FILED,
            "edition": 1,
            "format": "json",
            "file": self.enclosure,
            "name": "x",
            "slug": "x",
        }.get(parameter, self.case.pk)


@pytest.fixture
def things(city: City, application: Callable[..., Application]) -> Things:
    unit = city.units["行政复议与应诉科"]
    case = application(subject=SECRET, content=SECRET, unit=unit, handler=city.people["handler"])
    upload = store.inspect("说明.txt", SECRET.encode())
    attachment = intake.attach(case, [upload], side=Attachment.Side.APPLICANT, viewer=None)[0]
    letter = case.letters.first()
    assert letter is not None
    enclosure = intake.attach(case, [upload], side=Attachment.Side.ANSWER, viewer=None)[0]
    handler = city.viewer("handler")
    given = {"provision": "网上获取", "enclosures": "1. 说明"}
    draft = decisions.draft(case, outcome="granted", letter="granted", reason="", elements=given, viewer=handler)
    review = decisions.send_for_review(draft, viewer=handler, on=TODAY)
    report = filed(city)
    message = messages.receive(case, kind="question", text=SECRET)
    more = (*items(city), *records(city), *contested(city), *report)
    made = Things(case, case.query_code, letter.pk, attachment.pk, enclosure.pk, review.pk, message.pk, *more)  # type: ignore[attr-defined]
    longer = steps.StepInput(Event("extended", TODAY, days=5), CaseFacts(reason=SECRET))
    made.extension = extensions.request(case, longer, viewer=handler).pk
    made.mail = Mailing.objects.latest("pk").pk
    return made


def filed(city: City) -> tuple[int, int, int, int]:
    """An annual report that was published, its amendment under review (what is written there only its office sees), and the
    file of the year before."""
    content = report_object(tally(Facts(), FILED).report(organ=city.justice.name))
    row = AnnualReport.objects.create(organ=city.justice, year=FILED, begun_at=timezone.now(), amendment_why=SECRET)
    Edition.objects.create(
        report=row, number=1, content=content, digest="0" * 64, files={"json": store.keep(b"{}")},
        at=timezone.now(), published_on=TODAY,
    )  # fmt: skip
    row.sections.create(key="overview")
    reports.save_section(row, "overview", SECRET, version=0, viewer=city.viewer("clerk"))
    passage = chain.start(row, organ=city.justice, kind=Kind.REPORT, title=str(row), viewer=city.viewer("head"))
    note = reports_notes.add(row.sections.get(), text=SECRET, about="", viewer=city.viewer("head"))
    before = EarlierReport.objects.create(
        organ=city.justice, year=FILED - 1, name=f"{SECRET}.docx", sha256="0" * 64, content=content, at=timezone.now()
    )
    return row.pk, passage.pk, note.pk, before.pk


def records(city: City) -> tuple[int, int]:
    """A normative document with evidence, and a sheet of documents that waits to be confirmed."""
    register, clerk = REGISTERS["document"], city.viewer("clerk")
    row = {"row": "规章", "title": SECRET, "document_number": "青司规〔2026〕1号", "issued_on": "2026-03-02"}
    paper = store.inspect("规章.txt", SECRET.encode())
    record = operations.enter(register, city.justice, {**row, "source": "收发文"}, viewer=clerk, evidence=paper)
    line = f"规章,{SECRET},青司规〔2026〕2号,2026-03-02{',' * 10}收发文"
    sheet = "\n".join([",".join(b.words for b in register.bound), line])
    batch = imports.begin(register, city.justice, name="规章.csv", content=sheet.encode(), viewer=clerk)
    return record.pk, batch.pk


def items(city: City) -> tuple[int, int, int, int]:
    """A draft under review that only its organ may see, and a published item with a file."""
    draft = catalogue.drafted(city, SECRET)
    review = catalogue.reviewed(city, draft, steps=1)
    kept = store.keep("公开的内容".encode())
    public = catalogue.published(city, "公开的事项", files=[File("附件.txt", "text", 15, kept)])
    return draft.pk, review.pk, public.pk, public.files.get().pk


def contested(city: City) -> tuple[int, int, int]:
    """A reconsideration, its first step, a document of it."""
    remedy = contests.entered(city, matter=SECRET)
    kept = File("答复通知书.txt", "text", 15, store.keep(SECRET.encode()))
    made = remedies.attach(remedy, [kept], viewer=city.viewer("clerk"))
    first = remedy.events.first()
    assert first is not None
    return remedy.pk, first.pk, made[0].pk


@pytest.fixture
def browser_of(client_of: Callable[[str], Client], things: Things) -> Callable[[str], Client]:
    def browser(who: str) -> Client:
        if who == "applicant":
            return follow(client_of(""), things)
        return client_of("" if who == "nobody" else who)

    return browser


def follow(browser: Client, things: Things) -> Client:
    """Sign an applicant in with the number and the query code, as the portal does."""
    if "portal:status" in ADDRESSES:
        browser.post(
            path_of(ADDRESSES["portal:status"], things, ""), {"number": things.case.number, "code": things.code}
        )
    return browser


def path_of(address: Address, things: Things, thing: str) -> str:
    """The path itself, every parameter filled in."""
    whole = "/" + address.prefix + str(address.pattern.pattern)
    whole = whole.replace("(?P<url>.*)$", thing)
    whole = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", whole)
    whole = re.sub(r"[\^$]", "", whole)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(things.value(m[1], thing)), whole)


def asked(browser: Client, path: str, *, post: bool) -> Any:
    """The answer; where a site of an administrator sends to its own entrance, what stands there."""
    answer = browser.post(path) if post else browser.get(path)
    for _ in range(3):
        where = answer.get("Location", "")
        if answer.status_code != 302 or not re.match(r"/(system|security|audit)/(login/|$)", where) or where == path:
            return answer
        answer = browser.get(where)
    return answer


def judged(answer: Any) -> str:
    where = answer.get("Location", "")
    if answer.status_code == 401:  # how the interface asks for a token
        return SIGN_IN
    if answer.status_code == 302 and re.match(r"/account/login/|/my/enter/$|/status/($|\?)", where):
        return SIGN_IN
    if answer.status_code in (403, 404):
        return REFUSED
    return OPEN if answer.status_code in (200, 301, 302, 400, 405, 409, 422) else f"{answer.status_code}"


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", errors="replace")


@pytest.mark.parametrize("name", sorted(n for n in ADDRESSES if line_of(n) is not None))
def test_who_is_let_in(name: str, things: Things, browser_of: Callable[[str], Client]) -> None:
    line = line_of(name)
    assert line is not None
    path = path_of(ADDRESSES[name], things, line.thing)
    found = ""
    for who, wanted in zip(PEOPLE, line.who, strict=True):
        browser = browser_of(who)
        answer = asked(browser, path, post=line.post)
        found += judged(answer)
        if wanted != OPEN or who == "neighbour":
            assert SECRET not in body(answer), f"{name} shows the case to {who}"
    assert found == line.who, f"{name} ({path}): wanted {line.who}, found {found}, for {', '.join(PEOPLE)}"


# Systems with tokens


def of_the_interface(name: str) -> bool:
    return name.startswith(("api_v1:", "api_"))


def test_every_route_of_the_interface_says_which_tokens_it_lets_in() -> None:
    assert {n for n in ADDRESSES if of_the_interface(n)} == set(TOKEN_ROUTES)
    assert not [n for n, who in TOKEN_ROUTES.items() if len(who) != len(SYSTEMS) or set(who) - {OPEN, SIGN_IN, REFUSED}]


@pytest.mark.parametrize("name", sorted(TOKEN_ROUTES))
def test_which_token_is_let_in(name: str, things: Things, city: City, token_of: Issue) -> None:  # noqa: F811
    line = line_of(name)
    assert line is not None
    path = path_of(ADDRESSES[name], things, line.thing)
    right = Scope.REGISTER if line.post else Scope.STATUS
    wrong = Scope.STATUS if line.post else Scope.REGISTER
    revoked = token_of(right)
    tokens.revoke(revoked.token, reason="试验", viewer=city.viewer("system_administrator"))
    secrets = {
        "nobody": "",
        "right": token_of(right).secret,
        "wrong_scope": token_of(wrong).secret,
        "other_organ": token_of(right, organ=city.organs["市财政局"]).secret,
        "revoked": revoked.secret,
        "expired": token_of(right, expired=True).secret,
    }
    found = ""
    for who in SYSTEMS:
        headers = {"Authorization": f"Bearer {secrets[who]}"} if secrets[who] else {}
        answer = Client().post(path, headers=headers) if line.post else Client().get(path, headers=headers)
        found += judged(answer)
        assert SECRET not in body(answer), f"{name} shows the case to {who}"
    assert found == TOKEN_ROUTES[name], f"{name} ({path}): wanted {TOKEN_ROUTES[name]}, found {found}, for {SYSTEMS}"
