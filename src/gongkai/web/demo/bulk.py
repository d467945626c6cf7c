"""Many cases at once, for lists, boards and benches: consistent rows, seeded, an organ at a time, to be stopped and resumed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from gongkai.web.applications import codes, intake
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Letter
from gongkai.web.demo import city, information
from gongkai.web.demo.build import Built, organ_and_staff, remember
from gongkai.web.demo.casebook import Casebook, Place, Told, moment
from gongkai.web.demo.histories import Scene, history
from gongkai.web.organs.models import Organ, Role
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry

CODE = "DEMO2345"  # the query code of every one of these cases
# fmt: off
CHANNELS = (("internet", 70), ("registered_post", 14), ("counter", 9), ("post", 5), ("fax", 2))
APPLICANTS = (("natural_person", 84), ("business", 9), ("legal_services", 3), ("research", 1), ("public_interest", 1), ("other_organization", 2))
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
    def items(self) -> int:
        """How many published items each organ has."""
        return {"city": 20, "large": 60}.get(self.size, 2)

    @property
    def shares(self) -> list[int]:
        """How many cases each organ has, in the order of the organs: some have far more than others."""
        weights = [(n + 3) ** -0.8 for n in range(self.organs)]
        found = [int(self.total * w / sum(weights)) for w in weights]
        found[0] += self.total - sum(found)
        return found


def chunks(plan: Plan, made: Built, *, today: date | None = None) -> Iterator[int]:
    """Build what is still missing, the cases of one organ at a time, each all or nothing; yields their number.

    Stopping at any moment loses at most the organ under way; the next call goes on after the last one that is whole.
    """
    day = today or timezone.localdate()
    _organs(plan, made)
    papers = {x.key: x for x in Letter.objects.order_by("-pk")[:500]}
    assert "granted" in papers, "the small demonstration is built first"
    code_hash = codes.kept(CODE)
    there = done(plan)
    for organ, share in zip(Organ.objects.order_by("pk")[: plan.organs], plan.shares, strict=True):
        if organ.pk in there:
            continue
        with transaction.atomic():
            _build(plan, organ, share, day, papers, code_hash)
        there.add(organ.pk)
        made.done[plan.size] = len(there)
        remember(made)
        yield share
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing of rows that came all at once


def done(plan: Plan) -> set[int]:
    """The primary keys of the organs whose cases of a plan are built; the log tells."""
    return set(LogEntry.objects.filter(kind="demo", payload__size=plan.size).values_list("organ", flat=True))


def _build(plan: Plan, organ: Organ, share: int, today: date, papers: dict[str, Letter], code_hash: str) -> None:
    """The cases of one organ, from its own seed, in the order in which they were sent."""
    chance = random.Random(f"{plan.size}-{organ.pk}")  # noqa: S311 - for a demonstration, not for secrets
    place = Place.of(organ)
    others = [o.name for o in Organ.objects.exclude(pk=organ.pk)[:12]]
    scene = Scene(the_calendar(), today, others, str(place.who(Role.HEAD)), organ.letter_word)
    book = Casebook(place, scene, chance, papers)
    days = sorted(_day(chance, plan, today) for _ in range(share))
    for day in days:
        book.enter(_case(chance, day, scene, plan.total // 3), code_hash=code_hash)
    book.close()
    information.many(organ, plan.items, today=today, years=plan.years)
    log.append(
        "demo", f"批量建立演示申请 {share} 件：均为虚构", organ=organ, payload={"size": plan.size, "cases": share}
    )


def _day(chance: random.Random, plan: Plan, today: date) -> date:
    """When an application is sent: there are more of them from year to year."""
    return today - timedelta(days=int(plan.years * 365 * chance.random() ** 1.2))


def _case(chance: random.Random, day: date, scene: Scene, people: int) -> Told:
    """An application sent on a day, and what became of it."""
    channel = chance.choices([c for c, _ in CHANNELS], [w for _, w in CHANNELS])[0]
    if channel != "internet":  # brought or signed for while the office is open
        day = min(scene.working.roll(day), scene.until)
    received = scene.working.roll(day)
    if channel in ("internet", "post", "fax") and chance.random() < 0.6:  # confirmed a little later
        received = scene.working.add(day, chance.randint(1, 2))
    subject = f"{day.year - chance.randrange(3)}年{chance.choice(city.STREETS)}{chance.choice(SUBJECTS)}"
    matter = intake.Matter(subject, f"申请公开{subject}。")
    sent = moment(day, chance.randrange(7 * 60, 9 * 60))
    told = history(chance, received, channel, scene)
    return Told(sent, channel, _applicant(chance, people), matter, told)


def _applicant(chance: random.Random, people: int) -> dict[str, Any]:
    """A resident, or now and then a body, as a row of the applicants' table."""
    kind = chance.choices([k for k, _ in APPLICANTS], [w for _, w in APPLICANTS])[0]
    number = 1000 + chance.randrange(people)
    body = chance.choice(city.BODIES[kind]) if kind in city.BODIES else ""
    return _row(kind, number, body)


@cache
def _row(kind: str, number: int, body: str) -> dict[str, Any]:
    name, identity, telephone, address = city.resident(number)
    row = {"kind": kind, "name": name, "id_number": identity, "telephone": telephone, "address": address}
    if body:
        _, code = city.body(body)
        row |= {"name": city.full_name(body), "id_number": code, "id_kind": "统一社会信用代码", "agent": name}
    return {**row, "fingerprint": intake.fingerprint(row["id_number"])}


def _organs(plan: Plan, made: Built) -> None:
    """The organs beyond those of the small demonstration: towns and streets, until there are enough."""
    office = Organ.objects.get(competent=True)
    names, password = TOWNS.split(), make_password(made.password)
    for serial in range(Organ.objects.count() + 1, plan.organs + 1):
        index = serial - len(city.ORGANS) - 1
        kind, word = ("镇", "镇") if index < len(names) else ("街道", "街")
        name = names[index % len(names)]
        full = f"{city.CITY}{name}{'镇人民政府' if kind == '镇' else '街道办事处'}"
        row = city.OrganRow(
            full, f"{name}{kind}", f"青{name}{word}公开", f"{city.CITY}{name}{kind}府前街1号", ("党政办公室",),
            f"{name}{kind}的财务、救助、征收、村务监督等有关信息。", f"town{serial}",
        )  # fmt: skip
        with transaction.atomic():
            organ_and_staff(row, serial, office, password)
