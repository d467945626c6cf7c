"""Many cases at once, for lists, boards and benches: consistent rows, seeded, in chunks that can be stopped and resumed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gongkai.documents.letters import LETTER
from gongkai.law.events import Event, Ledger
from gongkai.web.applications import intake
from gongkai.web.applications.ledgers import refresh, the_calendar
from gongkai.web.applications.models import Applicant, Application, ApplicationEvent, Letter
from gongkai.web.demo import city
from gongkai.web.demo.build import Built, organ_and_staff, remember
from gongkai.web.organs.models import Organ, Person, Post, Role, Unit
from gongkai.web.review import log
from gongkai.workdays import WorkingCalendar

CHUNK = 500
CODE = "DEMO2345"  # the query code of every one of these cases
# fmt: off
OUTCOMES = (("granted", 52), ("partially_granted", 9), ("not_held", 14), ("third_party", 3), ("internal_affairs", 2), ("process_information", 3),
            ("enforcement_file", 2), ("not_compiled", 5), ("petition_or_complaint", 5), ("repeated", 3), ("publication", 1), ("other", 1))
CHANNELS = (("internet", 70), ("registered_post", 14), ("counter", 9), ("post", 5), ("fax", 2))
SUBJECTS = ("预算执行情况", "招标中标合同", "征收补偿方案", "行政许可档案", "监督检查结果", "专项资金分配表", "会议纪要", "规划许可文件", "统计台账",
            "信访事项办理依据", "公开招聘成绩", "环境监测数据", "道路改造方案", "物业维修资金使用情况", "补贴发放名单", "验收报告")
TOWNS = "白鹭 柳河 石桥 青山 东湖 北关 清溪 龙泉 望江 桃源 古城 长堤 凤台 云山 双井 官渡 竹园 南塘 金沙 松岭 河湾 玉泉 沙洲 梅林"
# fmt: on


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is built: cases, organs, years back from today."""

    size: str
    total: int
    organs: int
    years: int

    @classmethod
    def of(cls, size: str) -> Plan:
        """The plan of a size."""
        return {"city": cls("city", 1_500, 13, 2), "large": cls("large", 100_000, 60, 5)}[size]

    @property
    def chunks(self) -> int:
        """How many chunks."""
        return self.total // CHUNK


@dataclass
class _Place:
    """An organ with what cases of it need."""

    organ: Organ
    units: list[Unit]
    handlers: dict[int | None, Person]


@dataclass
class _Rows:
    """Rows of one chunk, the n-th of each belonging together."""

    applicants: list[Applicant] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)


def chunks(plan: Plan, made: Built, *, today: date | None = None) -> Iterator[int]:
    """Build the chunks that are still missing, one a time; yields the number of each. Stopping between two loses nothing."""
    day = today or timezone.localdate()
    _organs(plan, made)
    places = _places()
    sample = Letter.objects.filter(key="granted").first()
    assert sample is not None, "the small demonstration is built first"
    code_hash = make_password(CODE)
    for number in range(made.done.get(plan.size, 0), plan.chunks):
        with transaction.atomic():
            _chunk(plan, number, places, sample, code_hash, day)
        made.done[plan.size] = number + 1
        remember(made)
        yield number


def _organs(plan: Plan, made: Built) -> None:
    office = Organ.objects.get(competent=True)
    names = TOWNS.split()
    for serial in range(Organ.objects.count() + 1, plan.organs + 1):
        index = serial - len(city.ORGANS) - 1
        kind, word = ("镇", "镇") if index < len(names) else ("街道", "街")
        name = names[index % len(names)]
        full = f"{city.CITY}{name}{'镇人民政府' if kind == '镇' else '街道办事处'}"
        row = city.OrganRow(
            full, f"{name}{kind}", f"青{name}{word}公开", f"{city.CITY}{name}{kind}府前街1号", ("党政办公室",),
            f"{name}{kind}的财务、救助、征收、村务监督等有关信息。", f"town{serial}",
        )  # fmt: skip
        organ_and_staff(row, serial, office, make_password(made.password))


def _places() -> list[_Place]:
    posts = Post.objects.filter(role__in=(Role.HANDLER, Role.CLERK)).select_related("person").order_by("-role", "pk")
    found = []
    for organ in Organ.objects.prefetch_related("units"):
        handlers: dict[int | None, Person] = {}
        for post in posts:
            if post.organ_id == organ.pk:
                handlers.setdefault(post.unit_id, post.person)
        found.append(_Place(organ, list(organ.units.all()), handlers))
    return found


def _chunk(plan: Plan, number: int, places: list[_Place], sample: Letter, code_hash: str, today: date) -> None:
    """One chunk, from its own seed. Does nothing when it is there already (stopped between saving and noting it)."""
    chance = random.Random(f"{plan.size}-{number}")  # noqa: S311 - for a demonstration, not for secrets
    series = 1_000_000 if plan.size == "large" else 100_000
    if Application.objects.filter(number__endswith=f"-{series + number * CHUNK}").exists():
        return
    working, rows = the_calendar(), _Rows()
    for index in range(number * CHUNK, (number + 1) * CHUNK):
        _case(chance, plan, series + index, places, code_hash, working, today, rows)
    Applicant.objects.bulk_create(rows.applicants)
    Application.objects.bulk_create(rows.applications)
    events = [_event(a, i, e) for a, g in zip(rows.applications, rows.ledgers, strict=True) for i, e in enumerate(g, 1)]
    ApplicationEvent.objects.bulk_create(events, batch_size=500)
    decided = {e.application_id: e for e in events if e.kind == "decided"}
    Letter.objects.bulk_create(
        [_letter(a, decided[a.pk], sample) for a in rows.applications if a.pk in decided], batch_size=500
    )
    log.append("demo", f"批量建立演示申请 {CHUNK} 件（第 {number + 1} 批）", organ=None)


def _case(
    chance: random.Random,
    plan: Plan,
    serial: int,
    places: list[_Place],
    code_hash: str,
    working: WorkingCalendar,
    today: date,
    rows: _Rows,
) -> None:
    place = places[min(int(chance.expovariate(5 / len(places))), len(places) - 1)]
    received = working.roll(today - timedelta(days=chance.randrange(10, plan.years * 365)))
    if chance.random() < 0.01:
        received = working.roll(today - timedelta(days=chance.randrange(1, 20)))
    received = min(received, today)
    outcome = chance.choices([o for o, _ in OUTCOMES], [w for _, w in OUTCOMES])[0]
    channel = chance.choices([c for c, _ in CHANNELS], [w for _, w in CHANNELS])[0]
    subject = f"{received.year - chance.randrange(3)}年{chance.choice(city.STREETS)}{chance.choice(SUBJECTS)}"
    ledger = Ledger(tuple(_story(chance, received, channel, working, today)))
    unit = chance.choice(place.units)
    clock = time(chance.randrange(8, 18), chance.randrange(60))
    application = Application(
        organ=place.organ,
        number=f"{place.organ.code[-7:-1]}-{received.year}-{serial}",
        code_hash=code_hash,
        channel=channel,
        submitted_at=datetime.combine(received, clock, tzinfo=timezone.get_default_timezone()),
        subject=subject,
        content=f"申请公开{subject}。",
        unit=unit,
        handler=place.handlers.get(unit.pk) or place.handlers.get(None),
        outcome=outcome if ledger.last("decided") else "",
        version=len(ledger.events),
    )
    application.fingerprint = intake.content_fingerprint(intake.Matter(subject, application.content))
    refresh(application, ledger, working, on=today)
    application.applicant = _applicant(chance, plan.total // 3)
    rows.applicants.append(application.applicant)
    rows.applications.append(application)
    rows.ledgers.append(ledger)


def _applicant(chance: random.Random, people: int) -> Applicant:
    """A resident, or now and then a firm."""
    name, identity, telephone, address = city.resident(1000 + chance.randrange(people))
    kind, id_kind = "natural_person", "居民身份证"
    if chance.random() < 0.15:
        firm = chance.randrange(len(city.FIRMS))
        kind, id_kind = "business", "统一社会信用代码"
        name, identity = f"青澜{city.FIRMS[firm]}", city.organ_code(900 + firm)
    return Applicant(
        kind=kind,
        name=name,
        id_kind=id_kind,
        id_number=identity,
        telephone=telephone,
        address=address,
        fingerprint=intake.fingerprint(identity),
    )


def _story(
    chance: random.Random, received: date, channel: str, working: WorkingCalendar, today: date
) -> Iterator[Event]:
    """The events of a case up to today: sometimes a supplement or an extension, a reply mostly in time, its delivery."""
    yield Event("received", received, channel=channel)
    start, term = received, 20
    if chance.random() < 0.06 and (asked := working.add(received, chance.randint(1, 7))) <= today:
        yield Event("supplement_asked", asked, days=10)
        start = working.add(asked, chance.randint(1, 9))
        if start > today:
            return
        yield Event("supplement_received", start)
    if chance.random() < 0.08 and (extended := working.add(start, chance.randint(14, 19))) <= today:
        yield Event("extended", extended, days=20)
        start, term = extended, 20 + 20 - 19
    late = chance.random() < 0.015
    days = term + chance.randint(1, 12) if late else min(term, max(1, int(chance.triangular(1, term, term * 0.8))))
    decided = working.add(start, days)
    if decided > today:
        return
    yield Event("decided", decided)
    delivered = working.add(decided, chance.randint(1, 4))
    if delivered <= today:
        yield Event("delivered", delivered)


def _event(application: Application, order: int, event: Event) -> ApplicationEvent:
    return ApplicationEvent(
        application=application,
        order=order,
        kind=event.kind,
        on=event.on,
        days=event.days,
        channel=event.channel,
        actor=application.handler,
        at=datetime.combine(event.on, time(16, 30), tzinfo=timezone.get_default_timezone()),
    )


def _letter(application: Application, row: ApplicationEvent, sample: Letter) -> Letter:
    """The reply of a case; its paper is the sample's, for no bench needs a hundred thousand different ones."""
    return Letter(
        application=application,
        event=row,
        key=application.outcome,
        title=LETTER[application.outcome].title,
        number=f"{application.organ.letter_word}〔{row.on.year}〕{application.number.rsplit('-', 1)[1]}号",
        docx_sha256=sample.docx_sha256,
        pdf_sha256=sample.pdf_sha256,
        issued_on=row.on,
        at=row.at,
    )
