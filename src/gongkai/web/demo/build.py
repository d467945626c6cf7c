"""Building the demonstration: organs and people, then every case through the operations in the order of its days."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gongkai.web.demo import city, current, founding, information, years
from gongkai.web.demo.clock import Day
from gongkai.web.demo.stories import FOUNDING, UNDER_WAY
from gongkai.web.demo.telling import perform, told
from gongkai.web.organs import dated
from gongkai.web.organs.models import Organ, Person, Post, Role, Unit
from gongkai.web.review import log

SINCE = date(2019, 5, 15)  # the day the revised Regulations came into force
# Readable over the telephone: no letters that look like figures.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class NotEmpty(Exception):
    """The platform holds other than a demonstration; the message says so in Chinese."""


@dataclass
class Built:
    """What was built: the password of every account, what is done of which size."""

    password: str
    done: dict[str, int] = field(default_factory=dict)  # size → chunks of it that are built
    codes: dict[str, str] = field(default_factory=dict)  # number of an application → its query code, a few to try


def _record() -> Path:
    return Path(settings.HOME) / "demo.json"


def built() -> Built | None:
    """The demonstration of this platform, or None."""
    try:
        return Built(**json.loads(_record().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def occupied() -> bool:
    """Whether the platform holds anything already."""
    return Organ.objects.exists()


def remember(what: Built) -> None:
    """Write down what is built, readable by its owner only; the whole file or none."""
    temporary = _record().with_suffix(".part")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(what.__dict__, stream, ensure_ascii=False)
    temporary.replace(_record())


def small(*, today: date, step: Callable[[], None] = lambda: None) -> Built:
    """Build the small demonstration, all or nothing. ``step`` is called after each case's act. Raises NotEmpty."""
    if occupied():
        raise NotEmpty("平台里已经有机关，不能再建演示数据；请用一个空的目录（环境变量 GONGKAI_HOME）。")
    made = Built("qinglan-" + "".join(secrets.choice(_LETTERS) for _ in range(8)))
    with transaction.atomic(), dated.remembered():
        _organs_and_people(make_password(made.password))
        log.append("demo", "建立演示数据：以下均为虚构", organ=None)
        information.old(today=today)
        clock = Day()
        perform(told(FOUNDING, today=today), clock, step)
        for _ in founding.build(clock):
            step()
        for deeds in years.of_the_city(today=today):
            perform(deeds, Day(), step)
        perform([*current.deeds(today=today), *told(UNDER_WAY, today=today, codes=made.codes)], Day(), step)
        information.answers(today=today)
    remember(made)
    return made


def acts() -> int:
    """How many acts the small demonstration has, for a progress bar."""
    return (
        sum(1 + len(s.acts) for s in (*FOUNDING, *UNDER_WAY))
        + founding.acts()
        + years.acts()
        + len(current.deeds(today=timezone.localdate()))
    )


def _organs_and_people(password: str) -> None:
    office: Organ | None = None
    for serial, row in enumerate(city.ORGANS, start=1):
        organ = organ_and_staff(row, serial, office, password)
        office = office or organ


def organ_and_staff(row: city.OrganRow, serial: int, parent: Organ | None, password: str) -> Organ:
    """An organ of the demonstration with its units and people; ``password`` is hashed already."""
    code = city.organ_code(serial)
    organ = Organ(
        name=row.name,
        short_name=row.short,
        code=code,
        parent=parent,
        region=city.REGION,
        index_prefix=code[8:17],
        letter_word=row.word,
        competent=parent is None,
        office=f"{row.name}政务公开办公室",
        address=row.address,
        postcode="379900",
        hours="工作日 9:00—12:00，13:30—17:00（法定节假日除外）",
        telephone=f"0635-8210{serial:03d}",
        fax=f"0635-8211{serial:03d}",
        email=f"gongkai{serial:02d}@qinglan.example",
        reconsideration_organ=city.reconsideration_organ(row.short),
        court=f"{city.CITY}东城区人民法院",
        holds=row.holds,
    )
    organ.full_clean()
    organ.save()
    _staff(organ, row, {name: Unit.objects.create(organ=organ, name=name) for name in row.units}, password)
    return organ


def _staff(organ: Organ, row: city.OrganRow, units: dict[str, Unit], password: str) -> None:
    """The bureau has one person for every role; elsewhere three people share the work."""
    if row.short == city.BUREAU:
        for username, name, role, unit, _ in city.PEOPLE:
            _person(username, name, organ, (role,), units.get(unit or ""), password)
        return
    number = Organ.objects.count() * 5
    names = [city.resident(number + i)[0] for i in range(3)]
    if row.short == city.OFFICE:
        names[0] = city.OFFICE_CLERK[1]
        for username, name, role, _ in city.ADMINISTRATORS:
            _person(username, name, organ, (role,), None, password)
    key = row.key
    first = next(iter(units.values()))
    _person(key if row.short == city.OFFICE else f"{key}-clerk", names[0], organ, (Role.CLERK,), None, password)
    checks = (Role.REVIEWER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER)
    _person(f"{key}-reviewer", names[1], organ, checks, first, password)
    _person(f"{key}-signer", names[2], organ, (Role.SIGNER, Role.HEAD), None, password)


def _person(username: str, name: str, organ: Organ, roles: tuple[Role, ...], unit: Unit | None, password: str) -> None:
    who = Person(username=username, full_name=name, password=password, email=f"{username}@qinglan.example")
    who.full_clean()
    who.save()
    for role in roles:
        post = Post(person=who, organ=organ, unit=unit, role=role, since=SINCE)
        post.full_clean()
        post.save()


def accounts() -> Iterator[tuple[str, str, str]]:
    """The accounts worth trying: user name, who it is, what to try."""
    for username, name, role, _, words in city.PEOPLE:
        yield username, f"{name}（{role.label}）", words
    yield city.OFFICE_CLERK[0], city.OFFICE_CLERK[1], city.OFFICE_CLERK[2]
    for username, name, _, words in city.ADMINISTRATORS:
        yield username, name, words
