"""The city every other test stands on, and what the models refuse."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ, Post, Role, Unit
from gongkai.web.review.models import LogEntry
from tests.web.conftest import City


def test_it_works(city: City) -> None:
    for organ in city.organs.values():
        organ.full_clean()
    assert city.organs["市政府办公室"].below() == {o.pk for o in city.organs.values()}
    for role in Role:
        assert city.viewer(role.value).roles == {role}


def test_a_case_is_taken_in_and_registered(application, city: City) -> None:
    case = application()
    assert case.stage == "in_hand" and case.reply_due == date(2026, 5, 20)
    assert application("new").stage == "new"


def test_a_code_with_a_wrong_check_character_is_refused(city: City) -> None:
    city.justice.code = "113708020001000260"
    with pytest.raises(ValidationError, match="校验码"):
        city.justice.full_clean()


def test_a_tree_does_not_turn_back_on_itself(city: City) -> None:
    office = city.organs["市政府办公室"]
    office.parent = Organ.objects.get(pk=city.justice.pk)
    with pytest.raises(ValidationError, match="下级"):
        office.full_clean()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR])
def test_administrators_do_no_casework(city: City, role: Role) -> None:
    post = Post(person=city.people[role.value], organ=city.justice, role=Role.CLERK, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不能办理业务"):
        post.full_clean()


def test_a_caseworker_becomes_no_administrator(city: City) -> None:
    post = Post(person=city.people["clerk"], organ=city.justice, role=Role.AUDITOR, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不能兼任"):
        post.full_clean()


def test_a_unit_of_another_organ_is_refused(city: City) -> None:
    unit = Unit.objects.create(organ=city.organs["市财政局"], name="预算科")
    post = Post(person=city.people["clerk"], organ=city.justice, unit=unit, role=Role.CLERK, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不属于"):
        post.full_clean()


def test_a_post_ends(city: City) -> None:
    Post.objects.filter(person=city.people["signer"]).update(until=date(2026, 4, 19))
    assert city.viewer("signer", on=date(2026, 4, 19)).roles == {Role.SIGNER}
    assert city.viewer("signer").roles == frozenset()


def test_an_empty_post_or_cover_is_told_field_by_field(city: City, client_of: Callable[[str], Client]) -> None:
    office = client_of("system_administrator")
    for name in ("post", "cover"):
        page = office.post(f"/system/organs/{name}/add/", {})
        assert page.status_code == 200 and "不能代理自己" not in page.content.decode()
    person = office.get("/system/organs/person/add/").content.decode()
    assert "本人第一次登录时须改密码" in person and "create" not in person.split("<form", 1)[1].split("submit-row")[0]


def test_a_changed_unit_is_logged_as_it_was_and_is(city: City, client_of: Callable[[str], Client]) -> None:
    unit = city.justice.units.order_by("pk")[0]
    sent = {
        f.name: str(v)
        for f in Organ._meta.concrete_fields
        if (v := f.value_from_object(city.justice)) not in (None, False)
    }
    sent |= {"units-TOTAL_FORMS": "1", "units-INITIAL_FORMS": "1", "units-0-id": str(unit.pk)}
    sent |= {"units-0-organ": str(city.justice.pk), "units-0-name": "新的名称"}
    sent |= {
        "steps-TOTAL_FORMS": "0",
        "steps-INITIAL_FORMS": "0",
        "step_set-TOTAL_FORMS": "0",
        "step_set-INITIAL_FORMS": "0",
    }
    sent |= {"review_steps-TOTAL_FORMS": "0", "review_steps-INITIAL_FORMS": "0"}
    answer = client_of("system_administrator").post(f"/system/organs/organ/{city.justice.pk}/change/", sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    entry = LogEntry.objects.filter(kind="admin_changed").latest("id")
    assert entry.payload == {"before": {"name": unit.name}, "after": {"name": "新的名称"}}


def test_an_organ_that_takes_no_applications_is_seen_by_its_own_people(city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(active=False)
    seen = {role: visible(city.viewer(role), Organ).filter(pk=city.justice.pk).exists() for role in
            ("", "clerk", "neighbour", "office", "system_administrator")}  # fmt: skip
    assert seen == {"": False, "clerk": True, "neighbour": False, "office": True, "system_administrator": True}
