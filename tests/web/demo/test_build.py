"""The demonstration: built through the operations, lawful, believable, the same as the founding report for 2023."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from gongkai.web.applications import delivery
from gongkai.web.applications.ledgers import ledger_of, refresh, the_calendar
from gongkai.web.applications.models import Application, Letter
from gongkai.web.applications.queries import slices
from gongkai.web.demo import build, city
from gongkai.web.demo.stories import FOUNDING, UNDER_WAY
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ, Person, Role
from gongkai.web.review import log
from gongkai.web.review.queries import waiting_for

TODAY = date(2026, 4, 17)


@pytest.fixture(autouse=True)
def _no_record() -> Iterator[None]:
    yield
    (Path(settings.HOME) / "demo.json").unlink(missing_ok=True)


@pytest.fixture
def made(db: None) -> build.Built:
    return build.small(today=TODAY)


def test_it_works(made: build.Built) -> None:
    assert build.built() == made
    bureau = Organ.objects.get(short_name=city.BUREAU)
    _founding_year(bureau)
    _queue(bureau)
    _people(made)
    _letters(bureau)
    _consistent()
    assert not [fault for organ in (None, *Organ.objects.all()) for fault in log.broken(organ)]
    with pytest.raises(build.NotEmpty, match="空的目录"):
        build.small(today=TODAY)


def _founding_year(bureau: Organ) -> None:
    """Three applications of natural persons: two granted, one not held, all within the year and in time."""
    cases = Application.objects.filter(organ=bureau, received_on__year=2023).select_related("applicant")
    assert sorted(c.outcome for c in cases) == ["granted", "granted", "not_held"]
    assert all(c.applicant.kind == "natural_person" and c.stage == "closed" for c in cases)
    assert all(c.ended_on and c.reply_due and c.ended_on <= c.reply_due and c.submitted_at.year == 2023 for c in cases)
    assert all(str(letter.issued_on.year) == "2023" for c in cases for letter in c.letters.all())


def _queue(bureau: Organ) -> None:
    """Every slice of the queue and every reviewer has something to show."""
    clerk = Viewer.of(Person.objects.get(username="clerk"), on=TODAY)
    rows = visible(clerk, Application)
    empty = [s.key for s in slices(clerk, on=TODAY) if not rows.filter(s.condition).exists()]
    assert set(empty) <= {"mine", "unit", "handling"}, empty
    handler = Viewer.of(Person.objects.get(username="handler"), on=TODAY)
    assert visible(handler, Application).filter(handler=handler.person).exists()
    for username in ("reviewer", "legal", "secrecy"):
        assert waiting_for(Viewer.of(Person.objects.get(username=username), on=TODAY)), username
    stages = set(rows.values_list("stage", flat=True))
    assert stages >= {"new", "in_hand", "awaiting_supplement", "consulting", "awaiting_fee", "decided", "closed"}


def _letters(bureau: Organ) -> None:
    """The fee is the calculator's; the bureau of justice names both who reconsider (行政复议法第二十八条)."""
    notice = Letter.objects.get(application__organ=bureau, key="fee_notice", issued_on__year=TODAY.year)
    assert notice.application.fees.get().amount == 900  # 70 pages at 10 yuan, 10 at 20
    assert "合计 900 元" in notice.elements["fee_sum"]
    assert notice.elements["fee_amount"] == "900"
    assert "财政专户" not in str(notice.elements)
    both = "青澜市人民政府或者东澜省司法厅"
    answers = Letter.objects.filter(application__organ=bureau, key="granted")
    assert {x.elements["reconsideration_organ"] for x in answers} == {both}
    assert not Organ.objects.exclude(pk=bureau.pk).filter(reconsideration_organ=both).exists()


def _people(made: build.Built) -> None:
    for organ in Organ.objects.all():
        organ.full_clean()
    roles = {role for p in Person.objects.all() for role in Viewer.of(p, on=TODAY).roles}
    assert roles == set(Role)
    assert all(Person.objects.get(username=u).check_password(made.password) for u, _, _ in build.accounts())


def _consistent() -> None:
    """What lists show is what the ledgers give."""
    working = the_calendar()
    for case in Application.objects.prefetch_related("events").exclude(stage="new"):
        before = (case.stage, case.received_on, case.reply_due, case.ended_on)
        refresh(case, ledger_of(case.events.all()), working, on=TODAY)
        assert (case.stage, case.received_on, case.reply_due, case.ended_on) == before, case.number
        if case.stage == "closed":  # whoever was answered can fetch the answer
            assert all(letter.delivered_on for letter in delivery.answers(case)), case.number


def test_no_story_reaches_into_the_future() -> None:
    """Days are counted in working days back from today, so this holds whatever the day."""
    late = [s.subject for s in UNDER_WAY if not isinstance(s.began, date) and s.acts and s.acts[-1].after > s.began]
    disordered = [s.subject for s in (*FOUNDING, *UNDER_WAY) if list(s.acts) != sorted(s.acts, key=lambda a: a.after)]
    assert not late and not disordered


def test_the_invented_people_are_valid_and_nobody() -> None:
    from stdnum.cn import uscc

    identities = {city.resident(n)[1] for n in range(500)}
    assert len(identities) == 500 and all(i.startswith(city.REGION) for i in identities)
    assert all(uscc.is_valid(city.organ_code(n)) for n in range(1, 1000))
