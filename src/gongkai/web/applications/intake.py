"""An application comes in: from the public form, or entered by a clerk for paper, counter and telephone."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.web.applications import codes, notes, store
from gongkai.web.applications.models import Applicant, Application, Attachment
from gongkai.web.applications.numbers import application_number
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ
from gongkai.web.review import log


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies, as written in the form (条例第二十九条: name, proof of identity, contact)."""

    kind: str
    name: str
    id_number: str
    telephone: str
    address: str
    id_kind: str = "居民身份证"
    agent: str = ""
    email: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is applied for, and in which form and way."""

    subject: str
    content: str
    document_number: str = ""
    form_wanted: str = "electronic"
    way_wanted: str = "online"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The application that came of it, and the query code, shown once."""

    application: Application
    code: str


def fingerprint(text: str) -> str:
    """A keyed hash by which the same text is found again without being readable."""
    return hmac.new(settings.SECRET_KEY.encode(), text.strip().upper().encode(), hashlib.sha256).hexdigest()


def content_fingerprint(matter: Matter) -> str:
    """The same for the wording of a matter, whatever its white space and punctuation."""
    return fingerprint(re.sub(r"\W+", "", matter.subject + matter.content))


@transaction.atomic
def submit(
    *,
    organ: Organ,
    person: Person,
    matter: Matter,
    channel: str,
    files: Sequence[store.Upload] = (),
    viewer: Viewer | None = None,
    once: str = "",
    address: str | None = None,
    oral: bool = False,
) -> Receipt:
    """Take an application in. It waits, not yet registered, until a clerk has fixed the day of receipt (条例第三十一条).

    ``once`` is the form's own token: a second submission with it gives the first application back, so that a double click
    or a resent form makes no second case. Everything or nothing is stored. ``oral``: spoken at the counter, written by the
    office and read out to the applicant (条例第二十九条); a note on the case keeps it.
    """
    token = fingerprint(once) if once else None
    earlier = _sent_before(token)
    if earlier is not None:
        return Receipt(earlier, "")
    code = codes.new()
    try:
        with transaction.atomic():
            application = _application(organ, _applicant(person), matter, channel=channel, code=code, once=token)
    except IntegrityError:  # at the same moment on PostgreSQL: the other was first, and has been committed
        earlier = _sent_before(token)
        if earlier is None:
            raise
        return Receipt(earlier, "")
    attach(application, files, side=Attachment.Side.APPLICANT, viewer=viewer)
    _logged(application, viewer, address, oral=oral)
    return Receipt(application, code)


def _logged(application: Application, viewer: Viewer | None, address: str | None, *, oral: bool) -> None:
    words = f"收到申请 {application.number}（{application.get_channel_display()}）"
    if oral and viewer is not None:
        words += "，口头申请，由本机关代填"
        notes.add(application, text=f"口头申请：由{viewer.words}代填，已向申请人宣读，申请人确认无误。", viewer=viewer)
    log.append(
        "submitted",
        words,
        organ=application.organ,
        viewer=viewer,
        actor_words="" if viewer and viewer.words else "申请人",
        subject=application,
        payload=log.change({}, log.standing(application, "number", "channel", "stage", "submitted_at")),
        address=address,
    )


def _sent_before(token: str | None) -> Application | None:
    return Application.objects.filter(once=token).select_related("organ").first() if token else None


def _application(
    organ: Organ, applicant: Applicant, matter: Matter, *, channel: str, code: str, once: str | None
) -> Application:
    """The application's row, with the next number of the organ and year."""
    now = timezone.now()
    return Application.objects.create(
        organ=organ,
        number=application_number(organ, timezone.localdate(now)),
        code_hash=codes.kept(code),
        applicant=applicant,
        channel=channel,
        submitted_at=now,
        subject=matter.subject.strip(),
        content=matter.content.strip(),
        document_number=matter.document_number.strip(),
        form_wanted=matter.form_wanted,
        way_wanted=matter.way_wanted,
        fingerprint=content_fingerprint(matter),
        once=once,
    )


def _applicant(person: Person) -> Applicant:
    """The applicant's row; what identifies them is encrypted by its columns."""
    return Applicant.objects.create(
        kind=person.kind,
        name=person.name.strip(),
        id_kind=person.id_kind,
        id_number=person.id_number.strip(),
        agent=person.agent.strip(),
        telephone=person.telephone.strip(),
        email=person.email.strip(),
        address=person.address.strip(),
        postcode=person.postcode.strip(),
        fingerprint=fingerprint(person.id_number),
    )


def attach(
    application: Application, files: Sequence[store.Upload], *, side: Attachment.Side, viewer: Viewer | None
) -> list[Attachment]:
    """Store files and hang them on an application."""
    return [
        Attachment.objects.create(
            application=application,
            side=side,
            name=upload.name,
            kind=upload.kind,
            size=len(upload.content),
            sha256=store.keep(upload.content),
            by=viewer.person if viewer else None,
            at=timezone.now(),
        )
        for upload in files
    ]


def find(number: str, code: str) -> Application | None:
    """The application a number and its query code open, or None. Takes the same time whether the number exists or not."""
    application = Application.objects.filter(number=number.strip().upper()).select_related("organ").first()
    fits = codes.fits(code, application.code_hash if application else "")
    return application if application and fits else None
