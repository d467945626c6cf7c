"""The cases of one organ as rows: applications with their events, drafts, reviews and letters, and the log of it all."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from gongkai.documents.letters import LETTER, Layout
from gongkai.documents.letters.numbering import Number
from gongkai.law import stages
from gongkai.law.conditions import Role as LawRole
from gongkai.law.events import CHANNEL, Ledger
from gongkai.law.outcomes import OUTCOME
from gongkai.web.applications import intake
from gongkai.web.applications.ledgers import refresh
from gongkai.web.applications.models import Applicant, Application, ApplicationEvent, Decision, Letter, NumberHead
from gongkai.web.applications.steps import _recorded
from gongkai.web.demo.histories import REASONS, Happened, Scene, outcome_of
from gongkai.web.demo.tables import Table
from gongkai.web.organs.models import Organ, Person, Post, Role, Unit
from gongkai.web.review import chain, log
from gongkai.web.review.models import Kind, LogEntry, LogHead, Opinion, Review
from gongkai.web.review.operations import steps_of

ZONE = timezone.get_default_timezone()
_KEPT = ("stage", "received_on", "reply_due", "provisional", "stopped_since", "ended_on", "reopened")
_STAFF: Mapping[LawRole, str] = {
    LawRole.CLERK: Role.CLERK,
    LawRole.HEAD_OF_OFFICE: Role.HEAD,
    LawRole.SIGNER: Role.SIGNER,
}


def moment(day: date, minute: int) -> datetime:
    """A moment of a day by the minute of local time, in UTC."""
    return datetime.combine(day, time(minute // 60 % 24, minute % 60), tzinfo=ZONE).astimezone(UTC)


@dataclass(slots=True)
class Line:
    """An entry of the log before it has its number and hash: the attributes ``log.content_of`` covers."""

    at: datetime
    actor_id: int | None
    actor_words: str
    kind: str
    words: str
    subject_type_id: int
    subject_id: int
    payload: dict[str, Any] = field(default_factory=dict)
    organ_id: int | None = None
    number: int = 0
    on_behalf_of: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A case to be written down: when it was sent and how, by whom (a row of the applicant's table), what, what happened."""

    sent: datetime
    channel: str
    applicant: Mapping[str, Any]
    matter: intake.Matter
    told: Sequence[Happened]


@dataclass
class Place:
    """An organ with its units and who holds which role in it."""

    organ: Organ
    units: list[Unit]
    staff: dict[tuple[str, int | None], Person]

    @classmethod
    def of(cls, organ: Organ) -> Place:
        """Reads units and posts."""
        posts = Post.objects.filter(organ=organ).select_related("person").order_by("-pk")
        return cls(organ, list(organ.units.all()), {(p.role, p.unit_id): p.person for p in posts})

    def who(self, role: str, unit: Unit | None = None) -> Person:
        """Who holds a role for a unit, or in the whole organ; the clerk where nobody does."""
        found = self.staff.get((role, unit.pk if unit else None)) or self.staff.get((role, None))
        return found or next((p for (r, _), p in self.staff.items() if r == role), None) or self.who(Role.CLERK)

    @cached_property
    def chain(self) -> list[dict[str, object]]:
        """The steps of review of its answers."""
        return steps_of(self.organ, Kind.ANSWER)


class Casebook:
    """Writes the cases of one organ down, within the caller's transaction: ``enter`` each, then ``close``."""

    def __init__(self, place: Place, scene: Scene, chance: random.Random, papers: Mapping[str, Letter]) -> None:
        self._place, self._scene, self._chance, self._papers = place, scene, chance, papers
        models = (Applicant, Application, ApplicationEvent, Decision, Review, Opinion, Letter, LogEntry)
        self._tables = {m: Table(m) for m in models}
        self._heads: dict[tuple[str, int], NumberHead] = {}
        self._lines: list[Line] = []
        self._letters: list[dict[str, Any]] = []
        type_ = ContentType.objects.get_for_model
        self._application_type, self._decision_type = type_(Application).pk, type_(Decision).pk

    def enter(self, case: Told, *, code_hash: str) -> None:
        """One case, with everything that belongs to it. Cases come in the order in which they were sent."""
        organ, unit, told = self._place.organ, self._chance.choice(self._place.units), case.told
        year = timezone.localtime(case.sent).year
        number = f"{organ.code[-7:-1]}-{year}-{self._next('application', year):04d}"
        handler = self._place.who(Role.HANDLER, unit)
        given = len(told) > 1 or (bool(told) and self._chance.random() < 0.6)
        fields = {
            "organ_id": organ.pk, "number": number, "code_hash": code_hash, "channel": case.channel,
            "applicant_id": self._tables[Applicant].add(**case.applicant), "submitted_at": case.sent,
            "subject": case.matter.subject, "content": case.matter.content, "outcome": outcome_of(told),
            "touches_third_party": any(one.event.kind == "opinion_requested" for one in told),
            "fingerprint": intake.content_fingerprint(case.matter), "version": len(told), "stage": "new",
        }  # fmt: skip
        if given:
            fields |= {"unit_id": unit.pk, "handler_id": handler.pk}
        pk = self._tables[Application].add(**fields | self._kept(told))
        clerk = None if case.channel == "internet" else self._place.who(Role.CLERK)
        words = f"收到申请 {number}（{CHANNEL[case.channel].words}）"
        self._line(case.sent, clerk or "申请人", "submitted", words, pk)
        rounds = sum(one.event.kind == "decided" for one in told)
        file = _File(pk, number, case.matter.subject, unit, handler, rounds)
        before = case.sent
        for order, one in enumerate(told, start=1):
            before = self._event(file, order, one, before)
            if order == 1 and given:
                after = {"before": [None, None], "after": [unit.pk, handler.pk]}
                self._line(before + timedelta(minutes=9), self._place.who(Role.CLERK), "assigned",
                           f"分办给{unit.name} {handler}", pk, after)  # fmt: skip
        self._pending(file, told)

    def _kept(self, told: Sequence[Happened]) -> dict[str, Any]:
        """The fields kept for lists, as the law gives them on the last day told."""
        if not told:
            return {}
        row = Application()
        refresh(row, Ledger(tuple(one.event for one in told)), self._scene.working, on=self._scene.until)
        return {name: getattr(row, name) for name in _KEPT}

    def _event(self, file: _File, order: int, one: Happened, before: datetime) -> datetime:
        """A row of the ledger, its letters, its draft and review when it is a decision; when it was recorded."""
        event, move = one.event, stages.MOVE[one.event.kind]
        at = max(moment(event.on, 540 + self._chance.randrange(400)), before + timedelta(minutes=2))
        actor = self._place.who(_STAFF[move.who])
        row = self._tables[ApplicationEvent].add(
            application_id=file.pk, order=order, kind=event.kind, on=event.on, days=event.days, party=event.party,
            channel=event.channel, note=one.facts.reason, facts=_recorded(one.facts), actor_id=actor.pk, at=at,
        )  # fmt: skip
        if event.kind == "decided":
            self._decision(file, one.facts.outcome, at, signed=True)
        if event.kind == "delivered":
            for letter in file.answers:
                letter |= {"delivered_on": event.on, "delivered_how": "网上"}
            self._line(at, actor, "second_look", "送达前复核", file.pk, {})
        keys = stages.letters(move, one.facts)
        letters = [self._letter(file, row, key, event.on, at) for key in keys]
        if any(LETTER[key].outcome for key in keys):
            file.answers = letters
        words = f"{move.words}（{event.on}）" + (f" {event.party}" if event.party else "")
        self._line(at, actor, f"step_{event.kind}", words, file.pk, _recorded(one.facts))
        return at

    def _letter(self, file: _File, row: int, key: str, on: date, at: datetime) -> dict[str, Any]:
        declared, paper = LETTER[key], self._papers.get(key) or self._papers["granted"]
        letter = {
            "application_id": file.pk, "event_id": row, "key": key, "title": declared.title, "number": "",
            "docx_sha256": paper.docx_sha256, "pdf_sha256": paper.pdf_sha256, "issued_on": on,
            "public": not declared.internal, "at": at,
        }  # fmt: skip
        self._letters.append(letter)
        return letter

    def _decision(self, file: _File, outcome: str, ended: datetime, *, signed: bool) -> None:
        """The draft and its passage through review: to the signature at a moment, or still waiting at one of the steps."""
        drafted = ended - timedelta(minutes=60 + self._chance.randrange(120))
        pk = self._tables[Decision].add(
            application_id=file.pk, outcome=outcome, letter=outcome, reason=REASONS.get(outcome, ""),
            basis="、".join(str(c) for c in OUTCOME[outcome].law), drafted_by_id=file.handler.pk, drafted_at=drafted,
            changed_at=drafted, version=1, current=file.current(signed=signed),
        )  # fmt: skip
        self._line(drafted, file.handler, "drafted", f"草拟答复：{OUTCOME[outcome].words}", file.pk)
        chain = self._place.chain
        at_step = len(chain) if signed else self._chance.randrange(len(chain))
        title = f"{file.number} {file.subject}：{OUTCOME[outcome].words}"[:200]
        began = drafted + timedelta(minutes=5)
        review = self._tables[Review].add(
            organ_id=self._place.organ.pk, unit_id=file.unit.pk, kind=Kind.ANSWER, subject_type_id=self._decision_type,
            subject_id=pk, title=title, steps=chain, at_step=at_step, started_by_id=file.handler.pk, started_at=began,
            state=Review.State.SIGNED if signed else Review.State.OPEN, ended_at=ended if signed else None,
            version=at_step,
        )  # fmt: skip
        self._line(began, file.handler, "review_started", f"送审：{title}"[:300], pk, of_decision=True)
        for index, step in enumerate(chain[:at_step]):
            who, at = (
                self._place.who(str(step["role"]), file.unit),
                began + (ended - began) * (index + 1) / (at_step + 1),
            )
            at = at.replace(microsecond=0)
            self._tables[Opinion].add(
                review_id=review, step=index, step_words=str(step["words"]), person_id=who.pk, comment="同意。",
                verdict=Opinion.Verdict.PASSED, at=at,
            )  # fmt: skip
            self._line(at, who, "review_passed", f"{step['words']}：同意（同意。）", pk, of_decision=True)

    def _pending(self, file: _File, told: Sequence[Happened]) -> None:
        """Some of the cases in hand have a draft under review today."""
        kinds = [one.event.kind for one in told]
        worked = kinds and kinds[-1] in ("received", "supplement_received", "extended", "fee_paid")
        until = self._scene.until
        if worked and (until - told[-1].event.on).days > 6 and self._chance.random() < 0.4:
            self._decision(file, self._chance.choice(("granted", "not_held")), moment(until, 8 * 60 + 30), signed=False)

    def _line(
        self,
        at: datetime,
        who: Person | str,
        kind: str,
        words: str,
        pk: int,
        payload: dict[str, Any] | None = None,
        *,
        of_decision: bool = False,
    ) -> None:
        actor = who.pk if isinstance(who, Person) else None
        type_ = self._decision_type if of_decision else self._application_type
        self._lines.append(Line(at, actor, str(who), kind, words, type_, pk, payload or {}))

    def _next(self, series: str, year: int) -> int:
        head = self._heads.get((series, year))
        if head is None:
            head, _ = NumberHead.objects.get_or_create(organ=self._place.organ, year=year, series=series)
            self._heads[series, year] = head
        head.last += 1
        return head.last

    def close(self) -> None:
        """Number the letters by their days, chain the log by its moments, and put everything into the database."""
        for letter in sorted(self._letters, key=lambda x: x["at"]):
            if LETTER[letter["key"]].layout is Layout.LETTER:
                year = letter["issued_on"].year
                letter["number"] = str(Number(self._place.organ.letter_word, year, self._next("letter", year)))
            self._tables[Letter].add(**letter)
        self._chain()
        for table in self._tables.values():
            table.flush()
        NumberHead.objects.bulk_update(self._heads.values(), ["last"])

    def _chain(self) -> None:
        head, _ = LogHead.objects.select_for_update().get_or_create(organ=self._place.organ)
        table = self._tables[LogEntry]
        for line in sorted(self._lines, key=lambda x: x.at):
            line.organ_id, line.number = self._place.organ.pk, head.number + 1
            digest = chain.digest(head.hash, log.content_of(cast(LogEntry, line)), chain.ALGORITHM)
            table.add(**{name: getattr(line, name) for name in line.__slots__}, previous=head.hash, hash=digest)
            head.number, head.hash = line.number, digest
        head.save(update_fields=["number", "hash"])


@dataclass
class _File:
    """A case while it is written down."""

    pk: int
    number: str
    subject: str
    unit: Unit
    handler: Person
    rounds: int  # how often it was decided
    answers: list[dict[str, Any]] = field(default_factory=list)
    done: int = 0

    def current(self, *, signed: bool) -> bool:
        """Whether the decision written now is the current one: there is one at most, that of the last round."""
        self.done += signed
        return self.done == self.rounds or not signed
