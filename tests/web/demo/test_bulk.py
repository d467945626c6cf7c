"""Many cases: an organ at a time, resumed, numbered once, consistent with the law, the log whole."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Max

from gongkai.documents.letters import LETTER
from gongkai.law.events import Ledger
from gongkai.web.applications import decisions, intake
from gongkai.web.applications.ledgers import event_of, ledger_of, refresh, the_calendar
from gongkai.web.applications.models import Application, Decision, Letter, NumberHead
from gongkai.web.applications.numbers import application_number
from gongkai.web.demo import build, bulk
from gongkai.web.organs.models import Organ
from gongkai.web.review import log
from gongkai.web.review.models import LogEntry, Review

TODAY = date(2026, 4, 17)
PLAN = bulk.Plan("test", 300, 15, 2)


@pytest.fixture
def made(db: None) -> Iterator[build.Built]:
    """The small demonstration and two thirds of a hundred cases more, built in two goes."""
    built = build.small(today=TODAY)
    stopped = bulk.chunks(PLAN, built, today=TODAY)
    first = next(stopped)
    stopped.close()
    assert first + sum(bulk.chunks(PLAN, built, today=TODAY)) == PLAN.total
    yield built
    (Path(settings.HOME) / "demo.json").unlink(missing_ok=True)


def test_it_works(made: build.Built) -> None:
    assert Organ.objects.count() == PLAN.organs and made.done == {PLAN.size: PLAN.organs}
    assert sum(PLAN.shares) == PLAN.total
    assert list(bulk.chunks(PLAN, made, today=TODAY)) == [], "built once"
    rows = Application.objects.prefetch_related("events", "letters", "decisions").select_related("organ")
    assert rows.count() == PLAN.total + len(Application.objects.filter(code_hash__in=_small_codes()))
    for case in rows.exclude(code_hash__in=_small_codes()):
        _as_the_law_gives_it(case)
        _papers(case)
    _numbers()
    assert not [fault for organ in (None, *Organ.objects.all()) for fault in log.broken(organ)]
    _log()


def _small_codes() -> list[str]:
    """The hashes of the codes of the small demonstration: each has its own, the many share one."""
    return [h for h in set(Application.objects.values_list("code_hash", flat=True)) if not _is_shared(h)]


def _is_shared(code_hash: str) -> bool:
    return Application.objects.filter(code_hash=code_hash).count() > 1


def _as_the_law_gives_it(case: Application) -> None:
    """What lists show, against gongkai.law: the ledger in lawful order, stage, dates, outcome."""
    ledger = Ledger.of(event_of(row) for row in case.events.all())
    assert ledger == ledger_of(case.events.all()) and case.version == len(ledger.events)
    before = {
        n: getattr(case, n)
        for n in ("stage", "received_on", "reply_due", "provisional", "stopped_since", "ended_on", "reopened")
    }
    refresh(case, ledger, the_calendar(), on=TODAY)
    assert {n: getattr(case, n) for n in before} == before, case.number
    assert bool(case.outcome) == (case.stage in ("decided", "closed")), case.number
    if case.outcome and ledger.events[-1].kind != "reopened":
        assert case.ended_on is not None


def _papers(case: Application) -> None:
    """Decisions are signed and current once, letters belong to their events, delivery stands on the answer."""
    decided = [e for e in case.events.all() if e.kind == "decided"]
    drafts = list(case.decisions.all())
    signed = [d for d in drafts if decisions.is_signed(d)]
    assert len(signed) == len(decided) and sum(d.current for d in drafts) <= 1
    answers = [x for x in case.letters.all() if LETTER[x.key].outcome]
    if case.stage == "closed" and case.events.all()[len(case.events.all()) - 1].kind == "delivered":
        assert answers and answers[-1].delivered_on is not None
    assert all(x.event is not None and x.event.application_id == case.pk for x in case.letters.all())


def _numbers() -> None:
    """Numbers are given once and go on where the demonstration stopped; letters are numbered by their days."""
    for head in NumberHead.objects.filter(series="application").select_related("organ"):
        prefix = f"{head.organ.code[-7:-1]}-{head.year}-"
        assert Application.objects.filter(number__startswith=prefix).count() == head.last
    organ = Organ.objects.order_by("-pk").first()
    assert organ is not None
    following = application_number(organ, TODAY)
    assert not Application.objects.filter(number=following).exists()
    fresh = intake.find(str(Application.objects.filter(organ=organ).aggregate(n=Max("number"))["n"]), bulk.CODE)
    assert fresh is not None, "every one of these cases opens with the code"
    dated = Letter.objects.filter(application__organ=organ).exclude(number="").order_by("pk")
    days = [letter.issued_on for letter in dated]
    assert days == sorted(days)


def _log() -> None:
    """Entries of an organ are in the order of their moments, with those of the review beside them."""
    organ = Organ.objects.order_by("-pk").first()
    entries = list(LogEntry.objects.filter(organ=organ).order_by("number"))
    moments = [e.at for e in entries]
    assert moments == sorted(moments) and entries[-1].kind == "demo"
    kinds = set(LogEntry.objects.values_list("kind", flat=True))
    assert kinds >= {"submitted", "assigned", "drafted", "review_started", "review_passed", "second_look"}
    assert Review.objects.filter(state=Review.State.SIGNED).count() >= Decision.objects.count() * 0.8


def test_an_organ_is_built_whole_or_not_at_all(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle of an organ, nothing of it stands; the next run builds it."""
    built = build.small(today=TODAY)
    before = Application.objects.count()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongkai.web.demo.casebook.Casebook.close", stopped)
    with pytest.raises(KeyboardInterrupt):
        next(bulk.chunks(PLAN, built, today=TODAY))
    assert Application.objects.count() == before and not bulk.done(PLAN)
    monkeypatch.undo()
    assert next(bulk.chunks(PLAN, built, today=TODAY)) == PLAN.shares[0]
    (Path(settings.HOME) / "demo.json").unlink(missing_ok=True)
