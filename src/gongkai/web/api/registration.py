"""Another system registers an application that came to it: exactly once, however often it asks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.web.api.models import ApiToken, Registration
from gongkai.web.api.refusals import Refused
from gongkai.web.applications import intake
from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer

CODE_KEPT = timedelta(days=1)
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Registered:
    """The application, its query code (None once it is no longer kept), and whether it had been registered before."""

    application: Application
    code: str | None
    again: bool


@transaction.atomic
def register(
    token: ApiToken,
    *,
    key: str,
    person: intake.Person,
    matter: intake.Matter,
    channel: str,
    viewer: Viewer,
    address: str | None = None,
) -> Registered:
    """Take an application in for the token's organ. It waits, as one a clerk entered does, until a clerk has fixed the day
    of receipt (条例第三十一条).

    ``key`` is the system's own name for this registration: a second call with it gives the first application back. Raises
    Refused when the key stands for other content, when the organ takes no applications, or beyond the hourly number.
    """
    if not token.organ.active:
        raise Refused("conflict", "这个机关现在不受理申请，请向系统管理员核对。")
    named, content = _digest([key]), _digest([asdict(person), asdict(matter), channel])
    now = timezone.now()
    # Whoever comes second with the same key waits here until the first is done, by the database's unique constraint.
    row, new = Registration.objects.get_or_create(token=token, key=named, defaults={"body": content, "at": now})
    if not new:
        return _again(row, content)
    recent = Registration.objects.filter(token=token, at__gt=now - timedelta(seconds=_HOUR))
    if recent.count() > settings.API_REGISTER_MOST_AN_HOUR:
        raise Refused("too_many", "这个令牌一小时内登记的申请太多，请过一会儿再试。", wait=_HOUR // 6)
    receipt = intake.submit(
        organ=token.organ, person=person, matter=matter, channel=channel, viewer=viewer, address=address
    )
    row.application, row.code = receipt.application, receipt.code
    row.save(update_fields=["application", "code"])
    Registration.objects.filter(token=token, at__lt=now - CODE_KEPT).exclude(code="").update(code="")
    return Registered(receipt.application, receipt.code, again=False)


def _again(row: Registration, content: str) -> Registered:
    if row.body != content:
        raise Refused("conflict")
    assert row.application is not None  # row and application are committed together
    kept = row.code if timezone.now() - row.at < CODE_KEPT else None
    return Registered(row.application, kept or None, again=True)


def _digest(content: list[object]) -> str:
    """A keyed hash: what somebody applied for cannot be guessed from it."""
    return intake.fingerprint(hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest())
